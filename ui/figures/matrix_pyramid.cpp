#include "ui/figures/matrix_pyramid.h"

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

constexpr Index smallestSide = 32; ///< no level is needed below the size of a thumbnail

// NaN in either place comes out: a comparison with it is false, and a != a.
struct LargerOf
{
    float operator()(float a, float b) const noexcept { return a >= b || a != a ? a : b; }
};
struct FartherOf
{
    float operator()(float a, float b) const noexcept { return std::abs(a) >= std::abs(b) || a != a ? a : b; }
};

/// out[c] = keep(in[2c], in[2c + 1]) of the kept of two rows; a last odd column stands alone.
template<class KeepOne>
void halve(std::span<const float> top, std::span<const float> bottom, std::vector<float>& buffer,
           std::span<float> out, KeepOne keepOne)
{
    for (std::size_t c = 0; c < top.size(); ++c)
        buffer[c] = keepOne(top[c], bottom[c]);
    const std::size_t pairs = top.size() / 2;
    for (std::size_t c = 0; c < pairs; ++c)
        out[c] = keepOne(buffer[2 * c], buffer[2 * c + 1]);
    if (top.size() % 2 != 0)
        out[pairs] = buffer[2 * pairs];
}

/// Cells of the whole matrix under cell `at` of a level, along one axis of length `count`.
double coverage(Index at, int level, Index count)
{
    const Index first = at << level;
    return static_cast<double>(std::min((at + 1) << level, count) - first);
}

} // namespace

MatrixPyramid::MatrixPyramid(std::shared_ptr<const Matrix> values, Keep keep,
                             std::shared_ptr<const Matrix> opacity)
    : m_values(std::move(values)), m_opacity(std::move(opacity)), m_keep(keep)
{
    assert(m_values);
    assert(!m_opacity || m_opacity->shape() == m_values->shape());
}

MatrixPyramid MatrixPyramid::withLevels() const
{
    MatrixPyramid result(m_values, m_keep, m_opacity);
    const auto largestSide = [](Shape shape) { return std::max(shape.rows, shape.cols); };
    while (largestSide(result.kept(result.levelCount() - 1).shape()) > smallestSide)
        result.m_levels.push_back(result.above(result.levelCount() - 1));
    return result;
}

MatrixPyramid::Level MatrixPyramid::above(int level) const
{
    const ConstMatrixView values = kept(level), means = mean(level);
    const Shape half{(values.rows() + 1) / 2, (values.cols() + 1) / 2};
    Level next{Matrix(half), Matrix(half), {}};
    if (m_opacity)
        next.opacity = Matrix(half);
    std::vector<float> buffer(static_cast<std::size_t>(values.cols()));
    for (Index r = 0; r < half.rows; ++r) {
        const Index top = 2 * r, bottom = std::min(2 * r + 1, values.rows() - 1);
        const auto outRow = next.kept.view().row(r);
        if (m_keep == Keep::Largest || (m_keep == Keep::MostOpaque && !m_opacity)) {
            halve(values.row(top), values.row(bottom), buffer, outRow, LargerOf());
        } else if (m_keep == Keep::LargestMagnitude) {
            halve(values.row(top), values.row(bottom), buffer, outRow, FartherOf());
        } else {
            const ConstMatrixView weights = opacity(level);
            for (Index c = 0; c < half.cols; ++c) {
                Index bestRow = top, bestCol = 2 * c;
                for (const Index row : {top, bottom})
                    for (const Index col : {2 * c, std::min(2 * c + 1, values.cols() - 1)})
                        if (weights(row, col) > weights(bestRow, bestCol))
                            bestRow = row, bestCol = col;
                next.kept(r, c) = values(bestRow, bestCol);
                next.opacity(r, c) = weights(bestRow, bestCol);
            }
        }
        // The mean of cells, not of blocks: blocks at the lower and right edges stand for fewer.
        const double topCells = coverage(top, level, m_values->rows());
        const double bottomCells =
            2 * r + 1 < values.rows() ? coverage(2 * r + 1, level, m_values->rows()) : 0.0;
        const auto topShare = static_cast<float>(topCells / (topCells + bottomCells));
        const float bottomShare = bottomCells > 0.0 ? 1.0F - topShare : 0.0F;
        const auto upper = means.row(top), lower = means.row(bottom);
        const auto meanRow = next.mean.view().row(r);
        for (std::size_t c = 0; c < buffer.size(); ++c) // with one row left, lower is upper
            buffer[c] = topShare * upper[c] + bottomShare * lower[c];
        const std::size_t pairs = buffer.size() / 2;
        for (std::size_t c = 0; c < pairs; ++c)
            meanRow[c] = 0.5F * (buffer[2 * c] + buffer[2 * c + 1]);
        const Index last = half.cols - 1;
        const double leftCells = coverage(2 * last, level, m_values->cols());
        const double rightCells =
            2 * last + 1 < values.cols() ? coverage(2 * last + 1, level, m_values->cols()) : 0.0;
        const auto leftShare = static_cast<float>(leftCells / (leftCells + rightCells));
        const auto lastLeft = static_cast<std::size_t>(2 * last);
        meanRow[static_cast<std::size_t>(last)] =
            rightCells > 0.0 ? leftShare * buffer[lastLeft] + (1.0F - leftShare) * buffer[lastLeft + 1]
                             : buffer[lastLeft];
    }
    return next;
}

ConstMatrixView MatrixPyramid::kept(int level) const noexcept
{
    return level == 0 ? m_values->view() : m_levels[static_cast<std::size_t>(level - 1)].kept.view();
}

ConstMatrixView MatrixPyramid::mean(int level) const noexcept
{
    return level == 0 ? m_values->view() : m_levels[static_cast<std::size_t>(level - 1)].mean.view();
}

ConstMatrixView MatrixPyramid::opacity(int level) const noexcept
{
    return level == 0 ? m_opacity->view() : m_levels[static_cast<std::size_t>(level - 1)].opacity.view();
}

} // namespace mixlens::ui
