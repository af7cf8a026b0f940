#pragma once

#include "ui/style/theme.h"

#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace mixlens::ui {

/// Sizes of text in figures, in points.
enum class PlotText { Small = 8, Body = 9, Title = 11 };

/// The application's family by its real name, so that a drawing which stores names finds it again; unhinted,
/// so that text keeps its width at any scale.
[[nodiscard]] QFont plotFont(PlotText size = PlotText::Body);
[[nodiscard]] double textWidth(const QFont& font, const QString& text);

/// One line of text inside `box`, elided where it doesn't fit.
void drawLine(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const QFont& font,
              const QColor& colour, const QString& text);

/// Wrapped text from the top of `box`; gives the height used.
double drawParagraph(QPainter& painter, const QRectF& box, const QFont& font, const QColor& colour,
                     const QString& text);
[[nodiscard]] double paragraphHeight(const QFont& font, double width, const QString& text);

/// A sentence in the middle of `area`, for figures that have nothing to draw.
void drawMessage(QPainter& painter, const QRectF& area, const Theme& theme, const QString& message);

/// Title and note at the top of `area`; gives what is left below them.
[[nodiscard]] QRectF drawHeading(QPainter& painter, const QRectF& area, const Theme& theme,
                                 const QString& title, const QString& note);
/// What drawHeading() leaves, without drawing.
[[nodiscard]] QRectF belowHeading(const QRectF& area, const QString& title, const QString& note);

/// As above, with the note on the title's line where both fit.
[[nodiscard]] QRectF drawFlatHeading(QPainter& painter, const QRectF& area, const Theme& theme,
                                     const QString& title, const QString& note);
[[nodiscard]] QRectF belowFlatHeading(const QRectF& area, const QString& title, const QString& note);

} // namespace mixlens::ui
