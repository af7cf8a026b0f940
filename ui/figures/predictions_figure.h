#pragma once

#include "core/analysis/predictions.h"
#include "ui/figures/figure.h"

#include <vector>

namespace mixlens::ui {

/// What one lane would put in the place of [MASK].
struct PredictionColumn
{
    QString lane;
    LaneIdentity identity = LaneIdentity::Attention;
    std::vector<Candidate> best; ///< most likely first
    QString missing;             ///< why there are none, e.g. that the model has no masked-token head
};

struct PredictionsSpec
{
    QString title;
    std::vector<PredictionColumn> columns; ///< 1 … 4 lanes
    std::size_t mask = 0;                  ///< which [MASK], from 0
    std::size_t maskCount = 0;             ///< 0: the sentence has none
    QString context;                       ///< e.g. "the [MASK] by the river"
};

struct PredictionsLayout
{
    std::vector<QRectF> columns; ///< one per lane; text to the left, bars to the right
    double top = 0.0;
    double rowHeight = 0.0;
    double full = 1.0; ///< probability of a full bar, the same in all columns
    [[nodiscard]] QRectF barOf(std::size_t column, std::size_t rank, double probability) const;
};

/// The most likely tokens of several lanes side by side: bars of probability on one scale, and lines between
/// neighbours that name the same token (a slope graph).
class PredictionsFigure : public Figure
{
public:
    explicit PredictionsFigure(PredictionsSpec spec);

    [[nodiscard]] const PredictionsSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] PredictionsLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    PredictionsSpec m_spec;
};

/// "All 3 lanes: rates", or "2 of 3 lanes: rates; FNet: money".
[[nodiscard]] QString agreementText(const PredictionsSpec& spec);

} // namespace mixlens::ui
