#include "ui/figures/bench_series.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/matrix_image.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/sweep_map_figure.h"
#include "ui/style/marks.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SweepMapFigure)
};

constexpr double wanted = 0.99; ///< agreement that the frame surrounds
constexpr double lineHeight = 10.5;

/// 99.5, 100, 7.3: per cent without the sign. Rounded, but never up to 100 or to what the frame surrounds.
QString percentText(double share, bool brief)
{
    if (share >= 1.0)
        return QStringLiteral("100");
    const double step = brief ? 1.0 : 0.1;
    double percent = step * std::round(100.0 * share / step);
    if (percent > 100.0 - step / 2 || (share < wanted && percent > 100.0 * wanted - step / 2))
        percent = step * std::floor(100.0 * share / step + 1e-9);
    return QString::number(percent, 'f', brief ? 0 : 1);
}

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const SweepMapFigure& figure;
    const SweepMapLayout& layout;
    ColourMap colours;
    double low; ///< agreement of the scale's lower end

    [[nodiscard]] bool reaches(std::size_t row, std::size_t col) const
    {
        const SweepPoint* point = figure.pointAt(row, col);
        return point != nullptr && point->refusal.empty() && point->device.agreement.value() >= wanted;
    }
    void cells() const;
    void frame() const;
    void cheapest() const;
    void axes() const;
    void bar() const;
    void key() const;
};

void Brush::cells() const
{
    const QFont font = plotFont(PlotText::Small);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t row = 0; row < layout.rows; ++row)
        for (std::size_t col = 0; col < layout.cols; ++col) {
            const QRectF rect = layout.rectOf(row, col).adjusted(0.5, 0.5, -0.5, -0.5);
            const SweepPoint* point = figure.pointAt(row, col);
            const bool shown = point != nullptr && point->refusal.empty();
            const double share = shown ? point->device.agreement.value() : 0.0;
            const QColor fill = shown ? QColor(colours.at((share - low) / (1.0 - low))) : theme.paper;
            painter.fillRect(rect, fill);
            if (!shown) {
                painter.setPen(QPen(theme.grid, 0.8));
                painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
            }
            const QColor ink =
                std::abs(fill.lightnessF() - theme.ink.lightnessF()) > 0.45F ? theme.ink : theme.paper;
            QString words = shown              ? percentText(share, false)
                            : point != nullptr ? QStringLiteral("×")
                                               : QStringLiteral("…");
            if (shown && textWidth(font, words) + 3.0 > rect.width())
                words = percentText(share, true);
            if (textWidth(font, words) + 1.0 <= rect.width() && rect.height() >= 9.5)
                drawLine(painter, rect, Qt::AlignHCenter | Qt::AlignVCenter, font,
                         shown ? ink : theme.fadedInk, words);
        }
    painter.setRenderHint(QPainter::Antialiasing);
}

/// Around all cells that reach 99 %, between them and those that don't.
void Brush::frame() const
{
    painter.setPen(QPen(theme.ink, 1.6, Qt::SolidLine, Qt::SquareCap));
    for (std::size_t row = 0; row < layout.rows; ++row)
        for (std::size_t col = 0; col < layout.cols; ++col) {
            if (!reaches(row, col))
                continue;
            const QRectF rect = layout.rectOf(row, col);
            if (row + 1 == layout.rows || !reaches(row + 1, col))
                painter.drawLine(rect.topLeft(), rect.topRight());
            if (row == 0 || !reaches(row - 1, col))
                painter.drawLine(rect.bottomLeft(), rect.bottomRight());
            if (col == 0 || !reaches(row, col - 1))
                painter.drawLine(rect.topLeft(), rect.bottomLeft());
            if (col + 1 == layout.cols || !reaches(row, col + 1))
                painter.drawLine(rect.topRight(), rect.bottomRight());
        }
}

void Brush::cheapest() const
{
    const SweepThreshold& threshold = figure.spec().result->threshold;
    if (!threshold.found)
        return;
    for (std::size_t row = 0; row < layout.rows; ++row)
        for (std::size_t col = 0; col < layout.cols; ++col)
            if (const SweepPoint* point = figure.pointAt(row, col);
                point != nullptr && point->number == threshold.point) {
                const QRectF rect = layout.rectOf(row, col).adjusted(2.2, 2.2, -2.2, -2.2);
                for (const auto& [colour, width] :
                     {std::pair(theme.paper, 3.0), std::pair(theme.highlight, 1.6)}) {
                    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
                    painter.setBrush(Qt::NoBrush);
                    painter.drawRect(rect);
                }
            }
}

void Brush::axes() const
{
    const QFont font = plotFont(PlotText::Small);
    const SweepMapSpec& spec = figure.spec();
    const double rowHeight = layout.cells.height() / static_cast<double>(layout.rows);
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(lineHeight / rowHeight)));
    const double left = layout.cells.left();
    if (!spec.rowKey.empty()) {
        for (std::size_t row = 0; row < layout.rows; row += every) {
            const QRectF rect = layout.rectOf(row, 0);
            const QString words = sweepValueText(spec.rowKey, figure.rowValues()[row], true);
            const double width = textWidth(font, words) + 1.0;
            drawLine(painter, {left - 4.0 - width, rect.center().y() - lineHeight / 2, width, lineHeight},
                     Qt::AlignRight | Qt::AlignVCenter, font, theme.ink, words);
        }
        drawLine(painter, {left, layout.cells.top() - 12.0, layout.cells.width(), 11.0},
                 Qt::AlignLeft | Qt::AlignTop, font, theme.fadedInk,
                 QStringLiteral("↑ ") + sweepAxisName(spec.rowKey));
    }
    double free = -1e9;
    for (std::size_t col = 0; col < layout.cols; ++col) {
        const QRectF rect = layout.rectOf(0, col);
        const QString words = sweepValueText(spec.colKey, figure.colValues()[col], true);
        const double half = textWidth(font, words) / 2 + 1.0;
        const double x = rect.center().x();
        if (x - half < std::max(free, left - 20.0))
            continue;
        free = x + half + 3.0;
        drawLine(painter, {x - half, layout.cells.bottom() + 1.0, 2 * half, 11.0},
                 Qt::AlignHCenter | Qt::AlignTop, font, theme.ink, words);
    }
    drawLine(painter, {left, layout.cells.bottom() + 11.5, layout.cells.width(), 11.0},
             Qt::AlignLeft | Qt::AlignTop, font, theme.fadedInk,
             sweepAxisName(spec.colKey) + QStringLiteral(" →"));
}

void Brush::bar() const
{
    if (layout.bar.isNull())
        return;
    const QFont font = plotFont(PlotText::Small);
    const QRectF& box = layout.bar;
    const int steps = std::max(2, static_cast<int>(box.height()));
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int i = 0; i < steps; ++i) {
        const double share = 1.0 - (i + 0.5) / steps;
        painter.fillRect(
            QRectF(box.left(), box.top() + box.height() * i / steps, box.width(), box.height() / steps + 0.6),
            QColor(colours.at(share)));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.fadedInk, 0.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box);
    for (const double share : {low, (1.0 + low) / 2, 1.0}) {
        const double y = box.bottom() - (share - low) / (1.0 - low) * box.height();
        drawLine(painter, {box.right() + 3.0, y - lineHeight / 2, 30.0, lineHeight},
                 Qt::AlignLeft | Qt::AlignVCenter, font, theme.ink,
                 QString::number(100.0 * share, 'g', 3) + QChar(0x202F) + QLatin1Char('%'));
    }
}

void Brush::key() const
{
    const SweepMapSpec& spec = figure.spec();
    std::vector<Phrase> phrases;
    phrases.push_back({Words::tr("≥ 99 % agree"), theme.ink, [this](QPainter& to, QPointF at, double size) {
                           to.setPen(QPen(theme.ink, 1.6));
                           to.drawRect(QRectF(at - QPointF(size / 2, size / 2), QSizeF(size, size)));
                       }});
    if (spec.result->threshold.found)
        phrases.push_back({Words::tr("least energy, loss ≤ 1 %: %1 modelled")
                               .arg(energyText(spec.result->threshold.joulesPerSentence)),
                           theme.ink, [this](QPainter& to, QPointF at, double size) {
                               to.setPen(QPen(theme.highlight, 1.6));
                               to.drawRect(QRectF(at - QPointF(size / 2, size / 2), QSizeF(size, size)));
                           }});
    drawPhrases(painter, layout.words, phrases);
}

} // namespace

void SweepMapFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    const auto known = [](const SweepPoint* point) { return point != nullptr; };
    if (std::ranges::none_of(m_cells, known)) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return;
    }
    double least = 0.9;
    for (const SweepPoint* point : m_cells)
        if (point != nullptr && point->refusal.empty())
            least = std::min(least, point->device.agreement.value());
    const SweepMapLayout layout = layoutIn(area);
    (void)drawFlatHeading(painter, FigurePaper::inside(area), theme, m_spec.title, layout.note);
    const Brush brush{painter,
                      theme,
                      *this,
                      layout,
                      colourMapOf(HeatColours::Sequential, theme),
                      std::floor(10.0 * least + 1e-9) / 10.0};
    brush.cells();
    brush.frame();
    brush.cheapest();
    brush.axes();
    brush.bar();
    brush.key();
}

} // namespace mixlens::ui
