#include "ui/figures/axis_ticks.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/edge_labels.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/sweep_curve_figure.h"
#include "ui/style/marks.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SweepCurveFigure)
};

constexpr double wordHeight = 10.5;

bool isDrawn(const SweepPoint& point)
{
    return point.refusal.empty() && std::isfinite(point.simulatedSnr);
}

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const SweepCurveFigure& figure;
    const SweepCurveLayout& layout;

    [[nodiscard]] QColor device() const { return theme.lane(LaneIdentity::Optical); }
    [[nodiscard]] QColor control() const { return theme.lane(LaneIdentity::Control); }
    void axes() const;
    void threshold() const;
    void agreement() const;
    void divergence() const;
    void labels() const;
};

void Brush::axes() const
{
    const double left = layout.agreement.rect.left() - 36.0;
    const double right = layout.labels.right();
    drawYAxis(painter, theme, layout.agreement,
              [](double share) {
                  return share > 1.0
                             ? QString()
                             : QString::number(100.0 * share, 'g', 4) + QChar(0x202F) + QLatin1Char('%');
              },
              left, right,
              {Words::tr("sentences whose best word is the exact model's"), Words::tr("agreement")});
    const bool both = !layout.divergence.rect.isNull();
    const std::vector<double> ticks =
        linearTicks(layout.agreement.x.low, layout.agreement.x.high,
                    std::max(3, static_cast<int>(layout.agreement.rect.width() / 40.0)));
    const TickText decibels = [](double value) {
        return QString::number(value, 'g', 4).replace(u'-', QChar(0x2212));
    };
    const TickText none = [](double) { return QString(); };
    const QStringList titles{Words::tr("signal over noise, dB, simulated"), Words::tr("SNR, dB")};
    drawXAxis(painter, theme, layout.agreement, ticks, both ? none : decibels, right,
              both ? QStringList{QString()} : titles);
    if (!both)
        return;
    drawYAxis(
        painter, theme, layout.divergence, [](double nat) { return QString::number(nat, 'g', 3); }, left,
        right,
        {Words::tr("divergence from the exact model (Kullback-Leibler), nat"), Words::tr("divergence, nat")});
    drawXAxis(painter, theme, layout.divergence, ticks, decibels, right, titles);
}

/// Where one per cent is lost: an interval, not a point.
void Brush::threshold() const
{
    const SweepThreshold& found = figure.spec().result->threshold;
    if (!std::isfinite(found.snr) || found.snr == 0.0 || figure.spec().layer)
        return;
    for (const PlotFrame* frame : {&layout.agreement, &layout.divergence}) {
        if (frame->rect.isNull())
            continue;
        if (found.snr95.low < found.snr95.high) {
            const double low = frame->xOf(found.snr95.low);
            painter.fillRect(
                QRectF(low, frame->rect.top(), frame->xOf(found.snr95.high) - low, frame->rect.height()),
                mixed(device(), theme.paper, 0.86));
        }
        painter.setPen(QPen(device(), 1.0, Qt::DotLine));
        painter.drawLine(QPointF(frame->xOf(found.snr), frame->rect.top()),
                         QPointF(frame->xOf(found.snr), frame->rect.bottom()));
    }
}

void Brush::agreement() const
{
    const PlotFrame& frame = layout.agreement;
    FreeSpots spots(frame.rect);
    const auto draw = [&](double snr, const Share& share, bool white) {
        const Interval interval = share.confidence95();
        const double x = frame.xOf(snr) + (white ? 2.5 : 0.0); // beside the device's, not over it
        const QColor colour = white ? control() : device();
        drawWhisker(painter, {x, frame.yOf(interval.low)}, {x, frame.yOf(interval.high)}, 3.0,
                    mixed(colour, theme.paper, 0.25));
        const QPointF centre(x, frame.yOf(share.value()));
        if (white)
            drawMark(painter, Mark::Cross, centre, 4.5, colour);
        else
            drawClearMark(painter, centre, 7.0, colour, theme.paper);
        spots.avoid({x, frame.yOf(interval.low)}, {x, frame.yOf(interval.high)});
    };
    for (const bool white : {true, false})
        for (const SweepPoint* point : figure.points())
            if (isDrawn(*point) && (!white || point->whiteNoise))
                draw(point->simulatedSnr, white ? point->whiteNoise->agreement : point->device.agreement,
                     white);
    const SweepThreshold& found = figure.spec().result->threshold;
    if (!std::isfinite(found.snr) || found.snr == 0.0 || figure.spec().layer)
        return;
    const QFont font = plotFont(PlotText::Small);
    const QString words = thresholdText(found);
    const double width = textWidth(font, words) + 1.0;
    const double x = frame.xOf(found.snr);
    std::vector<QRectF> places;
    for (double top = frame.rect.bottom() - wordHeight - 2.0; top > frame.rect.top(); top -= wordHeight / 2)
        for (const double left : {x + 4.0, x - 4.0 - width, frame.rect.left() + 2.0})
            places.emplace_back(left, top, width, wordHeight);
    constexpr std::ptrdiff_t most = 1; // points of whiskers below the words
    if (const auto box = spots.place(places, most)) {
        drawLine(painter, *box, Qt::AlignLeft | Qt::AlignVCenter, font, theme.laneText(LaneIdentity::Optical),
                 words);
        return;
    }
    // Whiskers everywhere: beside the plot, below the marks' names.
    const QRectF& column = layout.labels;
    const QString lines = QString(words).replace(QStringLiteral(" ("), QStringLiteral("\n("));
    const double height = paragraphHeight(font, column.width() - 15.0, lines);
    const double top = column.top() + 4.0 * (phraseLine + 1.0);
    if (top + height > column.bottom())
        return; // the note above the charts and the table tell it
    painter.setPen(QPen(device(), 1.0, Qt::DotLine));
    painter.drawLine(QPointF(column.left() + 6.0, top + 1.0),
                     QPointF(column.left() + 6.0, top + height - 1.0));
    (void)drawParagraph(painter, {column.left() + 13.0, top, column.width() - 15.0, height}, font,
                        theme.laneText(LaneIdentity::Optical), lines);
}

void Brush::divergence() const
{
    const PlotFrame& frame = layout.divergence;
    if (frame.rect.isNull())
        return;
    const auto draw = [&](double snr, const SweepOutcome& outcome, bool white) {
        const double x = frame.xOf(snr) + (white ? 2.5 : 0.0);
        const QColor colour = white ? control() : device();
        if (outcome.divergence95.low < outcome.divergence95.high)
            drawWhisker(painter, {x, frame.yOf(outcome.divergence95.low)},
                        {x, frame.yOf(outcome.divergence95.high)}, 3.0, mixed(colour, theme.paper, 0.25));
        const QPointF centre(x, frame.yOf(outcome.divergence));
        if (white)
            drawMark(painter, Mark::Cross, centre, 4.0, colour);
        else
            drawClearMark(painter, centre, 6.0, colour, theme.paper);
    };
    for (const bool white : {true, false})
        for (const SweepPoint* point : figure.points())
            if (isDrawn(*point) && (!white || point->whiteNoise))
                draw(point->simulatedSnr, white ? *point->whiteNoise : point->device, white);
}

void Brush::labels() const
{
    std::vector<Phrase> phrases;
    phrases.push_back(
        {Words::tr("device"), theme.laneText(LaneIdentity::Optical),
         [this](QPainter& to, QPointF at, double size) { drawHollowMark(to, at, size, device()); }});
    const bool white = std::ranges::any_of(
        figure.points(), [](const SweepPoint* point) { return point->whiteNoise.has_value(); });
    if (white)
        phrases.push_back({Words::tr("white noise"), theme.laneText(LaneIdentity::Control),
                           [this](QPainter& to, QPointF at, double size) {
                               drawMark(to, Mark::Cross, at, size - 1.0, control());
                           }});
    double top = layout.labels.top();
    for (const Phrase& phrase : phrases) {
        drawPhrases(painter, {layout.labels.left() + 2.0, top, layout.labels.width() - 2.0, phraseLine},
                    {phrase});
        top += phraseLine + 1.0;
    }
    const QString full = Words::tr("both simulated");
    const QString said = textWidth(plotFont(PlotText::Small), full) <= layout.labels.width() - 13.0
                             ? full
                             : Words::tr("simulated");
    if (white && top + phraseLine <= layout.labels.bottom())
        drawLine(painter, {layout.labels.left() + 13.0, top, layout.labels.width() - 13.0, phraseLine},
                 Qt::AlignLeft | Qt::AlignVCenter, plotFont(PlotText::Small), theme.fadedInk, said);
}

} // namespace

void SweepCurveFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    const auto drawn = [](const SweepPoint* point) { return isDrawn(*point); };
    if (std::ranges::none_of(m_points, drawn)) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return;
    }
    const SweepCurveLayout layout = layoutIn(area);
    (void)drawFlatHeading(painter, FigurePaper::inside(area), theme, m_spec.title, layout.note);
    const Brush brush{painter, theme, *this, layout};
    brush.threshold();
    brush.axes();
    brush.divergence();
    brush.agreement();
    brush.labels();
}

} // namespace mixlens::ui
