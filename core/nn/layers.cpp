#include "core/nn/layers.h"

#include "core/kernels/kernels.h"

#include <algorithm>
#include <cmath>

namespace mixlens {

void layerNorm(ConstMatrixView x, std::span<const float> gain, std::span<const float> offset, float epsilon,
               MatrixView y)
{
    assert(x.shape() == y.shape());
    assert(static_cast<Index>(gain.size()) == x.cols() && static_cast<Index>(offset.size()) == x.cols());
    kernels().layerNorm({x.data(), x.rows(), x.cols(), x.stride()}, gain.data(), offset.data(), epsilon,
                        {y.data(), y.rows(), y.cols(), y.stride()});
}

void activate(Activation activation, MatrixView x)
{
    for (Index r = 0; r < x.rows(); ++r) {
        const auto row = x.row(r);
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
