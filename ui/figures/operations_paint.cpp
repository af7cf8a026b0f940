#include "core/bench/growth.h"
#include "ui/figures/operations_figure.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::OperationsFigure)
};

constexpr double lineHeight = 10.5;

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const OperationsFigure& figure;
    const OperationsLayout& layout;

    void axes() const;
    void bars(const OperationsRow& row, std::size_t at) const;
    void words(const OperationsRow& row, std::size_t at) const;
    void cited() const;
    void key() const;
    [[nodiscard]] std::size_t indexOf(const std::string& operation) const
    {
        return static_cast<std::size_t>(std::ranges::find(figure.operations(), operation) -
                                        figure.operations().begin());
    }
};

void Brush::axes() const
{
    std::vector<double> ticks;
    for (int percent = 0; percent <= 100; percent += layout.frame.rect.width() < 140.0 ? 50 : 20)
        ticks.push_back(0.01 * percent);
    drawXAxis(painter, theme, layout.frame, ticks,
              [](double share) {
                  return QString::number(100.0 * share, 'g', 3) + QChar(0x202F) + QLatin1Char('%');
              },
              layout.values.right(), {Words::tr("of the time")});
}

/// Mixing, then the others; names inside where they fit, the mixing's interval on its end.
void Brush::bars(const OperationsRow& row, std::size_t at) const
{
    const QFont font = plotFont(PlotText::Small);
    double from = 0.0;
    for (const OperationPart& part : row.parts) {
        const double to = std::min(1.0, from + part.share.median);
        const QRectF bar = layout.barOf(at, from, to);
        painter.fillRect(bar, operationColour(theme, row.style, indexOf(part.operation)));
        if (from > 0.0) { // a hair of paper between neighbours
            painter.setPen(QPen(theme.paper, 0.8));
            painter.drawLine(bar.topLeft(), bar.bottomLeft());
        }
        const QString name = operationText(part.operation);
        if (part.operation != mixingOperation && layout.rowHeight >= 12.0 &&
            textWidth(font, name) + 4.0 <= bar.width())
            drawLine(painter, bar.adjusted(2.0, 0.0, -2.0, 0.0), Qt::AlignHCenter | Qt::AlignVCenter, font,
                     theme.ink, name);
        from = to;
    }
    const OperationPart* mixing = row.mixing();
    if (mixing == nullptr)
        return;
    const QRectF spread = layout.barOf(at, mixing->share.confidence95.low, mixing->share.confidence95.high);
    const double y = spread.center().y();
    painter.setPen(QPen(theme.ink, 1.0));
    painter.drawLine(QPointF(spread.left(), y), QPointF(spread.right(), y));
    for (const double x : {spread.left(), spread.right()})
        painter.drawLine(QPointF(x, y - 2.5), QPointF(x, y + 2.5));
}

void Brush::words(const OperationsRow& row, std::size_t at) const
{
    const QFont font = plotFont(PlotText::Small);
    const double top = layout.barOf(at, 0.0, 0.0).center().y() - lineHeight / 2;
    const QRectF name(layout.nameLeft, top, layout.frame.rect.left() - 4.0 - layout.nameLeft, lineHeight);
    drawLine(painter, name, Qt::AlignLeft | Qt::AlignVCenter, font, backendText(theme, row.style),
             QString::fromStdString(row.backend));
    if (layout.rowHeight >= 2.0 * lineHeight)
        drawLine(painter, name.translated(0.0, lineHeight), Qt::AlignLeft | Qt::AlignVCenter, font,
                 theme.fadedInk, originText(row));
    const OperationPart* mixing = row.mixing();
    if (row.parts.empty()) {
        const QRectF box(layout.frame.rect.left() + 3.0, top,
                         layout.values.right() - layout.frame.rect.left() - 3.0, lineHeight);
        drawLine(painter, box, Qt::AlignLeft | Qt::AlignVCenter, font, theme.fadedInk, row.reason);
    }
    if (mixing == nullptr)
        return;
    const QString share = shareText(mixing->share.median);
    const auto percent = [](double value) { return QString::number(100.0 * value, 'f', 1); };
    const QString interval =
        QStringLiteral("%1 (%2–%3)")
            .arg(share, percent(mixing->share.confidence95.low), percent(mixing->share.confidence95.high));
    drawLine(painter, {layout.values.left(), top, layout.values.width(), lineHeight},
             Qt::AlignLeft | Qt::AlignVCenter, font, theme.ink,
             textWidth(font, interval) <= layout.values.width() ? interval : share);
}

void Brush::cited() const
{
    const QFont font = plotFont(PlotText::Small);
    const QRectF& plot = layout.frame.rect;
    const double x = layout.frame.xOf(articleFourierShare);
    painter.setPen(QPen(theme.ink, 0.9, Qt::DotLine));
    painter.drawLine(QPointF(x, plot.top() - 3.0), QPointF(x, plot.bottom()));
    const double top = plot.top() - axisTextHeight - 4.0;
    const QString mixing = Words::tr("mixing");
    const QString text = Words::tr("%1 % in the article, cited").arg(100.0 * articleFourierShare);
    const QString brief = Words::tr("%1 % cited").arg(100.0 * articleFourierShare);
    const double left =
        plot.left() + textWidth(font, mixing) + 6.0; // the bars' first part is named above them
    drawLine(painter, {plot.left(), top, textWidth(font, mixing) + 1.0, lineHeight},
             Qt::AlignLeft | Qt::AlignVCenter, font, theme.fadedInk, mixing);
    const QString share = Words::tr("mixing's share");
    const double valuesLeft = layout.values.left();
    const double right = valuesLeft - 4.0;
    const bool whole = std::max(left, x - 2.0) + textWidth(font, text) <= right;
    const QString shown = whole ? text : brief;
    const double width = textWidth(font, shown) + 1.0;
    drawLine(painter, {std::clamp(x - 2.0, left, std::max(left, right - width)), top, width, lineHeight},
             Qt::AlignLeft | Qt::AlignVCenter, font, theme.ink, shown);
    drawLine(painter, {valuesLeft, top, layout.values.width(), lineHeight}, Qt::AlignLeft | Qt::AlignVCenter,
             font, theme.fadedInk, textWidth(font, share) <= layout.values.width() ? share : mixing);
}

/// What no bar has room to name.
void Brush::key() const
{
    const QFont font = plotFont(PlotText::Small);
    const double top = layout.frame.rect.bottom() + axisTextHeight + 4.0;
    double x = layout.nameLeft;
    for (const QString& name : layout.key) {
        const double width = textWidth(font, name) + 1.0;
        if (x + 11.0 + width > layout.values.right())
            return; // the table names them
        const QRectF box(x, top + 2.0, 7.0, 7.0);
        painter.fillRect(box, operationColour(theme, {}, indexOf(name.toStdString())));
        painter.setPen(QPen(theme.fadedInk, 0.5));
        painter.drawRect(box);
        drawLine(painter, {x + 11.0, top, width, lineHeight}, Qt::AlignLeft | Qt::AlignVCenter, font,
                 theme.ink, name);
        x += 11.0 + width + 10.0;
    }
}

} // namespace

void OperationsFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(area, theme.paper);
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    if (m_tokens == 0) {
        const QRectF body = drawFlatHeading(painter, inner, theme, m_spec.title, m_spec.note);
        drawMessage(painter, body, theme, summary());
        painter.restore();
        return;
    }
    const OperationsLayout layout = layoutIn(area);
    (void)drawFlatHeading(painter, inner, theme, m_spec.title, layout.note);
    const Brush brush{painter, theme, *this, layout};
    brush.axes();
    for (std::size_t at = 0; at < m_rows.size(); ++at)
        brush.bars(m_rows[at], at);
    brush.cited();
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(lineHeight / layout.rowHeight)));
    for (std::size_t at = 0; at < m_rows.size(); at += every)
        brush.words(m_rows[at], at);
    brush.key();
    painter.restore();
}

} // namespace mixlens::ui
