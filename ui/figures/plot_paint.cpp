#include "ui/figures/plot_paint.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr double headingGap = 4.0;

QFont titleFont()
{
    QFont font = plotFont(PlotText::Title);
    font.setBold(true);
    return font;
}

constexpr double noteGap = 12.0; ///< between a title and the note on its line

bool fitsOneLine(double width, const QString& title, const QString& note)
{
    return !title.isEmpty() && !note.isEmpty() &&
           textWidth(titleFont(), title) + noteGap + textWidth(plotFont(PlotText::Small), note) <= width;
}

/// The lines of `text` broken at words to `width`.
QStringList wrapped(const QFont& font, double width, const QString& text)
{
    QStringList lines;
    for (const QString& paragraph : text.split(QLatin1Char('\n'))) {
        QTextLayout layout(paragraph, font);
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(std::max(20.0, width));
            lines.append(paragraph.mid(line.textStart(), line.textLength()).trimmed());
        }
        layout.endLayout();
    }
    return lines;
}

} // namespace

QFont plotFont(PlotText size)
{
    QFont font(QFontInfo(QGuiApplication::font()).family());
    font.setPixelSize(static_cast<int>(size)); // figures count in points: one "pixel" of theirs is one
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

double textWidth(const QFont& font, const QString& text)
{
    return QFontMetricsF(font).horizontalAdvance(text);
}

void drawLine(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const QFont& font,
              const QColor& colour, const QString& text)
{
    const QFontMetricsF metrics(font);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, box.width() + 0.5);
    const double width = metrics.horizontalAdvance(shown);
    double x = box.left();
    if (alignment & Qt::AlignRight)
        x = box.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = box.center().x() - width / 2;
    double baseline = box.top() + metrics.ascent();
    if (alignment & Qt::AlignBottom)
        baseline = box.bottom() - metrics.descent();
    else if (alignment & Qt::AlignVCenter)
        baseline = box.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(QPointF(x, baseline), shown);
}

double paragraphHeight(const QFont& font, double width, const QString& text)
{
    return text.isEmpty()
               ? 0.0
               : QFontMetricsF(font).height() * static_cast<double>(wrapped(font, width, text).size());
}

double drawParagraph(QPainter& painter, const QRectF& box, const QFont& font, const QColor& colour,
                     const QString& text)
{
    if (text.isEmpty())
        return 0.0;
    const double height = QFontMetricsF(font).height();
    double y = box.top();
    for (const QString& line : wrapped(font, box.width(), text)) {
        drawLine(painter, {box.left(), y, box.width(), height}, Qt::AlignLeft | Qt::AlignTop, font, colour,
                 line);
        y += height;
    }
    return y - box.top();
}

void drawMessage(QPainter& painter, const QRectF& area, const Theme& theme, const QString& message)
{
    const QFont font = plotFont();
    const double width = std::min(area.width(), 320.0);
    const double height = paragraphHeight(font, width, message);
    const QRectF box(area.center().x() - width / 2, std::max(area.top(), area.center().y() - height / 2),
                     width, height);
    drawParagraph(painter, box, font, theme.fadedInk, message);
}

QRectF belowHeading(const QRectF& area, const QString& title, const QString& note)
{
    const double used = (title.isEmpty() ? 0.0 : QFontMetricsF(titleFont()).height()) +
                        paragraphHeight(plotFont(PlotText::Small), area.width(), note);
    return area.adjusted(0.0, used > 0.0 ? used + headingGap : 0.0, 0.0, 0.0);
}

QRectF drawHeading(QPainter& painter, const QRectF& area, const Theme& theme, const QString& title,
                   const QString& note)
{
    QRectF rest = area;
    if (!title.isEmpty()) {
        const double height = QFontMetricsF(titleFont()).height();
        drawLine(painter, {area.left(), area.top(), area.width(), height}, Qt::AlignLeft | Qt::AlignTop,
                 titleFont(), theme.ink, title);
        rest.setTop(rest.top() + height);
    }
    drawParagraph(painter, rest, plotFont(PlotText::Small), theme.fadedInk, note);
    return belowHeading(area, title, note);
}

QRectF belowFlatHeading(const QRectF& area, const QString& title, const QString& note)
{
    return belowHeading(area, title, fitsOneLine(area.width(), title, note) ? QString() : note);
}

QRectF drawFlatHeading(QPainter& painter, const QRectF& area, const Theme& theme, const QString& title,
                       const QString& note)
{
    if (!fitsOneLine(area.width(), title, note))
        return drawHeading(painter, area, theme, title, note);
    const QRectF rest = drawHeading(painter, area, theme, title, {});
    // On the same baseline.
    const QFontMetricsF large(titleFont());
    const QFontMetricsF small(plotFont(PlotText::Small));
    const double left = area.left() + textWidth(titleFont(), title) + noteGap;
    drawLine(painter,
             {left, area.top() + large.ascent() - small.ascent(), area.right() - left, small.height()},
             Qt::AlignLeft | Qt::AlignTop, plotFont(PlotText::Small), theme.fadedInk, note);
    return rest;
}

} // namespace mixlens::ui
