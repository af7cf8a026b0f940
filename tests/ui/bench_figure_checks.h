#pragma once

#include "bench_samples.h"
#include "figure_samples.h"

#include <QAbstractItemModel>

// What every figure of a benchmark keeps to.
namespace mixlens::ui::test {

inline const std::vector<QSize>& benchSizes()
{
    static const std::vector<QSize> sizes{{420, 300}, {560, 340},  {640, 360},
                                          {900, 500}, {1600, 900}, {241, 289}};
    return sizes;
}

/// What of its words overlaps or leaves the area; empty when all is well.
inline QString labelProblems(const Figure& figure, QSize size)
{
    const QByteArray svg = svgOf(figure, size, lightTheme());
    const QRectF ink = inkOf(svg);
    if (!QRectF(QPointF(), QSizeF(size)).adjusted(-0.5, -0.5, 0.5, 0.5).contains(ink))
        return QStringLiteral("ink from (%1, %2) to (%3, %4)")
            .arg(ink.left())
            .arg(ink.top())
            .arg(ink.right())
            .arg(ink.bottom());
    return overlapsIn(svg).join(QStringLiteral("; "));
}

/// Pixels beyond a figure's area that painting it changed.
inline int pixelsOutside(const Figure& figure, const Theme& theme)
{
    const QRect area(60, 50, 420, 300);
    QImage image(area.right() + 60, area.bottom() + 50, QImage::Format_RGB32);
    const QRgb untouched = qRgb(1, 2, 3);
    image.fill(untouched);
    QPainter painter(&image);
    figure.paint(painter, area, theme);
    painter.end();
    int changed = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            changed += !area.contains(x, y) && image.pixel(x, y) != untouched ? 1 : 0;
    return changed;
}

inline QColor pixelAt(const QImage& image, QPointF at)
{
    return image.pixelColor(static_cast<int>(std::floor(at.x())), static_cast<int>(std::floor(at.y())));
}

/// Rows of a figure's table whose cells equal the given ones, by column.
inline std::vector<int> rowsWhere(const QAbstractItemModel& table,
                                  const std::vector<std::pair<int, QVariant>>& wanted)
{
    std::vector<int> rows;
    for (int row = 0; row < table.rowCount(); ++row)
        if (std::ranges::all_of(
                wanted, [&](const auto& cell) { return table.index(row, cell.first).data() == cell.second; }))
            rows.push_back(row);
    return rows;
}

} // namespace mixlens::ui::test
