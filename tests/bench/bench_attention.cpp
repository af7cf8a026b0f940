// Attention as a share of the machine's matrix-product rate: the honesty of every comparison with it.
// bench_attention [tokens hidden heads [rounds]]
#include "core/analysis/statistics.h"
#include "core/kernels/kernels.h"
#include "core/math/linear_algebra.h"
#include "core/mixing/mixer_registry.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace mixlens;

namespace {

template<class Body>
double secondsOf(Body body)
{
    const auto began = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

} // namespace

int main(int argc, char** argv)
{
    const Index tokens = argc > 1 ? std::atol(argv[1]) : 512;
    const Index hidden = argc > 2 ? std::atol(argv[2]) : 768;
    const Index heads = argc > 3 ? std::atol(argv[3]) : 12;
    const int rounds = argc > 4 ? std::atoi(argv[4]) : 41;

    MixerSetup setup;
    setup.hidden = hidden;
    setup.heads = heads;
    const auto made = makeMixer("attention", setup);
    if (!made) {
        std::fprintf(stderr, "%s\n", made.error().message.c_str());
        return 2;
    }
    const TokenMixer& attention = **made;
    Matrix x(tokens, hidden);
    Matrix weight(hidden, hidden);
    for (std::size_t i = 0; i < x.values().size(); ++i)
        x.values()[i] = static_cast<float>((i * 2654435761U) % 1000U) / 500.0F - 1.0F;
    for (std::size_t i = 0; i < weight.values().size(); ++i)
        weight.values()[i] = static_cast<float>((i * 40503U) % 1000U) / 500.0F - 1.0F;
    Matrix y(x.shape());
    MixWorkspace workspace;

    const auto n = static_cast<double>(tokens);
    const auto d = static_cast<double>(hidden);
    const double productFlops = 2.0 * n * d * d;
    const double attentionFlops =
        8.0 * n * d * d + 4.0 * n * n * d; // products only; the softmax counts as lost time
    std::vector<double> product;
    std::vector<double> mixing;
    std::vector<double> share;
    for (int round = 0; round < rounds + 2; ++round) {
        const double p = secondsOf([&] { multiplyTransposed(x.view(), weight.view(), y.view()); });
        const double a = secondsOf([&] { attention.forward(x.view(), {}, y.view(), workspace, nullptr); });
        if (round < 2)
            continue; // warm-up
        product.push_back(productFlops / p / 1e9);
        mixing.push_back(attentionFlops / a / 1e9);
        share.push_back(100.0 * mixing.back() / product.back());
    }
    const auto print = [&](const char* what, const std::vector<double>& sample, const char* unit) {
        std::printf("%-34s median %7.1f %s   P10 %7.1f   P90 %7.1f\n", what, quantile(sample, 0.5), unit,
                    quantile(sample, 0.1), quantile(sample, 0.9));
    };
    std::printf("%td x %td, %td heads, one thread, kernels %s, %d rounds, interleaved\n", tokens, hidden,
                heads, kernels().name, rounds);
    print("matrix product (N x d)(d x d)", product, "GFLOP/s");
    print("attention, projections included", mixing, "GFLOP/s");
    print("attention / product", share, "%");
    return 0;
}
