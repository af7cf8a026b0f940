#include "core/nn/layers.h"

#include "core/kernels/kernels.h"
#include "core/math/shares.h"

#include <algorithm>
#include <cmath>

namespace mixlens {

namespace {

/// Work on so many values takes as long as waking another thread.
constexpr Index shareableValues = 16'384;

/// The fewest rows worth a thread's while.
Index rowsWorthSharing(Index cols)
{
    return std::max<Index>(1, shareableValues / std::max<Index>(1, cols));
}

void activateRow(Activation activation, std::span<float> row)
{
    switch (activation) {
    case Activation::GeluErf:
        kernels().geluErf(row.data(), row.size());
        break;
    case Activation::GeluTanh:
        kernels().geluTanh(row.data(), row.size());
        break;
    case Activation::Relu:
        std::ranges::transform(row, row.begin(), [](float value) { return std::max(value, 0.0F); });
        break;
    }
}

} // namespace

void layerNorm(ConstMatrixView x, std::span<const float> gain, std::span<const float> offset, float epsilon,
               MatrixView y, TaskPool* pool)
{
    assert(x.shape() == y.shape());
    assert(static_cast<Index>(gain.size()) == x.cols() && static_cast<Index>(offset.size()) == x.cols());
    inShares(pool, x.rows(), rowsWorthSharing(x.cols()), [&](Index first, Index count) {
        const ConstMatrixView from = x.middleRows(first, count);
        const MatrixView to = y.middleRows(first, count);
        kernels().layerNorm({from.data(), count, from.cols(), from.stride()}, gain.data(), offset.data(),
                            epsilon, {to.data(), count, to.cols(), to.stride()});
    });
}

void activate(Activation activation, MatrixView x, TaskPool* pool)
{
    inShares(pool, x.rows(), rowsWorthSharing(x.cols()), [&](Index first, Index count) {
        for (Index r = first; r < first + count; ++r)
            activateRow(activation, x.row(r));
    });
}

void softmaxRows(MatrixView x)
{
    for (Index r = 0; r < x.rows(); ++r) {
        const auto row = x.row(r);
        const auto largest = static_cast<double>(*std::ranges::max_element(row));
        double sum = 0.0;
        for (const float value : row)
            sum += std::exp(static_cast<double>(value) - largest);
        for (float& value : row)
            value = static_cast<float>(std::exp(static_cast<double>(value) - largest) / sum);
    }
}

} // namespace mixlens
