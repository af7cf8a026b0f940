#include "ui/figures/heat_map_bar.h"

#include "ui/figures/axis_ticks.h"
#include "ui/figures/matrix_image.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::HeatMapFigure)
};

constexpr double colours = 9.0, histogram = 16.0, gap = 4.0;
constexpr double longest = 170.0; ///< longer bars tell no more

QFont font()
{
    return plotFont(PlotText::Small);
}
double lineHeight()
{
    return QFontMetricsF(font()).height();
}

struct Tick
{
    double position = 0.0;
    QString text;
    bool reference = false;
};

std::vector<Tick> ticksOf(const HeatMapSpec& spec, int count)
{
    const ValueScale scale(spec);
    if (spec.colours == HeatColours::Cyclic && std::abs(spec.high - std::numbers::pi) < 1e-6)
        return {{0.0, QStringLiteral("−π")}, {0.5, QStringLiteral("0")}, {1.0, QStringLiteral("π")}};
    std::vector<Tick> ticks;
    std::vector<double> values = scale.ticks(count);
    if (values.empty())
        values = {spec.low, spec.high};
    QStringList texts;
    if (spec.scale == HeatScale::Decibel) {
        std::vector<double> decibels;
        for (const double value : values)
            decibels.push_back(std::round(20.0 * std::log10(value)));
        texts = tickTexts(decibels);
    } else
        texts = spec.scale == HeatScale::Logarithmic ? QStringList() : tickTexts(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto at = static_cast<qsizetype>(i);
        ticks.push_back(
            {scale.position(values[i]), at < texts.size() ? texts[at] : numberText(values[i]), false});
    }
    if (spec.reference)
        ticks.insert(ticks.begin(),
                     {scale.position(*spec.reference),
                      spec.referenceName.isEmpty() ? numberText(*spec.reference) : spec.referenceName, true});
    return ticks;
}

QString nameOf(const HeatMapSpec& spec)
{
    const QString unit = spec.scale == HeatScale::Decibel ? QStringLiteral("dB") : spec.unit;
    QString name = unit.isEmpty() ? spec.valueName : Words::tr("%1 in %2").arg(spec.valueName, unit);
    if (spec.scale == HeatScale::SquareRoot)
        name += Words::tr("\n√ scale");
    else if (spec.scale == HeatScale::Logarithmic)
        name += Words::tr("\nlog scale");
    return spec.rangeShared ? name + Words::tr("\nshared range") : name;
}

} // namespace

QSizeF colourBarSize(const HeatMapSpec& spec)
{
    double text = 20.0;
    for (const Tick& tick : ticksOf(spec, 5))
        text = std::max(text, textWidth(font(), tick.text));
    const double width = std::min(colours + histogram + gap + text, 100.0);
    const double name = paragraphHeight(font(), width, nameOf(spec));
    return {std::max(width, 58.0), 64.0 + gap + name};
}

QRectF paintColourBar(QPainter& painter, const QRectF& box, const HeatMapSpec& spec,
                      const HeatMapStatistics& statistics, const Theme& theme)
{
    const double name = paragraphHeight(font(), box.width(), nameOf(spec));
    const double arrows = 6.0;
    const QRectF bar(box.left(), box.top() + arrows, colours,
                     std::min(longest, box.height() - name - 2.0 * arrows - gap));
    if (bar.height() < 12.0)
        return {};
    const ColourMap map = colourMapOf(spec.colours, theme);
    QImage image(1, 256, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y)
        image.setPixel(0, y, map.at(1.0 - y / (image.height() - 1.0)));
    painter.drawImage(bar, image);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme.grid, 0.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);

    QColor soft = theme.fadedInk;
    soft.setAlphaF(0.45F);
    const double bin =
        bar.height() / static_cast<double>(std::max<std::size_t>(1, statistics.histogram.size()));
    for (std::size_t i = 0; i < statistics.histogram.size(); ++i)
        if (statistics.histogram[i] > 0.0)
            painter.fillRect(QRectF(bar.right() + 1.0, bar.bottom() - static_cast<double>(i + 1) * bin,
                                    std::max(0.75, histogram * std::sqrt(statistics.histogram[i])), bin),
                             soft);

    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.ink);
    const double middle = bar.center().x();
    if (statistics.above)
        painter.drawPolygon(
            QPolygonF({{middle - 4, bar.top() - 1}, {middle + 4, bar.top() - 1}, {middle, bar.top() - 6}}));
    if (statistics.below)
        painter.drawPolygon(QPolygonF(
            {{middle - 4, bar.bottom() + 1}, {middle + 4, bar.bottom() + 1}, {middle, bar.bottom() + 6}}));

    const double left = bar.right() + histogram + gap;
    std::vector<double> taken;
    for (const Tick& tick : ticksOf(spec, bar.height() > 110 ? 5 : 3)) {
        const double y = bar.bottom() - tick.position * bar.height();
        if (std::ranges::any_of(taken, [y](double other) { return std::abs(y - other) < lineHeight(); }))
            continue;
        taken.push_back(y);
        painter.setPen(QPen(tick.reference ? theme.ink : theme.fadedInk, tick.reference ? 1.5 : 0.75));
        painter.drawLine(QPointF(tick.reference ? bar.left() - 2.0 : bar.right() - 2.0, y),
                         QPointF(tick.reference ? bar.right() + histogram : bar.right() + 2.0, y));
        drawLine(painter, {left, y - lineHeight() / 2.0, box.right() - left, lineHeight()},
                 Qt::AlignLeft | Qt::AlignVCenter, font(), tick.reference ? theme.ink : theme.fadedInk,
                 tick.text);
    }
    drawParagraph(painter, {box.left(), bar.bottom() + arrows + gap, box.width(), name}, font(),
                  theme.fadedInk, nameOf(spec));
    return bar;
}

} // namespace mixlens::ui
