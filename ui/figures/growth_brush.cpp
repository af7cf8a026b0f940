#include "ui/figures/growth_brush.h"

#include "ui/figures/hollow_paint.h"

#include <QPainter>

#include <cmath>

namespace mixlens::ui {

void GrowthBrush::formula(const GrowthSeries& series) const
{
    painter.setPen(QPen(mixed(colour(series), theme.paper, 0.25), 0.7));
    for (std::size_t i = 1; i < series.points.size(); ++i) {
        const GrowthPoint& from = series.points[i - 1];
        const GrowthPoint& to = series.points[i];
        if (from.formula > 0.0 && to.formula > 0.0)
            painter.drawLine(at(from, from.formula), at(to, to.formula));
    }
}

void GrowthBrush::samples(const GrowthSeries& series, std::size_t index) const
{
    if (series.modelled || series.overlay() || spec.view == GrowthView::Memory)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(colour(series), theme.paper, 0.62));
    for (const GrowthPoint& point : series.points)
        for (std::size_t round = 0; round < point.samples.size(); ++round) {
            if (!(point.samples[round] > 0.0))
                continue;
            // Spread by the golden ratio, so that equal times do not hide each other; the same at every
            // paint.
            const double spread =
                std::fmod(static_cast<double>(round + 1) * 0.6180339887 + 0.25 * static_cast<double>(index),
                          1.0) -
                0.5;
            painter.drawEllipse(at(point, point.samples[round]) + QPointF(1.4 * diameter() * spread, 0.0),
                                0.9, 0.9);
        }
    painter.setBrush(Qt::NoBrush);
}

/// Memory's marks are joined by the formula's line alone.
void GrowthBrush::line(const GrowthSeries& series) const
{
    const Qt::PenStyle dash = series.modelled    ? Qt::DotLine
                              : series.overlay() ? Qt::DashLine
                                                 : backendDash(series.style);
    painter.setPen(
        QPen(colour(series), series.modelled || series.overlay() ? 0.8 : 0.7 + 0.1 * diameter(), dash));
    for (std::size_t i = 1; i < series.points.size(); ++i)
        if (series.points[i - 1].drawn() && series.points[i].drawn() && !(series.points[i].formula > 0.0))
            painter.drawLine(at(series.points[i - 1], series.points[i - 1].median),
                             at(series.points[i], series.points[i].median));
}

void GrowthBrush::marks(const GrowthSeries& series) const
{
    for (const GrowthPoint& point : series.points) {
        if (!point.drawn())
            continue;
        const QPointF centre = at(point, point.median);
        if (series.modelled) {
            drawClearMark(painter, centre, diameter(), colour(series), theme.paper);
            continue;
        }
        if (!series.overlay() && point.low > 0.0 && point.high > point.low) {
            painter.setPen(QPen(colour(series), 0.6 + 0.08 * diameter()));
            const QPointF low = at(point, point.low);
            const QPointF high = at(point, point.high);
            painter.drawLine(low, high);
            for (const QPointF end : {low, high})
                painter.drawLine(end - QPointF(0.4 * diameter(), 0.0), end + QPointF(0.4 * diameter(), 0.0));
        }
        drawFilledMark(painter, series.style, centre, (series.overlay() ? 0.6 : 1.0) * diameter(),
                       colour(series));
    }
}

void GrowthBrush::refused(const GrowthSeries& series, std::size_t index) const
{
    if (series.overlay())
        return;
    painter.setPen(QPen(colour(series), 1.8, Qt::SolidLine, Qt::FlatCap));
    for (const GrowthPoint& point : series.points)
        if (point.refused) {
            const QPointF top = refusedTick(layout, index, point.tokens);
            painter.drawLine(top, top + QPointF(0.0, 6.0));
        }
}

} // namespace mixlens::ui
