#pragma once

#include "ui/style/theme.h"

#include <QPointF>
#include <QRectF>
#include <QStringList>

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

class QPainter;

namespace mixlens::ui {

/// Centres of labels of one `height`, in the order given, moved as little as needed (in squares) so that none
/// overlaps another or leaves [top, bottom]. Precondition: they fit.
[[nodiscard]] std::vector<double> spreadApart(const std::vector<double>& wanted, double height, double top,
                                              double bottom);

/// What a line is, told at its end beside the plot: no legend box to look up.
struct EdgeLabel
{
    QPointF anchor;      ///< the line's last point
    QStringList names;   ///< the first that fits is drawn, otherwise the last, elided
    QStringList details; ///< below the name, or after it where height is short; the first that fits, or none
    QColor colour;       ///< of the name
    QColor line;         ///< of the leader from the anchor
    std::function<void(QPainter&, QPointF, double)> mark; ///< centre, diameter
};

/// Draws labels inside `column`; leaders start at the anchors. What doesn't fit its height is counted.
void drawEdgeLabels(QPainter& painter, const Theme& theme, const QRectF& column,
                    const std::vector<EdgeLabel>& labels);

/// Finds room for words inside a plot: never over other words, over as few points as possible.
class FreeSpots
{
public:
    explicit FreeSpots(const QRectF& inside) : m_inside(inside) {}
    void avoid(QPointF point) { m_points.push_back(point); }
    /// A straight piece of a line.
    void avoid(QPointF from, QPointF to);
    void occupy(const QRectF& words) { m_words.push_back(words); }
    /// The best of the boxes, which is occupied from then on; the first wins among equals. None that covers
    /// more than `most` points.
    [[nodiscard]] std::optional<QRectF>
    place(const std::vector<QRectF>& candidates,
          std::ptrdiff_t most = std::numeric_limits<std::ptrdiff_t>::max());

private:
    QRectF m_inside;
    std::vector<QPointF> m_points;
    std::vector<QRectF> m_words;
};

} // namespace mixlens::ui
