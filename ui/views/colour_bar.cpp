#include "ui/views/colour_bar.h"

#include "ui/figures/matrix_image.h"
#include "ui/style/number_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

constexpr int barWidth = 150;
constexpr int barHeight = 10;

} // namespace

ColourBar::ColourBar(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void ColourBar::setFigure(std::shared_ptr<const HeatMapFigure> figure)
{
    m_figure = std::move(figure);
    if (m_figure) {
        const HeatMapSpec& spec = m_figure->spec();
        const QString range =
            tr("%1 from %2 to %3").arg(spec.valueName, numberText(spec.low), numberText(spec.high));
        setAccessibleName(tr("Colour scale: %1").arg(range));
        setToolTip(spec.rangeShared ? tr("%1; one scale for all lanes").arg(range)
                                    : tr("%1; this lane's own scale").arg(range));
    }
    updateGeometry();
    update();
}

QSize ColourBar::sizeHint() const
{
    const auto wide = [this](double value) { return fontMetrics().horizontalAdvance(numberText(value)); };
    const int numbers = m_figure ? wide(m_figure->spec().low) + wide(m_figure->spec().high) : 0;
    return {barWidth + numbers + 13, fontMetrics().height() + 6};
}

void ColourBar::paintEvent(QPaintEvent* /*event*/)
{
    if (!m_figure)
        return;
    const HeatMapSpec& spec = m_figure->spec();
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    const QString high = numberText(spec.high);
    const QString low = numberText(spec.low);
    const int lowWidth = fontMetrics().horizontalAdvance(low);
    const int room = width() - lowWidth - fontMetrics().horizontalAdvance(high) - 12;
    const QRect bar(lowWidth + 6, (height() - barHeight) / 2, std::min(barWidth, room), barHeight);
    if (bar.width() < 8)
        return;
    const ColourMap map = colourMapOf(spec.colours, theme);
    const ValueScale scale(spec);
    for (int x = 0; x < bar.width(); ++x)
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                         QColor::fromRgb(map.at((x + 0.5) / bar.width())));
    painter.setPen(theme.grid);
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
    if (spec.reference && spec.high > spec.low) {
        const double position = scale.position(*spec.reference);
        const int x = bar.left() + static_cast<int>(std::lround(position * (bar.width() - 1)));
        painter.setPen(theme.ink);
        painter.drawLine(x, bar.top() - 3, x, bar.bottom() + 3);
    }
    painter.setPen(theme.fadedInk);
    const int baseline = (height() + fontMetrics().ascent() - fontMetrics().descent()) / 2;
    painter.drawText(0, baseline, low);
    painter.drawText(bar.right() + 7, baseline, high);
}

} // namespace mixlens::ui
