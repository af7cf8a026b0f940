#include "ui/figures/heat_map_figure.h"

#include "ui/figures/heat_map_bar.h"
#include "ui/figures/heat_map_paint.h"
#include "ui/figures/heat_map_statistics.h"
#include "ui/figures/heat_map_table.h"
#include "ui/figures/plot_paint.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <mutex>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::HeatMapFigure)
};

std::shared_ptr<const Matrix> orEmpty(std::shared_ptr<const Matrix> matrix)
{
    return matrix ? std::move(matrix) : std::make_shared<const Matrix>();
}

QSizeF preferredSizeOf(const HeatMapSpec& spec)
{
    if (!spec.values || spec.values->empty())
        return {320.0, 120.0};
    // Values in the cells of short sentences, every label up to 64, and a screenful beyond.
    const auto side = [](Index count) {
        const auto n = static_cast<double>(count);
        return count <= 16 ? 24.0 * n : std::clamp(7.5 * n, 24.0 * 16, 480.0);
    };
    const QSizeF cells(side(spec.values->cols()), side(spec.values->rows()));
    const QSizeF around = heatMapFurniture(spec, {});
    const double provenance =
        spec.provenanceText.isEmpty() ? 0.0 : QFontMetricsF(plotFont(PlotText::Small)).height();
    const double title = textWidth(plotFont(PlotText::Title), spec.title) * 1.15 + 14.0; // bold is wider
    return {std::ceil(std::max(cells.width() + around.width(), std::min(title, 420.0))),
            std::ceil(std::max(cells.height(), colourBarSize(spec).height()) + around.height() + provenance)};
}

} // namespace

/// Built once, on first need, by whichever thread comes first.
struct HeatMapFigure::Private
{
    explicit Private(HeatMapSpec given)
        : spec(std::move(given)), flat(orEmpty(spec.values), keepOf(spec.colours), spec.opacity)
    {}

    const MatrixPyramid& pyramid() const
    {
        std::call_once(pyramidOnce, [this] { deep.emplace(flat.withLevels()); });
        return *deep;
    }
    const HeatMapStatistics& statistics() const
    {
        std::call_once(statisticsOnce, [this] { measured = heatMapStatistics(spec); });
        return measured;
    }

    QSizeF preferredSize() const
    {
        std::call_once(preferredOnce, [this] { preferred = preferredSizeOf(spec); });
        return preferred;
    }

    HeatMapSpec spec;
    MatrixPyramid flat;
    mutable std::once_flag pyramidOnce, statisticsOnce, preferredOnce;
    mutable QSizeF preferred;
    mutable std::optional<MatrixPyramid> deep;
    mutable HeatMapStatistics measured;
};

HeatMapFigure::HeatMapFigure(HeatMapSpec spec) : d(std::make_shared<const Private>(std::move(spec))) {}

HeatMapFigure::~HeatMapFigure() = default;

const HeatMapSpec& HeatMapFigure::spec() const noexcept
{
    return d->spec;
}

QString HeatMapFigure::title() const
{
    return d->spec.title;
}

QString HeatMapFigure::summary() const
{
    return heatMapSummary(d->spec, d->statistics());
}

void HeatMapFigure::prepare() const
{
    static_cast<void>(d->statistics());
    static_cast<void>(d->pyramid());
}

QSizeF HeatMapFigure::preferredSize() const
{
    return d->preferredSize(); // layouts ask at every turn, and measuring labels is slow
}

void HeatMapFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const HeatMapSpec& spec = d->spec;
    QString origin = spec.provenanceText;
    if (origin.isEmpty() && spec.provenance != Provenance::Measured) {
        const std::string_view name = word(spec.provenance);
        origin = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    if (!spec.values || spec.values->empty())
        origin.clear();
    const QFont font = plotFont(PlotText::Small);
    const double line = origin.isEmpty() ? 0.0 : QFontMetricsF(font).height();
    static_cast<void>(paintPart(painter, area.adjusted(0.0, 0.0, 0.0, -line), theme, {}, {}));
    if (!origin.isEmpty())
        drawLine(painter, {area.left(), area.bottom() - line, area.width(), line},
                 Qt::AlignRight | Qt::AlignBottom, font, theme.fadedInk, origin);
}

HeatMapLayout HeatMapFigure::paintPart(QPainter& painter, const QRectF& area, const Theme& theme,
                                       QRectF visible, const HeatMapParts& parts) const
{
    const HeatMapSpec& spec = d->spec;
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    HeatMapLayout layout;
    if (!spec.values || spec.values->empty()) {
        drawMessage(painter, area, theme, Words::tr("There are no tokens to show: type a sentence."));
    } else {
        const QRectF all(0.0, 0.0, static_cast<double>(spec.values->cols()),
                         static_cast<double>(spec.values->rows()));
        const QRectF part = visible.isNull() ? all : visible;
        const HeatMapGeometry geometry = heatMapGeometry(spec, area, parts, PixelGrid::of(painter));
        const HeatMapPaint paint(painter, spec, geometry, part, theme, parts);
        paint.heading();
        if (!geometry.cells.isNull()) {
            paint.cells(d->flat, [this]() -> const MatrixPyramid& { return d->pyramid(); });
            if (parts.values)
                paint.values();
            if (spec.numericAxes) {
                paint.numericAxes();
            } else {
                paint.rowLabels();
                paint.colLabels();
            }
            paint.margins();
            layout = {geometry.cells, part, {}};
            if (!geometry.bar.isNull())
                layout.colourBar = paintColourBar(painter, geometry.bar, spec, d->statistics(), theme);
        }
    }
    painter.restore();
    return layout;
}

std::unique_ptr<QAbstractTableModel> HeatMapFigure::table() const
{
    return std::make_unique<HeatMapTable>(d->spec.values, d->spec.rows, d->spec.cols);
}

std::optional<std::pair<Index, Index>> HeatMapLayout::cellAt(QPointF point, Shape shape) const
{
    if (cells.isEmpty() || !cells.contains(point))
        return {};
    const auto row = static_cast<Index>(
        std::floor(visible.y() + (point.y() - cells.y()) / cells.height() * visible.height()));
    const auto col = static_cast<Index>(
        std::floor(visible.x() + (point.x() - cells.x()) / cells.width() * visible.width()));
    if (row < 0 || col < 0 || row >= shape.rows || col >= shape.cols)
        return {};
    return std::pair(row, col);
}

QRectF HeatMapLayout::rectOf(Index row, Index col) const
{
    const double width = cells.width() / visible.width(), height = cells.height() / visible.height();
    return {cells.x() + (static_cast<double>(col) - visible.x()) * width,
            cells.y() + (static_cast<double>(row) - visible.y()) * height, width, height};
}

} // namespace mixlens::ui
