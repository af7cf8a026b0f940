#pragma once

#include "ui/style/theme.h"

#include <QPainter>
#include <QRectF>
#include <QString>

#include <functional>
#include <vector>

namespace mixlens::ui {

// What figures of simulated and modelled numbers have in common: marks and bars are hollow, lines dotted.

/// Saves the painter, clips to `area` and lays paper; restores it at its end.
class FigurePaper
{
public:
    FigurePaper(QPainter& painter, const QRectF& area, const Theme& theme);
    ~FigurePaper() { m_painter.restore(); }
    FigurePaper(const FigurePaper&) = delete;
    FigurePaper& operator=(const FigurePaper&) = delete;

    [[nodiscard]] static QRectF inside(const QRectF& area) { return area.adjusted(4.0, 3.0, -4.0, -2.0); }

private:
    QPainter& m_painter;
};

/// Heading and one sentence, where there is nothing else to draw.
void paintSentence(QPainter& painter, const QRectF& area, const Theme& theme, const QString& title,
                   const QString& note, const QString& sentence);

/// An outline that stays inside `bar`; dotted means modelled. Bars without a width keep a line.
void drawHollowBar(QPainter& painter, const QRectF& bar, const QColor& colour, Qt::PenStyle style);

/// A hollow mark that no line of the plot runs through.
void drawClearMark(QPainter& painter, QPointF centre, double diameter, const QColor& colour,
                   const QColor& paper);

/// A line with caps at its ends.
void drawWhisker(QPainter& painter, QPointF from, QPointF to, double cap, const QColor& colour);

/// Words with the mark they explain before them.
struct Phrase
{
    QString text;
    QColor colour;
    std::function<void(QPainter&, QPointF, double)> mark; ///< centre, diameter; empty: none
};

inline constexpr double phraseLine = 10.5; ///< points a line of phrases

/// Lines that the phrases take, broken between phrases only.
[[nodiscard]] int phraseLines(double width, const std::vector<Phrase>& phrases);
/// Phrases from the top of `box`; those that have no line left are dropped.
void drawPhrases(QPainter& painter, const QRectF& box, const std::vector<Phrase>& phrases);

} // namespace mixlens::ui
