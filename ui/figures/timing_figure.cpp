#include "ui/figures/timing_figure.h"

#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::TimingFigure)
};

} // namespace

TimingFigure::TimingFigure(TimingSpec spec) : m_spec(std::move(spec)) {}

QString timingRowName(const TimingRow& row)
{
    if (row.what.isEmpty())
        return row.lane;
    static const QRegularExpression brackets(QStringLiteral("\\s*\\([^()]*\\)$"));
    QString lane = row.lane;
    return lane.remove(brackets) + QStringLiteral(", ") + row.what;
}

QStringList devicePhrases(const std::vector<Quantity>& quantities)
{
    static const std::vector<std::pair<std::string, const char*>> wanted{
        {"device_time", QT_TRANSLATE_NOOP("mixlens::ui::TimingFigure", "device time %1")},
        {"device_energy", QT_TRANSLATE_NOOP("mixlens::ui::TimingFigure", "device energy %1")},
        {"predicted_snr", QT_TRANSLATE_NOOP("mixlens::ui::TimingFigure", "SNR modelled %1")},
        {"simulated_snr", QT_TRANSLATE_NOOP("mixlens::ui::TimingFigure", "SNR simulated %1")},
        {"frames", QT_TRANSLATE_NOOP("mixlens::ui::TimingFigure", "frames %1")},
        {"passes", QT_TRANSLATE_NOOP("mixlens::ui::TimingFigure", "passes %1")},
        {"device_core_energy", QT_TRANSLATE_NOOP("mixlens::ui::TimingFigure", "optics alone %1")},
    };
    QStringList phrases;
    for (const auto& [name, words] : wanted)
        for (const Quantity& quantity : quantities)
            if (quantity.name == name)
                phrases.append(Words::tr(words).arg(
                    quantity.unit == "1" ? countText(std::llround(quantity.value)) : quantityText(quantity)));
    for (const Quantity& quantity : quantities)
        if (quantity.name == "device_feasible" && !(quantity.value > 0.0))
            phrases.prepend(Words::tr("cannot be built as set"));
    return phrases;
}

QString TimingFigure::title() const
{
    return m_spec.title;
}

QString TimingFigure::summary() const
{
    QStringList parts;
    for (const TimingRow& row : m_spec.measured) {
        const QString what = row.what.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(row.what);
        if (row.seconds.empty())
            parts.append(Words::tr("%1%2: not timed").arg(row.lane, what));
        else
            parts.append(
                Words::tr("%1%2 %3, P10–P90 %4")
                    .arg(row.lane, what, secondsText(row.median), secondsRangeText(row.low, row.high)));
    }
    if (parts.isEmpty())
        return Words::tr("Nothing is timed yet.");
    return Words::tr("Measured medians: %1.").arg(parts.join(QStringLiteral("; ")));
}

std::unique_ptr<QAbstractTableModel> TimingFigure::table() const
{
    const QString measured = Words::tr("measured");
    std::vector<ColumnTable::Row> rows;
    for (const TimingRow& row : m_spec.measured) {
        const QString what = row.what.isEmpty() ? Words::tr("inference") : row.what;
        if (row.seconds.empty()) {
            rows.push_back({row.lane, what, QVariant(), QString(), measured, row.missing});
            continue;
        }
        const auto add = [&](const QString& statistic, double value) {
            rows.push_back({row.lane, what, value, QStringLiteral("s"), measured, statistic});
        };
        add(Words::tr("median"), row.median);
        add(Words::tr("10th percentile"), row.low);
        add(Words::tr("90th percentile"), row.high);
        for (std::size_t run = 0; run < row.seconds.size(); ++run)
            add(Words::tr("run %1").arg(run + 1), row.seconds[run]);
    }
    for (const ModelledRow& row : m_spec.modelled)
        for (const Quantity& quantity : row.quantities)
            rows.push_back({row.lane, QString::fromStdString(quantity.name), quantity.value,
                            QString::fromStdString(quantity.unit),
                            QString::fromUtf8(word(quantity.provenance).data(),
                                              static_cast<qsizetype>(word(quantity.provenance).size())),
                            QString()});
    return std::make_unique<ColumnTable>(QStringList{Words::tr("lane"), Words::tr("what"), Words::tr("value"),
                                                     Words::tr("unit"), Words::tr("origin"),
                                                     Words::tr("statistic")},
                                         std::move(rows));
}

} // namespace mixlens::ui
