#pragma once

#include "ui/style/theme.h"

#include <QRectF>
#include <QStringList>

#include <functional>
#include <limits>
#include <vector>

class QPainter;

namespace mixlens::ui {

/// The range of an axis; both ends are above zero where it is logarithmic.
struct AxisRange
{
    double low = 1.0, high = 10.0;
    bool logarithmic = true;
    /// Place of a value, 0 at `low`, 1 at `high`, cut to them.
    [[nodiscard]] double share(double value) const;
    [[nodiscard]] bool holds(double value) const { return low <= value && value <= high; }
};

/// Grows with every value that can be drawn on a logarithmic axis; what isn't finite or above zero is counted
/// as left out.
class LogExtent
{
public:
    void add(double value);
    [[nodiscard]] bool empty() const noexcept { return !(m_low <= m_high); }
    [[nodiscard]] double low() const noexcept { return m_low; }
    [[nodiscard]] double high() const noexcept { return m_high; }
    [[nodiscard]] std::size_t leftOut() const noexcept { return m_leftOut; }
    /// Widened by `factor` at both ends and, around its middle, until high is `least` times low. 1..10 when
    /// empty.
    [[nodiscard]] AxisRange range(double factor, double least) const;

private:
    double m_low = std::numeric_limits<double>::infinity();
    double m_high = 0.0;
    std::size_t m_leftOut = 0;
};

/// A plot with its two axes.
struct PlotFrame
{
    QRectF rect;
    AxisRange x, y;
    [[nodiscard]] double xOf(double value) const { return rect.left() + x.share(value) * rect.width(); }
    [[nodiscard]] double yOf(double value) const { return rect.bottom() - y.share(value) * rect.height(); }
    [[nodiscard]] QPointF at(double xValue, double yValue) const { return {xOf(xValue), yOf(yValue)}; }
};

inline constexpr double axisTextHeight = 11.0; ///< of tick texts below and titles above a plot, points

/// A tick with a decimal prefix and no digit more than needed: "100 kB"; without a unit "100 G".
[[nodiscard]] QString prefixedTick(double value, const QString& unit);

using TickText = std::function<QString(double)>;

/// Powers of two inside the range, as many as `count` lets stand, equally many steps apart.
[[nodiscard]] std::vector<double> powersOfTwo(const AxisRange& range, int count);

/// Rules and tick texts of y, left of the plot, and its title above the plot, both between `left` and
/// `right`. Of the titles the first that fits is drawn, otherwise the last, elided; none: none.
void drawYAxis(QPainter& painter, const Theme& theme, const PlotFrame& frame, const TickText& text,
               double left, double right, const QStringList& titles);
/// The same for x; texts below the plot, the title behind them up to `right`.
void drawXAxis(QPainter& painter, const Theme& theme, const PlotFrame& frame,
               const std::vector<double>& ticks, const TickText& text, double right,
               const QStringList& titles);

/// Sentences in their order, as many as fit in a seventh of the height.
[[nodiscard]] QString fittingNote(const QRectF& area, const QStringList& sentences);

} // namespace mixlens::ui
