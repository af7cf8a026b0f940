#include "ui/figures/bench_series.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/optical_planes.h"
#include "ui/figures/plane_thumbnail.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/schematic_figure.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SchematicFigure)
};

/// Where the name has no room: as the settings call it.
QString briefName(BenchElement element)
{
    switch (element) {
    case BenchElement::Modulator:
        return QStringLiteral("SLM");
    case BenchElement::Receiver:
        return Words::tr("sensor");
    case BenchElement::Converter:
        return QStringLiteral("ADC");
    case BenchElement::Recovery:
        return Words::tr("digital");
    case BenchElement::Laser:
    case BenchElement::Lens:
        break;
    }
    return benchElementName(element);
}

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const SchematicFigure& figure;
    const SchematicLayout& layout;

    [[nodiscard]] const QRectF& symbol(BenchElement element) const
    {
        return layout.symbols[static_cast<std::size_t>(element)];
    }
    [[nodiscard]] QColor light() const { return theme.lane(LaneIdentity::Optical); }
    void selection() const;
    void rays() const;
    void wires() const;
    void symbols() const;
    void box(BenchElement element, const QString& text, const QString& brief) const;
    void words() const;
    void spacings() const;
    void span(BenchElement from, BenchElement to, const QString& text, const QString& brief) const;
    void thumbnails() const;
};

void Brush::selection() const
{
    if (!figure.spec().selected)
        return;
    QRectF rect = layout.rectOf(*figure.spec().selected).adjusted(1.0, 0.0, -1.0, 0.0);
    rect.setBottom(layout.spacings.top()); // the distances below belong to two elements
    painter.setPen(QPen(theme.highlight, 1.2));
    painter.setBrush(mixed(theme.highlight, theme.paper, 0.86));
    painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), 3.0, 3.0);
    painter.setBrush(Qt::NoBrush);
}

/// Two bundles that the lens brings to points of its focal plane: the zero order, and one that the modulator
/// bends. At equal distances f a ray of slope s meets the focal plane at s f.
void Brush::rays() const
{
    const QRectF& laser = symbol(BenchElement::Laser);
    const QRectF& modulator = symbol(BenchElement::Modulator);
    const double from = modulator.center().x();
    const double lens = symbol(BenchElement::Lens).center().x();
    const double focus = symbol(BenchElement::Receiver).left();
    const double high = 0.36 * modulator.height();
    const double bend = 0.34 * high;
    const QColor faint = mixed(light(), theme.paper, 0.25);
    for (const double up : {-high, 0.0, high}) {
        const double y = layout.axis + up;
        painter.setPen(QPen(faint, 0.9));
        painter.drawLine(QPointF(laser.right(), layout.axis + 0.12 * up), QPointF(modulator.left(), y));
        painter.drawLine(QPointF(from, y), QPointF(lens, y));
        painter.drawLine(QPointF(lens, y), QPointF(focus, layout.axis));
        painter.setPen(QPen(faint, 0.9, Qt::DotLine));
        painter.drawLine(QPointF(from, y), QPointF(lens, y - bend));
        painter.drawLine(QPointF(lens, y - bend), QPointF(focus, layout.axis - bend));
    }
    painter.setPen(QPen(theme.fadedInk, 0.5, Qt::DashDotLine));
    painter.drawLine(QPointF(laser.left() - 4.0, layout.axis),
                     QPointF(symbol(BenchElement::Receiver).right(), layout.axis));
}

/// Electrons and numbers rather than light.
void Brush::wires() const
{
    painter.setPen(QPen(theme.ink, 0.9));
    const auto arrow = [this](double from, double to) {
        const QPointF tip(to, layout.axis);
        painter.drawLine(QPointF(from, layout.axis), tip);
        painter.drawLine(tip, tip + QPointF(-3.5, -2.2));
        painter.drawLine(tip, tip + QPointF(-3.5, 2.2));
    };
    arrow(symbol(BenchElement::Receiver).right(), symbol(BenchElement::Converter).left());
    arrow(symbol(BenchElement::Converter).right(), symbol(BenchElement::Recovery).left());
}

void Brush::box(BenchElement element, const QString& text, const QString& brief) const
{
    const QRectF& rect = symbol(element);
    painter.setPen(QPen(theme.ink, 1.0));
    painter.setBrush(theme.paper);
    painter.drawRoundedRect(rect, 2.0, 2.0);
    painter.setBrush(Qt::NoBrush);
    const QFont font = plotFont(PlotText::Small);
    const QString& shown = textWidth(font, text) <= rect.width() - 3.0 ? text : brief;
    if (textWidth(font, shown) <= rect.width() - 2.0 && rect.height() >= 9.0)
        drawLine(painter, rect, Qt::AlignHCenter | Qt::AlignVCenter, font, theme.ink, shown);
}

void Brush::symbols() const
{
    box(BenchElement::Laser, QStringLiteral("λ"), QStringLiteral("λ"));
    box(BenchElement::Converter, Words::tr("A → D"), QStringLiteral("AD"));
    box(BenchElement::Recovery, QStringLiteral("Re F"), QStringLiteral("ℜ"));

    const QRectF& modulator = symbol(BenchElement::Modulator);
    painter.setPen(QPen(theme.ink, 1.0));
    painter.setBrush(theme.paper);
    painter.drawRect(modulator);
    painter.setPen(QPen(theme.ink, 0.6));
    constexpr int cells = 8;
    for (int i = 1; i < cells; ++i) {
        const double y = modulator.top() + modulator.height() * i / cells;
        painter.drawLine(QPointF(modulator.left(), y), QPointF(modulator.right(), y));
    }

    const QRectF& lens = symbol(BenchElement::Lens);
    QPainterPath glass(QPointF(lens.center().x(), lens.top()));
    glass.quadTo(QPointF(lens.right() + lens.width() / 2, lens.center().y()),
                 QPointF(lens.center().x(), lens.bottom()));
    glass.quadTo(QPointF(lens.left() - lens.width() / 2, lens.center().y()),
                 QPointF(lens.center().x(), lens.top()));
    painter.setPen(QPen(theme.ink, 1.0));
    painter.drawPath(glass);

    const QRectF& receiver = symbol(BenchElement::Receiver);
    painter.setBrush(theme.paper);
    painter.drawRect(receiver);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.ink, 2.0, Qt::SolidLine, Qt::FlatCap)); // the sensitive side
    painter.drawLine(receiver.topLeft(), receiver.bottomLeft());
}

/// Name above, values below; values that don't fit their column are left to the table.
void Brush::words() const
{
    const QFont small = plotFont(PlotText::Small);
    for (std::size_t i = 0; i < benchElements.size(); ++i) {
        const QRectF& rect = layout.elements[i];
        const QString full = benchElementName(benchElements[i]);
        drawLine(painter, {rect.left() + 1.0, rect.top() + 1.0, rect.width() - 2.0, 11.0},
                 Qt::AlignHCenter | Qt::AlignTop, plotFont(), theme.ink,
                 textWidth(plotFont(), full) <= rect.width() - 2.0 ? full : briefName(benchElements[i]));
        double top = layout.words[i].top();
        for (const QString& value : figure.valuesOf(benchElements[i])) {
            if (top + 10.5 > layout.words[i].bottom() + 0.1)
                break;
            if (textWidth(small, value) > layout.words[i].width())
                continue;
            drawLine(painter, {layout.words[i].left(), top, layout.words[i].width(), 10.5},
                     Qt::AlignHCenter | Qt::AlignVCenter, small, theme.fadedInk, value);
            top += 10.5;
        }
    }
}

void Brush::span(BenchElement from, BenchElement to, const QString& text, const QString& brief) const
{
    const QFont font = plotFont(PlotText::Small);
    const double left = symbol(from).center().x() + 1.5;
    const double right = symbol(to).center().x() - 1.5;
    const double y = layout.spacings.center().y();
    const auto fits = [&](const QString& words) { return textWidth(font, words) + 14.0 <= right - left; };
    const QString shown = fits(text) ? text : fits(brief) ? brief : QStringLiteral("f");
    const double width = std::min(textWidth(font, shown) + 4.0, right - left - 5.0);
    const double middle = (left + right) / 2;
    painter.setPen(QPen(theme.fadedInk, 0.7));
    for (const double end : {left, right})
        painter.drawLine(QPointF(end, y - 3.0), QPointF(end, y + 3.0));
    painter.drawLine(QPointF(left, y), QPointF(middle - width / 2, y));
    painter.drawLine(QPointF(middle + width / 2, y), QPointF(right, y));
    drawLine(painter, {middle - width / 2 + 0.5, y - 5.5, width - 1.0, 11.0},
             Qt::AlignHCenter | Qt::AlignVCenter, font, theme.ink, shown);
}

void Brush::spacings() const
{
    const QString f = deviceText(figure.spec().device, "focal_length");
    const QString text = QStringLiteral("f = ") + f;
    span(BenchElement::Modulator, BenchElement::Lens, text, f);
    span(BenchElement::Lens, BenchElement::Receiver, text, f);
    const QFont font = plotFont(PlotText::Small);
    const double left = symbol(BenchElement::Receiver).center().x() + 10.0;
    const double right = layout.spacings.right();
    const QString full = Words::tr("rays schematic: not to scale across the axis");
    const QString brief = Words::tr("schematic, not to scale");
    const auto tell = [&](double from, double to, Qt::Alignment side, const QString& words) {
        drawLine(painter, {from, layout.spacings.center().y() - 5.5, to - from, 11.0},
                 side | Qt::AlignVCenter, font, theme.fadedInk, words);
    };
    const double modulator = symbol(BenchElement::Modulator).center().x();
    if (textWidth(font, f) + 17.0 <= symbol(BenchElement::Lens).center().x() - modulator) {
        tell(left, right, Qt::AlignRight, textWidth(font, full) <= right - left ? full : brief);
    } else { // between narrow elements the distances are but "f"
        tell(left, right, Qt::AlignRight, text);
        tell(layout.spacings.left(), modulator - 3.0, Qt::AlignLeft, Words::tr("not to scale"));
    }
}

void Brush::thumbnails() const
{
    const QFont font = plotFont(PlotText::Small);
    const SchematicSpec& spec = figure.spec();
    const std::array planes{&spec.modulator, &spec.focal, &spec.receiver};
    const std::array places{Words::tr("at the modulator"), Words::tr("in the focal plane"),
                            Words::tr("at the receiver")};
    for (std::size_t i = 0; i < planes.size(); ++i) {
        const QRectF& box = layout.thumbnails[i];
        if (box.isNull())
            continue;
        const PlaneThumbnail& plane = *planes[i];
        drawPlaneThumbnail(painter, box, plane, theme);
        const double column = layout.elements[0].width();
        const QRectF name(box.center().x() - column + 2.0, box.top() - 11.5, 2.0 * column - 4.0, 11.0);
        const std::array texts{places[i] + QStringLiteral(": ") + plane.name, plane.name,
                               plane.name.section(QLatin1Char(','), 0, 0)};
        const auto text = std::ranges::find_if(
            texts, [&](const QString& words) { return textWidth(font, words) <= name.width(); });
        drawLine(painter, name, Qt::AlignHCenter | Qt::AlignVCenter, font, theme.ink,
                 text == texts.end() ? texts.back() : *text);
        if (!plane.values || plane.values->empty()) {
            const QString nothing = Words::tr("no light yet");
            drawLine(painter, box.adjusted(2.0, 0.0, -2.0, 0.0), Qt::AlignHCenter | Qt::AlignVCenter, font,
                     theme.fadedInk, nothing);
        }
    }
}

} // namespace

void SchematicFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    const SchematicLayout layout = layoutIn(area);
    (void)drawFlatHeading(painter, FigurePaper::inside(area), theme, m_spec.title, layout.note);
    const Brush brush{painter, theme, *this, layout};
    brush.selection();
    brush.rays();
    brush.wires();
    brush.symbols();
    brush.words();
    brush.spacings();
    brush.thumbnails();
}

} // namespace mixlens::ui
