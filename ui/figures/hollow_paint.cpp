#include "ui/figures/hollow_paint.h"

#include "ui/figures/bench_series.h"
#include "ui/figures/plot_paint.h"

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

constexpr double markRoom = 11.0;
constexpr double phraseGap = 14.0;
constexpr double markDiameter = 6.0;

QFont font()
{
    return plotFont(PlotText::Small);
}

double widthOf(const Phrase& phrase)
{
    return (phrase.mark ? markRoom : 0.0) + textWidth(font(), phrase.text) + 1.0;
}

/// Calls `place(phrase, x, line)` for each phrase.
template<class Place>
int flow(double width, const std::vector<Phrase>& phrases, Place place)
{
    double x = 0.0;
    int line = 0;
    for (const Phrase& phrase : phrases) {
        if (x > 0.0 && x + widthOf(phrase) > width) {
            x = 0.0;
            ++line;
        }
        place(phrase, x, line);
        x += widthOf(phrase) + phraseGap;
    }
    return phrases.empty() ? 0 : line + 1;
}

} // namespace

FigurePaper::FigurePaper(QPainter& painter, const QRectF& area, const Theme& theme) : m_painter(painter)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(area, theme.paper);
}

void paintSentence(QPainter& painter, const QRectF& area, const Theme& theme, const QString& title,
                   const QString& note, const QString& sentence)
{
    const QRectF body = drawFlatHeading(painter, FigurePaper::inside(area), theme, title, note);
    drawMessage(painter, body, theme, sentence);
}

void drawHollowBar(QPainter& painter, const QRectF& bar, const QColor& colour, Qt::PenStyle style)
{
    constexpr double pen = 1.0;
    painter.setPen(QPen(colour, pen, style, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    if (bar.width() < 2.0 * pen)
        painter.drawLine(QPointF(bar.left() + pen / 2, bar.top()),
                         QPointF(bar.left() + pen / 2, bar.bottom()));
    else
        painter.drawRect(bar.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2));
}

void drawClearMark(QPainter& painter, QPointF centre, double diameter, const QColor& colour,
                   const QColor& paper)
{
    const double r = diameter / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(paper);
    painter.drawPolygon(QPolygonF{centre + QPointF(0.0, -r), centre + QPointF(r, 0.0),
                                  centre + QPointF(0.0, r), centre + QPointF(-r, 0.0)});
    painter.setBrush(Qt::NoBrush);
    drawHollowMark(painter, centre, diameter, colour);
}

void drawWhisker(QPainter& painter, QPointF from, QPointF to, double cap, const QColor& colour)
{
    const QPointF way = to - from;
    const double length = std::hypot(way.x(), way.y());
    painter.setPen(QPen(colour, 0.9));
    painter.drawLine(from, to);
    if (!(length > 0.0))
        return;
    const QPointF across(-way.y() / length * cap / 2, way.x() / length * cap / 2);
    for (const QPointF end : {from, to})
        painter.drawLine(end - across, end + across);
}

int phraseLines(double width, const std::vector<Phrase>& phrases)
{
    return flow(width, phrases, [](const Phrase&, double, int) {});
}

void drawPhrases(QPainter& painter, const QRectF& box, const std::vector<Phrase>& phrases)
{
    flow(box.width(), phrases, [&](const Phrase& phrase, double x, int line) {
        const double top = box.top() + line * phraseLine;
        if (top + phraseLine > box.bottom() + 0.5)
            return;
        double left = box.left() + x;
        if (phrase.mark) {
            phrase.mark(painter, {left + markDiameter / 2 + 1.0, top + phraseLine / 2}, markDiameter);
            left += markRoom;
        }
        drawLine(painter, {left, top, box.right() - left, phraseLine}, Qt::AlignLeft | Qt::AlignVCenter,
                 font(), phrase.colour, phrase.text);
    });
}

} // namespace mixlens::ui
