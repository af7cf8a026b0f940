#include "core/math/linear_algebra.h"

#include "core/kernels/kernels.h"

#include <algorithm>
#include <cmath>

namespace mixlens {

namespace {

Block<const float> block(ConstMatrixView x)
{
    return {x.data(), x.rows(), x.cols(), x.stride()};
}

Block<float> block(MatrixView x)
{
    return {x.data(), x.rows(), x.cols(), x.stride()};
}

} // namespace

void multiply(ConstMatrixView a, ConstMatrixView b, MatrixView c)
{
    assert(a.cols() == b.rows() && c.rows() == a.rows() && c.cols() == b.cols());
    kernels().multiply(block(a), block(b), block(c));
}

void multiplyTransposed(ConstMatrixView a, ConstMatrixView b, MatrixView c)
{
    assert(a.cols() == b.cols() && c.rows() == a.rows() && c.cols() == b.rows());
    kernels().multiplyTransposed(block(a), block(b), block(c));
}

void affine(ConstMatrixView x, ConstMatrixView weight, std::span<const float> bias, MatrixView y)
{
    multiplyTransposed(x, weight, y);
    if (bias.empty())
        return;
    assert(static_cast<Index>(bias.size()) == y.cols());
    kernels().addBias(block(y), bias.data());
}

void addTo(ConstMatrixView x, MatrixView y)
{
    assert(x.shape() == y.shape());
    for (Index row = 0; row < x.rows(); ++row)
        std::ranges::transform(x.row(row), y.row(row), y.row(row).begin(), std::plus<>());
}

void copy(ConstMatrixView from, MatrixView to)
{
    assert(from.shape() == to.shape());
    for (Index row = 0; row < from.rows(); ++row)
        std::ranges::copy(from.row(row), to.row(row).begin());
}

void fill(MatrixView x, float value)
{
    for (Index row = 0; row < x.rows(); ++row)
        std::ranges::fill(x.row(row), value);
}

double frobeniusNorm(ConstMatrixView x)
{
    double sum = 0.0;
    for (Index row = 0; row < x.rows(); ++row) {
        for (const float value : x.row(row))
            sum += static_cast<double>(value) * static_cast<double>(value);
    }
    return std::sqrt(sum);
}

} // namespace mixlens
