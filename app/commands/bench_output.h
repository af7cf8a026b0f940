#pragma once

#include "app/command_line.h"
#include "core/bench/bench_result.h"
#include "ui/export/figure_export.h"

#include <optional>
#include <string>
#include <vector>

namespace mixlens {

/// A picture of a result, as the options ask for it.
struct BenchChart
{
    std::string file;
    std::string view; ///< one of benchViews
    std::string baseline;
    std::string preset;
    ui::FigureFormat format = ui::FigureFormat::Svg;
    bool dark = false;
};

/// Files that a result is written to, besides Mixlens's own.
struct BenchOutputs
{
    std::optional<std::string> csv, google, markdown, latex;
    std::optional<BenchChart> chart;
    std::string baseline;
};

/// Usage for a view, preset or suffix that there isn't, and for chart options without --chart.
[[nodiscard]] Result<BenchOutputs> readBenchOutputs(const Arguments& arguments);

/// That a file of this name can be written beside its future place, before minutes are spent on what goes
/// into it. Leaves nothing behind.
[[nodiscard]] Result<void> checkWritable(const std::string& file);
[[nodiscard]] Result<void> checkWritable(const BenchOutputs& outputs);

/// A pipe or device takes one document, at the end; a file can be replaced at any time.
[[nodiscard]] bool isReplaceable(const std::string& file);

/// Writes them all and says so; the first problem comes back when all have been tried.
[[nodiscard]] Result<void> writeBenchOutputs(const BenchResult& result, const BenchOutputs& outputs);

inline constexpr OptionSpec csvOption{"csv", "FILE", "every repetition as a row"};
inline constexpr OptionSpec googleOption{"google", "FILE", "as Google Benchmark's compare.py reads it"};
inline constexpr OptionSpec markdownOption{"markdown", "FILE", "medians as a Markdown table"};
inline constexpr OptionSpec latexOption{"latex", "FILE", "medians as a LaTeX table"};
inline constexpr OptionSpec chartOption{"chart", "FILE", "a picture: .svg, .pdf or .png"};
inline constexpr OptionSpec viewOption{"view", "time|per-token|ratio|rate|memory|roofline|operations",
                                       "what the chart shows (default time)"};
inline constexpr OptionSpec baselineOption{"baseline", "BACKEND",
                                           "of ratios and crossovers (default attention)"};
inline constexpr OptionSpec presetOption{"preset", "column|full|slide|screen",
                                         "size of the chart (default screen)"};
inline constexpr OptionSpec benchThemeOption{"theme", "light|dark", "colours of the chart (default light)"};

} // namespace mixlens
