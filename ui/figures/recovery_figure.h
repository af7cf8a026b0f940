#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/heat_map_figure.h"

#include <array>
#include <memory>

namespace mixlens::ui {

/// What the camera cannot see: the exact Re F, what the device recovered of it, and the difference.
struct RecoverySpec
{
    QString title;
    QString note;
    std::shared_ptr<const Matrix> exact;     ///< Re(F X F), (tokens x hidden), of the digital transform
    std::shared_ptr<const Matrix> recovered; ///< the same, through the device
    /// |F|, all that a bare camera has; takes the place of `recovered` in the middle panel while set, and
    /// the error is then |F| - Re F.
    std::shared_ptr<const Matrix> magnitude;
    double errorFactor = 0.0; ///< the error is drawn so many times too large; 0: the best power of ten
    bool bypass = false;      ///< row 0 and column 0 are digital and count in no error
};

struct RecoveryLayout
{
    QString note;
    std::array<HeatMapLayout, 3> panels; ///< exact, recovered, error
    bool upright = false;                ///< panels below each other
};

class RecoveryFigure : public Figure
{
public:
    explicit RecoveryFigure(RecoverySpec spec);

    [[nodiscard]] const RecoverySpec& spec() const noexcept { return m_spec; }
    /// Exact, recovered (or magnitude), error times factor(), all of one range; null without data.
    [[nodiscard]] const HeatMapFigure* panel(std::size_t index) const noexcept
    {
        return m_panels[index].get();
    }
    [[nodiscard]] double factor() const noexcept { return m_factor; }
    [[nodiscard]] double rmsShare() const noexcept { return m_rmsShare; }     ///< rms error over rms of Re F
    [[nodiscard]] double worstShare() const noexcept { return m_worstShare; } ///< largest error over rms
    [[nodiscard]] std::pair<Index, Index> worstCell() const noexcept { return m_worst; }

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

    /// As paint(), and tells where things are.
    RecoveryLayout paintWithLayout(QPainter& painter, const QRectF& area, const Theme& theme) const;

private:
    RecoverySpec m_spec;
    std::array<std::shared_ptr<const HeatMapFigure>, 3> m_panels;
    double m_factor = 1.0;
    double m_rmsShare = 0.0;
    double m_worstShare = 0.0;
    std::pair<Index, Index> m_worst{0, 0};
};

} // namespace mixlens::ui
