#include "ui/figures/device_scaling_figure.h"

#include "ui/figures/bench_series.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::DeviceScalingFigure)
};

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

bool hasPoints(const DeviceScalingSpec& spec)
{
    return std::ranges::any_of(spec.series, [](const ScalingSeries& series) {
        return std::ranges::any_of(series.points,
                                   [](const ScalingPoint& point) { return point.value > 0.0; });
    });
}

} // namespace

ScalingSeries deviceScaling(CostKind kind, const QString& name, const optics::DeviceSpec& device,
                            std::span<const Shape> shapes)
{
    ScalingSeries series;
    series.name = name;
    series.marks = optics::scalingMarks(device);
    series.source = Words::tr("formula of time and energy, values of the device");
    for (const Shape shape : shapes) {
        const optics::DeviceCost cost = optics::deviceCost(device, shape);
        series.points.push_back(
            {shape, kind == CostKind::Time ? cost.seconds : cost.joules, 0.0, 0.0, cost.feasible});
    }
    return series;
}

std::vector<ScalingSeries> referenceScaling(CostKind kind, std::span<const Shape> shapes)
{
    std::vector<ScalingSeries> result;
    for (const Shape shape : shapes) {
        const std::vector<optics::ReferenceCost> costs = optics::referenceCosts(shape);
        result.resize(costs.size());
        for (std::size_t i = 0; i < costs.size(); ++i) {
            const optics::ReferenceCost& cost = costs[i];
            result[i].name = text(cost.title);
            result[i].provenance = cost.provenance;
            result[i].source = text(cost.source);
            result[i].points.push_back(
                kind == CostKind::Time ? ScalingPoint{shape, cost.seconds}
                                       : ScalingPoint{shape, cost.joules, cost.joulesLeast, cost.joulesMost});
        }
    }
    std::erase_if(result, [](const ScalingSeries& series) {
        return std::ranges::none_of(series.points,
                                    [](const ScalingPoint& point) { return point.value > 0.0; });
    });
    return result;
}

DeviceScalingFigure::DeviceScalingFigure(DeviceScalingSpec spec) : m_spec(std::move(spec)) {}

DeviceScalingLayout DeviceScalingFigure::layoutIn(const QRectF& area) const
{
    DeviceScalingLayout layout;
    const QRectF inner = FigurePaper::inside(area);
    const bool infeasible = std::ranges::any_of(m_spec.series, [](const ScalingSeries& series) {
        return std::ranges::any_of(series.points, [](const ScalingPoint& point) { return !point.feasible; });
    });
    layout.note = fittingNote(
        inner,
        {Words::tr("Hollow: modelled."), m_spec.note,
         infeasible ? Words::tr("Crosses: no such device can be built; the table says why.") : QString()});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const double labels = std::clamp(0.27 * area.width(), 84.0, 170.0);
    const double top = body.top() + axisTextHeight + 5.0;
    const double bottom = std::max(top + 20.0, body.bottom() - axisTextHeight - 3.0);
    layout.frame.rect = {inner.left() + 42.0, top, std::max(20.0, inner.width() - 42.0 - labels),
                         bottom - top};
    layout.labels = {layout.frame.rect.right() + 3.0, top, labels - 3.0, bottom - top};
    LogExtent x;
    LogExtent y;
    for (const ScalingSeries& series : m_spec.series) {
        for (const ScalingPoint& point : series.points) {
            if (!(point.value > 0.0))
                continue;
            x.add(static_cast<double>(point.input.size()));
            for (const double value : {point.value, point.least, point.most})
                if (value > 0.0)
                    y.add(value);
        }
    }
    // A mark left of every point says that all of them lie beyond it; one right of them says nothing yet.
    if (m_spec.kind == CostKind::Time && !x.empty())
        for (const ScalingSeries& series : m_spec.series)
            for (const optics::ScalingMark& mark : series.marks)
                if (series.points.size() > 1 && mark.points < x.high())
                    x.add(mark.points);
    layout.frame.x = x.range(1.5, 16.0);
    layout.frame.y = y.range(1.6, 100.0);
    return layout;
}

QString DeviceScalingFigure::title() const
{
    return m_spec.title;
}

QString DeviceScalingFigure::summary() const
{
    if (!hasPoints(m_spec))
        return Words::tr("No device has a size to scale over: choose a device.");
    QStringList parts;
    for (const ScalingSeries& series : m_spec.series) {
        if (series.points.empty() || !(series.points.back().value > 0.0))
            continue;
        const double value = series.points.back().value;
        parts.append(QStringLiteral("%1 %2, %3")
                         .arg(series.name,
                              m_spec.kind == CostKind::Time ? secondsText(value) : energyText(value),
                              text(word(series.provenance))));
    }
    return (m_spec.kind == CostKind::Time ? Words::tr("Time of the largest transform: %1.")
                                          : Words::tr("Energy of the largest transform: %1."))
        .arg(parts.join(QStringLiteral("; ")));
}

QSizeF DeviceScalingFigure::preferredSize() const
{
    return {560.0, 320.0};
}

std::unique_ptr<QAbstractTableModel> DeviceScalingFigure::table() const
{
    const QString unit = m_spec.kind == CostKind::Time ? QStringLiteral("s") : QStringLiteral("J");
    std::vector<ColumnTable::Row> rows;
    const auto number = [](double value) { return value > 0.0 ? QVariant(value) : QVariant(); };
    for (const ScalingSeries& series : m_spec.series) {
        for (const ScalingPoint& point : series.points)
            rows.push_back({series.name, static_cast<qlonglong>(point.input.rows),
                            static_cast<qlonglong>(point.input.cols),
                            static_cast<qlonglong>(point.input.size()), number(point.value),
                            number(point.least), number(point.most), unit, text(word(series.provenance)),
                            point.feasible ? series.source : Words::tr("cannot be built as asked")});
        for (const optics::ScalingMark& mark : series.marks)
            rows.push_back({series.name, QVariant(), QVariant(), mark.points, QVariant(), QVariant(),
                            QVariant(), QString(), Words::tr("modelled"),
                            Words::tr("O(1) ends here: %1").arg(QString::fromStdString(mark.meaning))});
    }
    return std::make_unique<ColumnTable>(
        QStringList{Words::tr("device"), Words::tr("tokens"), Words::tr("hidden units"), Words::tr("points"),
                    Words::tr("value"), Words::tr("least"), Words::tr("most"), Words::tr("unit"),
                    Words::tr("origin"), Words::tr("source or note")},
        std::move(rows));
}

QColor scalingColour(const Theme& theme, const DeviceScalingSpec& spec, std::size_t series)
{
    const auto step = [&](auto same) {
        double steps = 0.0;
        for (std::size_t i = 0; i < series; ++i)
            steps += same(spec.series[i]) ? 1.0 : 0.0;
        return std::min(0.11 * steps, 0.66);
    };
    const auto isDevice = [](const ScalingSeries& one) {
        return one.provenance == Provenance::Modelled && !one.marks.empty();
    };
    const ScalingSeries& own = spec.series[series];
    if (isDevice(own))
        return mixed(theme.lane(LaneIdentity::Optical), theme.ink, step(isDevice));
    return theme.lane(own.provenance == Provenance::Measured ? LaneIdentity::Fourier : LaneIdentity::Control);
}

} // namespace mixlens::ui
