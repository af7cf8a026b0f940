// Mixers against each other, in interleaved rounds: each round times every mixer once, beginning with another
// one, so that whatever slows the machine meets them all; the ratio to the baseline is taken within a round.
#include "core/analysis/statistics.h"
#include "core/base/random.h"
#include "core/base/task_pool.h"
#include "core/kernels/kernels.h"
#include "core/math/fft.h"
#include "core/mixing/mixer_registry.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <vector>

using namespace mixlens;

namespace {

constexpr const char* usage = "bench_mixers [--mixers ID,...] [--shapes TOKENSxHIDDEN,...] [--rounds N] "
                              "[--baseline ID] [--set KEY=VALUE] [--threads N]";

struct Plan
{
    std::vector<std::string> mixers{"fourier", "fourier-folded", "fourier-fftw", "fourier-real"};
    std::vector<Shape> shapes{{16, 128},  {128, 256},  {128, 768},  {512, 768},
                              {500, 768}, {1024, 768}, {4096, 768}, {4099, 768}};
    Index rounds = 41;
    int threads = 1; ///< for the mixers that share their work
    std::string baseline;
    std::string key; ///< a setting, for those of the mixers that have it
    std::string value;
};

tl::unexpected<Error> nonsense(std::string sentence)
{
    return failure(Error::Code::Usage, std::move(sentence));
}

std::vector<std::string> splitAt(std::string_view text, char separator)
{
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back().push_back(c);
    }
    return parts;
}

/// A whole number from 1 to `largest`; 0 for any other text.
Index countFrom(std::string_view text, Index largest)
{
    Index count = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool whole = problem == std::errc() && end == text.data() + text.size();
    return whole && count >= 1 && count <= largest ? count : 0;
}

Result<std::vector<Shape>> shapesFrom(std::string_view list)
{
    std::vector<Shape> shapes;
    for (const std::string& text : splitAt(list, ',')) {
        const std::vector<std::string> sides = splitAt(text, 'x');
        const Shape shape =
            sides.size() == 2 ? Shape{countFrom(sides[0], 1 << 20), countFrom(sides[1], 1 << 16)} : Shape{};
        if (shape.size() == 0 || shape.size() > Index{1} << 28)
            return nonsense("'" + text +
                            "' is no shape; write tokens x hidden units, such as 512x768, of at most "
                            "268435456 numbers.");
        shapes.push_back(shape);
    }
    return shapes;
}

Result<Plan> planFrom(std::span<char* const> arguments)
{
    Plan plan;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const std::string option = arguments[i];
        if (i + 1 == arguments.size())
            return nonsense("'" + option + "' lacks its value; usage: " + usage + ".");
        const std::string value = arguments[i + 1];
        if (option == "--mixers") {
            plan.mixers = splitAt(value, ',');
        } else if (option == "--shapes") {
            auto shapes = shapesFrom(value);
            if (!shapes)
                return tl::unexpected(shapes.error());
            plan.shapes = std::move(*shapes);
        } else if (option == "--rounds") {
            plan.rounds = countFrom(value, 100000);
            if (plan.rounds == 0)
                return nonsense("--rounds takes a number from 1 to 100000, not '" + value + "'.");
        } else if (option == "--threads") {
            plan.threads = static_cast<int>(countFrom(value, TaskPool::maxThreads));
            if (plan.threads == 0)
                return nonsense("--threads takes a number from 1 to " + std::to_string(TaskPool::maxThreads) +
                                ", not '" + value + "'.");
        } else if (option == "--baseline") {
            plan.baseline = value;
        } else if (option == "--set" && value.find('=') != std::string::npos) {
            plan.key = value.substr(0, value.find('='));
            plan.value = value.substr(value.find('=') + 1);
        } else {
            return nonsense("'" + option + " " + value + "' makes no sense here; usage: " + usage + ".");
        }
    }
    if (plan.baseline.empty())
        plan.baseline = plan.mixers.back();
    if (std::ranges::find(plan.mixers, plan.baseline) == plan.mixers.end())
        return nonsense("The baseline '" + plan.baseline + "' is not among the mixers; add it to --mixers.");
    return plan;
}

struct Runner
{
    std::unique_ptr<TokenMixer> mixer;
    MixWorkspace workspace;
    int calls = 1; ///< in one timing
    std::vector<double> seconds;
};

/// Seconds of one forward pass, the mean over `calls`.
double timed(Runner& runner, ConstMatrixView x, MatrixView y)
{
    const auto began = std::chrono::steady_clock::now();
    for (int call = 0; call < runner.calls; ++call)
        runner.mixer->forward(x, {}, y, runner.workspace, nullptr);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count() / runner.calls;
}

Result<Runner> runnerFor(const std::string& id, const Plan& plan, ConstMatrixView x, MatrixView y,
                         TaskPool* pool)
{
    MixerSetup setup;
    setup.hidden = x.cols();
    setup.heads = x.cols() % 64 == 0 ? x.cols() / 64 : 1; // as BERT-base
    setup.maxTokens = x.rows();
    const MixerInfo* info = findMixer(id);
    if (info != nullptr &&
        std::ranges::find(info->settings, plan.key, &MixerSetting::key) != info->settings.end())
        setup.settings[plan.key] = plan.value;
    return makeMixer(id, setup).map([&](std::unique_ptr<TokenMixer> mixer) {
        Runner runner{std::move(mixer), {}, 1, {}};
        runner.workspace.useThreads(pool);
        timed(runner, x, y); // plans, tables and memory
        // Long enough that the clock's own tens of nanoseconds vanish.
        runner.calls = static_cast<int>(std::clamp(std::ceil(1e-4 / timed(runner, x, y)), 1.0, 1000.0));
        return runner;
    });
}

void report(const Plan& plan, Shape shape, std::span<const Runner> runners)
{
    const auto at = std::ranges::find(plan.mixers, plan.baseline) - plan.mixers.begin();
    const std::vector<double>& baseline = runners[static_cast<std::size_t>(at)].seconds;
    std::printf("%td x %td\n", shape.rows, shape.cols);
    for (const Runner& runner : runners) {
        std::vector<double> ratio;
        std::ranges::transform(baseline, runner.seconds, std::back_inserter(ratio), std::divides());
        const auto micro = [&](double p) { return 1e6 * quantile(runner.seconds, p); };
        std::printf("  %-18s median %10.2f us  P10-P90 %10.2f - %10.2f   x %6.2f  (%.2f - %.2f)\n",
                    std::string(runner.mixer->id()).c_str(), micro(0.5), micro(0.1), micro(0.9),
                    quantile(ratio, 0.5), quantile(ratio, 0.1), quantile(ratio, 0.9));
    }
}

Result<void> measure(const Plan& plan, Shape shape)
{
    Matrix x(shape);
    const Philox random(1);
    for (std::size_t i = 0; i < x.values().size(); ++i)
        x.values()[i] = static_cast<float>(random.normal(i));
    Matrix y(shape);
    TaskPool pool(plan.threads);
    std::vector<Runner> runners;
    for (const std::string& id : plan.mixers) {
        auto runner = runnerFor(id, plan, x.view(), y.view(), plan.threads > 1 ? &pool : nullptr);
        if (!runner)
            return tl::unexpected(runner.error());
        runners.push_back(std::move(*runner));
    }
    constexpr Index warmUp = 2;
    for (Index round = 0; round < plan.rounds + warmUp; ++round) {
        for (std::size_t turn = 0; turn < runners.size(); ++turn) {
            Runner& runner = runners[(turn + static_cast<std::size_t>(round)) % runners.size()];
            const double seconds = timed(runner, x.view(), y.view());
            if (round >= warmUp)
                runner.seconds.push_back(seconds);
        }
    }
    report(plan, shape, runners);
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    const auto plan = planFrom(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
    Result<void> done = plan.map([](const Plan&) {});
    if (const std::string problem = kernelChoiceProblem(); done && !problem.empty())
        done = nonsense(problem);
    if (done)
        std::printf(
            "Threads: %d, kernels %s, %s, %td rounds, interleaved; x: times as fast as %s (P10 - P90)\n",
            plan->threads, kernels().name, fftLibrary(), plan->rounds, plan->baseline.c_str());
    for (std::size_t i = 0; done && i < plan->shapes.size(); ++i)
        done = measure(*plan, plan->shapes[i]);
    if (!done)
        std::fprintf(stderr, "%s\n", done.error().message.c_str());
    return done ? 0 : 2;
}
