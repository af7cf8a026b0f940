#include "bench_fixture.h"
#include "core/base/random.h"
#include "core/bench/json_guard.h"
#include "core/bench/number_text.h"
#include "core/bench/result_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <bit>
#include <string>
#include <vector>

using namespace mixlens;
using Json = nlohmann::json;

namespace {

/// Bit for bit, also where == would forgive.
bool sameBits(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::ranges::equal(
        a, b, {}, [](double x) { return std::bit_cast<std::uint64_t>(x); },
        [](double x) { return std::bit_cast<std::uint64_t>(x); });
}

bool isSentence(const std::string& text)
{
    return text.size() > 20 && text.ends_with('.') && text.find('\n') == std::string::npos;
}

/// The message of a file whose JSON was changed.
template<class Change>
std::string refusalAfter(Change change)
{
    Json json = Json::parse(benchJson(fixture::result()));
    change(json);
    const auto parsed = parseBenchJson(json.dump(), "run.json");
    return parsed ? std::string("accepted") : parsed.error().message;
}

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    for (const QString& line : QString::fromStdString(text).split('\n'))
        lines.push_back(line.toStdString());
    return lines;
}

} // namespace

class BenchFilesTest : public QObject
{
    Q_OBJECT

private slots:
    void everyMemberComesBackBitForBit()
    {
        const BenchResult before = fixture::result();
        const auto after = parseBenchJson(benchJson(before), "run.json");
        QVERIFY2(after.has_value(), after ? "" : after.error().message.c_str());
        QCOMPARE(after->id, before.id);
        QCOMPARE(after->title, before.title);
        QCOMPARE(after->note, before.note);
        QCOMPARE(after->started, before.started);
        QCOMPARE(after->complete, before.complete);
        QCOMPARE(after->grid, before.grid);
        QCOMPARE(after->environment, before.environment);
        QCOMPARE(after->limits.gemmFlops, before.limits.gemmFlops);
        QCOMPARE(after->limits.copyL2, before.limits.copyL2);
        QCOMPARE(after->limits.copyL3, before.limits.copyL3);
        QCOMPARE(after->limits.copyMemory, before.limits.copyMemory);
        QCOMPARE(after->warnings, before.warnings);
        QCOMPARE(after->measurements.size(), before.measurements.size());
        for (std::size_t i = 0; i < before.measurements.size(); ++i) {
            const Measurement& a = before.measurements[i];
            const Measurement& b = after->measurements[i];
            QCOMPARE(b.cell, a.cell);
            QCOMPARE(b.family, a.family);
            QCOMPARE(b.width, a.width);
            QCOMPARE(b.iterations, a.iterations);
            QVERIFY(sameBits(b.seconds, a.seconds));
            QVERIFY(sameBits({b.setupSeconds}, {a.setupSeconds}));
            QCOMPARE(b.workspaceBytes, a.workspaceBytes);
            QCOMPARE(b.peakBytes, a.peakBytes);
            QCOMPARE(b.formulaFlops, a.formulaFlops);
            QCOMPARE(b.formulaBytes, a.formulaBytes);
            QCOMPARE(b.formulaWorkspace, a.formulaWorkspace);
            QCOMPARE(b.operations.size(), a.operations.size());
            for (std::size_t o = 0; o < a.operations.size(); ++o) {
                QCOMPARE(b.operations[o].operation, a.operations[o].operation);
                QVERIFY(sameBits(b.operations[o].seconds, a.operations[o].seconds));
            }
            QCOMPARE(b.device.size(), a.device.size());
            for (std::size_t q = 0; q < a.device.size(); ++q) {
                QCOMPARE(b.device[q].name, a.device[q].name);
                QCOMPARE(b.device[q].value, a.device[q].value);
                QCOMPARE(b.device[q].unit, a.device[q].unit);
                QCOMPARE(b.device[q].provenance, a.device[q].provenance);
            }
            QCOMPARE(b.refusal, a.refusal);
        }
        QCOMPARE(benchJson(*after), benchJson(before));
    }

    void anEmptyRunIsAFileToo()
    {
        const auto parsed = parseBenchJson(benchJson({}), "empty.json");
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().message.c_str());
        QVERIFY(parsed->measurements.empty());
    }

    void namesThatAreNoUtf8StillMakeAFile()
    {
        BenchResult result = fixture::result();
        result.title = "broken \xFF\xC3";
        QVERIFY(parseBenchJson(benchJson(result), "run.json").has_value());
        QVERIFY(Json::accept(googleBenchmarkJson(result)));
    }

    void filesAreWrittenAndRead()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.json").toStdString();
        QVERIFY(writeBenchFile(file, fixture::result()).has_value());
        QCOMPARE(benchJson(*readBenchFile(file)), benchJson(fixture::result()));
        QCOMPARE(readBenchFile(file.string() + ".none").error().code, Error::Code::NotFound);
    }

    /// What a full disk leaves: the device that is always full, and a folder where nothing may be made.
    void aFailedWriteSaysSoAndKeepsTheFormerFile()
    {
        QCOMPARE(writeBenchFile("/dev/full", fixture::result()).error().code, Error::Code::Unreadable);
        const QTemporaryDir folder;
        const std::filesystem::path missing = folder.filePath("none/run.json").toStdString();
        QVERIFY(isSentence(writeBenchFile(missing, fixture::result()).error().message));
    }

    /// hyperfine 1.x: what its scripts take from "results".
    void hyperfinesScriptsFindWhatTheyRead()
    {
        const BenchResult result = fixture::result();
        const Json results = Json::parse(benchJson(result)).at("results");
        QCOMPARE(results.size(), std::size_t{11}); // twelve cells, one refused
        for (const Json& entry : results) {
            QVERIFY(entry.at("command").is_string());
            for (const char* key : {"mean", "stddev", "median", "min", "max"})
                QVERIFY(entry.at(key).is_number());
            QCOMPARE(entry.at("times").size(), std::size_t{7});
            QCOMPARE(entry.at("exit_codes").get<std::vector<int>>(), std::vector<int>(7, 0));
            QVERIFY(entry.at("user").is_null() && entry.at("system").is_null()); // not known, not guessed
            // plot_parametrized.py: exactly one parameter, whose text float() reads.
            QCOMPARE(entry.at("parameters").size(), std::size_t{1});
            bool isNumber = false;
            QString::fromStdString(entry.at("parameters").at("tokens")).toDouble(&isNumber);
            QVERIFY(isNumber);
        }
        const Statistics first = summarise(result.measurements[0].seconds);
        QCOMPARE(results[0].at("mean").get<double>(), first.mean);
        QCOMPARE(results[0].at("stddev").get<double>(), first.standardDeviation);
        QCOMPARE(results[0].at("median").get<double>(), first.median);
        QCOMPARE(results[0].at("command").get<std::string>(), std::string("mixlens bench mixer attention 8"));
    }

    void hyperfineKnowsNoSpreadOfOneRun()
    {
        BenchGrid grid = fixture::grid();
        grid.rounds = 1;
        const Json results = Json::parse(benchJson(fixture::result(grid))).at("results");
        QVERIFY(results[0].at("stddev").is_null());
    }

    /// Google Benchmark 1.7: what compare.py and report.py take.
    void googleBenchmarksToolsFindWhatTheyRead()
    {
        const BenchResult result = fixture::result();
        const Json json = Json::parse(googleBenchmarkJson(result));
        const Json& context = json.at("context");
        QVERIFY(context.at("date").is_string() && context.at("executable").is_string());
        QCOMPARE(context.at("num_cpus").get<int>(), 2);
        QVERIFY(context.at("mhz_per_cpu").is_number_integer());
        QCOMPARE(context.at("cpu_scaling_enabled").get<bool>(), false);
        QVERIFY(context.at("load_avg").is_array());
        QCOMPARE(context.at("caches").size(), std::size_t{3});
        for (const Json& cache : context.at("caches"))
            for (const char* key : {"type", "level", "size", "num_sharing"})
                QVERIFY(cache.contains(key));
        QCOMPARE(context.at("library_build_type").get<std::string>(), std::string("release"));
        QCOMPARE(context.at("refused").size(), std::size_t{1});

        const Json& benchmarks = json.at("benchmarks");
        QCOMPARE(benchmarks.size(), std::size_t{11 * (7 + 4)});
        for (const Json& entry : benchmarks) {
            const bool aggregate = entry.at("run_type") == "aggregate";
            const auto name = entry.at("name").get<std::string>();
            QVERIFY(name.starts_with(entry.at("run_name").get<std::string>()));
            for (const char* key : {"family_index", "per_family_instance_index", "repetitions", "threads",
                                    "iterations", "real_time", "cpu_time"})
                QVERIFY(entry.at(key).is_number());
            QCOMPARE(entry.at("time_unit").get<std::string>(), std::string("ns"));
            QCOMPARE(entry.contains("repetition_index"), !aggregate);
            if (aggregate) {
                const auto which = entry.at("aggregate_name").get<std::string>();
                QVERIFY(name.ends_with('_' + which));
                QCOMPARE(entry.at("aggregate_unit") == "percentage", which == "cv");
            }
        }
        QCOMPARE(benchmarks[0].at("name").get<std::string>(),
                 std::string("mixer/attention/tokens:8/width:256/batch:1/threads:1"));
        QCOMPARE(benchmarks[0].at("real_time").get<double>(), result.measurements[0].seconds[0] * 1e9);
        QCOMPARE(benchmarks[8].at("real_time").get<double>(),
                 summarise(result.measurements[0].seconds).median * 1e9);
    }

    void csvHasARowForEachRepetition()
    {
        const std::string csv = benchCsv(fixture::result());
        const auto lines = linesOf(csv);
        std::size_t comments = 0, measured = 0, modelled = 0;
        for (const std::string& line : lines) {
            if (line.empty())
                continue;
            QVERIFY(line.ends_with('\r'));
            comments += line.starts_with('#') ? 1U : 0U;
            measured += line.ends_with(",measured\r") ? 1U : 0U;
            modelled += line.ends_with(",modelled\r") ? 1U : 0U;
        }
        QCOMPARE(measured, std::size_t{11 * 7});
        QCOMPARE(modelled, std::size_t{4});
        QCOMPARE(lines[comments],
                 std::string("backend,tokens,width,batch,threads,round,seconds,provenance\r"));
        QVERIFY(csv.find("# Refused: attention at 64 tokens: ") != std::string::npos);
        // The comma in the settings is quoted, the time has all its digits.
        const double time = fixture::result().measurements[2].seconds[0];
        const std::string row =
            "\"optical:bits=6,preset=ideal\",8,256,1,1,1," + exactText(time) + ",measured";
        QVERIFY(csv.find(row) != std::string::npos);
        QCOMPARE(std::stod(exactText(time)), time);
    }

    void markdownIsATableWithItsFootnotes()
    {
        const auto lines = linesOf(benchMarkdown(fixture::result()));
        QCOMPARE(lines[0], std::string("| tokens | attention | fourier | optical:bits=6,preset=ideal | "
                                       "optical:bits=6,preset=ideal, device (modelled) |"));
        QCOMPARE(lines[1], std::string("|--:|--:|--:|--:|--:|"));
        for (std::size_t i = 2; i < 6; ++i)
            QCOMPARE(std::ranges::count(lines[i], '|'), std::ptrdiff_t{6});
        QVERIFY(lines[2].starts_with("| 8 | ") && lines[2].find(" ± ") != std::string::npos);
        QVERIFY(lines[2].ends_with("| 12.5 µs |"));
        QVERIFY(lines[5].starts_with("| 64 | –<sup>a</sup> | "));
        const std::string all = benchMarkdown(fixture::result());
        QVERIFY(all.find("<sup>a</sup> Attention at 64 tokens needs 9 GB & 100 % of memory\\_x") !=
                std::string::npos);
        for (const char* expected :
             {"Test CPU 3000", "release", "1 thread;", "one mixing sub-layer", "what the simulation costs"})
            QVERIFY2(all.find(expected) != std::string::npos, expected);
    }

    void namesCannotBreakATable()
    {
        BenchGrid grid = fixture::grid();
        grid.backends = {"a|b\n<script>*_`[x](y)", "\\{}$&#%_^~|<>\""};
        BenchResult result = fixture::result(grid);
        const auto lines = linesOf(benchMarkdown(result));
        QVERIFY(lines[0].starts_with(
            "| tokens | a\\|b \\<script\\>\\*\\_\\`\\[x\\](y) | \\\\{}$&\\#%\\_^\\~\\|"));
        const std::string latex = benchLatex(result);
        QVERIFY(latex.find("\\textbackslash{}\\{\\}\\$\\&\\#\\%\\_\\textasciicircum{}\\textasciitilde{}$|$$<$"
                           "$>$''") != std::string::npos);
    }

    /// Every character that LaTeX gives a meaning stands with its backslash, but for those of the table.
    void latexIsEscaped()
    {
        const std::string text = benchLatex(fixture::result());
        QVERIFY(text.starts_with("\\begin{tabular}{rrrrr}\n\\hline\ntokens & attention & fourier & "));
        QVERIFY(
            text.find("\\textsuperscript{a} Attention at 64 tokens needs 9 GB \\& 100 \\% of memory\\_x") !=
            std::string::npos);
        QVERIFY(text.find("two lines \\& $\\mu$") != std::string::npos);
        QVERIFY(text.find(" $\\pm$ ") != std::string::npos);
        for (const char* raw : {"±", "µ", "–"})
            QVERIFY2(text.find(raw) == std::string::npos, raw);
        for (std::size_t i = 1; i < text.size(); ++i) // '&' also parts columns: checked by its row's count
            QVERIFY((text[i] != '%' && text[i] != '#' && text[i] != '_') || text[i - 1] == '\\');
        const auto lines = linesOf(text);
        for (std::size_t i = 4; i < 8; ++i)
            QCOMPARE(std::ranges::count(lines[i], '&'), std::ptrdiff_t{4});
    }

    void timesAreRoundedByTheirInterval()
    {
        const auto text = [](double median, double half) {
            Statistics s;
            s.samples = 9;
            s.median = median;
            s.confidence95 = {median - half, median + half};
            return timeText(s);
        };
        QCOMPARE(text(1.23456e-5, 4.2e-7), std::string("12.35 ± 0.42 µs"));
        QCOMPARE(text(1.23456e-5, 3e-6), std::string("12.3 ± 3.0 µs"));
        QCOMPARE(text(1.23456e-3, 1e-9), std::string("1.235 ± 0.000 ms"));
        QCOMPARE(text(0.5, 0.0), std::string("500.0 ± 0.0 ms"));
        QCOMPARE(text(0.0, 0.0), std::string("0 ± 0 ns"));
        QCOMPARE(timeText(summarise(std::vector{2.0})), std::string("2.00 s"));
        QCOMPARE(timeText(9.996e-4), std::string("1.00 ms"));
        QCOMPARE(timeText(123456.0), std::string("123456 s"));
    }

    void foreignFilesAreCalledByTheirName()
    {
        const auto message = [](const char* text) { return parseBenchJson(text, "x.json").error().message; };
        const char* hyperfine = "{\"results\": [{\"command\": \"ls\", \"times\": [1]}]}";
        const char* google = "{\"context\": {}, \"benchmarks\": []}";
        QVERIFY(message(hyperfine).find("hyperfine") != std::string::npos);
        QVERIFY(message(google).find("Google Benchmark") != std::string::npos);
        QVERIFY(message(googleBenchmarkJson(fixture::result()).c_str()).find("Google") != std::string::npos);
        for (const char* text : {"", "[]", "3", "null", "{}", "{\"format\": 3}", "{\"format\": \"other\"}",
                                 "\x7F\x45LF", "{\"format\": \"mixlens-bench\"}"}) {
            const auto parsed = parseBenchJson(text, "x.json");
            QVERIFY(!parsed.has_value());
            QCOMPARE(parsed.error().code, Error::Code::BadFormat);
            QVERIFY2(isSentence(parsed.error().message), parsed.error().message.c_str());
        }
    }

    void wrongMembersAreNamedByTheirPath()
    {
        const auto tells = [](const std::string& message, const char* part) {
            const bool told = isSentence(message) && message.find(part) != std::string::npos;
            if (!told)
                qWarning("%s", message.c_str());
            return told;
        };
        const auto measurements = [](Json& json) -> Json& { return json["measurements"]; };
        QVERIFY(tells(refusalAfter([](Json& j) { j["version"] = 2; }), "version is 2, newer"));
        QVERIFY(tells(refusalAfter([](Json& j) { j["version"] = 0; }), "version is 0"));
        QVERIFY(tells(refusalAfter([](Json& j) { j.erase("grid"); }), "grid is missing"));
        QVERIFY(tells(refusalAfter([](Json& j) { j["grid"] = 7; }), "grid is 7 and must be an object"));
        QVERIFY(tells(refusalAfter([](Json& j) { j["complete"] = "yes"; }), "complete is \"yes\""));
        QVERIFY(tells(refusalAfter([](Json& j) { j["grid"]["level"] = "brain"; }), "grid.level"));
        QVERIFY(tells(refusalAfter([](Json& j) { j["grid"]["rounds"] = 1.5; }), "grid.rounds is 1.5"));
        QVERIFY(
            tells(refusalAfter([](Json& j) { j["grid"]["lengths"][1] = -16; }), "grid.lengths[1] is -16"));
        QVERIFY(tells(refusalAfter([](Json& j) { j["grid"]["lengths"] = {16, 8}; }), "grid.lengths is not"));
        QVERIFY(
            tells(refusalAfter([](Json& j) { j["grid"]["backends"][1] = "attention"; }), "backend twice"));
        QVERIFY(
            tells(refusalAfter([](Json& j) { j["grid"]["shard"]["index"] = 1; }), "grid.shard.index is 1"));
        QVERIFY(tells(refusalAfter([](Json& j) { j["environment"].erase("kernels"); }),
                      "environment.kernels is missing"));
        QVERIFY(tells(refusalAfter([](Json& j) { j["limits"]["gemm_flops_per_second"] = -1; }),
                      "limits.gemm_flops_per_second is -1"));
        QVERIFY(tells(refusalAfter([](Json& j) { j["warnings"][1]["sentence"] = {1}; }),
                      "warnings[1].sentence is a list"));
        QVERIFY(tells(refusalAfter([&](Json& j) { measurements(j)[3]["seconds"][2] = -1e-6; }),
                      "measurements[3].seconds[2] is -1e-06 and must be a number of at least 0"));
        QVERIFY(tells(refusalAfter([&](Json& j) { measurements(j)[3]["seconds"][2] = nullptr; }),
                      "measurements[3].seconds[2] is null")); // what NaN becomes
        QVERIFY(tells(refusalAfter([&](Json& j) { measurements(j)[0]["seconds"] = 1; }),
                      "measurements[0].seconds is 1 and must be a list"));
        QVERIFY(
            tells(refusalAfter([&](Json& j) { measurements(j)[2]["device"][0]["provenance"] = "guessed"; }),
                  "measurements[2].device[0].provenance"));
        QVERIFY(tells(refusalAfter([&](Json& j) { measurements(j)[2]["peak_bytes"] = -1; }),
                      "measurements[2].peak_bytes is -1"));
        QVERIFY(
            tells(refusalAfter([&](Json& j) { measurements(j)[5] = measurements(j)[4]; }), "is there twice"));
        QVERIFY(tells(refusalAfter([&](Json& j) { measurements(j)[5]["tokens"] = 17; }), "not a cell of"));
        QVERIFY(tells(refusalAfter([&](Json& j) { measurements(j)[1] = "x"; }), "measurements[1] is \"x\""));
        QVERIFY(tells(refusalAfter([](Json& j) { j["measurements"] = std::vector<int>(10'001, 1); }),
                      "measurements is a list and must be a list of at most 10000"));
    }

    void numbersBeyondDoublesAreRefused()
    {
        std::string text = benchJson(fixture::result());
        const std::size_t at = text.find("\"setup_seconds\":") + 16;
        const std::size_t end = text.find(',', at);
        for (const char* number : {"1e999", "NaN", "Infinity", "-Infinity", "1e", "0x10"})
            QVERIFY2(!parseBenchJson(std::string(text).replace(at, end - at, number), "x").has_value(),
                     number);
    }

    void parsingNeverTakesUnboundedMemory()
    {
        const std::string deep(1'000'000, '[');
        QVERIFY(parseBenchJson(deep, "x").error().message.find("nested") != std::string::npos);
        const std::string wide = "[0" + [] {
            std::string zeros;
            for (int i = 0; i < 8'000'001; ++i)
                zeros += ",0";
            return zeros;
        }() + "]";
        QVERIFY(parseBenchJson(wide, "x").error().message.find("values") != std::string::npos);
        QCOMPARE(jsonExcess("[[1,2],[3]]", {.bytes = 100, .values = 5, .depth = 2}), std::string());
        QVERIFY(!jsonExcess("[[1,2],[3]]", {.bytes = 100, .values = 5, .depth = 1}).empty());
        QVERIFY(!jsonExcess("[[1,2],[3]]", {.bytes = 100, .values = 4, .depth = 2}).empty());
        QVERIFY(!jsonExcess("[[1,2],[3]]", {.bytes = 10, .values = 5, .depth = 2}).empty());
        // Inside a text, brackets and escaped quotation marks are letters.
        const std::string letters = "[\"[[[[,,,,\\\"[[[\\\\\"]";
        QCOMPARE(jsonExcess(letters, {.bytes = 100, .values = 1, .depth = 1}), std::string());
    }

    /// Whatever happens to a file, the answer is a result or a sentence; under the sanitizers, no crash.
    void damagedFilesAreRefusedOrReadButNeverCrash()
    {
        BenchGrid grid = fixture::grid();
        grid.lengths = {8, 64};
        grid.rounds = 2;
        const std::string sound = benchJson(fixture::result(grid));
        const Philox random(11);
        std::size_t refused = 0;
        constexpr std::uint64_t rounds = 3000;
        for (std::uint64_t round = 0; round < rounds; ++round) {
            std::string text = sound;
            const auto words = random.block(round);
            for (std::size_t flip = 0; flip <= words[0] % 4; ++flip) {
                const auto at =
                    static_cast<std::size_t>(random.block(rounds + 4 * round + flip)[0]) % text.size();
                text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^
                                             (1U << (words[1 + flip % 3] % 8)));
            }
            const auto parsed = parseBenchJson(text, "x.json");
            if (parsed)
                continue;
            ++refused;
            QVERIFY2(isSentence(parsed.error().message), parsed.error().message.c_str());
        }
        QVERIFY(refused > rounds / 4 && refused < rounds); // some flips only change a letter or a digit
    }

    void truncatedFilesAreRefused()
    {
        const std::string sound = benchJson(fixture::result());
        const std::size_t end = sound.find_last_of('}');
        for (std::size_t length = 0; length <= end; length += 1 + length / 40)
            QVERIFY(!parseBenchJson(std::string_view(sound).substr(0, length), "x.json").has_value());
        QVERIFY(!parseBenchJson(std::string_view(sound).substr(0, end), "x.json").has_value());
    }

    void unknownMembersAreLeftForLaterVersions()
    {
        Json json = Json::parse(benchJson(fixture::result()));
        json["new"] = {1, 2};
        json["measurements"][0]["new"] = "x";
        QVERIFY(parseBenchJson(json.dump(), "x").has_value());
        json.erase("results"); // the measurements say it all
        QCOMPARE(benchJson(*parseBenchJson(json.dump(), "x")), benchJson(fixture::result()));
    }
};

QTEST_APPLESS_MAIN(BenchFilesTest)
#include "tst_bench_files.moc"
