#include "ui/figures/roofline_figure.h"

#include "ui/figures/growth_figure.h"
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
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::RooflineFigure)
};

QString nameOf(MemoryLevel level)
{
    switch (level) {
    case MemoryLevel::L2:
        return QStringLiteral("L2");
    case MemoryLevel::L3:
        return QStringLiteral("L3");
    case MemoryLevel::Memory:
        break;
    }
    return Words::tr("memory");
}

std::vector<Roof> roofsOf(const MachineLimits& limits)
{
    std::vector<Roof> roofs;
    for (const auto& [level, bandwidth] :
         {std::pair(MemoryLevel::Memory, limits.copyMemory), std::pair(MemoryLevel::L3, limits.copyL3),
          std::pair(MemoryLevel::L2, limits.copyL2)})
        if (bandwidth > 0.0)
            roofs.push_back({nameOf(level), bandwidth, 0.0});
    if (limits.gemmFlops > 0.0)
        roofs.push_back({Words::tr("matrix product"), 0.0, limits.gemmFlops});
    return roofs;
}

/// The cell that comes nearest to its limit.
const RooflineCell& best(const RooflineSeries& series)
{
    return *std::ranges::max_element(series.cells, {},
                                     [](const RooflineCell& cell) { return cell.point.share; });
}

} // namespace

RooflineFigure::RooflineFigure(RooflineSpec spec) : m_spec(std::move(spec))
{
    if (!m_spec.result)
        return;
    const BenchResult& result = *m_spec.result;
    m_roofs = roofsOf(result.limits);
    const std::map<std::string, BackendStyle> styles = stylesOf(result);
    for (const std::string& backend : result.backends()) {
        RooflineSeries series{backend, styles.at(backend), {}};
        for (const Index tokens : result.grid.lengths)
            if (const CellSummary* cell = m_spec.summary ? m_spec.summary->find(backend, tokens) : nullptr;
                cell != nullptr && cell->roofline)
                series.cells.push_back({tokens, *cell->roofline});
        if (!series.cells.empty())
            m_series.push_back(std::move(series));
    }
}

RooflineLayout RooflineFigure::layoutIn(const QRectF& area) const
{
    RooflineLayout layout;
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    layout.note = fittingNote(
        inner, {m_spec.note, m_roofs.empty() ? Words::tr("This result has no limits of its machine: "
                                                         "run it again to measure them.")
                                             : Words::tr("Flops and bytes by formula, times measured; "
                                                         "lines: limits measured in the same run.")});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const double labels = std::clamp(0.26 * area.width(), 84.0, 150.0);
    const double top = body.top() + axisTextHeight + 5.0;
    const double bottom = std::max(top + 20.0, body.bottom() - axisTextHeight - 3.0);
    layout.frame.rect = {inner.left() + 42.0, top, std::max(20.0, inner.width() - 42.0 - labels),
                         bottom - top};
    layout.labels = {layout.frame.rect.right() + 3.0, top, labels - 3.0, bottom - top};
    LogExtent x;
    LogExtent y;
    for (const RooflineSeries& series : m_series)
        for (const RooflineCell& cell : series.cells) {
            x.add(cell.point.intensity);
            y.add(cell.point.rate);
            if (cell.point.limit > 0.0)
                y.add(cell.point.limit);
        }
    constexpr double beforeRidge = 5.0; // so far left of it every slope is to be seen
    for (const Roof& roof : m_roofs)
        if (roof.flops > 0.0) {
            y.add(roof.flops);
            for (const Roof& slope : m_roofs)
                if (slope.bytesPerSecond > 0.0) {
                    x.add(roof.flops / slope.bytesPerSecond);
                    x.add(roof.flops / slope.bytesPerSecond / beforeRidge);
                }
        }
    layout.frame.x = x.range(1.8, 10.0);
    layout.frame.y = y.range(1.6, 10.0);
    const double ceiling = m_spec.result ? m_spec.result->limits.gemmFlops : 0.0;
    if (ceiling > 0.0) { // room for its words above it
        const double below = std::max(0.5, 1.0 - 14.0 / layout.frame.rect.height());
        const double low = layout.frame.y.low;
        layout.frame.y.high = std::max(layout.frame.y.high, low * std::pow(ceiling / low, 1.0 / below));
    }
    return layout;
}

QString RooflineFigure::title() const
{
    return m_spec.title;
}

QString RooflineFigure::summary() const
{
    if (m_series.empty())
        return Words::tr("No cell has both a time and a formula to compare with the machine's limits.");
    QStringList parts;
    for (const RooflineSeries& series : m_series) {
        const RooflineCell& cell = best(series);
        const QString name = QString::fromStdString(series.backend);
        const QString where = tokensText(static_cast<double>(cell.tokens));
        parts.append(cell.point.limit > 0.0
                         ? Words::tr("%1 reaches %2 of its limit (%3 of %4) at %5")
                               .arg(name, shareText(cell.point.share), rateText(cell.point.rate),
                                    rateText(cell.point.limit), where)
                         : Words::tr("%1 %2 at %3").arg(name, rateText(cell.point.rate), where));
    }
    return m_roofs.empty() ? Words::tr("Rates without the machine's limits, which this result lacks: %1.")
                                 .arg(parts.join(QStringLiteral("; ")))
                           : Words::tr("Measured: %1.").arg(parts.join(QStringLiteral("; ")));
}

QSizeF RooflineFigure::preferredSize() const
{
    return {560.0, 340.0};
}

std::unique_ptr<QAbstractTableModel> RooflineFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    for (const Roof& roof : m_roofs)
        rows.push_back({roof.name, QVariant(), QVariant(), QVariant(), QVariant(),
                        roof.flops > 0.0 ? roof.flops : roof.bytesPerSecond,
                        roof.flops > 0.0 ? QStringLiteral("flop/s") : QStringLiteral("B/s"),
                        Words::tr("measured limit"), QVariant(), QVariant()});
    if (m_spec.result)
        for (const Measurement& cell : m_spec.result->measurements)
            if (!cell.measured())
                rows.push_back({QString::fromStdString(cell.cell.backend),
                                static_cast<qlonglong>(cell.cell.tokens), QVariant(), QVariant(), QVariant(),
                                QVariant(), QStringLiteral("flop/s"),
                                cell.refusal.empty() ? Words::tr("not measured") : Words::tr("refused"),
                                QVariant(), QString::fromStdString(cell.refusal)});
    for (const RooflineSeries& series : m_series)
        for (const RooflineCell& cell : series.cells) {
            const Measurement& measurement = *m_spec.result->find(series.backend, cell.tokens);
            const bool limited = cell.point.limit > 0.0;
            rows.push_back({QString::fromStdString(series.backend), static_cast<qlonglong>(cell.tokens),
                            static_cast<qlonglong>(measurement.formulaFlops),
                            static_cast<qlonglong>(measurement.formulaBytes), cell.point.intensity,
                            cell.point.rate, QStringLiteral("flop/s"), Words::tr("measured"),
                            limited ? QVariant(cell.point.share) : QVariant(),
                            !limited                  ? QString()
                            : cell.point.computeBound ? Words::tr("matrix product")
                                                      : nameOf(cell.point.level)});
        }
    return std::make_unique<ColumnTable>(
        QStringList{Words::tr("series"), Words::tr("tokens"), Words::tr("flops (formula)"),
                    Words::tr("bytes (formula)"), Words::tr("flop/byte"), Words::tr("rate"),
                    Words::tr("unit"), Words::tr("origin"), Words::tr("share of the limit"),
                    Words::tr("limit, or why there is nothing")},
        std::move(rows));
}

QString limitShareText(const RooflineSeries& series)
{
    const auto [low, high] =
        std::ranges::minmax(series.cells, {}, [](const auto& cell) { return cell.point.share; });
    if (!(high.point.share > 0.0))
        return {};
    const auto percent = [](double share) {
        return QString::number(100.0 * share, 'f', share < 0.0995 ? 1 : 0);
    };
    const QString from = percent(low.point.share);
    const QString to = percent(high.point.share);
    const QString range = from == to ? to : from + QStringLiteral("–") + to;
    return Words::tr("%1%2% of the limit").arg(range, QString(QChar(0x202F)));
}

} // namespace mixlens::ui
