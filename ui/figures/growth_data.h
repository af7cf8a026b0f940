#pragma once

#include "core/bench/bench_summary.h"
#include "ui/figures/bench_series.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <optional>

namespace mixlens::ui {

enum class GrowthView {
    Time,     ///< seconds of one call
    PerToken, ///< seconds of one call over all of its tokens
    Ratio,    ///< to the baseline, round by round
    Rate,     ///< flop/s; Fourier mixers by benchFFT's convention, others by their formula
    Memory    ///< bytes held, beside the formula's
};

enum class GrowthWhisker {
    Percentiles, ///< P10 to P90
    Median95     ///< 95 % interval of the median
};

/// Another result in the same picture, e.g. another machine's.
struct BenchOverlay
{
    QString name;
    std::shared_ptr<const BenchResult> result;
    BenchSummaryPtr summary; ///< of it
};

struct GrowthSpec
{
    QString title;
    QString note; ///< what was measured, and where; sentences of the figure's own follow
    std::shared_ptr<const BenchResult> result;
    /// Of it, as the engine computed it: medians, slopes and crossovers are shown as they stand there, and so
    /// is the baseline of ratios and crossovers. Null: nothing is drawn.
    BenchSummaryPtr summary;
    std::vector<BenchOverlay> overlays;
    GrowthView view = GrowthView::Time;
    GrowthWhisker whisker = GrowthWhisker::Percentiles;
    Index now = 0; ///< tokens of the sentence in hand; 0: no rule
};

/// A length of one series in the unit of the view. Where nothing can be said, `samples` is empty and `reason`
/// tells why.
struct GrowthPoint
{
    Index tokens = 0;
    std::vector<double> samples;
    double median = 0.0, low = 0.0, high = 0.0; ///< the whisker's ends
    double formula = 0.0;                       ///< of memory, bytes; 0 unknown
    QString reason;
    bool refused = false;

    /// On a logarithmic axis.
    [[nodiscard]] bool drawn() const noexcept { return !samples.empty() && median > 0.0; }
};

struct GrowthSeries
{
    std::string backend;
    QString name;    ///< as labelled, without "modelled"
    QString machine; ///< of an overlay
    BackendStyle style;
    bool modelled = false;           ///< a device's time: hollow, dotted, in no statistic
    std::vector<GrowthPoint> points; ///< one a length of its result's grid, ascending
    std::optional<Exponent> exponent;

    [[nodiscard]] bool overlay() const noexcept { return !machine.isEmpty(); }
    [[nodiscard]] const GrowthPoint* lastDrawn() const noexcept;
};

/// From where on `backend` is cheaper than the baseline.
struct GrowthCrossover
{
    std::string backend;
    Crossover crossover;
};

/// What a growth figure shows, ready to draw: picked from result and summary, without arithmetic.
struct GrowthData
{
    std::string baseline;             ///< the summary's
    std::vector<GrowthSeries> series; ///< measured, then modelled, then overlays
    std::vector<GrowthCrossover> crossovers;
    std::vector<Index> lengths;   ///< of all series, ascending
    std::size_t zeros = 0;        ///< measured values that a logarithmic axis cannot show
    std::size_t refusedCells = 0; ///< of the result itself
};

[[nodiscard]] GrowthData growthData(const GrowthSpec& spec);

/// "fourier is cheaper than attention from 103 tokens on (95 % interval 88–121)", or why there is no such
/// length: "… at every measured length, 8 to 4 096 tokens".
[[nodiscard]] QString crossoverSentence(const GrowthCrossover& crossover, const std::string& baseline);

} // namespace mixlens::ui
