// One pass of simulated light, all noise of the default device, against one complex transform of its size:
// the acceptance "at most twice an FFT". Rounds take turns, so that whatever else the machine does falls on
// both; CPU time, as a ratio with its spread.
// bench_optics [tokens hidden [rounds]] [--preset NAME]
#include "core/analysis/statistics.h"
#include "core/base/random.h"
#include "core/kernels/kernels.h"
#include "core/math/fft.h"
#include "core/optics/device_file.h"
#include "core/optics/optical_bench.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

using namespace mixlens;

namespace {

constexpr const char* usage = "bench_optics [tokens hidden [rounds]] [--preset NAME]";

struct Plan
{
    Index tokens = 512;
    Index hidden = 768;
    Index rounds = 61;
    std::string preset = "default";
};

/// False where a word is no whole number from 1 on, or one too many.
bool read(int argc, char** argv, Plan& plan)
{
    Index* const places[] = {&plan.tokens, &plan.hidden, &plan.rounds};
    std::size_t place = 0;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--preset") == 0 && i + 1 < argc) {
            plan.preset = argv[++i];
            continue;
        }
        char* end = nullptr;
        const Index value = std::strtol(argv[i], &end, 10);
        if (place == std::size(places) || *end != '\0' || value < 1)
            return false;
        *places[place++] = value;
    }
    return true;
}

/// CPU seconds of this thread: other processes count less than in wall time.
template<class Body>
double secondsOf(Body body)
{
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
    };
    const double began = now();
    body();
    return now() - began;
}

void print(const char* what, const std::vector<double>& sample, const char* unit)
{
    std::printf("%-38s median %7.3f %s   P10 %7.3f   P90 %7.3f\n", what, quantile(sample, 0.5), unit,
                quantile(sample, 0.1), quantile(sample, 0.9));
}

void measure(const Plan& plan, const optics::OpticalBench& bench)
{
    const Shape shape{plan.tokens, plan.hidden};
    Matrix x(shape);
    const Philox random(1, 0);
    for (std::size_t i = 0; i < x.values().size(); ++i)
        x.values()[i] = static_cast<float>(random.normal(i));
    Field field(shape);
    Field received(shape);
    Matrix difference(shape);
    Matrix y(shape);
    Field tokenSums(1, shape.rows), hiddenSums(1, shape.cols), tokens(1, shape.rows), hidden(1, shape.cols);
    const optics::BenchStorage storage{field.view(),
                                       received.view(),
                                       difference.view(),
                                       {tokenSums.view(), hiddenSums.view()},
                                       {tokens.view(), hidden.view()},
                                       nullptr};
    Field in(shape);
    Field out(shape);
    for (std::size_t i = 0; i < in.values().size(); ++i)
        in.values()[i] = x.values()[i];
    const auto transform = FftPlan::plan(FftKind::Complex2d, shape);
    std::vector<double> plain, light, ratio;
    constexpr Index warmUp = 3;
    for (Index round = 0; round < plan.rounds + warmUp; ++round) {
        const double f = secondsOf([&] { transform->forward(in.view(), out.view()); });
        const double o = secondsOf(
            [&] { bench.transform(x.view(), static_cast<std::uint64_t>(round), storage, y.view()); });
        if (round < warmUp)
            continue;
        plain.push_back(1e3 * f);
        light.push_back(1e3 * o);
        ratio.push_back(o / f);
    }
    std::printf("%td x %td, preset %s, one thread, kernels %s, %td rounds, interleaved; CPU time\n",
                plan.tokens, plan.hidden, plan.preset.c_str(), kernels().name, plan.rounds);
    print("complex transform, not in place", plain, "ms");
    print("one optical pass, all noise", light, "ms");
    print("optical pass / transform", ratio, "x ");
    if (plan.preset == "default")
        std::printf("%-38s %s\n", "at most 2 x", quantile(ratio, 0.5) <= 2.0 ? "kept" : "MISSED");
}

} // namespace

int main(int argc, char** argv)
{
    Plan plan;
    if (!read(argc, argv, plan)) {
        std::fprintf(stderr, "%s\n", usage);
        return 2;
    }
    optics::DeviceSpec device;
    if (plan.preset != "default") {
        auto named = optics::builtInDevice(plan.preset);
        if (!named) {
            std::fprintf(stderr, "%s\n", named.error().message.c_str());
            return 2;
        }
        device = std::move(named->device);
    }
    const auto bench = optics::OpticalBench::make(std::move(device));
    if (!bench) {
        std::fprintf(stderr, "%s\n", bench.error().message.c_str());
        return 2;
    }
    measure(plan, *bench);
    return 0;
}
