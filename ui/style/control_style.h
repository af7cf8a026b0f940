#pragma once

#include <QProxyStyle>

namespace mixlens::ui {

/// Fusion, with frames of boxes to tick and fields to type in that are seen in a dark theme too: Fusion
/// derives them from a darker window, which on a dark one is nothing (WCAG 2.1, 1.4.11: 3 to 1).
class ControlStyle : public QProxyStyle
{
    Q_OBJECT

public:
    ControlStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

} // namespace mixlens::ui
