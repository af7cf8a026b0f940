#pragma once

#include "app/commands/bench_output.h"

#include <array>
#include <string_view>

namespace mixlens {

inline constexpr std::array<std::string_view, 7> benchViews{"time",   "per-token", "ratio",     "rate",
                                                            "memory", "roofline",  "operations"};

/// The figure that a chart asks for.
[[nodiscard]] Result<ui::FigurePtr> benchFigure(const BenchResult& result, const BenchChart& chart);

/// The same as a file, with how it was made inside it.
[[nodiscard]] Result<void> writeBenchChart(const BenchResult& result, const BenchChart& chart);

} // namespace mixlens
