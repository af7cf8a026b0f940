#include "ui/figures/bench_series.h"
#include "ui/figures/device_scaling_figure.h"
#include "ui/figures/edge_labels.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/marks.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::DeviceScalingFigure)
};

constexpr double wordHeight = 10.5;

bool isDevice(const ScalingSeries& series)
{
    return series.provenance == Provenance::Modelled && !series.marks.empty();
}

/// A series' name, and shorter ones for a narrow column: without what follows a comma or colon.
QStringList namesOf(const ScalingSeries& series, bool onlyDevice)
{
    QStringList names{series.name, series.name.section(QLatin1Char(','), 0, 0),
                      series.name.section(QLatin1Char(':'), 0, 0)};
    if (onlyDevice && isDevice(series))
        names.append(Words::tr("this device"));
    return names;
}

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const DeviceScalingSpec& spec;
    const DeviceScalingLayout& layout;

    [[nodiscard]] QPointF at(const ScalingPoint& point, double value) const
    {
        return layout.frame.at(static_cast<double>(point.input.size()), value);
    }
    void axes() const;
    [[nodiscard]] FreeSpots occupied() const;
    void marks(FreeSpots& spots) const;
    void band(const ScalingSeries& series, const QColor& colour) const;
    void series(std::size_t index) const;
    void labels() const;
};

void Brush::axes() const
{
    const bool time = spec.kind == CostKind::Time;
    drawYAxis(painter, theme, layout.frame,
              [time](double value) {
                  return time ? secondsTickText(value)
                              : energyText(value)
                                    .replace(QStringLiteral(".00"), QString())
                                    .replace(QStringLiteral(".0"), QString());
              },
              layout.frame.rect.left() - 42.0, layout.labels.right(),
              {time ? Words::tr("time of one transform, log") : Words::tr("energy of one transform, log")});
    const int count = std::max(2, static_cast<int>(layout.frame.rect.width() / 44.0));
    drawXAxis(painter, theme, layout.frame, powersOfTwo(layout.frame.x, count),
              [](double points) {
                  return points >= 65536.0 && std::fmod(points, 1024.0) == 0.0
                             ? (points >= 1048576.0
                                    ? QString::number(points / 1048576.0, 'g', 4) + QStringLiteral(" Mi")
                                    : QString::number(points / 1024.0, 'g', 4) + QStringLiteral(" Ki"))
                             : countText(std::llround(points));
              },
              layout.labels.right(), {Words::tr("points N d, log₂"), Words::tr("points N d")});
}

FreeSpots Brush::occupied() const
{
    FreeSpots spots(layout.frame.rect);
    for (const ScalingSeries& one : spec.series)
        for (std::size_t i = 1; i < one.points.size(); ++i)
            if (one.points[i - 1].value > 0.0 && one.points[i].value > 0.0)
                spots.avoid(at(one.points[i - 1], one.points[i - 1].value),
                            at(one.points[i], one.points[i].value));
    return spots;
}

/// Up to here one exposure is enough, whatever the size.
void Brush::marks(FreeSpots& spots) const
{
    const QFont font = plotFont(PlotText::Small);
    const QRectF& plot = layout.frame.rect;
    std::vector<double> drawn;
    for (std::size_t i = 0; i < spec.series.size(); ++i)
        for (const optics::ScalingMark& mark : spec.series[i].marks) {
            if (!layout.frame.x.holds(mark.points) || std::ranges::find(drawn, mark.points) != drawn.end())
                continue;
            drawn.push_back(mark.points);
            const double x = layout.frame.xOf(mark.points);
            painter.setPen(QPen(scalingColour(theme, spec, i), 0.8, Qt::DotLine));
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
            const QString meaning =
                QString::fromStdString(mark.meaning).replace(QStringLiteral(" x "), QStringLiteral(" × "));
            for (const QString& text : {Words::tr("O(1) ends here: %1").arg(meaning), meaning}) {
                const double width = textWidth(font, text) + 1.0;
                std::vector<QRectF> places;
                for (double top = plot.top() + 2.0; top + wordHeight < plot.bottom(); top += wordHeight / 2)
                    for (const double left : {x + 4.0, x - 4.0 - width})
                        places.emplace_back(left, top, width, wordHeight);
                if (const auto box = spots.place(places, 8)) {
                    drawLine(painter, *box, Qt::AlignLeft | Qt::AlignVCenter, font, theme.fadedInk, text);
                    break;
                }
            }
        }
}

void Brush::band(const ScalingSeries& one, const QColor& colour) const
{
    QPolygonF outline;
    for (const ScalingPoint& point : one.points)
        if (point.most > point.least && point.least > 0.0)
            outline << at(point, point.most);
    for (auto point = one.points.rbegin(); point != one.points.rend(); ++point)
        if (point->most > point->least && point->least > 0.0)
            outline << at(*point, point->least);
    if (outline.size() < 4 || one.provenance == Provenance::Measured)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(colour, theme.paper, 0.80));
    painter.drawPolygon(outline);
    painter.setBrush(Qt::NoBrush);
}

void Brush::series(std::size_t index) const
{
    const ScalingSeries& one = spec.series[index];
    const QColor colour = scalingColour(theme, spec, index);
    const Qt::PenStyle style = one.provenance == Provenance::Modelled ? Qt::DotLine : Qt::SolidLine;
    painter.setPen(QPen(colour, one.provenance == Provenance::Cited ? 0.8 : 1.1, style));
    for (std::size_t i = 1; i < one.points.size(); ++i)
        if (one.points[i - 1].value > 0.0 && one.points[i].value > 0.0)
            painter.drawLine(at(one.points[i - 1], one.points[i - 1].value),
                             at(one.points[i], one.points[i].value));
    if (one.provenance == Provenance::Cited || (one.provenance == Provenance::Modelled && one.marks.empty()))
        return; // a formula's line
    for (const ScalingPoint& point : one.points) {
        if (!(point.value > 0.0))
            continue;
        const QPointF centre = at(point, point.value);
        if (one.provenance == Provenance::Measured) {
            if (point.most > point.least && point.least > 0.0)
                drawWhisker(painter, at(point, point.least), at(point, point.most), 4.0, colour);
            drawFilledMark(painter, {LaneIdentity::Fourier, 0}, centre, 5.5, colour);
        } else if (point.feasible) {
            drawClearMark(painter, centre, 6.5, colour, theme.paper);
        } else {
            drawMark(painter, Mark::Cross, centre, 5.0, colour);
        }
    }
}

void Brush::labels() const
{
    std::vector<EdgeLabel> labels;
    const auto devices = std::ranges::count_if(spec.series, isDevice);
    for (std::size_t i = 0; i < spec.series.size(); ++i) {
        const ScalingSeries& one = spec.series[i];
        const auto last = std::find_if(one.points.rbegin(), one.points.rend(),
                                       [](const ScalingPoint& point) { return point.value > 0.0; });
        if (last == one.points.rend())
            continue;
        const std::string_view origin = word(one.provenance);
        const QString said = QString::fromUtf8(origin.data(), static_cast<qsizetype>(origin.size()));
        EdgeLabel label;
        label.anchor = at(*last, last->value);
        label.names = namesOf(one, devices == 1);
        label.details = QStringList{
            said + QStringLiteral(", ") +
                (spec.kind == CostKind::Time ? secondsText(last->value) : energyText(last->value)),
            said};
        label.line = scalingColour(theme, spec, i);
        const bool device = isDevice(one);
        label.colour = one.provenance == Provenance::Measured ? theme.laneText(LaneIdentity::Fourier)
                       : device                               ? theme.laneText(LaneIdentity::Optical)
                                                              : theme.fadedInk;
        label.mark = [colour = label.line, provenance = one.provenance, device](QPainter& to, QPointF centre,
                                                                                double size) {
            if (provenance == Provenance::Measured) {
                drawFilledMark(to, {LaneIdentity::Fourier, 0}, centre, size, colour);
            } else if (device) {
                drawHollowMark(to, centre, size, colour);
            } else {
                to.setPen(QPen(colour, 1.0, provenance == Provenance::Cited ? Qt::SolidLine : Qt::DotLine));
                to.drawLine(centre - QPointF(size / 2, 0.0), centre + QPointF(size / 2, 0.0));
            }
        };
        labels.push_back(std::move(label));
    }
    drawEdgeLabels(painter, theme, layout.labels, labels);
}

} // namespace

void DeviceScalingFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    const auto drawn = [](const ScalingSeries& series) {
        return std::ranges::any_of(series.points,
                                   [](const ScalingPoint& point) { return point.value > 0.0; });
    };
    if (std::ranges::none_of(m_spec.series, drawn)) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return;
    }
    const DeviceScalingLayout layout = layoutIn(area);
    (void)drawFlatHeading(painter, FigurePaper::inside(area), theme, m_spec.title, layout.note);
    const Brush brush{painter, theme, m_spec, layout};
    for (std::size_t i = 0; i < m_spec.series.size(); ++i)
        brush.band(m_spec.series[i], scalingColour(theme, m_spec, i));
    brush.axes();
    FreeSpots spots = brush.occupied();
    if (m_spec.kind == CostKind::Time)
        brush.marks(spots);
    for (std::size_t i = 0; i < m_spec.series.size(); ++i)
        brush.series(i);
    brush.labels();
}

} // namespace mixlens::ui
