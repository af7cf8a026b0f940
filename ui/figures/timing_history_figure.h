#pragma once

#include "ui/figures/figure.h"

#include <vector>

namespace mixlens::ui {

struct TimingHistory
{
    QString lane;
    LaneIdentity identity = LaneIdentity::Attention;
    std::vector<double> seconds; ///< medians, one a keystroke, oldest first; NaN where not timed: a gap
};

/// Medians of the last keystrokes, one line a lane, on one axis that says its unit.
class TimingHistoryFigure : public Figure
{
public:
    static constexpr std::size_t keystrokes = 60;

    TimingHistoryFigure(QString title, std::vector<TimingHistory> lanes);

    /// Where the lines are; the newest keystroke stands at its right edge.
    [[nodiscard]] QRectF plotIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    [[nodiscard]] QString heading() const;

    QString m_title;
    std::vector<TimingHistory> m_lanes;
};

} // namespace mixlens::ui
