#include "core/optics/recovery.h"

#include "core/math/fft.h"

#include <algorithm>
#include <array>

namespace mixlens::optics {
namespace {

/// Both kinds of sums, in double: a common mean over thousands of tokens is exactly what the bypass is for.
/// Columns go a cache line at a time.
void sumLines(ConstMatrixView x, const ConstantLines& lines)
{
    for (Index row = 0; row < x.rows(); ++row) {
        double sum = 0.0;
        for (const float value : x.row(row))
            sum += static_cast<double>(value);
        lines.tokens(0, row) = static_cast<float>(sum);
    }
    constexpr Index width = 16;
    for (Index first = 0; first < x.cols(); first += width) {
        const Index count = std::min(width, x.cols() - first);
        std::array<double, width> sums{};
        for (Index row = 0; row < x.rows(); ++row) {
            for (Index i = 0; i < count; ++i)
                sums[static_cast<std::size_t>(i)] += static_cast<double>(x(row, first + i));
        }
        for (Index i = 0; i < count; ++i)
            lines.hidden(0, first + i) = static_cast<float>(sums[static_cast<std::size_t>(i)]);
    }
}

} // namespace

void load(ConstMatrixView x, FieldView field)
{
    for (Index row = 0; row < x.rows(); ++row)
        std::ranges::copy(x.row(row), field.row(row).begin());
}

void loadWithoutMeans(ConstMatrixView x, const ConstantLines& lines, FieldView field)
{
    sumLines(x, lines);
    double total = 0.0;
    for (const std::complex<float> sum : lines.tokens.row(0))
        total += static_cast<double>(sum.real());
    const double mean = total / static_cast<double>(x.shape().size());
    // Rounding of a mean is constant along its row or column: it lands in the bins that are bypassed.
    const auto perHidden = static_cast<float>(1.0 / static_cast<double>(x.cols()));
    const auto perToken = static_cast<float>(1.0 / static_cast<double>(x.rows()));
    for (Index row = 0; row < x.rows(); ++row) {
        const float rowPart = lines.tokens(0, row).real() * perHidden - static_cast<float>(mean);
        for (Index col = 0; col < x.cols(); ++col)
            field(row, col) = x(row, col) - rowPart - lines.hidden(0, col).real() * perToken;
    }
}

void transformLines(const ConstantLines& lines)
{
    for (const FieldView line : {lines.tokens, lines.hidden})
        FftPlan::plan(FftKind::ComplexRows, line.shape())->forward(line, line);
}

void scaleBack(ConstMatrixView difference, double factor, MatrixView y)
{
    const auto scale = static_cast<float>(factor);
    for (Index row = 0; row < y.rows(); ++row)
        std::ranges::transform(difference.row(row), y.row(row).begin(),
                               [scale](float n) { return scale * n; });
}

void symmetrise(MatrixView y)
{
    for (Index row = 0; row <= y.rows() / 2; ++row) {
        const Index mirroredRow = row == 0 ? 0 : y.rows() - row;
        for (Index col = 0; col < y.cols(); ++col) {
            const Index mirroredCol = col == 0 ? 0 : y.cols() - col;
            const float mean = 0.5F * (y(row, col) + y(mirroredRow, mirroredCol));
            y(row, col) = mean;
            y(mirroredRow, mirroredCol) = mean;
        }
    }
}

void placeLines(const ConstantLines& lines, MatrixView y)
{
    for (Index row = 0; row < y.rows(); ++row)
        y(row, 0) = lines.tokens(0, row).real();
    for (Index col = 0; col < y.cols(); ++col)
        y(0, col) = lines.hidden(0, col).real();
}

} // namespace mixlens::optics
