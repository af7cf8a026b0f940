#include "ui/style/control_style.h"

#include "ui/style/theme.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace mixlens::ui {

ControlStyle::ControlStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{
    setObjectName(QStringLiteral("fusion"));
}

void ControlStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool box = element == PE_IndicatorCheckBox;
    const bool field = element == PE_FrameLineEdit && !(option->state & State_HasFocus);
    if ((!box && !field) || !themeFor(option->palette).dark)
        return;
    const QColor frame(0x7F868C);
    painter->save();
    painter->setPen(option->state & State_Enabled ? frame : option->palette.color(QPalette::Mid));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
    painter->restore();
}

} // namespace mixlens::ui
