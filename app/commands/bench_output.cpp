#include "app/commands/bench_output.h"

#include "app/commands/bench_chart.h"
#include "app/console.h"
#include "core/base/files.h"
#include "core/bench/result_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace mixlens {

namespace {

constexpr std::array<std::string_view, 4> presets{"screen", "column", "full", "slide"};
constexpr std::array<std::string_view, 2> themes{"light", "dark"};

Result<BenchChart> readChart(const Arguments& arguments)
{
    const auto file = arguments.required("chart");
    const auto view = arguments.choice("view", benchViews);
    const auto preset = arguments.choice("preset", presets);
    const auto theme = arguments.choice("theme", themes);
    if (const Error* problem = firstError(file, view, preset, theme))
        return tl::unexpected(*problem);
    const auto format = ui::formatOfFile(QString::fromLocal8Bit(file->c_str()));
    if (!format)
        return tl::unexpected(format.error());
    return BenchChart{*file, *view, arguments.text("baseline", ""), *preset, *format, *theme == "dark"};
}

std::vector<std::string> filesOf(const BenchOutputs& outputs)
{
    std::vector<std::string> files;
    for (const auto& file : {outputs.csv, outputs.google, outputs.markdown, outputs.latex})
        if (file)
            files.push_back(*file);
    if (outputs.chart)
        files.push_back(outputs.chart->file);
    return files;
}

} // namespace

Result<BenchOutputs> readBenchOutputs(const Arguments& arguments)
{
    BenchOutputs outputs;
    outputs.csv = arguments.text("csv");
    outputs.google = arguments.text("google");
    outputs.markdown = arguments.text("markdown");
    outputs.latex = arguments.text("latex");
    outputs.baseline = arguments.text("baseline", "");
    if (arguments.has("chart")) {
        auto chart = readChart(arguments);
        if (!chart)
            return tl::unexpected(chart.error());
        outputs.chart = std::move(*chart);
    } else {
        for (const char* option : {"view", "preset", "theme"})
            if (arguments.has(option))
                return failure(Error::Code::Usage,
                               std::string("--") + option + " is about a chart; give --chart FILE.svg too.");
    }
    std::vector<std::string> files = filesOf(outputs);
    std::ranges::sort(files);
    if (const auto twice = std::ranges::adjacent_find(files); twice != files.end())
        return failure(Error::Code::Usage,
                       "'" + *twice + "' is to be written twice; give each output a file of its own.");
    return outputs;
}

bool isReplaceable(const std::string& file)
{
    std::error_code unknown;
    const std::filesystem::file_status status = std::filesystem::status(file, unknown);
    return !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
}

Result<void> checkWritable(const std::string& file)
{
    std::error_code unknown;
    const std::filesystem::file_status status = std::filesystem::status(file, unknown);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
        !std::filesystem::is_directory(status))
        return {}; // a device or pipe is asked when it is written
    if (file.empty() || std::filesystem::is_directory(status))
        return writeFileAtomically(file, ""); // refuses both, in its words
    const std::string probe = file + ".writable";
    if (std::filesystem::exists(probe, unknown))
        return {};
    if (const auto written = writeFileAtomically(probe, ""); !written) {
        std::string sentence = written.error().message;
        if (const std::size_t at = sentence.find(probe); at != std::string::npos)
            sentence.replace(at, probe.size(), file);
        return failure(written.error().code, sentence);
    }
    std::filesystem::remove(probe, unknown);
    return {};
}

Result<void> checkWritable(const BenchOutputs& outputs)
{
    for (const std::string& file : filesOf(outputs))
        if (auto writable = checkWritable(file); !writable)
            return writable;
    return {};
}

Result<void> writeBenchOutputs(const BenchResult& result, const BenchOutputs& outputs)
{
    Result<void> first;
    const auto note = [&first](const std::string& file, const Result<void>& written) {
        if (written)
            say("Wrote " + file + ".");
        else if (first)
            first = written;
        else
            complain(written.error().message);
    };
    const auto write = [&](const std::optional<std::string>& file, std::string (*text)(const BenchResult&)) {
        if (file)
            note(*file, writeFileAtomically(*file, text(result)));
    };
    write(outputs.csv, benchCsv);
    write(outputs.google, googleBenchmarkJson);
    write(outputs.markdown, benchMarkdown);
    write(outputs.latex, benchLatex);
    if (outputs.chart)
        note(outputs.chart->file, writeBenchChart(result, *outputs.chart));
    return first;
}

} // namespace mixlens
