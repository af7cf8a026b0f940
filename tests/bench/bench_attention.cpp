// Attention as a share of the machine's matrix-product rate: the honesty of every comparison with it.
// bench_attention [tokens hidden heads [rounds]] [--threads n]
#include "core/analysis/statistics.h"
#include "core/kernels/kernels.h"
#include "core/math/linear_algebra.h"
#include "core/mixing/mixer_registry.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

using namespace mixlens;

namespace {

constexpr const char* usage = "bench_attention [tokens hidden heads [rounds]] [--threads n]";

struct Plan
{
    Index tokens = 512;
    Index hidden = 768;
    Index heads = 12;
    Index rounds = 41;
    Index threads = 1;
};

/// False where a word is no whole number from 1 on, or one too many.
bool read(int argc, char** argv, Plan& plan)
{
    Index* const places[] = {&plan.tokens, &plan.hidden, &plan.heads, &plan.rounds};
    std::size_t place = 0;
    for (int i = 1; i < argc; ++i) {
        Index* to = nullptr;
        if (std::strcmp(argv[i], "--threads") == 0 && i + 1 < argc) {
            to = &plan.threads;
            ++i;
        } else if (place < std::size(places)) {
            to = places[place++];
        }
        char* end = nullptr;
        const Index value = std::strtol(argv[i], &end, 10);
        if (!to || *end != '\0' || value < 1)
            return false;
        *to = value;
    }
    return true;
}

template<class Body>
double secondsOf(Body body)
{
    const auto began = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

void print(const char* what, const std::vector<double>& sample, const char* unit)
{
    std::printf("%-38s median %7.1f %s   P10 %7.1f   P90 %7.1f\n", what, quantile(sample, 0.5), unit,
                quantile(sample, 0.1), quantile(sample, 0.9));
}

void measure(const Plan& plan, const TokenMixer& attention)
{
    Matrix x(plan.tokens, plan.hidden);
    Matrix weight(plan.hidden, plan.hidden);
    for (std::size_t i = 0; i < x.values().size(); ++i)
        x.values()[i] = static_cast<float>((i * 2654435761U) % 1000U) / 500.0F - 1.0F;
    for (std::size_t i = 0; i < weight.values().size(); ++i)
        weight.values()[i] = static_cast<float>((i * 40503U) % 1000U) / 500.0F - 1.0F;
    Matrix y(x.shape());
    TaskPool pool(static_cast<int>(plan.threads));
    MixWorkspace alone;
    MixWorkspace shared;
    shared.useThreads(&pool);

    const auto n = static_cast<double>(plan.tokens);
    const auto d = static_cast<double>(plan.hidden);
    const double productFlops = 2.0 * n * d * d;
    // Products only; the softmax counts as lost time.
    const double attentionFlops = 8.0 * n * d * d + 4.0 * n * n * d;
    std::vector<double> product, mixing, share, speedUp;
    constexpr Index warmUp = 2;
    for (Index round = 0; round < plan.rounds + warmUp; ++round) {
        const double p = secondsOf([&] { multiplyTransposed(x.view(), weight.view(), y.view(), &pool); });
        const double a = secondsOf([&] { attention.forward(x.view(), {}, y.view(), shared, nullptr); });
        const double one =
            plan.threads == 1 ? a
                              : secondsOf([&] { attention.forward(x.view(), {}, y.view(), alone, nullptr); });
        if (round < warmUp)
            continue;
        product.push_back(productFlops / p / 1e9);
        mixing.push_back(attentionFlops / a / 1e9);
        share.push_back(100.0 * mixing.back() / product.back());
        speedUp.push_back(one / a);
    }
    std::printf("%td x %td, %td heads, %td thread%s, kernels %s, %td rounds, interleaved\n", plan.tokens,
                plan.hidden, plan.heads, plan.threads, plan.threads == 1 ? "" : "s", kernels().name,
                plan.rounds);
    print("matrix product (N x d)(d x d)", product, "GFLOP/s");
    print("attention, projections included", mixing, "GFLOP/s");
    print("attention / product, same threads", share, "%      ");
    if (plan.threads > 1)
        print("attention, times one thread's", speedUp, "x      ");
    std::printf("%-38s %zu bytes, %.1f for each entry of X\n", "workspace at its peak", shared.bytes(),
                static_cast<double>(shared.bytes()) / (n * d));
}

} // namespace

int main(int argc, char** argv)
{
    Plan plan;
    if (!read(argc, argv, plan)) {
        std::fprintf(stderr, "%s\n", usage);
        return 2;
    }
    MixerSetup setup;
    setup.hidden = plan.hidden;
    setup.heads = plan.heads;
    const auto attention = makeMixer("attention", setup);
    if (!attention) {
        std::fprintf(stderr, "%s\n", attention.error().message.c_str());
        return 2;
    }
    measure(plan, **attention);
    return 0;
}
