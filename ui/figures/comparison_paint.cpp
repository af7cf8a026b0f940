#include "ui/figures/axis_ticks.h"
#include "ui/figures/comparison_figure.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::ComparisonFigure)
};

constexpr double lineHeight = 10.5;

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const ComparisonFigure& figure;
    const ComparisonLayout& layout;

    void axes() const;
    void separator(std::size_t at) const;
    void name(std::size_t at) const;
    void row(std::size_t at) const;
    void words(std::size_t at) const;
    /// Rows whose words do not touch those of others, ascending; a backend's first row is chosen before the
    /// rest.
    [[nodiscard]] std::vector<std::size_t> told() const;
};

void Brush::axes() const
{
    const int count = std::max(2, static_cast<int>(layout.frame.rect.width() / 45.0));
    const std::vector<double> ticks = logTicks(layout.frame.x.low, layout.frame.x.high, count);
    const QRectF& plot = layout.frame.rect;
    const QFont font = plotFont(PlotText::Small);
    const QString name = figure.spec().before.isEmpty() || figure.spec().after.isEmpty()
                             ? Words::tr("after / before")
                             : figure.spec().after + QStringLiteral(" / ") + figure.spec().before;
    drawLine(painter,
             {layout.nameLeft, plot.top() - axisTextHeight - 4.0, layout.values.right() - layout.nameLeft,
              axisTextHeight},
             Qt::AlignLeft | Qt::AlignTop, font, theme.fadedInk,
             Words::tr("ratio of median times, %1, log; left of 1 is faster").arg(name));
    drawXAxis(painter, theme, layout.frame, ticks,
              [](double ratio) { return QString::number(ratio, 'g', 4); }, layout.values.right(),
              {Words::tr("ratio")});
    const double x = layout.frame.xOf(1.0);
    painter.setPen(QPen(theme.ink, 0.9));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
}

std::vector<std::size_t> Brush::told() const
{
    std::vector<std::size_t> chosen;
    const auto apart = static_cast<std::size_t>(std::max(1.0, std::ceil(lineHeight / layout.rowHeight)));
    const auto fits = [&](std::size_t at) {
        return std::ranges::none_of(
            chosen, [&](std::size_t other) { return (at > other ? at - other : other - at) < apart; });
    };
    for (const bool first : {true, false})
        for (std::size_t at = 0; at < figure.rows().size(); ++at)
            if (figure.rows()[at].firstOfBackend == first && fits(at))
                chosen.push_back(at);
    std::ranges::sort(chosen);
    return chosen;
}

void Brush::separator(std::size_t at) const
{
    painter.setPen(QPen(theme.grid, 0.6));
    const double y = layout.yOf(at) - layout.rowHeight / 2;
    painter.drawLine(QPointF(layout.frame.rect.left(), y), QPointF(layout.frame.rect.right(), y));
}

void Brush::name(std::size_t at) const
{
    const ComparisonRow& row = figure.rows()[at];
    const double width = 0.25 * (layout.values.right() - layout.nameLeft);
    drawLine(painter, {layout.nameLeft, layout.yOf(at) - lineHeight / 2, width, lineHeight},
             Qt::AlignLeft | Qt::AlignVCenter, plotFont(PlotText::Small), backendText(theme, row.style),
             QString::fromStdString(row.cell.cell.backend));
}

void Brush::row(std::size_t at) const
{
    const ComparisonRow& row = figure.rows()[at];
    if (!row.compared())
        return;
    const double y = layout.yOf(at);
    const bool significant = row.significant();
    const QColor colour = significant ? backendColour(theme, row.style) : theme.fadedInk;
    const double diameter = std::clamp(0.55 * layout.rowHeight, 2.4, 6.5);
    const double low = layout.frame.xOf(row.cell.ratio95.low);
    const double high = layout.frame.xOf(row.cell.ratio95.high);
    const QPointF centre(layout.frame.xOf(row.cell.ratio), y);
    painter.setPen(QPen(colour, significant ? 1.2 : 0.8));
    const double radius = significant ? 0.0 : diameter / 2; // a hollow mark stays empty
    if (low < centre.x() - radius)
        painter.drawLine(QPointF(low, y), centre - QPointF(radius, 0.0));
    if (high > centre.x() + radius)
        painter.drawLine(centre + QPointF(radius, 0.0), QPointF(high, y));
    if (significant) {
        drawFilledMark(painter, row.style, centre, diameter, colour);
        return;
    }
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(centre, diameter / 2, diameter / 2);
}

void Brush::words(std::size_t at) const
{
    const ComparisonRow& row = figure.rows()[at];
    const CellComparison& cell = row.cell;
    const QFont font = plotFont(PlotText::Small);
    const double top = layout.yOf(at) - lineHeight / 2;
    const double right = layout.tokensRight;
    drawLine(painter, {right - 40.0, top, 40.0, lineHeight}, Qt::AlignRight | Qt::AlignVCenter, font,
             theme.ink, row.cells > 1 ? Words::tr("all") : countText(cell.cell.tokens));
    if (!row.compared()) {
        const QRectF box(layout.frame.rect.left() + 3.0, top,
                         layout.values.right() - layout.frame.rect.left() - 3.0, lineHeight);
        drawLine(painter, box, Qt::AlignLeft | Qt::AlignVCenter, font, theme.fadedInk,
                 cell.problem.empty() ? Words::tr("no times to compare")
                                      : QString::fromStdString(cell.problem));
        return;
    }
    const QString ratio = numberText(cell.ratio);
    const QString interval =
        QStringLiteral("%1 (%2–%3)").arg(ratio, numberText(cell.ratio95.low), numberText(cell.ratio95.high));
    const QString p = probabilityText(cell.test.pValue);
    const QString probability = p.startsWith(QLatin1Char('<')) || p.startsWith(QLatin1Char('>'))
                                    ? QStringLiteral(", p ") + p
                                    : QStringLiteral(", p = ") + p;
    for (const QString& text : {interval + probability, interval, ratio})
        if (textWidth(font, text) <= layout.values.width()) {
            drawLine(painter, {layout.values.left(), top, layout.values.width(), lineHeight},
                     Qt::AlignLeft | Qt::AlignVCenter, font, row.significant() ? theme.ink : theme.fadedInk,
                     text);
            break;
        }
}

} // namespace

void ComparisonFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(area, theme.paper);
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    const ComparisonLayout layout = layoutIn(area);
    const QRectF body =
        drawFlatHeading(painter, inner, theme, m_spec.title, m_rows.empty() ? m_spec.note : layout.note);
    if (m_rows.empty()) {
        drawMessage(painter, body, theme, summary());
        painter.restore();
        return;
    }
    const Brush brush{painter, theme, *this, layout};
    brush.axes();
    for (std::size_t at = 0; at < m_rows.size(); ++at) {
        if (at > 0 && m_rows[at].firstOfBackend)
            brush.separator(at);
        brush.row(at);
    }
    std::string named;
    for (const std::size_t at : brush.told()) { // where the first row has no room, the next one names it
        if (std::exchange(named, m_rows[at].cell.cell.backend) != m_rows[at].cell.cell.backend)
            brush.name(at);
        brush.words(at);
    }
    painter.restore();
}

} // namespace mixlens::ui
