#pragma once

#include "ui/figures/edge_labels.h"
#include "ui/figures/growth_figure.h"
#include "ui/figures/plot_paint.h"

#include <algorithm>
#include <cmath>

class QPainter;

namespace mixlens::ui {

/// Private to the painting of GrowthFigure. Of all jobs, in the order of layers: axes, vertical places with
/// their words (growth_rules.cpp), series (growth_brush.cpp), names at the lines' ends (growth_labels.cpp).
struct GrowthBrush
{
    QPainter& painter;
    const Theme& theme;
    const GrowthSpec& spec;
    const GrowthData& data;
    const GrowthLayout& layout;

    [[nodiscard]] QPointF at(const GrowthPoint& point, double value) const
    {
        return layout.frame.at(static_cast<double>(point.tokens), value);
    }
    [[nodiscard]] QColor colour(const GrowthSeries& series) const
    {
        return backendColour(theme, series.style);
    }
    /// Of a mark: smaller where lengths stand close.
    [[nodiscard]] double diameter() const
    {
        const double lengths = std::log2(layout.frame.x.high / layout.frame.x.low);
        return std::clamp(0.3 * layout.frame.rect.width() / std::max(1.0, lengths), 3.4, 6.5);
    }
    [[nodiscard]] QStringList yTitles() const;
    void axes() const;
    /// What words inside the plot should not cover.
    [[nodiscard]] FreeSpots occupied() const;
    void bands(FreeSpots& spots) const;
    void baseline(FreeSpots& spots) const;
    void now(FreeSpots& spots) const;
    void formula(const GrowthSeries& series) const;
    void samples(const GrowthSeries& series, std::size_t index) const;
    void line(const GrowthSeries& series) const;
    void marks(const GrowthSeries& series) const;
    void refused(const GrowthSeries& series, std::size_t index) const;
    void labels() const;
    void words(FreeSpots& spots, double x, bool below, const QString& text, const QColor& ink) const;
};

} // namespace mixlens::ui
