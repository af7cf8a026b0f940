#include "core/math/linear_algebra.h"

#include "core/kernels/kernels.h"
#include "core/math/shares.h"

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

struct Range
{
    Index first;
    Index count;
};

template<class T>
BasicView<T> rowsOf(BasicView<T> x, Range rows)
{
    return x.middleRows(rows.first, rows.count);
}

template<class T>
BasicView<T> colsOf(BasicView<T> x, Range cols)
{
    return x.middleCols(cols.first, cols.count);
}

/// Multiples of the tiles in which any of the kernels makes a product.
constexpr Index rowBlock = 16;
constexpr Index colBlock = 48;
/// Below about ten microseconds of work, waking another thread takes longer.
constexpr Index shareableProduct = 500'000;

/// compute(rows, cols) for parts of a product of `shape` with `inner` multiplications an element.
template<class Compute>
void shareProduct(TaskPool* pool, Shape shape, Index inner, Compute compute)
{
    if (!pool || shape.cols < colBlock || shape.size() * inner < shareableProduct)
        compute(Range{0, shape.rows}, Range{0, shape.cols});
    else if (shape.rows >= 2 * rowBlock * pool->threads())
        inShares(pool, shape.rows, rowBlock, [&](Index first, Index count) {
            compute(Range{first, count}, Range{0, shape.cols});
        });
    else
        inShares(pool, shape.cols, colBlock, [&](Index first, Index count) {
            compute(Range{0, shape.rows}, Range{first, count});
        });
}

} // namespace

void multiply(ConstMatrixView a, ConstMatrixView b, MatrixView c, TaskPool* pool)
{
    assert(a.cols() == b.rows() && c.rows() == a.rows() && c.cols() == b.cols());
    shareProduct(pool, c.shape(), a.cols(), [&](Range rows, Range cols) {
        kernels().multiply(block(rowsOf(a, rows)), block(colsOf(b, cols)),
                           block(colsOf(rowsOf(c, rows), cols)));
    });
}

void multiplyTransposed(ConstMatrixView a, ConstMatrixView b, MatrixView c, TaskPool* pool)
{
    affine(a, b, {}, c, pool);
}

void affine(ConstMatrixView x, ConstMatrixView weight, std::span<const float> bias, MatrixView y,
            TaskPool* pool)
{
    assert(x.cols() == weight.cols() && y.rows() == x.rows() && y.cols() == weight.rows());
    assert(bias.empty() || static_cast<Index>(bias.size()) == y.cols());
    shareProduct(pool, y.shape(), x.cols(), [&](Range rows, Range cols) {
        const Block<float> part = block(colsOf(rowsOf(y, rows), cols));
        kernels().multiplyTransposed(block(rowsOf(x, rows)), block(rowsOf(weight, cols)), part);
        if (!bias.empty())
            kernels().addBias(part, bias.data() + cols.first);
    });
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
