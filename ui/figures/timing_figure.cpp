#include "ui/figures/timing_figure.h"

#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::TimingFigure)
};

constexpr double thirtyfold = 30.0; ///< beyond, a linear axis would squeeze the fast lanes onto zero
constexpr double leastRow = 26.0;
constexpr double axisHeight = 26.0;
constexpr double modelledRow = 13.0;
constexpr double nameColumn = 138.0;
constexpr double valueColumn = 98.0;

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
    const QRectF body = belowHeading(area.adjusted(4.0, 3.0, -4.0, -3.0), m_spec.title, m_spec.note);
    const double block =
        m_spec.modelled.empty() ? 0.0 : 6.0 + modelledRow * static_cast<double>(m_spec.modelled.size() + 1);
    const double rows = static_cast<double>(std::max<std::size_t>(1, m_spec.measured.size()));
    const double height = std::min(body.height() - block - axisHeight, rows * 44.0);
    layout.rowHeight = std::max(10.0, height / rows);
    layout.plot = {body.left() + nameColumn, body.top(),
                   std::max(20.0, body.width() - nameColumn - valueColumn), layout.rowHeight * rows};
    if (block > 0.0)
        layout.modelled = {body.left(), layout.plot.bottom() + axisHeight + 4.0, body.width(), block - 4.0};

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
    layout.logarithmic = fastest > 0.0 && least > 0.0 && slowest > thirtyfold * fastest;
    layout.low = layout.logarithmic ? least / 1.5 : 0.0;
    layout.high = largest * (layout.logarithmic ? 1.5 : 1.05);
    return layout;
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
    const double block =
        m_spec.modelled.empty() ? 0.0 : 6.0 + modelledRow * static_cast<double>(m_spec.modelled.size() + 1);
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
