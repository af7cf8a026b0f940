#include "ui/figures/axis_ticks.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/spectrum_figure.h"
#include "ui/style/marks.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SpectrumFigure)
};

constexpr double lineHeight = 11.0;

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const SpectrumSpec& spec;
    const SpectrumLayout& layout;

    [[nodiscard]] QColor lane() const { return theme.lane(spec.identity); }
    [[nodiscard]] QColor faint() const
    {
        // Mixed with paper rather than transparent: the same in every format.
        const QColor full = lane();
        const auto mix = [](int a, int b) { return (3 * a + 7 * b) / 10; };
        return {mix(full.red(), theme.paper.red()), mix(full.green(), theme.paper.green()),
                mix(full.blue(), theme.paper.blue())};
    }
    [[nodiscard]] double mean(Index k) const { return spec.spectrum->mean[static_cast<std::size_t>(k)]; }
    [[nodiscard]] double max(Index k) const { return spec.spectrum->max[static_cast<std::size_t>(k)]; }

    void text(const QRectF& box, Qt::Alignment alignment, const QString& words) const
    {
        drawLine(painter, box, alignment, plotFont(PlotText::Small), theme.ink, words);
    }
    void key() const;
    void scale(const QRectF& box, double low, double high, bool rules) const;
    void frequencies() const;
    void bar(Index k) const;
    void onFloor(Index k) const;
    void envelope() const;
    void unit() const;
};

/// Which k get a label: 1, the last, and multiples of a nice step that keep `apart` points between labels.
std::vector<Index> labelled(const SpectrumLayout& layout, double apart)
{
    const double slot = layout.plot.width() / static_cast<double>(layout.last);
    Index step = 1;
    for (const Index nice : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000}) {
        step = nice;
        if (static_cast<double>(nice) * slot >= apart)
            break;
    }
    std::vector<Index> chosen{1};
    for (Index k = step; k < layout.last; k += step)
        if (k > 1 && static_cast<double>(k - 1) * slot >= apart &&
            static_cast<double>(layout.last - k) * slot >= apart)
            chosen.push_back(k);
    if (layout.last > 1)
        chosen.push_back(layout.last);
    return chosen;
}

void Brush::key() const
{
    const QFont font = plotFont(PlotText::Small);
    const double y = layout.zeroCell.top() - (layout.keyOnTitles ? 25.0 : 37.0);
    double x = layout.zeroCell.left() + (layout.keyOnTitles ? 40.0 : -36.0);
    const QStringList words = spectrumKey(spec);
    for (qsizetype at = 0; at < words.size(); ++at) {
        const QRectF box(x, y + 2.0, 10.0, 7.0);
        if (at < 2)
            painter.fillRect(box, at == 0 ? lane() : faint());
        painter.setPen(at == 2 ? QPen(theme.ink, 1.2) : QPen(lane(), 1.0));
        if (at > 0) {
            const double line = at == 1 ? box.top() : box.center().y();
            painter.drawLine(QPointF(box.left(), line), QPointF(box.right(), line));
        }
        const double width = textWidth(font, words[at]);
        text({x + 13.0, y, width + 2.0, lineHeight}, Qt::AlignLeft | Qt::AlignVCenter, words[at]);
        x += 13.0 + width + 14.0;
    }
}

void Brush::scale(const QRectF& box, double low, double high, bool rules) const
{
    const std::vector<double> ticks =
        linearTicks(low, high, std::max(2, static_cast<int>(box.height() / 24.0)));
    const QStringList texts = tickTexts(ticks);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double y = box.bottom() - (ticks[i] - low) / (high - low) * box.height();
        if (rules && ticks[i] > low) {
            painter.setPen(QPen(theme.grid, 0.6));
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        }
        text({box.left() - 36.0, y - lineHeight / 2, 33.0, lineHeight}, Qt::AlignRight | Qt::AlignVCenter,
             texts[static_cast<qsizetype>(i)]);
    }
    painter.setPen(QPen(theme.ink, 0.8));
    painter.drawLine(box.bottomLeft(), box.bottomRight());
    text({box.left() - 36.0, box.bottom() + 5.0, 33.0, lineHeight}, Qt::AlignRight | Qt::AlignTop,
         spec.decibel ? Words::tr("floor") : QString());
}

void Brush::frequencies() const
{
    const QRectF& plot = layout.plot;
    const QRectF& zero = layout.zeroCell;
    const auto label = [&](Index k, const QString& below, const QString& above) {
        const double x = layout.xOf(k);
        painter.setPen(QPen(theme.ink, 0.8));
        const double bottom = k == 0 ? zero.bottom() : plot.bottom();
        painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 2.5));
        text({x - 20.0, bottom + 2.5, 40.0, lineHeight}, Qt::AlignHCenter | Qt::AlignTop, below);
        text({x - 20.0, zero.top() - 13.0, 40.0, lineHeight}, Qt::AlignHCenter | Qt::AlignTop, above);
    };
    label(0, QStringLiteral("0"), QStringLiteral("∞"));
    const double titles = zero.top() - 25.0;
    const QString amplitude = spec.decibel ? Words::tr("|X| in dB re 1") : Words::tr("|X|");
    text({zero.left() - 36.0, titles, 70.0, lineHeight}, Qt::AlignLeft | Qt::AlignTop, amplitude);
    text({zero.left() - 36.0, zero.bottom() + 13.5, 72.0, lineHeight}, Qt::AlignLeft | Qt::AlignTop,
         Words::tr("zero frequency"));
    if (layout.last < 1)
        return;
    const Index tokens = spec.spectrum->tokens;
    for (const Index k : labelled(layout, 26.0))
        label(k, QString::number(k), numberText(static_cast<double>(tokens) / static_cast<double>(k)));
    text({plot.left(), titles, plot.width() + 6.0, lineHeight},
         (layout.keyOnTitles ? Qt::AlignRight : Qt::AlignHCenter) | Qt::AlignTop,
         Words::tr("period N / k in tokens"));
    const QString end = tokens % 2 == 0 ? Words::tr("Nyquist") : Words::tr("N odd: no Nyquist");
    const QFont font = plotFont(PlotText::Small);
    const double room = layout.plot.width() - textWidth(font, end) - 8.0;
    QString name = Words::tr("k, cycles per sequence of N = %1").arg(countText(tokens));
    if (textWidth(font, name) > room)
        name = Words::tr("k, N = %1").arg(countText(tokens));
    text({plot.left(), plot.bottom() + 13.5, room, lineHeight}, Qt::AlignHCenter | Qt::AlignTop, name);
    text({plot.left(), plot.bottom() + 13.5, plot.width() + 6.0, lineHeight}, Qt::AlignRight | Qt::AlignTop,
         end);
}

/// Exact zeros are a "0" on the floor; what is only below it, an arrow.
void Brush::onFloor(Index k) const
{
    const double x = layout.xOf(k);
    const QRectF& box = k == 0 ? layout.zeroCell : layout.plot;
    const double slot = k == 0 ? box.width() : box.width() / static_cast<double>(layout.last);
    painter.setPen(QPen(theme.ink, 0.8));
    if (max(k) == 0.0) {
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x, box.bottom() - 2.5));
        if (slot >= 7.0)
            text({x - 5.0, box.bottom() - 13.5, 10.0, lineHeight}, Qt::AlignHCenter | Qt::AlignBottom,
                 QStringLiteral("0"));
    } else if (spec.decibel && max(k) > 0.0 && layout.yOf(k, max(k)) >= box.bottom()) {
        painter.setBrush(theme.ink);
        painter.drawPolygon(
            QPolygonF({{x - 2.0, box.bottom() - 4.0}, {x + 2.0, box.bottom() - 4.0}, {x, box.bottom()}}));
        painter.setBrush(Qt::NoBrush);
    }
    if (!std::isfinite(mean(k)))
        drawMark(painter, Mark::Cross, {x, box.center().y()}, 6.0, theme.warning);
}

void Brush::bar(Index k) const
{
    const double x = layout.xOf(k);
    const double width = k == 0 ? 14.0 : layout.barWidth();
    const double bottom = k == 0 ? layout.zeroCell.bottom() : layout.plot.bottom();
    const double meanY = layout.yOf(k, mean(k));
    const double maxY = layout.yOf(k, max(k));
    if (maxY < bottom) {
        painter.fillRect(QRectF(x - width / 2, maxY, width, meanY - maxY), faint());
        painter.fillRect(QRectF(x - width / 2, meanY, width, bottom - meanY), lane());
        painter.setPen(QPen(lane(), 1.0));
        painter.drawLine(QPointF(x - width / 2, maxY), QPointF(x + width / 2, maxY));
    }
    onFloor(k);
}

void Brush::envelope() const
{
    QPolygonF outline;
    QPainterPath line;
    for (Index k = 1; k <= layout.last; ++k)
        outline.append({layout.xOf(k), layout.yOf(k, max(k))});
    QPainterPath upper;
    upper.addPolygon(outline);
    for (Index k = layout.last; k >= 1; --k)
        outline.append({layout.xOf(k), layout.yOf(k, mean(k))});
    for (Index k = 1; k <= layout.last; ++k) {
        const QPointF point(layout.xOf(k), layout.yOf(k, mean(k)));
        k == 1 ? line.moveTo(point) : line.lineTo(point);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint());
    painter.drawPolygon(outline);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(lane(), 0.6));
    painter.drawPath(upper);
    painter.setPen(QPen(lane(), 1.4));
    painter.drawPath(line);
    for (Index k = 1; k <= layout.last; ++k)
        onFloor(k);
}

void Brush::unit() const
{
    const auto amplitude = [&](Index k) {
        return static_cast<double>(spec.spectrum->amplitude(k, *spec.unit));
    };
    QPainterPath line;
    for (Index k = 1; k <= layout.last; ++k) {
        const QPointF point(layout.xOf(k), layout.yOf(k, amplitude(k)));
        k == 1 ? line.moveTo(point) : line.lineTo(point);
    }
    painter.setPen(QPen(theme.ink, 1.2));
    painter.drawPath(line);
    const double y = layout.yOf(0, amplitude(0));
    painter.drawLine(QPointF(layout.zeroCell.left() + 4.0, y), QPointF(layout.zeroCell.right() - 4.0, y));
}

} // namespace

void SpectrumFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, theme.paper);
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    const QRectF body = drawFlatHeading(painter, inner, theme, m_spec.title, m_spec.note);
    if (!m_spec.spectrum || m_spec.spectrum->tokens < 1) {
        drawMessage(painter, body, theme, Words::tr("No tokens, no spectrum: type a sentence."));
        painter.restore();
        return;
    }
    const SpectrumLayout layout = layoutIn(area);
    const Brush brush{painter, theme, m_spec, layout};
    brush.key();
    brush.scale(layout.zeroCell, layout.zeroLow, layout.zeroHigh, false);
    if (layout.last >= 1)
        brush.scale(layout.plot, layout.low, layout.high, true);
    brush.frequencies();
    brush.bar(0);
    if (layout.last > mostBars)
        brush.envelope();
    else
        for (Index k = 1; k <= layout.last; ++k)
            brush.bar(k);
    if (m_spec.unit)
        brush.unit();
    if (layout.last < 1)
        drawMessage(painter, body.adjusted(90.0, 0.0, 0.0, 0.0), theme,
                    Words::tr("One token has only its zero frequency: there is nothing to vary along."));
    painter.restore();
}

} // namespace mixlens::ui
