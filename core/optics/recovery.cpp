#include "core/optics/recovery.h"

#include "core/kernels/kernels.h"
#include "core/math/fft.h"
#include "core/optics/sums.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mixlens::optics {
namespace {

/// Both kinds of sums, in double: a common mean over thousands of tokens is exactly what the bypass is for.
/// Columns go a cache line at a time.
void sumLines(ConstMatrixView x, const ConstantLines& lines)
{
    for (Index row = 0; row < x.rows(); ++row) {
        const double sum = sumOf(x.row(row), [](double value) { return value; });
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

void removeMeans(ConstMatrixView x, const ConstantLines& lines, MatrixView plane)
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
        const float* in = x.row(row).data();
        const std::complex<float>* sums = lines.hidden.row(0).data();
        float* out = plane.row(row).data();
        for (Index col = 0; col < x.cols(); ++col)
            out[col] = in[col] - rowPart - sums[col].real() * perToken;
    }
}

void transformLines(const ConstantLines& sums, const ConstantLines& spectra)
{
    for (const auto& [line, spectrum] :
         {std::pair(sums.tokens, spectra.tokens), std::pair(sums.hidden, spectra.hidden)})
        FftPlan::plan(FftKind::ComplexRows, line.shape())->forward(line, spectrum);
}

void scaleBack(ConstMatrixView difference, double factor, bool symmetrise, MatrixView y)
{
    const auto block = [](auto view) { return Block{view.data(), view.rows(), view.cols(), view.stride()}; };
    if (symmetrise)
        kernels().foldPointSymmetric(block(difference), block(y));
    const ConstMatrixView from = symmetrise ? ConstMatrixView(y) : difference;
    const auto scale = static_cast<float>(factor);
    for (Index row = 0; row < y.rows(); ++row)
        std::ranges::transform(from.row(row), y.row(row).begin(), [scale](float n) { return scale * n; });
}

void placeLines(const ConstantLines& lines, MatrixView y)
{
    for (Index row = 0; row < y.rows(); ++row)
        y(row, 0) = lines.tokens(0, row).real();
    for (Index col = 0; col < y.cols(); ++col)
        y(0, col) = lines.hidden(0, col).real();
}

} // namespace mixlens::optics
