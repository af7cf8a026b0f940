#pragma once

#include "core/math/matrix.h"
#include "ui/figures/figure.h"

#include <memory>
#include <optional>
#include <vector>

namespace mixlens::ui {

/// One head, or a whole layer that has no heads.
struct LayerGridCell
{
    std::shared_ptr<const Matrix> values{}; ///< null: not computed
    std::optional<Index> head{};            ///< none: one wide cell for the layer
    QString label{};                        ///< e.g. "H5" or "DFT kernel"
    double reach = 0.0;                     ///< effective number of input tokens; 0: none is printed
    bool isSigned = false;
};

struct LayerGridRow
{
    QString label;                      ///< e.g. "L3"
    std::vector<LayerGridCell> cells{}; ///< in the order they are to be seen: by index or by reach
    LaneIdentity identity = LaneIdentity::Attention;
};

/// Which layer and head; heads by their own index, not by their place.
struct LayerHead
{
    Index layer = 0;
    std::optional<Index> head;
    friend bool operator==(const LayerHead&, const LayerHead&) = default;
};

struct LayerGridSpec
{
    QString title, note;
    std::vector<LayerGridRow> rows; ///< layer 0 first
    std::optional<LayerHead> current;
};

/// All layers and heads at once: thumbnails that keep the maximum of what they shrink, each on its own scale
/// (a pattern's shape is what counts here), with the reach below.
class LayerGridFigure : public Figure
{
public:
    explicit LayerGridFigure(LayerGridSpec spec);
    /// The same thumbnails with another cell framed.
    [[nodiscard]] std::shared_ptr<const LayerGridFigure> withCurrent(std::optional<LayerHead> current) const;

    [[nodiscard]] const LayerGridSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] QString title() const override { return m_spec.title; }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    /// Layer, head, label, reach.
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

    /// The thumbnail's place when painted into `area`; empty if there is none.
    [[nodiscard]] QRectF rectOf(const LayerHead& cell, const QRectF& area) const;
    [[nodiscard]] std::optional<LayerHead> cellAt(QPointF point, const QRectF& area) const;

private:
    struct Thumbnails;
    struct Places;
    [[nodiscard]] Places placesIn(const QRectF& area) const;
    [[nodiscard]] std::size_t columns() const;
    [[nodiscard]] QRectF cellRect(const Places& places, std::size_t row, std::size_t place) const;

    LayerGridSpec m_spec;
    std::shared_ptr<Thumbnails> m_thumbnails; ///< drawn once for each size and theme, shared by copies
};

} // namespace mixlens::ui
