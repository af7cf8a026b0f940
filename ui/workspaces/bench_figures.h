#pragma once

#include "core/bench/bench_summary.h"
#include "core/bench/result_file.h"
#include "ui/figures/amdahl_figure.h"
#include "ui/figures/figure.h"
#include "ui/figures/growth_data.h"

#include <QString>

#include <memory>
#include <string>

namespace mixlens::ui {

/// How a run can be looked at, in the order of the switch.
enum class BenchView { Time, PerToken, Ratio, Rate, Roofline, Operations, Amdahl, Difference };
inline constexpr int benchViews = 8;
[[nodiscard]] QString benchViewName(BenchView view);
[[nodiscard]] QString benchViewMeaning(BenchView view);
/// Over tokens, so that memory can stand below it on the same axis.
[[nodiscard]] bool isOverTokens(BenchView view);

/// All that the charts of a run depend on.
struct BenchScene
{
    std::shared_ptr<const BenchResult> result;
    BenchSummaryPtr summary;                  ///< of it; its baseline is that of the pictures
    std::shared_ptr<const BenchResult> other; ///< drawn behind, or compared with
    BenchSummaryPtr otherSummary;
    std::shared_ptr<const Comparison> comparison; ///< of the two; null: not compared yet
    QString otherName;
    GrowthWhisker whisker = GrowthWhisker::Percentiles;
    double factor = 0.0; ///< of a device that somebody assumes, for Amdahl's law; 0: the modelled device's
    Index now = 0;       ///< tokens of the sentence in hand
};

/// The sentence to show in a figure's place: why there is none; empty when there is one.
[[nodiscard]] QString whyNoFigure(BenchView view, const BenchScene& scene);
[[nodiscard]] FigurePtr benchFigure(BenchView view, const BenchScene& scene);
[[nodiscard]] FigurePtr benchMemoryFigure(const BenchScene& scene);

/// The share of mixing in the longest cell that has operations, of a Fourier mixer where there is one, and
/// the time of the run's modelled device; not measured(): no cell has operations.
[[nodiscard]] AmdahlSpec mixingShare(const BenchScene& scene);

} // namespace mixlens::ui
