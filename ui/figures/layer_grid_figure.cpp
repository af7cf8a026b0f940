#include "ui/figures/layer_grid_figure.h"

#include "ui/figures/matrix_image.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::LayerGridFigure)
};

constexpr int thumbnailSide = 64; ///< pixels at most: no smaller detail is seen at a glance
constexpr double preferredCell = 40.0, smallestCell = 6.0, largestCell = 56.0, gap = 5.0;

QFont font()
{
    return plotFont(PlotText::Small);
}
double line()
{
    return QFontMetricsF(font()).height();
}

/// The reach: one decimal below ten, so that it fits beside the head's name.
QString numberOf(const LayerGridCell& cell)
{
    return cell.reach > 0.0 ? QString::number(cell.reach, 'f', cell.reach < 9.95 ? 1 : 0) : QString();
}

QImage thumbnail(const LayerGridCell& cell, const Theme& theme)
{
    const Matrix& values = *cell.values;
    float largest = 0.0F;
    for (const float value : values.values()) // NaN is never larger
        largest = std::abs(value) > largest && std::isfinite(value) ? std::abs(value) : largest;
    const HeatColours colours = cell.isSigned ? HeatColours::Diverging : HeatColours::Sequential;
    const double high = largest > 0.0F ? static_cast<double>(largest) : 1.0;
    const ImageColours look{cell.isSigned ? ValueScale(HeatScale::Linear, -high, high)
                                          : ValueScale(HeatScale::SquareRoot, 0.0, high),
                            colourMapOf(colours, theme), theme.paper, theme.warning};
    const QSize size(static_cast<int>(std::min<Index>(thumbnailSide, values.cols())),
                     static_cast<int>(std::min<Index>(thumbnailSide, values.rows())));
    const PixelWindow window{
        QRectF(0, 0, static_cast<double>(values.cols()), static_cast<double>(values.rows())), size};
    // Straight from the matrix: a pyramid pays only when more than one size is drawn.
    return renderPart(MatrixPyramid(cell.values, keepOf(colours)), window, QRect(QPoint(), size), look);
}

} // namespace

struct LayerGridFigure::Thumbnails
{
    std::mutex lock;
    std::map<std::tuple<std::size_t, std::size_t, bool>, QImage> images; ///< layer, place, dark

    QImage of(std::size_t row, std::size_t place, const LayerGridCell& cell, const Theme& theme)
    {
        const std::scoped_lock guard(lock);
        QImage& image = images[{row, place, theme.dark}];
        if (image.isNull())
            image = thumbnail(cell, theme);
        return image;
    }
};

struct LayerGridFigure::Places
{
    QRectF grid;         ///< thumbnails and the numbers below them
    double cell = 0.0;   ///< side of a thumbnail; 0: no room
    double number = 0.0; ///< height of the line below
    double labels = 0.0;
};

LayerGridFigure::LayerGridFigure(LayerGridSpec spec)
    : m_spec(std::move(spec)), m_thumbnails(std::make_shared<Thumbnails>())
{}

std::shared_ptr<const LayerGridFigure> LayerGridFigure::withCurrent(std::optional<LayerHead> current) const
{
    auto copy = std::make_shared<LayerGridFigure>(*this);
    copy->m_spec.current = current;
    return copy;
}

std::size_t LayerGridFigure::columns() const
{
    std::size_t count = 1;
    for (const LayerGridRow& row : m_spec.rows)
        count = std::max(count, row.cells.size());
    return count;
}

QString LayerGridFigure::summary() const
{
    const LayerGridCell* narrowest = nullptr;
    QString layer;
    std::size_t count = 0;
    for (const LayerGridRow& row : m_spec.rows)
        for (const LayerGridCell& cell : row.cells) {
            ++count;
            if (cell.reach > 0.0 && (!narrowest || cell.reach < narrowest->reach)) {
                narrowest = &cell;
                layer = row.label;
            }
        }
    QString text = Words::tr("%1: %2 layers, %3 maps").arg(m_spec.title).arg(m_spec.rows.size()).arg(count);
    if (narrowest)
        text += Words::tr(", smallest reach %1 (%2 %3)")
                    .arg(narrowest->reach, 0, 'f', 1)
                    .arg(layer, narrowest->label);
    return text;
}

QSizeF LayerGridFigure::preferredSize() const
{
    const auto cols = static_cast<double>(columns()), rows = static_cast<double>(m_spec.rows.size());
    const double heading = belowHeading({0, 0, 400, 400}, m_spec.title, m_spec.note).top();
    return {28.0 + std::max(120.0, cols * (preferredCell + gap)),
            heading + std::max(40.0, rows * (preferredCell + line() + gap))};
}

LayerGridFigure::Places LayerGridFigure::placesIn(const QRectF& area) const
{
    Places places;
    const QRectF room = belowHeading(area, m_spec.title, m_spec.note);
    for (const LayerGridRow& row : m_spec.rows)
        places.labels = std::max(places.labels, textWidth(font(), row.label) + 2.0 * gap);
    const auto cols = static_cast<double>(columns()),
               rows = static_cast<double>(std::max<std::size_t>(1, m_spec.rows.size()));
    const double wide = (room.width() - places.labels) / cols - gap;
    const double high = room.height() / rows - gap;
    places.number =
        std::min(wide, high - line()) >= 14.0 ? line() : 0.0; // numbers go first when it gets tight
    const double cell = std::floor(std::min({wide, high - places.number, largestCell}));
    places.cell = cell >= smallestCell ? cell : 0.0;
    places.grid = QRectF(room.left() + places.labels, room.top() + gap / 2.0,
                         cols * (places.cell + gap) - gap, rows * (places.cell + places.number + gap) - gap);
    return places;
}

QRectF LayerGridFigure::cellRect(const Places& places, std::size_t row, std::size_t place) const
{
    const LayerGridCell& cell = m_spec.rows[row].cells[place];
    const double x = places.grid.left() + static_cast<double>(place) * (places.cell + gap);
    const double y = places.grid.top() + static_cast<double>(row) * (places.cell + places.number + gap);
    const bool wide = !cell.head && m_spec.rows[row].cells.size() == 1;
    return {x, y, wide ? places.grid.width() : places.cell, places.cell};
}

void LayerGridFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    if (m_spec.rows.empty()) {
        drawMessage(painter, area, theme, Words::tr("There are no layers to show."));
        painter.restore();
        return;
    }
    static_cast<void>(drawHeading(painter, area, theme, m_spec.title, m_spec.note));
    const Places places = placesIn(area);
    // Names and numbers have one place in all cells: both, or the numbers alone where some would not fit.
    bool both = true;
    for (std::size_t r = 0; places.cell > 0.0 && r < m_spec.rows.size(); ++r)
        for (std::size_t c = 0; c < m_spec.rows[r].cells.size(); ++c) {
            const LayerGridCell& cell = m_spec.rows[r].cells[c];
            both = both && cellRect(places, r, c).width() >=
                               textWidth(font(), cell.label) + textWidth(font(), numberOf(cell)) + 4.0;
        }
    for (std::size_t r = 0; places.cell > 0.0 && r < m_spec.rows.size(); ++r) {
        const LayerGridRow& row = m_spec.rows[r];
        const double y = places.grid.top() + static_cast<double>(r) * (places.cell + places.number + gap);
        drawLine(painter, {area.left(), y, places.labels - gap, places.cell},
                 Qt::AlignRight | Qt::AlignVCenter, font(), theme.laneText(row.identity), row.label);
        for (std::size_t c = 0; c < row.cells.size(); ++c) {
            const LayerGridCell& cell = row.cells[c];
            const QRectF rect = cellRect(places, r, c);
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
            if (cell.values && !cell.values->empty())
                painter.drawImage(rect, m_thumbnails->of(r, c, cell, theme));
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme.grid, 0.75));
            painter.drawRect(rect);
            if (m_spec.current == LayerHead{static_cast<Index>(r), cell.head}) {
                painter.setPen(QPen(theme.highlight, 2.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
                painter.drawRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5) & area.adjusted(1, 1, -1, -1));
            }
            if (places.number <= 0.0)
                continue;
            const QString number = numberOf(cell);
            const QRectF below(rect.left(), rect.bottom(), rect.width(), places.number);
            if (both)
                drawLine(painter, below, Qt::AlignLeft | Qt::AlignVCenter, font(), theme.fadedInk,
                         cell.label);
            drawLine(painter, below,
                     both ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignHCenter | Qt::AlignVCenter, font(),
                     theme.ink, number);
        }
    }
    painter.restore();
}

std::unique_ptr<QAbstractTableModel> LayerGridFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    for (std::size_t r = 0; r < m_spec.rows.size(); ++r)
        for (const LayerGridCell& cell : m_spec.rows[r].cells)
            rows.push_back(
                {QVariant::fromValue(static_cast<qlonglong>(r + 1)),
                 cell.head ? QVariant::fromValue(static_cast<qlonglong>(*cell.head + 1)) : QVariant(),
                 cell.label, cell.reach > 0.0 ? QVariant(cell.reach) : QVariant()});
    return std::make_unique<ColumnTable>(
        QStringList{Words::tr("layer"), Words::tr("head"), Words::tr("name"), Words::tr("reach")},
        std::move(rows));
}

QRectF LayerGridFigure::rectOf(const LayerHead& cell, const QRectF& area) const
{
    const Places places = placesIn(area);
    if (cell.layer < 0 || cell.layer >= std::ssize(m_spec.rows) || places.cell <= 0.0)
        return {};
    const auto row = static_cast<std::size_t>(cell.layer);
    const auto& cells = m_spec.rows[row].cells;
    const auto found = std::ranges::find(cells, cell.head, &LayerGridCell::head);
    return found == cells.end() ? QRectF()
                                : cellRect(places, row, static_cast<std::size_t>(found - cells.begin()));
}

std::optional<LayerHead> LayerGridFigure::cellAt(QPointF point, const QRectF& area) const
{
    const Places places = placesIn(area);
    for (std::size_t r = 0; places.cell > 0.0 && r < m_spec.rows.size(); ++r)
        for (std::size_t c = 0; c < m_spec.rows[r].cells.size(); ++c)
            if (cellRect(places, r, c).adjusted(0, 0, 0, places.number).contains(point))
                return LayerHead{static_cast<Index>(r), m_spec.rows[r].cells[c].head};
    return {};
}

} // namespace mixlens::ui
