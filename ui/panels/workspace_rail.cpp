#include "ui/panels/workspace_rail.h"

#include "ui/style/theme.h"

#include <QAction>
#include <QEvent>
#include <QIcon>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace mixlens::ui {

namespace {

constexpr int iconSize = 22;

/// Three panels side by side.
void drawCompare(QPainter& painter, const QColor& ink)
{
    for (const double x : {2.5, 9.0, 15.5})
        painter.fillRect(QRectF(x, 4, 4.5, 14), ink);
}

/// A map of cells of which some are dark.
void drawMixers(QPainter& painter, const QColor& ink)
{
    constexpr std::array<double, 9> shade{1.0, 0.35, 0.2, 0.35, 1.0, 0.55, 0.2, 0.55, 1.0};
    for (std::size_t i = 0; i < shade.size(); ++i) {
        QColor colour = ink;
        colour.setAlphaF(static_cast<float>(shade[i]));
        painter.fillRect(
            QRectF(3 + 5.6 * static_cast<double>(i % 3), 3 + 5.6 * static_cast<double>(i / 3), 4.8, 4.8),
            colour);
    }
}

/// Lines of a spectrum over a floor.
void drawSpectrum(QPainter& painter, const QColor& ink)
{
    constexpr std::array<double, 6> height{15, 8, 11, 5, 7, 3};
    for (std::size_t i = 0; i < height.size(); ++i)
        painter.fillRect(QRectF(2.5 + 3.0 * static_cast<double>(i), 18 - height[i], 1.8, height[i]), ink);
    painter.fillRect(QRectF(2, 18.5, 18, 1), ink);
}

/// Light from a panel through a lens to a point.
void drawOptics(QPainter& painter, const QColor& ink)
{
    painter.fillRect(QRectF(2.5, 4, 2, 14), ink);
    painter.setPen(QPen(ink, 1.4, Qt::SolidLine, Qt::RoundCap));
    painter.drawEllipse(QRectF(9, 3, 4, 16));
    painter.setPen(QPen(ink, 1.1, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(5.5, 6), QPointF(11, 6));
    painter.drawLine(QPointF(5.5, 16), QPointF(11, 16));
    painter.drawLine(QPointF(11, 6), QPointF(19, 11));
    painter.drawLine(QPointF(11, 16), QPointF(19, 11));
}

/// Two curves that cross over their axes.
void drawBench(QPainter& painter, const QColor& ink)
{
    painter.fillRect(QRectF(3, 3, 1, 16), ink);
    painter.fillRect(QRectF(3, 18, 16, 1), ink);
    painter.setPen(QPen(ink, 1.8, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(6, 16), QPointF(18, 4));
    painter.setPen(QPen(ink, 1.8, Qt::DashLine, Qt::RoundCap));
    painter.drawLine(QPointF(6, 11.5), QPointF(18, 8.5));
}

using DrawIcon = void (*)(QPainter&, const QColor&);
struct WorkspaceIcon
{
    const char* workspace; ///< object name of its action
    DrawIcon draw;
};
constexpr std::array icons{WorkspaceIcon{"compare", drawCompare}, WorkspaceIcon{"mixers", drawMixers},
                           WorkspaceIcon{"spectrum", drawSpectrum}, WorkspaceIcon{"optics", drawOptics},
                           WorkspaceIcon{"bench", drawBench}};

} // namespace

WorkspaceRail::WorkspaceRail(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(4, 6, 4, 6);
    m_column->setSpacing(4);
    m_column->addStretch(1);
}

void WorkspaceRail::addWorkspace(QAction* action)
{
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize({iconSize, iconSize});
    button->setAutoRaise(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumSize(68, 54);
    m_column->insertWidget(m_column->count() - 1, button);
    m_actions.push_back(action);
    m_buttons.push_back(button);
    drawIcons();
}

void WorkspaceRail::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        drawIcons();
    QWidget::changeEvent(event);
}

void WorkspaceRail::drawIcons()
{
    const QColor ink = themeFor(palette()).ink;
    for (std::size_t i = 0; i < m_actions.size(); ++i) {
        const double ratio = devicePixelRatioF();
        QPixmap pixmap((QSizeF(iconSize, iconSize) * ratio).toSize());
        pixmap.setDevicePixelRatio(ratio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        for (const WorkspaceIcon& icon : icons)
            if (m_actions[i]->objectName() == QLatin1String(icon.workspace))
                icon.draw(painter, ink);
        painter.end();
        m_actions[i]->setIcon(QIcon(pixmap));
    }
}

} // namespace mixlens::ui
