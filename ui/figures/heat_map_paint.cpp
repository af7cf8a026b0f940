#include "ui/figures/heat_map_paint.h"

#include "ui/figures/heat_map_statistics.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/colour_space.h"
#include "ui/style/marks.h"
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

constexpr Index vectorCells = 48 * 48; ///< above, a file of rectangles is larger than a picture and slower
constexpr double largestEmbedded = 2048.0;

/// Diagonals across a rectangle, cut to it: vector formats don't clip.
void hatch(QPainter& painter, const QRectF& rect, const Theme& theme)
{
    painter.fillRect(rect, theme.panel);
    painter.setPen(QPen(theme.fadedInk, 0.5));
    constexpr double spacing = 5.0;
    const double first = std::ceil((rect.left() + rect.top()) / spacing) * spacing;
    for (double sum = first; sum < rect.right() + rect.bottom(); sum += spacing) {
        const double x0 = std::max(rect.left(), sum - rect.bottom()),
                     x1 = std::min(rect.right(), sum - rect.top());
        painter.drawLine(QPointF(x0, sum - x0), QPointF(x1, sum - x1));
    }
}

/// Runs of padding as [first, last) within a range.
std::vector<std::pair<Index, Index>> paddingRuns(const std::vector<AxisLabel>& labels, Index first,
                                                 Index last)
{
    std::vector<std::pair<Index, Index>> runs;
    for (Index i = first; i < last; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (at >= labels.size() || !labels[at].padding)
            continue;
        if (!runs.empty() && runs.back().second == i)
            ++runs.back().second;
        else
            runs.push_back({i, i + 1});
    }
    return runs;
}

} // namespace

HeatMapPaint::HeatMapPaint(QPainter& painter, const HeatMapSpec& spec, const HeatMapGeometry& geometry,
                           const QRectF& visible, const Theme& theme, const HeatMapParts& parts)
    : m_painter(painter), m_spec(spec), m_geometry(geometry), m_visible(visible), m_theme(theme),
      m_parts(parts), m_grid(PixelGrid::of(painter))
{}

QSizeF HeatMapPaint::cell() const
{
    return {m_geometry.cells.width() / m_visible.width(), m_geometry.cells.height() / m_visible.height()};
}

QRect HeatMapPaint::shownCells() const
{
    const Shape shape = m_spec.values->shape();
    const QPoint first(std::max(0, static_cast<int>(std::floor(m_visible.left()))),
                       std::max(0, static_cast<int>(std::floor(m_visible.top()))));
    const int lastCol =
        std::min(static_cast<int>(shape.cols), static_cast<int>(std::ceil(m_visible.right() - 1e-9)));
    const int lastRow =
        std::min(static_cast<int>(shape.rows), static_cast<int>(std::ceil(m_visible.bottom() - 1e-9)));
    return {first, QSize(lastCol - first.x(), lastRow - first.y())};
}

void HeatMapPaint::heading() const
{
    if (m_geometry.heading.isNull())
        return;
    const double mark = 8.0;
    const double line = QFontMetricsF(plotFont(PlotText::Title)).height();
    if (!m_spec.title.isEmpty())
        drawMark(m_painter, markOf(m_spec.identity), m_geometry.heading.topLeft() + QPointF(5.0, line / 2.0),
                 mark, m_theme.lane(m_spec.identity));
    static_cast<void>(drawHeading(m_painter, m_geometry.heading.adjusted(14.0, 0, 0, 0), m_theme,
                                  m_spec.title, m_spec.note));
}

void HeatMapPaint::cells(const MatrixPyramid& flat, const std::function<const MatrixPyramid&()>& deep) const
{
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    const QRect shown = shownCells();
    if (m_grid.raster)
        pixels(flat, deep);
    else if (Index{shown.width()} * shown.height() <= vectorCells)
        rectangles();
    else
        embeddedImage(flat, deep);
    hatchPadding();
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    m_painter.setPen(QPen(m_theme.grid, 0.0));
    m_painter.setBrush(Qt::NoBrush);
    const double outside = m_grid.raster ? 0.5 / m_grid.scale() : 0.0;
    m_painter.drawRect(m_geometry.cells.adjusted(-outside, -outside, outside, outside));
}

void HeatMapPaint::pixels(const MatrixPyramid& flat, const std::function<const MatrixPyramid&()>& deep) const
{
    const QRectF device = m_grid.toDevice.mapRect(m_geometry.cells);
    const QPoint corner = device.topLeft().toPoint();
    const QSize size(static_cast<int>(std::lround(device.width())),
                     static_cast<int>(std::lround(device.height())));
    if (size.isEmpty())
        return;
    const PixelWindow window{m_visible, size};
    const ImageColours colours = imageColours(m_spec, m_theme);
    const MatrixPyramid& pyramid = cellsPerPixel(window) > 1.0 ? deep() : flat;
    m_painter.save();
    // One pixel of the picture on one of the device, whatever the painter's scale.
    m_painter.resetTransform();
    const double leftOver = m_painter.deviceTransform().m11();
    m_painter.scale(1.0 / leftOver, 1.0 / leftOver);
    const QPointF moved(m_painter.deviceTransform().dx(), m_painter.deviceTransform().dy());
    for (const QRect& tile : tilesOf(window))
        m_painter.drawImage(QPointF(corner + tile.topLeft()) - moved,
                            renderPart(pyramid, window, tile, colours));
    m_painter.restore();
    badge(m_visible.width() / size.width(), m_visible.height() / size.height());
}

void HeatMapPaint::rectangles() const
{
    const ImageColours colours = imageColours(m_spec, m_theme);
    const QRect shown = shownCells();
    m_painter.fillRect(m_geometry.cells, m_theme.paper);
    for (int row = shown.top(); row <= shown.bottom(); ++row)
        for (int col = shown.left(); col <= shown.right(); ++col) {
            const double position = colours.scale.position(static_cast<double>((*m_spec.values)(row, col)));
            QColor colour = std::isnan(position) ? colours.problem : QColor(colours.map.at(position));
            if (m_spec.opacity && !std::isnan(position))
                colour.setAlphaF(std::clamp((*m_spec.opacity)(row, col), 0.0F, 1.0F));
            m_painter.fillRect(layout().rectOf(row, col) & m_geometry.cells, colour);
        }
}

void HeatMapPaint::embeddedImage(const MatrixPyramid& flat,
                                 const std::function<const MatrixPyramid&()>& deep) const
{
    // A pixel a cell if the whole matrix shows; more for parts that begin between cells.
    const bool whole = m_visible.size() == QSizeF(m_visible.size().toSize());
    const auto side = [whole](double cells) {
        return static_cast<int>(
            std::lround(std::min(whole ? cells : 4.0 * cells, std::max(largestEmbedded, 1.0))));
    };
    const PixelWindow window{m_visible, {side(m_visible.width()), side(m_visible.height())}};
    const MatrixPyramid& pyramid = cellsPerPixel(window) > 1.0 ? deep() : flat;
    m_painter.drawImage(m_geometry.cells, renderPart(pyramid, window, QRect(QPoint(), window.size),
                                                     imageColours(m_spec, m_theme)));
    badge(m_visible.width() / window.size.width(), m_visible.height() / window.size.height());
}

void HeatMapPaint::hatchPadding() const
{
    const QRect shown = shownCells();
    const QRectF& cells = m_geometry.cells;
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    for (const auto& [first, last] : paddingRuns(m_spec.cols, shown.left(), shown.right() + 1)) {
        const double left = layout().rectOf(0, first).left(), right = layout().rectOf(0, last - 1).right();
        hatch(m_painter, QRectF(QPointF(left, cells.top()), QPointF(right, cells.bottom())) & cells, m_theme);
    }
    for (const auto& [first, last] : paddingRuns(m_spec.rows, shown.top(), shown.bottom() + 1)) {
        const double top = layout().rectOf(first, 0).top(), bottom = layout().rectOf(last - 1, 0).bottom();
        hatch(m_painter, QRectF(QPointF(cells.left(), top), QPointF(cells.right(), bottom)) & cells, m_theme);
    }
}

void HeatMapPaint::badge(double across, double down) const
{
    if (m_geometry.badge.isNull() || std::max(across, down) < 1.005)
        return;
    const QString kept = m_spec.colours == HeatColours::Diverging
                             ? Words::tr("showing the farthest from zero")
                         : m_spec.opacity ? Words::tr("showing the most opaque")
                                          : Words::tr("showing max");
    const auto number = [](double cells) { return numberText(std::max(1.0, cells), 2); };
    drawLine(m_painter, m_geometry.badge, Qt::AlignLeft | Qt::AlignTop, plotFont(PlotText::Small),
             m_theme.fadedInk,
             Words::tr("%1 × %2 cells per pixel, %3").arg(number(down), number(across), kept));
}

void HeatMapPaint::values() const
{
    if (cell().width() < valuesFrom || cell().height() < valuesFrom / 2.0)
        return;
    const QRect shown = shownCells();
    const ImageColours colours = imageColours(m_spec, m_theme);
    const QFont font = plotFont(PlotText::Small);
    // The same decimals everywhere, two digits of the largest: a column of numbers reads as one scale.
    const double largest = std::max({std::abs(m_spec.low), std::abs(m_spec.high), 1e-12});
    const int decimals = std::clamp(2 - static_cast<int>(std::ceil(std::log10(largest) - 1e-9)), 0, 3);
    const auto text = [this, decimals](Index row, Index col) {
        const auto value = static_cast<double>((*m_spec.values)(row, col));
        if (std::isnan(value))
            return QStringLiteral("NaN");
        if (m_spec.scale == HeatScale::Decibel)
            return numberText(std::round(20.0 * std::log10(std::abs(value))));
        QString number = QString::number(value, 'f', decimals);
        if (number.startsWith(QLatin1Char('-')))
            number = number.toDouble() == 0.0 ? number.mid(1) : QChar(0x2212) + number.mid(1);
        return number;
    };
    double width = 0.0;
    for (int row = shown.top(); row <= shown.bottom(); ++row)
        for (int col = shown.left(); col <= shown.right(); ++col)
            width = std::max(width, textWidth(font, text(row, col)));
    if (width > cell().width() - 1.0)
        return; // all or none: a blank cell would look like a missing value
    for (int row = shown.top(); row <= shown.bottom(); ++row)
        for (int col = shown.left(); col <= shown.right(); ++col) {
            const QRectF box = layout().rectOf(row, col);
            if (!m_geometry.cells.adjusted(-0.5, -0.5, 0.5, 0.5).contains(box) ||
                labelAt(m_spec.rows, row).padding || labelAt(m_spec.cols, col).padding)
                continue;
            const double position = colours.scale.position(static_cast<double>((*m_spec.values)(row, col)));
            QColor ground = std::isnan(position) ? m_theme.paper : QColor(colours.map.at(position));
            if (m_spec.opacity && (*m_spec.opacity)(row, col) < 0.5F)
                ground = m_theme.paper;
            if (std::isnan(position)) // room among the stripes
                m_painter.fillRect(QRectF(box.center() - QPointF(9.0, 5.0), QSizeF(18.0, 10.0)) & box,
                                   ground);
            drawLine(m_painter, box, Qt::AlignCenter, font, readableOn(ground), text(row, col));
        }
}

} // namespace mixlens::ui
