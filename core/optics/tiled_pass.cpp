#include "core/optics/tiled_pass.h"

#include "core/math/dft.h"
#include "core/optics/mean_lines.h"
#include "core/optics/precise_transform.h"
#include "core/optics/tile_core.h"
#include "core/optics/tile_plan.h"

#include <algorithm>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;

/// One factor along each axis.
struct Step
{
    Index rows = 1;
    Index cols = 1;
    bool optical = true;
    bool realOnly = false; ///< only the real part is wanted
};

std::vector<Step> stepsOf(const DeviceSpec& device, Shape shape)
{
    const auto tile = static_cast<Index>(device.tile.value);
    std::vector<Step> steps;
    Step rest{1, 1, false, false};
    if (composition(device) == Composition::OnePass) {
        steps.push_back({largestDivisor(shape.rows, tile), largestDivisor(shape.cols, tile)});
        rest = {shape.rows / steps[0].rows, shape.cols / steps[0].cols, false, false};
    } else {
        const TilePlan plan = planTiles(shape, tile);
        for (std::size_t pass = 0; pass < static_cast<std::size_t>(plan.passes); ++pass)
            steps.push_back({plan.tokens.factors[pass], plan.hidden.factors[pass]});
        rest = {plan.tokens.residual, plan.hidden.residual, false, false};
    }
    if (rest.rows > 1 || rest.cols > 1)
        steps.push_back(rest);
    else
        steps.back().realOnly = true;
    return steps;
}

/// Share of a tile's samples whose mirror image in the tile of the mirrored bins is their conjugate, turned
/// by a multiple of 90°. With block B = N / R left after bins k of R,
///   B_{R-k}[n] = conj(B_k[n]) W_B^n for k > 0,   B_0[n] = conj(B_0[n]).
double alikeShare(Index top, Index left, Shape block, Shape rest, const Step& step)
{
    const bool rowsTurn = top >= block.rows;
    const bool colsTurn = left >= block.cols;
    Index alike = 0;
    for (Index n = 0; n < step.rows; ++n) {
        for (Index m = 0; m < step.cols; ++m) {
            const Index down = rowsTurn ? top % block.rows + n * rest.rows : 0;
            const Index across = colsTurn ? left % block.cols + m * rest.cols : 0;
            alike += 4 * (down * block.cols + across * block.rows) % block.size() == 0 ? 1 : 0;
        }
    }
    return static_cast<double>(alike) / static_cast<double>(step.rows * step.cols);
}

/// One step on every tile of `field`, whose blocks of `block` are still to be transformed, and the twiddle
/// factors after it.
void apply(const Step& step, Shape block, TileCore& core, PreciseField& field)
{
    const Shape rest{block.rows / step.rows, block.cols / step.cols};
    const auto rowRoots = rootsOfUnity(block.rows);
    const auto colRoots = rootsOfUnity(block.cols);
    PreciseField tile({step.rows, step.cols});
    for (Index top = 0; top < field.shape.rows; ++top) {
        for (Index left = 0; left < field.shape.cols; ++left) {
            if (top % block.rows >= rest.rows || left % block.cols >= rest.cols)
                continue; // not the first sample of a tile
            for (Index n = 0; n < step.rows; ++n) {
                for (Index m = 0; m < step.cols; ++m)
                    tile(n, m) = field(top + n * rest.rows, left + m * rest.cols);
            }
            if (step.optical)
                tile = core({tile, step.realOnly, alikeShare(top, left, block, rest, step)});
            else
                transformPrecisely(tile);
            for (Index k = 0; k < step.rows; ++k) {
                for (Index l = 0; l < step.cols; ++l) {
                    const Complex turn = (*rowRoots)[static_cast<std::size_t>(top % block.rows * k)] *
                                         (*colRoots)[static_cast<std::size_t>(left % block.cols * l)];
                    field(top + k * rest.rows, left + l * rest.cols) =
                        step.realOnly ? tile(k, l) : tile(k, l) * turn;
                }
            }
        }
    }
}

/// Where each bin ended: digits of the position, first factor most significant, are those of the bin, first
/// factor least significant.
std::vector<Index> binOfPosition(const std::vector<Index>& factors)
{
    std::vector<Index> bins{0};
    Index weight = 1;
    for (const Index factor : factors) {
        std::vector<Index> longer;
        for (const Index bin : bins) {
            for (Index digit = 0; digit < factor; ++digit)
                longer.push_back(bin + digit * weight);
        }
        bins = std::move(longer);
        weight *= factor;
    }
    return bins;
}

bool isHomodyne(const DeviceSpec& device) noexcept
{
    return detection(device) == Detection::Balanced || detection(device) == Detection::Sequential ||
           detection(device) == Detection::Quadratures;
}

} // namespace

Result<void> checkTiles(const DeviceSpec& device, Shape shape)
{
    if (composition(device) == Composition::Whole)
        return {};
    if (!isHomodyne(device))
        return failure(Error::Code::OutOfRange,
                       "A core that is used in several passes must be read with its phase; set the optical "
                       "device's detection to balanced, sequential or quadratures.");
    const auto tile = static_cast<Index>(device.tile.value);
    if (composition(device) == Composition::MultiPass && !planTiles(shape, tile).exact)
        return failure(Error::Code::OutOfRange,
                       "A core of " + std::to_string(tile) + " x " + std::to_string(tile) +
                           " channels cannot compose the transform of " + std::to_string(shape.rows) + " x " +
                           std::to_string(shape.cols) +
                           ", one of which has a larger prime factor; use another length or a larger tile.");
    return {};
}

PrecisePass passInTiles(const DeviceSpec& device, std::span<const double> x, Shape shape, std::uint64_t seed)
{
    if (!checkTiles(device, shape))
        return passPrecisely(device, x, shape, seed);
    PrecisePass pass;
    pass.tiles = 0;
    PreciseField field(shape);
    const MeanLines lines = device.bypass.value > 0.0 ? MeanLines(x, shape) : MeanLines();
    for (std::size_t i = 0; i < x.size(); ++i)
        field.values[i] = x[i] - lines.at(i);
    double squares = 0.0;
    for (const Complex value : field.values)
        squares += std::norm(value);
    pass.modulation.rms = std::sqrt(squares / static_cast<double>(x.size()));
    pass.modulation.meanSquare = std::isfinite(squares) ? 1.0 : squares;

    TileCore core(device, seed, pass);
    Shape block = shape;
    std::vector<Index> rowFactors;
    std::vector<Index> colFactors;
    for (const Step& step : stepsOf(device, shape)) {
        if (step.optical)
            core.nextPass();
        apply(step, block, core, field);
        block = {block.rows / step.rows, block.cols / step.cols};
        rowFactors.push_back(step.rows);
        colFactors.push_back(step.cols);
    }
    const std::vector<Index> rowBins = binOfPosition(rowFactors);
    const std::vector<Index> colBins = binOfPosition(colFactors);
    pass.transform = PreciseField(shape);
    for (Index row = 0; row < shape.rows; ++row) {
        for (Index col = 0; col < shape.cols; ++col)
            pass.transform(rowBins[static_cast<std::size_t>(row)], colBins[static_cast<std::size_t>(col)]) =
                field(row, col);
    }
    if (device.symmetrise.value > 0.0)
        takeEvenPart(pass.transform);
    lines.place(pass.transform);
    pass.predictedNoise = core.predictedNoise(shape);
    return pass;
}

} // namespace mixlens::optics
