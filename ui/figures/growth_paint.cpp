#include "ui/figures/growth_brush.h"

#include <QPainter>

#include <algorithm>

namespace mixlens::ui {

void GrowthFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(area, theme.paper);
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    const GrowthLayout layout = layoutIn(area);
    const auto hasPoint = [](const GrowthSeries& series) { return series.lastDrawn() != nullptr; };
    if (std::ranges::none_of(m_data.series, hasPoint)) {
        const QRectF body = drawFlatHeading(painter, inner, theme, m_spec.title, m_spec.note);
        drawMessage(painter, body, theme, summary());
        painter.restore();
        return;
    }
    (void)drawFlatHeading(painter, inner, theme, m_spec.title, layout.note);
    const GrowthBrush brush{painter, theme, m_spec, m_data, layout};
    FreeSpots spots = brush.occupied();
    brush.axes();
    brush.bands(spots);
    brush.baseline(spots);
    brush.now(spots);
    for (std::size_t i = 0; i < m_data.series.size(); ++i)
        brush.samples(m_data.series[i], i);
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        brush.formula(m_data.series[i]);
        brush.line(m_data.series[i]);
        brush.refused(m_data.series[i], i);
    }
    for (const GrowthSeries& series : m_data.series)
        brush.marks(series);
    brush.labels();
    painter.restore();
}

} // namespace mixlens::ui
