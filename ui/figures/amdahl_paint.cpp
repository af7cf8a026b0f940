#include "ui/figures/amdahl_figure.h"
#include "ui/figures/axis_ticks.h"
#include "ui/figures/edge_labels.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::AmdahlFigure)
};

constexpr int pieces = 160; ///< of a curve

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const AmdahlSpec& spec;
    const AmdahlLayout& layout;

    [[nodiscard]] QColor colour() const { return backendColour(theme, spec.style); }
    [[nodiscard]] QPolygonF curve(double share) const;
    void axes() const;
    void asymptote(double share, const QColor& ink) const;
    void measured(FreeSpots& spots) const;
    void device(FreeSpots& spots) const;
    void labels() const;
};

QPolygonF Brush::curve(double share) const
{
    const AxisRange& x = layout.frame.x;
    QPolygonF points;
    for (int piece = 0; piece <= pieces; ++piece) {
        const double factor = x.low * std::pow(x.high / x.low, static_cast<double>(piece) / pieces);
        points << layout.frame.at(factor, amdahlGain(share, factor));
    }
    return points;
}

void Brush::axes() const
{
    const int count = std::max(3, static_cast<int>(layout.frame.rect.width() / 40.0));
    drawYAxis(
        painter, theme, layout.frame,
        [](double gain) { return QString::number(gain, 'g', 4) + QChar(0x00D7); },
        layout.frame.rect.left() - 30.0, layout.labels.right(),
        {layout.frame.y.logarithmic ? Words::tr("gain of the whole, log") : Words::tr("gain of the whole")});
    drawXAxis(painter, theme, layout.frame, logTicks(layout.frame.x.low, layout.frame.x.high, count),
              [](double factor) { return QString::number(factor, 'g', 6); }, layout.labels.right(),
              {Words::tr("k: mixing is k times faster, log"), Words::tr("k times faster, log"),
               Words::tr("k, log")});
}

void Brush::asymptote(double share, const QColor& ink) const
{
    const double most = mostGain(share);
    if (!layout.frame.y.holds(most))
        return;
    const double y = layout.frame.yOf(most);
    painter.setPen(QPen(mixed(ink, theme.paper, 0.3), 0.6, Qt::DashLine));
    painter.drawLine(QPointF(layout.frame.rect.left(), y), QPointF(layout.frame.rect.right(), y));
}

void Brush::measured(FreeSpots& spots) const
{
    const QPolygonF low = curve(spec.share.confidence95.low);
    const QPolygonF high = curve(spec.share.confidence95.high);
    QPolygonF band = low;
    for (qsizetype i = high.size() - 1; i >= 0; --i)
        band << high[i];
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(colour(), theme.paper, 0.75));
    painter.drawPolygon(band);
    painter.setBrush(Qt::NoBrush);
    asymptote(spec.share.median, colour());
    const QPolygonF middle = curve(spec.share.median);
    painter.setPen(QPen(colour(), 1.5));
    painter.drawPolyline(middle);
    for (const QPointF& point : middle)
        spots.avoid(point);
}

/// A modelled speed-up on the measured share's curve: hollow, and told in words.
void Brush::device(FreeSpots& spots) const
{
    const double factor = spec.deviceFactor();
    if (!(factor > 0.0))
        return;
    const double gain = amdahlGain(spec.measured() ? spec.share.median : articleFourierShare, factor);
    const QPointF place = layout.frame.at(factor, gain);
    const QColor optical = theme.lane(LaneIdentity::Optical);
    painter.setPen(QPen(optical, 0.9, Qt::DotLine));
    painter.drawLine(QPointF(place.x(), layout.frame.rect.bottom()), place + QPointF(0.0, 5.0));
    drawHollowMark(painter, place, 9.0, optical);
    const QFont font = plotFont(PlotText::Small);
    const QRectF& plot = layout.frame.rect;
    constexpr double line = 10.5;
    const QStringList texts{
        Words::tr("%1: k = %2, %3, modelled").arg(spec.deviceName, numberText(factor), gainText(gain)),
        Words::tr("k = %1, %2, modelled").arg(numberText(factor), gainText(gain)), Words::tr("modelled")};
    for (const QString& text : texts) {
        const double width = textWidth(font, text) + 1.0;
        std::vector<QRectF> candidates;
        for (const double y :
             {plot.bottom() - line - 2.0, plot.bottom() - 2.0 * line - 4.0, plot.center().y()})
            for (const double x : {place.x() + 5.0, place.x() - 5.0 - width})
                candidates.emplace_back(x, y, width, line);
        if (const auto box = spots.place(candidates)) {
            drawLine(painter, *box, Qt::AlignLeft | Qt::AlignVCenter, font,
                     theme.laneText(LaneIdentity::Optical), text);
            return;
        }
    }
}

void Brush::labels() const
{
    std::vector<EdgeLabel> labels;
    const auto add = [&](double share, const QStringList& names, const QColor& words, const QColor& line,
                         auto mark) {
        EdgeLabel label;
        label.anchor = layout.frame.at(layout.frame.x.high, amdahlGain(share, layout.frame.x.high));
        label.names = names;
        const QString most = gainText(mostGain(share));
        label.details = QStringList{Words::tr("at most %1").arg(most), most};
        label.colour = words;
        label.line = line;
        label.mark = mark;
        labels.push_back(std::move(label));
    };
    if (spec.measured()) {
        const QString percent = shareText(spec.share.median);
        add(spec.share.median,
            QStringList{Words::tr("s = %1, measured").arg(percent), Words::tr("%1 measured").arg(percent),
                        percent},
            backendText(theme, spec.style), colour(), [this](QPainter& to, QPointF centre, double diameter) {
                drawFilledMark(to, spec.style, centre, diameter, colour());
            });
    }
    const QString percent = QStringLiteral("%1%2%").arg(100.0 * articleFourierShare).arg(QChar(0x202F));
    add(articleFourierShare,
        QStringList{Words::tr("s = %1, the article's, cited").arg(percent),
                    Words::tr("s = %1, cited").arg(percent), Words::tr("%1 cited").arg(percent)},
        theme.ink, theme.fadedInk, [this](QPainter& to, QPointF centre, double diameter) {
            to.setPen(QPen(theme.fadedInk, 1.2, Qt::DotLine));
            to.drawLine(centre - QPointF(diameter * 0.8, 0.0), centre + QPointF(diameter * 0.8, 0.0));
        });
    drawEdgeLabels(painter, theme, layout.labels, labels);
}

} // namespace

void AmdahlFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(area, theme.paper);
    const AmdahlLayout layout = layoutIn(area);
    (void)drawFlatHeading(painter, area.adjusted(4.0, 3.0, -4.0, -2.0), theme, m_spec.title, layout.note);
    const Brush brush{painter, theme, m_spec, layout};
    FreeSpots spots(layout.frame.rect);
    brush.axes();
    brush.asymptote(articleFourierShare, theme.fadedInk);
    const QPolygonF cited = brush.curve(articleFourierShare);
    if (m_spec.measured())
        brush.measured(spots);
    painter.setPen(QPen(theme.fadedInk, 1.2, Qt::DotLine));
    painter.drawPolyline(cited);
    for (const QPointF& point : cited)
        spots.avoid(point);
    brush.device(spots);
    brush.labels();
    painter.restore();
}

} // namespace mixlens::ui
