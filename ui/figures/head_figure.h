#pragma once

#include "core/math/matrix.h"
#include "ui/figures/figure.h"
#include "ui/figures/heat_map_figure.h"

#include <memory>
#include <optional>
#include <vector>

namespace mixlens::ui {

constexpr Index mostHeadTokens = 128; ///< beyond, lines tell nothing and the heat map is better
constexpr int mostEdges = 400;

struct HeadSpec
{
    QString title;
    std::shared_ptr<const Matrix> weights; ///< rows = outputs, columns = inputs
    std::vector<AxisLabel> outputs, inputs;
    bool isSigned = false;  ///< two hues, and only for the locked output: all-to-all lines say nothing
    int perOutput = 3;      ///< strongest edges of each output, 1 … 10
    double threshold = 0.0; ///< share of the row below which an edge is left out
    LaneIdentity identity = LaneIdentity::Attention;
    std::optional<Index> hoveredOutput, hoveredInput; ///< shows that token's edges only
    std::optional<Index> lockedOutput;
};

struct HeadEdge
{
    Index output = 0, input = 0;
    float weight = 0.0F;
    double share = 0.0; ///< |weight| of its row's sum of |weights|
};

/// What is drawn, strongest last so that it lies on top.
struct HeadEdges
{
    std::vector<HeadEdge> edges;
    Index total = 0;     ///< of the rows that are considered
    double weight = 0.0; ///< part of all |weights| that the drawn edges carry, 0 … 1
};
[[nodiscard]] HeadEdges headEdges(const HeadSpec& spec);

enum class HeadSide { Output, Input };
struct HeadToken
{
    HeadSide side = HeadSide::Output;
    Index index = 0;
    friend bool operator==(const HeadToken&, const HeadToken&) = default;
};

/// Inputs left, outputs right, lines as wide as the square root of the share of attention they carry.
class HeadFigure : public Figure
{
public:
    explicit HeadFigure(HeadSpec spec);

    [[nodiscard]] const HeadSpec& spec() const noexcept { return m_spec; }
    /// Why nothing is drawn; empty when edges are.
    [[nodiscard]] QString refusal() const;
    [[nodiscard]] QString caption() const; ///< "showing 33 of 121 edges, 87 % of the weight"

    [[nodiscard]] QString title() const override { return m_spec.title; }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    /// The edges that are shown: output, input, weight, share.
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

    [[nodiscard]] QRectF rectOf(HeadToken token, const QRectF& area) const;
    [[nodiscard]] std::optional<HeadToken> tokenAt(QPointF point, const QRectF& area) const;

private:
    struct Places;
    [[nodiscard]] Places placesIn(const QRectF& area) const;
    [[nodiscard]] static QRectF rectIn(const Places& places, HeadToken token);
    [[nodiscard]] Index count(HeadSide side) const;

    HeadSpec m_spec;
    HeadEdges m_edges;
};

} // namespace mixlens::ui
