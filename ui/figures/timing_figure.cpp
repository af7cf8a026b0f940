#include "ui/figures/timing_figure.h"

#include "ui/figures/plot_paint.h"
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

constexpr double tenfold = 10.0;  ///< beyond, a linear axis would squeeze the fast lanes onto zero
constexpr double leastRow = 26.0; ///< of the preferred size
constexpr double lowestRow = 9.0; ///< of any size
constexpr double twoLineRow = 22.0;
constexpr double axisHeight = 12.5;
constexpr double modelledLine = 10.0;
constexpr double blockGap = 1.0; ///< above the modelled text
constexpr double modelledColumn = 122.0;
constexpr double leastPlot = 110.0; ///< what the modelled column leaves
constexpr double markWidth = 14.0;

double widestOf(const QStringList& texts, const QFont& font)
{
    double width = 0.0;
    for (const QString& text : texts)
        width = std::max(width, textWidth(font, text));
    return width;
}

/// Height of the modelled text below `rows` measured ones: a heading line and as many as the height leaves.
double modelledBelow(std::size_t devices, double height, double rows)
{
    if (devices == 0)
        return 0.0;
    const double spare = height - axisHeight - blockGap - rows * lowestRow;
    const double lines =
        std::clamp(std::floor(spare / modelledLine / static_cast<double>(devices)), 1.0, 3.0);
    return blockGap + modelledLine * lines * static_cast<double>(devices);
}

} // namespace

double TimingLayout::xOf(double seconds) const
{
    const double share = logarithmic ? std::log(std::max(seconds, low) / low) / std::log(high / low)
                                     : (seconds - low) / (high - low);
    return plot.left() + std::clamp(share, 0.0, 1.0) * plot.width();
}

double TimingLayout::yOf(std::size_t row) const
{
    return plot.top() + (static_cast<double>(row) + 0.5) * rowHeight;
}

TimingFigure::TimingFigure(TimingSpec spec) : m_spec(std::move(spec)) {}

TimingLayout TimingFigure::layoutIn(const QRectF& area) const
{
    TimingLayout layout;
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -1.0);
    const double rows = static_cast<double>(std::max<std::size_t>(1, m_spec.measured.size()));
    const std::size_t devices = m_spec.modelled.size();
    const double wanted =
        rows * lowestRow + axisHeight + blockGap + 2.0 * modelledLine * static_cast<double>(devices);
    QRectF body = belowHeading(inner, m_spec.title, m_spec.note);
    layout.showsNote = m_spec.shortNote.isEmpty() || body.height() >= wanted;
    if (!layout.showsNote)
        body = belowHeading(inner, m_spec.title, {});
    QStringList names;
    QStringList medians;
    QStringList below;
    QStringList ranges;
    for (const TimingRow& row : m_spec.measured) {
        names.append(timingRowName(row));
        below.append(row.tokens > 0 ? Words::tr("rows: %1").arg(countText(row.tokens)) : QString());
        if (row.seconds.empty())
            continue;
        medians.append(secondsText(row.median));
        ranges.append(secondsRangeText(row.low, row.high));
    }
    QFont bold = plotFont();
    bold.setBold(true);
    const auto columns = [&](bool both) {
        const QFont small = plotFont(PlotText::Small);
        const double name = std::max(widestOf(names, plotFont()), both ? widestOf(below, small) : 0.0);
        const double value = std::max(widestOf(medians, bold), both ? widestOf(ranges, small) : 0.0);
        return std::pair(std::min(markWidth + name + 12.0, 0.4 * body.width()), value + 16.0);
    };
    const auto height = [&](double text) { return std::min(body.height() - axisHeight - text, rows * 44.0); };
    const auto roomFor = [&](double text, double column) {
        layout.rowHeight = std::max(lowestRow, height(text) / rows);
        layout.twoLines = layout.rowHeight >= twoLineRow;
        const auto [name, value] = columns(layout.twoLines);
        layout.plot = {body.left() + name, body.top(), std::max(20.0, body.width() - name - value - column),
                       layout.rowHeight * rows};
    };
    roomFor(0.0, devices == 1 ? modelledColumn : 0.0);
    layout.beside = devices == 1 && layout.plot.width() >= leastPlot;
    if (layout.beside) {
        layout.modelled = {body.right() - modelledColumn, body.top(), modelledColumn, body.height()};
    } else if (devices > 0) {
        const double block = modelledBelow(devices, body.height(), rows);
        roomFor(block, 0.0);
        layout.modelled = {body.left(), layout.plot.bottom() + axisHeight + blockGap, body.width(),
                           block - blockGap};
    }

    double least = INFINITY;
    double largest = 0.0;
    double slowest = 0.0;
    double fastest = INFINITY;
    for (const TimingRow& row : m_spec.measured) {
        if (row.seconds.empty())
            continue;
        const auto [first, last] = std::ranges::minmax(row.seconds);
        least = std::min(least, first);
        largest = std::max({largest, last, row.high});
        slowest = std::max(slowest, row.median);
        fastest = std::min(fastest, row.median);
    }
    if (!(largest > 0.0))
        return layout;
    layout.logarithmic = fastest > 0.0 && least > 0.0 && slowest > tenfold * fastest;
    layout.low = layout.logarithmic ? least / 1.5 : 0.0;
    layout.high = largest * (layout.logarithmic ? 1.5 : 1.05);
    return layout;
}

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
        {"device_time", QT_TR_NOOP("device time %1")},
        {"device_energy", QT_TR_NOOP("device energy %1")},
        {"predicted_snr", QT_TR_NOOP("SNR modelled %1")},
        {"simulated_snr", QT_TR_NOOP("SNR simulated %1")},
        {"frames", QT_TR_NOOP("frames %1")},
        {"passes", QT_TR_NOOP("passes %1")},
        {"device_core_energy", QT_TR_NOOP("optics alone %1")},
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

QSizeF TimingFigure::preferredSize() const
{
    const double rows = static_cast<double>(std::max<std::size_t>(1, m_spec.measured.size()));
    const double block = blockGap + 3.0 * modelledLine * static_cast<double>(m_spec.modelled.size());
    constexpr double width = 520.0;
    const QRectF body = belowHeading({0.0, 0.0, width - 8.0, 0.0}, m_spec.title, m_spec.note);
    return {width, body.top() + rows * leastRow + axisHeight + block + 8.0};
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
