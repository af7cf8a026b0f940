#include "core/bench/number_text.h"
#include "core/bench/provenance_lines.h"
#include "core/bench/result_file.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace mixlens {
namespace {

struct TableCell
{
    std::string text;
    std::string mark; ///< of its footnote; empty for most
};

/// A table before it is written in some language. All texts are plain UTF-8 on one line.
struct Table
{
    std::vector<std::string> headers;
    std::vector<std::vector<TableCell>> rows;
    std::vector<std::pair<std::string, std::string>> footnotes; ///< mark, sentence
    std::vector<std::string> below;
};

/// a … z, then aa, ab … : never a number, which would read as a power.
std::string markOf(std::size_t number)
{
    std::string mark(1, static_cast<char>('a' + number % 26));
    return number < 26 ? mark : markOf(number / 26 - 1) + mark;
}

/// The mark of a sentence; cells that say the same share it.
std::string footnote(Table& table, const std::string& sentence)
{
    const auto known =
        std::ranges::find(table.footnotes, sentence, &std::pair<std::string, std::string>::second);
    if (known != table.footnotes.end())
        return known->first;
    table.footnotes.emplace_back(markOf(table.footnotes.size()), sentence);
    return table.footnotes.back().first;
}

const Quantity* deviceTime(const Measurement* measurement)
{
    if (measurement == nullptr)
        return nullptr;
    const auto found = std::ranges::find_if(measurement->device, [](const Quantity& quantity) {
        return quantity.name == "device_time" && quantity.unit == "s";
    });
    return found == measurement->device.end() ? nullptr : &*found;
}

TableCell timeCell(Table& table, const Measurement* measurement)
{
    if (measurement == nullptr || (!measurement->measured() && measurement->refusal.empty()))
        return {"", ""};
    if (!measurement->measured())
        return {"–", footnote(table, onOneLine(measurement->refusal))};
    return {timeText(summarise(measurement->seconds)), ""};
}

struct Column
{
    std::string backend;
    bool device = false; ///< the modelled device instead of the measured time
};

std::vector<Column> columnsOf(const BenchResult& result)
{
    std::vector<Column> columns;
    for (const std::string& backend : result.backends()) {
        columns.push_back({backend, false});
        if (std::ranges::any_of(result.measurements, [&](const Measurement& measurement) {
                return measurement.cell.backend == backend && deviceTime(&measurement) != nullptr;
            }))
            columns.push_back({backend, true});
    }
    return columns;
}

Table tableOf(const BenchResult& result)
{
    Table table;
    const std::vector<Column> columns = columnsOf(result);
    table.headers.push_back("tokens");
    for (const Column& column : columns)
        table.headers.push_back(onOneLine(column.backend) + (column.device ? ", device (modelled)" : ""));
    for (const Index tokens : result.grid.lengths) {
        std::vector<TableCell> row{{std::to_string(tokens), ""}};
        for (const Column& column : columns) {
            const Measurement* const measurement = result.find(column.backend, tokens);
            if (!column.device)
                row.push_back(timeCell(table, measurement));
            else if (const Quantity* const time = deviceTime(measurement))
                row.push_back({timeText(time->value), ""});
            else
                row.push_back({"", ""});
        }
        // A shard, or a run that was cut short, has lengths without any cell: they would say nothing.
        if (std::ranges::any_of(row.begin() + 1, row.end(),
                                [](const TableCell& cell) { return !cell.text.empty(); }))
            table.rows.push_back(std::move(row));
    }
    table.below = provenanceLines(result);
    table.below.push_back("Times: median ± half of its distribution-free 95 % interval; below six rounds, "
                          "half of the range.");
    for (const Column& column : columns) {
        const auto optical = std::ranges::find_if(result.measurements, [&](const Measurement& measurement) {
            return measurement.cell.backend == column.backend && measurement.family == "optical";
        });
        if (!column.device && optical != result.measurements.end())
            table.below.push_back(onOneLine(column.backend) + ": what the simulation costs this machine, "
                                                              "not what the device would take.");
    }
    return table;
}

using Replacements = std::span<const std::pair<std::string_view, std::string_view>>;

std::string escaped(std::string_view text, Replacements replacements)
{
    std::string result;
    while (!text.empty()) {
        const auto found = std::ranges::find_if(
            replacements, [&](const auto& replacement) { return text.starts_with(replacement.first); });
        const std::size_t length = found == replacements.end() ? 1 : found->first.size();
        result += found == replacements.end() ? text.substr(0, 1) : found->second;
        text.remove_prefix(length);
    }
    return result;
}

/// Everything that starts something in GitHub's Markdown inside a table or a paragraph.
std::string markdown(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> marks{{{"\\", "\\\\"},
                                                                                          {"|", "\\|"},
                                                                                          {"*", "\\*"},
                                                                                          {"_", "\\_"},
                                                                                          {"`", "\\`"},
                                                                                          {"[", "\\["},
                                                                                          {"]", "\\]"},
                                                                                          {"<", "\\<"},
                                                                                          {">", "\\>"},
                                                                                          {"#", "\\#"},
                                                                                          {"~", "\\~"}}};
    return escaped(text, marks);
}

/// For LaTeX with any font encoding and no package.
std::string latex(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 22> marks{
        {{"\\", "\\textbackslash{}"},
         {"{", "\\{"},
         {"}", "\\}"},
         {"$", "\\$"},
         {"&", "\\&"},
         {"#", "\\#"},
         {"%", "\\%"},
         {"_", "\\_"},
         {"^", "\\textasciicircum{}"},
         {"~", "\\textasciitilde{}"},
         {"<", "$<$"},
         {">", "$>$"},
         {"|", "$|$"},
         {"\"", "''"},
         {"±", "$\\pm$"},
         {"µ", "$\\mu$"},
         {"μ", "$\\mu$"},
         {"×", "$\\times$"},
         {"²", "$^2$"},
         {"–", "--"},
         {"—", "---"},
         {"…", "\\dots{}"}}};
    return escaped(text, marks);
}

} // namespace

std::string benchMarkdown(const BenchResult& result)
{
    const Table table = tableOf(result);
    std::string text = "|";
    for (const std::string& header : table.headers)
        text += ' ' + markdown(header) + " |";
    text += "\n|";
    for (std::size_t i = 0; i < table.headers.size(); ++i)
        text += "--:|";
    for (const auto& row : table.rows) {
        text += "\n|";
        for (const TableCell& cell : row)
            text +=
                ' ' + markdown(cell.text) + (cell.mark.empty() ? "" : "<sup>" + cell.mark + "</sup>") + " |";
    }
    text += '\n';
    for (const auto& [mark, sentence] : table.footnotes)
        text += "\n<sup>" + mark + "</sup> " + markdown(sentence) + "  "; // two blanks: a line break
    for (const std::string& line : table.below)
        text += "\n" + markdown(line) + "  ";
    return text + '\n';
}

std::string benchLatex(const BenchResult& result)
{
    const Table table = tableOf(result);
    std::string text = "\\begin{tabular}{" + std::string(table.headers.size(), 'r') + "}\n\\hline\n";
    for (std::size_t i = 0; i < table.headers.size(); ++i)
        text += (i > 0 ? " & " : "") + latex(table.headers[i]);
    text += " \\\\\n\\hline\n";
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += (i > 0 ? " & " : "") + latex(row[i].text) +
                    (row[i].mark.empty() ? "" : "\\textsuperscript{" + row[i].mark + '}');
        text += " \\\\\n";
    }
    text += "\\hline\n\\end{tabular}\n";
    for (const auto& [mark, sentence] : table.footnotes)
        text += "\n\\noindent\\textsuperscript{" + mark + "} " + latex(sentence) + '\n';
    for (const std::string& line : table.below)
        text += "\n\\noindent " + latex(line) + '\n';
    return text;
}

} // namespace mixlens
