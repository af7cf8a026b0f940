#include "app/commands/bench_text.h"

#include "app/commands/text_table.h"
#include "core/base/files.h"
#include "core/bench/bench_summary.h"
#include "core/bench/number_text.h"
#include "core/bench/operation_share.h"
#include "core/bench/provenance_lines.h"
#include "ui/figures/growth_figure.h"
#include "ui/style/number_text.h"

#include <algorithm>
#include <memory>

namespace mixlens {

namespace {

using Row = std::vector<std::string>;

constexpr double significance = 0.05; ///< of the U test, as its interval has 95 %

std::string plain(const QString& text)
{
    return text.toStdString();
}

std::string fixed(double value, int decimals)
{
    return QString::number(value, 'f', decimals).toStdString();
}

const Quantity* deviceTime(const Measurement* cell)
{
    if (cell == nullptr)
        return nullptr;
    const auto found = std::ranges::find(cell->device, std::string_view("device_time"), &Quantity::name);
    return found == cell->device.end() ? nullptr : &*found;
}

std::string cellText(const Measurement* cell, const CellSummary* summary)
{
    if (summary != nullptr)
        return timeText(summary->seconds.statistics);
    return cell != nullptr && !cell->refusal.empty() ? "refused" : "not yet";
}

std::string timesTable(const BenchResult& result, const BenchSummary& summary)
{
    const std::vector<std::string> backends = result.backends();
    std::vector<std::string> devices;
    for (const std::string& backend : backends)
        if (std::ranges::any_of(result.measurements, [&](const Measurement& cell) {
                return cell.cell.backend == backend && deviceTime(&cell) != nullptr;
            }))
            devices.push_back(backend);
    std::vector<Row> rows(1, {"tokens"});
    rows.front().insert(rows.front().end(), backends.begin(), backends.end());
    for (const std::string& device : devices)
        rows.front().push_back(device + " device, modelled");
    for (const Index tokens : result.grid.lengths) {
        Row row{std::to_string(tokens)};
        bool known = false;
        for (const std::string& backend : backends) {
            const Measurement* cell = result.find(backend, tokens);
            known = known || cell != nullptr;
            row.push_back(cellText(cell, summary.find(backend, tokens)));
        }
        for (const std::string& device : devices) {
            const Quantity* time = deviceTime(result.find(device, tokens));
            row.push_back(time != nullptr ? timeText(time->value) : "");
        }
        if (known)
            rows.push_back(std::move(row));
    }
    return textTable(rows);
}

std::string limitsText(const MachineLimits& limits)
{
    std::string text;
    const auto add = [&text](const char* name, double bytes) {
        if (bytes > 0.0)
            text += std::string(text.empty() ? "" : ", ") + name + " " + bytesText(bytes) + "/s";
    };
    if (limits.gemmFlops > 0.0)
        text = "matrix product " + plain(ui::rateText(limits.gemmFlops));
    add("copy in L2", limits.copyL2);
    add("in L3", limits.copyL3);
    add("in memory", limits.copyMemory);
    return text;
}

/// "growth at the longer lengths: attention N^1.93 ± 0.03, fourier N^1.07 ± 0.03".
std::string growthText(const BenchSummary& summary)
{
    std::string text;
    for (const BackendGrowth& growth : summary.growth)
        if (growth.exponent)
            text += (text.empty() ? "" : ", ") + growth.backend + " N^" +
                    plain(ui::exponentText(*growth.exponent));
    return text;
}

/// Of the longest measured length of each backend.
std::vector<std::string> shareTexts(const BenchResult& result, const BenchSummary& summary)
{
    std::vector<std::string> texts;
    for (const std::string& backend : result.backends()) {
        const Measurement* longest = nullptr;
        for (const Measurement& cell : result.measurements)
            if (cell.cell.backend == backend && cell.measured())
                longest = &cell;
        if (longest == nullptr)
            continue;
        const CellSummary* cell = summary.find(backend, longest->cell.tokens);
        const OperationSummary* mixing = cell == nullptr ? nullptr : cell->find(mixingOperation);
        if (mixing == nullptr || mixing->share.samples == 0)
            continue;
        const Statistics& share = mixing->share;
        texts.push_back("mixing is " + plain(ui::shareText(share.median)) + " of the time with " + backend +
                        " at " + std::to_string(longest->cell.tokens) + " tokens (" +
                        plain(ui::shareText(share.p10)) + " to " + plain(ui::shareText(share.p90)) +
                        ", measured)");
    }
    return texts;
}

std::string verdict(const CellComparison& cell)
{
    const bool apart = cell.test.pValue < significance && (cell.ratio95.low > 1.0 || cell.ratio95.high < 1.0);
    return !apart ? "no difference shown" : cell.ratio > 1.0 ? "slower" : "faster";
}

} // namespace

std::string subjectText(const BenchResult& result)
{
    const BenchGrid& grid = result.grid;
    std::string text = grid.level == BenchLevel::Mixer   ? "measured: one mixing sub-layer"
                       : grid.level == BenchLevel::Block ? "measured: one encoder block"
                                                         : "measured: the whole model " + grid.model;
    if (grid.level != BenchLevel::Model)
        text += ", width " + std::to_string(grid.width) + ", " + std::to_string(grid.heads) + " head" +
                (grid.heads == 1 ? "" : "s");
    return text + (grid.batch == 1 ? "" : ", batch " + std::to_string(grid.batch)) + ", " +
           std::to_string(grid.threads) + " thread" + (grid.threads == 1 ? "" : "s") + ", float32, on " +
           result.environment.processor;
}

std::string resultText(const BenchResult& result, const std::string& baseline)
{
    const BenchSummaryPtr summary = summariseBench(result, baseline);
    std::string text = timesTable(result, *summary) + "\n";
    const auto line = [&text](const std::string& name, const std::string& what) {
        if (!what.empty())
            text += name + ": " + what + "\n";
    };
    for (const std::string& fact : provenanceLines(result))
        text += fact + "\n";
    line("Limits, measured", limitsText(result.limits));

    line("Growth", growthText(*summary));
    for (const BackendGrowth& growth : summary->growth)
        if (growth.crossover)
            line("Crossover",
                 plain(ui::crossoverSentence({growth.backend, *growth.crossover}, summary->baseline)));
    for (const std::string& share : shareTexts(result, *summary))
        line("Share", share);
    text.erase(text.find_last_not_of('\n') + 1);
    return text;
}

std::vector<std::string> refusalTexts(const BenchResult& result)
{
    // Backends in the grid's order; reasons of one backend by their first length.
    std::vector<std::string> sentences;
    for (const std::string& backend : result.backends()) {
        std::vector<std::pair<std::string, std::string>> reasons; ///< reason, lengths
        for (const Measurement& cell : result.measurements) {
            if (cell.cell.backend != backend || cell.refusal.empty())
                continue;
            const std::string tokens = std::to_string(cell.cell.tokens);
            const auto known =
                std::ranges::find(reasons, cell.refusal, &decltype(reasons)::value_type::first);
            if (known == reasons.end())
                reasons.emplace_back(cell.refusal, tokens);
            else
                known->second += ", " + tokens;
        }
        for (const auto& [reason, lengths] : reasons)
            sentences.push_back(backend + " was not measured at " + lengths + " tokens: " + reason);
    }
    return sentences;
}

std::string comparisonText(const Comparison& comparison)
{
    std::vector<Row> rows{{"backend", "tokens", "before", "after", "ratio", "95 %", "p", ""}};
    for (const CellComparison& cell : comparison.cells) {
        Row row{cell.cell.backend, std::to_string(cell.cell.tokens)};
        if (cell.problem.empty())
            row.insert(row.end(),
                       {timeText(cell.before), timeText(cell.after), fixed(cell.ratio, 3),
                        fixed(cell.ratio95.low, 3) + "–" + fixed(cell.ratio95.high, 3),
                        cell.test.pValue < 1e-4 ? "< 0.0001" : fixed(cell.test.pValue, 4), verdict(cell)});
        else
            row.insert(row.end(), {"", "", "", "", "", cell.problem});
        rows.push_back(std::move(row));
    }
    return textTable(rows);
}

} // namespace mixlens
