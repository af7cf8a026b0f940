#include "ui/views/layer_strip.h"

#include "core/mixing/mixer_registry.h"
#include "ui/style/lane_identity.h"
#include "ui/style/marks.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr int widestCell = 34;
constexpr int stripHeight = 20;
constexpr double markDiameter = 10.0;

} // namespace

LayerStrip::LayerStrip(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Layers"));
}

void LayerStrip::setLayers(const std::vector<std::string>& mixers)
{
    if (mixers == m_mixers)
        return;
    m_mixers = mixers;
    m_marks.clear();
    for (const std::string& id : mixers)
        m_marks.push_back(identityOf({id}));
    updateGeometry();
    update();
}

void LayerStrip::setCurrent(std::size_t layer)
{
    if (layer == m_current)
        return;
    m_current = layer;
    setAccessibleDescription(tr("layer %1 of %2").arg(layer + 1).arg(m_mixers.size()));
    update();
}

QRect LayerStrip::cellRect(std::size_t layer) const
{
    if (m_mixers.empty())
        return {};
    const int cell = std::min(widestCell, width() / static_cast<int>(m_mixers.size()));
    return {static_cast<int>(layer) * cell, 0, cell, height()};
}

QSize LayerStrip::sizeHint() const
{
    return {static_cast<int>(std::max<std::size_t>(4, m_mixers.size())) * widestCell, stripHeight};
}

QSize LayerStrip::minimumSizeHint() const
{
    return {60, stripHeight};
}

void LayerStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = themeFor(palette());
    for (std::size_t layer = 0; layer < m_marks.size(); ++layer) {
        const QRect cell = cellRect(layer);
        drawMark(painter, markOf(m_marks[layer]), QPointF(cell.left() + 0.5 * cell.width(), cell.top() + 8.0),
                 markDiameter, theme.lane(m_marks[layer]));
        const bool current = layer == m_current;
        painter.fillRect(
            QRect(cell.left() + 1, cell.bottom() - (current ? 2 : 0), cell.width() - 2, current ? 3 : 1),
            current ? (hasFocus() ? theme.highlight : theme.ink) : theme.grid);
    }
}

bool LayerStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (std::size_t layer = 0; layer < m_mixers.size(); ++layer) {
            if (!cellRect(layer).contains(help->pos()))
                continue;
            const MixerInfo* info = findMixer(m_mixers[layer]);
            const auto name = info != nullptr ? info->title : std::string_view(m_mixers[layer]);
            QToolTip::showText(help->globalPos(),
                               tr("layer %1: %2")
                                   .arg(layer + 1)
                                   .arg(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))),
                               this);
            return true;
        }
    }
    return QWidget::event(event);
}

void LayerStrip::mousePressEvent(QMouseEvent* event)
{
    for (std::size_t layer = 0; layer < m_mixers.size(); ++layer)
        if (event->button() == Qt::LeftButton && cellRect(layer).contains(event->pos()))
            emit layerPicked(layer);
}

void LayerStrip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Left && m_current > 0)
        emit layerPicked(m_current - 1);
    else if (event->key() == Qt::Key_Right && m_current + 1 < m_mixers.size())
        emit layerPicked(m_current + 1);
    else
        QWidget::keyPressEvent(event);
}

} // namespace mixlens::ui
