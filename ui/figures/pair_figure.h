#pragma once

#include "core/base/quantity.h"
#include "core/math/matrix.h"
#include "ui/figures/figure.h"

#include <optional>
#include <vector>

namespace mixlens::ui {

/// What one lane says about a pair of tokens in one layer.
struct PairRow
{
    QString lane;
    LaneIdentity identity = LaneIdentity::Attention;
    std::optional<double> weight;    ///< mean over heads, or of the chosen one
    std::optional<double> influence; ///< share of the output token's row, 0..1
    Index rank = 0;                  ///< of the input among the row's influences, from 1; 0: unknown
    Index of = 0;                    ///< tokens in the row
    std::optional<double> reach;     ///< of the output token's row
    QString predicts;                ///< what the lane would say at the output token, where that is [MASK]
    std::vector<Quantity> device;    ///< facts of the optical lane
    QString missing;                 ///< why there are no numbers

    struct Fact
    {
        QString name, value;
    };
    std::vector<Fact> facts; ///< of the lane as a whole, while no pair is selected
};

struct PairSpec
{
    QString output, input; ///< as the tokens are spelled; empty: nothing is selected
    std::size_t layer = 0; ///< from 0
    std::vector<PairRow> rows;
};

/// One pair of tokens in every lane, as short lists of numbers.
class PairFigure : public Figure
{
public:
    explicit PairFigure(PairSpec spec);

    [[nodiscard]] const PairSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    PairSpec m_spec;
};

} // namespace mixlens::ui
