#pragma once

#include "core/base/quantity.h"
#include "core/math/matrix.h"
#include "ui/figures/figure.h"

#include <QString>

#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace mixlens::ui {

struct AxisLabel
{
    QString text;
    bool special = false; ///< [CLS], [SEP]: italic and faded
    bool padding = false; ///< hatched rather than coloured
};

enum class HeatScale { Linear, SquareRoot, Logarithmic, Decibel };
enum class HeatColours {
    Sequential, ///< single hue from paper: sparse non-negative values
    Dense,      ///< cividis: values that are nowhere near zero
    Diverging,  ///< signed, symmetric about zero
    Cyclic      ///< angles
};

/// Everything that a heat map draws. Matrices are shared, not copied.
struct HeatMapSpec
{
    QString title;
    QString valueName; ///< e.g. "share of row"
    QString unit;      ///< empty for plain numbers
    std::shared_ptr<const Matrix> values;
    std::shared_ptr<const Matrix> opacity; ///< 0..1 per cell, for phases; null: opaque
    std::vector<AxisLabel> rows, cols;     ///< one per row and column of `values`
    QString rowTitle, colTitle;            ///< e.g. "output token", "input token"
    bool numericAxes = false; ///< labels are numbers that count by one: level, at round values only
    std::vector<double> rowMargin, colMargin; ///< thin bars beside and below; empty: none
    QString rowMarginName, colMarginName;     ///< e.g. "reach", "received"
    double rowMarginFull = 0.0;               ///< value of a full bar; 0: the largest
    HeatScale scale = HeatScale::Linear;
    HeatColours colours = HeatColours::Sequential;
    double low = 0.0,
           high = 1.0;        ///< range of the colours; values beyond are drawn with ticks on the bar's ends
    bool rangeShared = false; ///< the same range as the neighbouring panels
    std::optional<double> reference; ///< marked on the colour bar, e.g. 1 / N
    QString referenceName;
    QString note; ///< one line below the title
    LaneIdentity identity = LaneIdentity::Attention;
    Provenance provenance = Provenance::Measured;
    QString provenanceText; ///< e.g. "computed, float32"; shown with exports
};

/// Where things are inside a painted heat map; the view hit-tests with it.
struct HeatMapLayout
{
    QRectF cells;     ///< plot area
    QRectF visible;   ///< part of the matrix shown in it, in cells: x columns, y rows
    QRectF colourBar; ///< null when not drawn
    [[nodiscard]] std::optional<std::pair<Index, Index>> cellAt(QPointF point,
                                                                Shape shape) const; ///< (row, col)
    [[nodiscard]] QRectF rectOf(Index row, Index col) const;
};

/// Space around the cells and their largest side, in points: decided by whoever places several maps side by
/// side, so that rows and columns are aligned from map to map.
struct HeatMapRoom
{
    double left = 0.0, above = 0.0, right = 0.0, below = 0.0;
    double cell = 60.0;
};

/// How much of a heat map's furniture to draw.
struct HeatMapParts
{
    bool title = true;
    bool colourBar = true;
    bool colLabels = true;
    bool rowLabels = true;
    bool margins = true;
    bool axisTitles = true;               ///< names of the axes, in the corner between the labels
    std::optional<HeatMapRoom> room = {}; ///< none: as its own labels need; given, margins are narrow
    bool values = true;                   ///< print values where a cell has room (>= 28 pixels)
};

class HeatMapFigure : public Figure
{
public:
    explicit HeatMapFigure(HeatMapSpec spec);
    ~HeatMapFigure() override;

    [[nodiscard]] const HeatMapSpec& spec() const noexcept;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

    /// As paint(), showing only the part `visible` of the matrix (in cells; null: all), with chosen parts.
    [[nodiscard]] HeatMapLayout paintPart(QPainter& painter, const QRectF& area, const Theme& theme,
                                          QRectF visible, const HeatMapParts& parts) const;

    /// Builds what painting a large matrix needs, so that painting needn't: once, from any thread.
    void prepare() const;

private:
    struct Private;
    std::shared_ptr<const Private> d; // shared with tables: a figure is a value
};

} // namespace mixlens::ui
