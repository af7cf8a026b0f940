#include "ui/figures/axis_ticks.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/edge_labels.h"
#include "ui/figures/histogram_figure.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/optical_planes.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::HistogramFigure)
};

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const HistogramFigure& figure;
    const HistogramLayout& layout;
    QRectF inner; ///< of the figure's area

    void axes() const;
    void bars() const;
    void limits() const;
    void words() const;
};

/// Whole electrons; thousands with their prefix where the numbers have no room in full.
QString electronTick(double value, bool brief)
{
    if (brief && std::abs(value) >= 1e4)
        return prefixedTick(std::abs(value), {}).prepend(value < 0.0 ? QString(QChar(0x2212)) : QString());
    return std::abs(value) < 1e6 ? countText(std::llround(value)) : numberText(value, 2);
}

void Brush::axes() const
{
    const QRectF& plot = layout.frame.rect;
    const QFont font = plotFont(PlotText::Small);
    // The title of y stands above the line of the limits' names.
    drawYAxis(painter, theme, layout.frame, [](double count) { return prefixedTick(count, {}); },
              inner.left(), inner.left() + 32.0, {QString()});
    const QString what = figure.spec().valueName;
    const std::array titles{Words::tr("readings a bin, log; across: %1, e⁻").arg(what),
                            Words::tr("count, log; across: %1, e⁻").arg(what),
                            Words::tr("count, log; across: e⁻")};
    const auto title = std::ranges::find_if(
        titles, [&](const QString& text) { return textWidth(font, text) <= inner.width(); });
    drawLine(painter, {inner.left(), plot.top() - 2.0 * axisTextHeight - 4.0, inner.width(), axisTextHeight},
             Qt::AlignLeft | Qt::AlignTop, font, theme.fadedInk,
             title == titles.end() ? titles.back() : *title);
    const std::vector<double> ticks = linearTicks(layout.frame.x.low, layout.frame.x.high,
                                                  std::max(2, static_cast<int>(plot.width() / 60.0)));
    const auto fits = [&](double value) {
        const double half = textWidth(font, electronTick(value, false)) / 2 + 2.0;
        const double x = layout.frame.xOf(value);
        return x - half >= inner.left() && x + half <= inner.right();
    };
    const bool brief = plot.width() < 140.0 || !std::ranges::all_of(ticks, fits);
    drawXAxis(painter, theme, layout.frame, ticks,
              [brief](double value) { return electronTick(value, brief); }, inner.right() + 3.0, {QString()});
}

/// One outline around all bars: hollow, as everything simulated.
void Brush::bars() const
{
    const QRectF& plot = layout.frame.rect;
    const QColor hue = theme.lane(LaneIdentity::Optical);
    QPolygonF outline;
    outline << plot.bottomLeft();
    for (const HistogramBin& bin : figure.bins()) {
        const double y = bin.count == 0 ? plot.bottom() : layout.frame.yOf(static_cast<double>(bin.count));
        outline << QPointF(layout.frame.xOf(bin.low), y) << QPointF(layout.frame.xOf(bin.high), y);
    }
    outline << plot.bottomRight();
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(hue, theme.paper, 0.72));
    painter.drawPolygon(outline);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hue, 1.0));
    painter.drawPolyline(outline);
}

void Brush::limits() const
{
    const HistogramSpec& spec = figure.spec();
    const QRectF& plot = layout.frame.rect;
    const QFont font = plotFont(PlotText::Small);
    FreeSpots spots({plot.left(), plot.top() - axisTextHeight - 1.0, plot.width(), axisTextHeight});
    const auto rule = [&](double electrons, const QString& name, const QColor& colour) {
        const double x = layout.frame.xOf(electrons);
        painter.setPen(QPen(colour, 1.2, Qt::DotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const double width = textWidth(font, name) + 1.0;
        const double top = plot.top() - axisTextHeight - 1.0;
        const auto at = [&](double left) { return QRectF(left, top, width, axisTextHeight); };
        const double middle =
            std::clamp(x - width / 2, plot.left(), std::max(plot.left(), plot.right() - width));
        if (const auto box = spots.place({at(middle), at(x - width), at(x)}))
            drawLine(painter, *box, Qt::AlignLeft | Qt::AlignVCenter, font, theme.ink, name);
    };
    if (hasConverter(spec)) {
        painter.setPen(QPen(theme.ink, 0.8));
        painter.drawLine(QPointF(layout.frame.xOf(spec.converterLow), plot.top()),
                         QPointF(layout.frame.xOf(spec.converterHigh), plot.top()));
        rule(spec.converterHigh, Words::tr("converter, full scale"), theme.ink);
    }
    if (spec.fullWell > 0.0 && layout.frame.x.holds(spec.fullWell))
        rule(spec.fullWell, Words::tr("full well"), theme.warning);
    if (hasConverter(spec))
        rule(spec.converterLow, Words::tr("converter, least"), theme.ink);
}

void Brush::words() const
{
    const HistogramSpec& spec = figure.spec();
    const double clipped = figure.clippedShare();
    std::vector<Phrase> phrases;
    if (clipped > 0.0)
        phrases.push_back({Words::tr("%1 clipped").arg(shareText(clipped)), theme.ink,
                           [this](QPainter& to, QPointF at, double size) {
                               to.fillRect(QRectF(at - QPointF(size / 2, size / 2), QSizeF(size, size)),
                                           theme.warning);
                           }});
    else
        phrases.push_back({Words::tr("nothing clipped"), theme.ink, {}});
    // A camera that reads nothing loses light in the dark, not in the glare: another cure.
    if (figure.lowerShare() > 0.0)
        phrases.push_back({figure.upperShare() > 0.0
                               ? Words::tr("%1 low, %2 high")
                                     .arg(shareText(figure.lowerShare()), shareText(figure.upperShare()))
                               : Words::tr("all at the lower end"),
                           theme.ink,
                           {}});
    if (figure.usedShare() > 0.0)
        phrases.push_back(
            {Words::tr("rms %1 of full scale").arg(shareText(figure.usedShare())), theme.ink, {}});
    if (spec.fullWell > 0.0) // its place above the plot is often taken by the converter's end
        phrases.push_back({Words::tr("full well %1").arg(electronText(spec.fullWell)), theme.ink,
                           [this](QPainter& to, QPointF at, double size) {
                               to.setPen(QPen(theme.warning, 1.2, Qt::DotLine));
                               to.drawLine(at - QPointF(0.0, size / 2), at + QPointF(0.0, size / 2));
                           }});
    drawPhrases(painter, layout.words, phrases);
}

} // namespace

void HistogramFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    if (m_bins.empty()) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return;
    }
    const HistogramLayout layout = layoutIn(area);
    const QRectF inner = FigurePaper::inside(area);
    (void)drawFlatHeading(painter, inner, theme, m_spec.title, layout.note);
    const Brush brush{painter, theme, *this, layout, inner};
    brush.axes();
    brush.bars();
    brush.limits();
    brush.words();
}

} // namespace mixlens::ui
