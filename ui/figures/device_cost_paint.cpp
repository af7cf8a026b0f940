#include "ui/figures/axis_ticks.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/device_cost_figure.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/marks.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::DeviceCostFigure)
};

constexpr double lineHeight = 10.5;

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const DeviceCostFigure& figure;
    const DeviceCostLayout& layout;

    [[nodiscard]] QColor hue() const { return theme.lane(LaneIdentity::Optical); }
    /// Tints, neighbours apart; "others" is paper.
    [[nodiscard]] QColor tint(const QString& part) const
    {
        constexpr std::array shades{0.62, 0.86, 0.72, 0.92, 0.66, 0.80};
        const qsizetype at = figure.partNames().indexOf(part);
        if (at < 0 || at + 1 == figure.partNames().size())
            return theme.paper;
        return mixed(hue(), theme.paper, shades[static_cast<std::size_t>(at) % shades.size()]);
    }
    [[nodiscard]] QString valueText(double value) const
    {
        if (!(value > 0.0))
            return Words::tr("no claim");
        return figure.kind() == CostKind::Time ? secondsText(value) : energyText(value);
    }
    void axes() const;
    void bar(const CostBar& bar, std::size_t row) const;
    void total(const CostBar& bar, std::size_t row) const;
    void words(const CostBar& bar, std::size_t row) const;
    void key() const;
};

void Brush::axes() const
{
    const QFont font = plotFont(PlotText::Small);
    std::vector<double> ticks;
    for (int percent = 0; percent <= 100; percent += layout.shares.rect.width() < 160.0 ? 50 : 25)
        ticks.push_back(0.01 * percent);
    drawXAxis(painter, theme, layout.shares, ticks,
              [](double share) {
                  return QString::number(100.0 * share, 'g', 3) + QChar(0x202F) + QLatin1Char('%');
              },
              layout.shares.rect.right() + 14.0, {QString()});
    const double top = layout.shares.rect.top() - axisTextHeight - 2.0;
    drawLine(painter, {layout.shares.rect.left(), top, layout.shares.rect.width(), axisTextHeight},
             Qt::AlignLeft | Qt::AlignVCenter, font, theme.fadedInk,
             layout.shares.rect.width() > 150.0 ? Words::tr("share of the total, modelled")
                                                : Words::tr("share, modelled"));
    if (layout.totals.rect.isNull()) {
        drawLine(painter, {layout.values.left(), top, layout.values.width(), axisTextHeight},
                 Qt::AlignRight | Qt::AlignVCenter, font, theme.fadedInk, Words::tr("total"));
        return;
    }
    const int count = std::max(2, static_cast<int>(layout.totals.rect.width() / 42.0));
    const bool time = figure.kind() == CostKind::Time;
    const double right = layout.values.right();
    drawXAxis(painter, theme, layout.totals, logTicks(layout.totals.x.low, layout.totals.x.high, count),
              [time](double value) {
                  return time ? secondsTickText(value)
                              : energyText(value)
                                    .replace(QStringLiteral(".00"), QString())
                                    .replace(QStringLiteral(".0"), QString());
              },
              layout.totals.rect.right() + 18.0, {QString()});
    drawLine(painter, {layout.totals.rect.left(), top, right - layout.totals.rect.left(), axisTextHeight},
             Qt::AlignLeft | Qt::AlignVCenter, font, theme.fadedInk,
             time ? Words::tr("total time, log") : Words::tr("total energy, log"));
}

/// Dotted outlines: modelled. A name stands where its part has room, else the part's number in the key.
void Brush::bar(const CostBar& bar, std::size_t row) const
{
    const QFont font = plotFont(PlotText::Small);
    double from = 0.0;
    for (const CostPart& part : bar.parts) {
        const double to = std::min(1.0, from + part.share);
        const QRectF rect = layout.barOf(row, from, to);
        painter.fillRect(rect, tint(part.name));
        drawHollowBar(painter, rect, hue(), Qt::DotLine);
        const QString number = layout.key.contains(part.name)
                                   ? QString::number(figure.partNames().indexOf(part.name) + 1)
                                   : QString();
        const QString words = textWidth(font, part.name) + 4.0 <= rect.width() ? part.name : number;
        if (layout.namesFit() && textWidth(font, words) + 1.0 <= rect.width())
            drawLine(painter, rect, Qt::AlignHCenter | Qt::AlignVCenter, font, theme.ink, words);
        from = to;
    }
}

void Brush::total(const CostBar& bar, std::size_t row) const
{
    if (layout.totals.rect.isNull() || !(bar.total > 0.0))
        return;
    const QColor colour = bar.reference ? theme.lane(LaneIdentity::Control) : hue();
    const double y = layout.yOf(row);
    if (bar.most > bar.least)
        drawWhisker(painter, {layout.totals.xOf(bar.least), y}, {layout.totals.xOf(bar.most), y}, 5.0,
                    colour);
    painter.setPen(QPen(colour, 0.8, Qt::DotLine));
    painter.drawLine(QPointF(layout.totals.rect.left(), y), QPointF(layout.totals.xOf(bar.total) - 4.0, y));
    drawClearMark(painter, {layout.totals.xOf(bar.total), y}, 7.0, colour, theme.paper);
}

void Brush::words(const CostBar& bar, std::size_t row) const
{
    const QFont font = plotFont(PlotText::Small);
    const double top = layout.yOf(row) - lineHeight / 2;
    const bool selected = !bar.reference && figure.spec().selected == row;
    const QColor ink = selected ? theme.laneText(LaneIdentity::Optical) : theme.ink;
    const double room = layout.shares.rect.left() - layout.nameLeft - 4.0;
    const double high = paragraphHeight(font, room, bar.name);
    if (textWidth(font, bar.name) > room && high <= layout.rowHeight) // a narrow column: in lines
        (void)drawParagraph(painter, {layout.nameLeft, layout.yOf(row) - high / 2, room, high}, font, ink,
                            bar.name);
    else
        drawLine(painter, {layout.nameLeft, top, room, lineHeight}, Qt::AlignLeft | Qt::AlignVCenter, font,
                 ink, bar.name);
    drawLine(painter, {layout.values.left(), top, layout.values.width(), lineHeight},
             Qt::AlignRight | Qt::AlignVCenter, font, ink, valueText(bar.total));
    if (!bar.parts.empty())
        return;
    const QString why = bar.reference
                            ? (bar.total > 0.0 ? Words::tr("%1, not itemised").arg(bar.origin) : bar.origin)
                            : Words::tr("nothing to itemise");
    drawLine(painter, {layout.shares.rect.left() + 3.0, top, layout.shares.rect.width() - 3.0, lineHeight},
             Qt::AlignLeft | Qt::AlignVCenter, font, theme.fadedInk, why);
}

void Brush::key() const
{
    std::vector<Phrase> phrases;
    for (const QString& part : layout.key)
        phrases.push_back({figure.partKey(figure.partNames().indexOf(part)), theme.ink,
                           [this, part](QPainter& to, QPointF at, double size) {
                               const QRectF box(at - QPointF(size / 2, size / 2), QSizeF(size, size));
                               to.fillRect(box, tint(part));
                               drawHollowBar(to, box, hue(), Qt::SolidLine);
                           }});
    const auto infeasible =
        std::ranges::count_if(figure.bars(), [](const CostBar& bar) { return !bar.problem.isEmpty(); });
    if (infeasible > 0)
        phrases.push_back(
            {Words::tr("%1 cannot be built as asked: see the table").arg(infeasible), theme.fadedInk, {}});
    drawPhrases(painter, layout.keys, phrases);
}

} // namespace

void DeviceCostFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    if (m_spec.devices.empty()) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return;
    }
    const DeviceCostLayout layout = layoutIn(area);
    (void)drawFlatHeading(painter, FigurePaper::inside(area), theme, m_spec.title, layout.note);
    const Brush brush{painter, theme, *this, layout};
    brush.axes();
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(lineHeight / layout.rowHeight)));
    for (std::size_t row = 0; row < m_bars.size(); ++row) {
        brush.bar(m_bars[row], row);
        brush.total(m_bars[row], row);
        if (row % every == 0)
            brush.words(m_bars[row], row);
    }
    brush.key();
}

} // namespace mixlens::ui
