#include "ui/views/colour_bar.h"

#include "ui/style/colour_map.h"
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
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ColourBar::setFigure(std::shared_ptr<const HeatMapFigure> figure)
{
    m_figure = std::move(figure);
    if (m_figure) {
        const HeatMapSpec& spec = m_figure->spec();
        const QString range =
            tr("%1 from %2 to %3").arg(spec.valueName, numberText(spec.low), numberText(spec.high));
        setAccessibleName(tr("Colour scale: %1").arg(range));
        setToolTip(tr("%1, by square root; one scale for all lanes").arg(range));
    }
    update();
}

QSize ColourBar::sizeHint() const
{
    return {barWidth + 2 * fontMetrics().horizontalAdvance(QStringLiteral("0.0000")) + 16,
            fontMetrics().height() + 6};
}

void ColourBar::paintEvent(QPaintEvent* /*event*/)
{
    if (!m_figure)
        return;
    const HeatMapSpec& spec = m_figure->spec();
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    const QString high = numberText(spec.high);
    const int right = width() - fontMetrics().horizontalAdvance(high);
    const QRect bar(right - 6 - barWidth, (height() - barHeight) / 2, barWidth, barHeight);
    const ColourMap map = ColourMap::sequential(theme.paper, theme.sequential);
    for (int x = 0; x < bar.width(); ++x)
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                         QColor::fromRgb(map.at((x + 0.5) / bar.width())));
    painter.setPen(theme.grid);
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
    if (spec.reference && spec.high > spec.low) {
        const double share = std::clamp((*spec.reference - spec.low) / (spec.high - spec.low), 0.0, 1.0);
        const int x = bar.left() + static_cast<int>(std::lround(std::sqrt(share) * (bar.width() - 1)));
        painter.setPen(theme.ink);
        painter.drawLine(x, bar.top() - 3, x, bar.bottom() + 3);
    }
    painter.setPen(theme.fadedInk);
    const int baseline = (height() + fontMetrics().ascent() - fontMetrics().descent()) / 2;
    const QString low = numberText(spec.low);
    painter.drawText(bar.left() - 6 - fontMetrics().horizontalAdvance(low), baseline, low);
    painter.drawText(right, baseline, high);
}

} // namespace mixlens::ui
