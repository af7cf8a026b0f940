#include "core/optics/tiled_pass.h"

#include "core/base/random.h"
#include "core/math/dft.h"
#include "core/optics/error_budget.h"
#include "core/optics/mean_lines.h"
#include "core/optics/precise_transform.h"
#include "core/optics/tile_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

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

Index largestFactor(Index length, Index limit)
{
    for (Index factor = std::min(length, limit); factor > 1; --factor) {
        if (length % factor == 0)
            return factor;
    }
    return 1;
}

std::vector<Step> stepsOf(const DeviceSpec& device, Shape shape)
{
    const auto tile = static_cast<Index>(device.tile.value);
    std::vector<Step> steps;
    Step rest{1, 1, false, false};
    if (composition(device) == Composition::OnePass) {
        steps.push_back({largestFactor(shape.rows, tile), largestFactor(shape.cols, tile)});
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

/// What the closed forms say of one pass, weighted by the power of its tiles.
struct PassNoise
{
    double power = 0.0;
    double modulator = 0.0; ///< power times noise over signal
    double rest = 0.0;
};

/// Over all passes, against the real part; see passInTiles().
double total(const std::vector<PassNoise>& passes, const DeviceSpec& device, Shape shape)
{
    const double mirrored = device.symmetrise.value > 0.0 ? 0.5 : 1.0;
    double sum = 0.0;
    DeviceSpec turned = device;
    turned.loPhase.value = 0.0;
    for (std::size_t pass = 0; pass < passes.size(); ++pass) {
        const PassNoise& noise = passes[pass];
        if (!(noise.power > 0.0))
            continue;
        sum += (noise.modulator * (pass == 0 ? 1.0 : mirrored) + noise.rest * mirrored) / noise.power;
        turned.loPhase.value += device.loPhase.value;
    }
    const double measured =
        device.bypass.value > 0.0
            ? static_cast<double>((shape.rows - 1) * (shape.cols - 1)) / static_cast<double>(shape.size())
            : 1.0;
    return sum * measured + predictedError(Stage::ReferencePhase, turned, {shape, 0.5, {0.0, 0.0, 1.0}, {}});
}

/// The core with a tile on it.
class Core
{
public:
    Core(const DeviceSpec& device, std::uint64_t seed, PrecisePass& pass)
        : m_device(device), m_seed(seed), m_pass(pass), m_kind(detection(device))
    {
        m_device.bypass.value = 0.0;
        m_device.symmetrise.value = 0.0;
    }

    void nextPass() { m_noise.emplace_back(); }
    [[nodiscard]] const std::vector<PassNoise>& noise() const noexcept { return m_noise; }

    /// F{tile}, or its real part, as the device sees it.
    [[nodiscard]] PreciseField operator()(const PreciseField& tile, bool realOnly)
    {
        PreciseField sum(tile.shape);
        for (const bool imaginary : {false, true}) {
            std::vector<double> shown;
            for (const Complex value : tile.values)
                shown.push_back(imaginary ? value.imag() : value.real());
            if (std::ranges::all_of(shown, [](double value) { return value == 0.0; }))
                continue;
            const PreciseField seen = read(shown, tile.shape, realOnly, imaginary);
            const Complex turn = imaginary ? Complex(0.0, 1.0) : Complex(1.0);
            for (std::size_t i = 0; i < sum.values.size(); ++i) {
                sum.values[i] += turn * seen.values[i];
                if (realOnly)
                    sum.values[i].imag(0.0);
            }
        }
        return sum;
    }

private:
    /// Spacing of a tile's samples in the core; the core's own size where it has room for none.
    [[nodiscard]] Index strideFor(Index length) const
    {
        const auto tile = static_cast<Index>(m_device.tile.value);
        return length > 1 && tile % length == 0 ? tile / length : 1;
    }

    [[nodiscard]] PreciseField read(const std::vector<double>& shown, Shape tile, bool realOnly,
                                    bool imaginary)
    {
        const Shape stride{strideFor(tile.rows), strideFor(tile.cols)};
        const Shape core{tile.rows * stride.rows, tile.cols * stride.cols};
        std::vector<double> placed(static_cast<std::size_t>(core.size()), 0.0);
        for (Index n = 0; n < tile.rows; ++n) {
            for (Index m = 0; m < tile.cols; ++m)
                placed[static_cast<std::size_t>(n * stride.rows * core.cols + m * stride.cols)] =
                    shown[static_cast<std::size_t>(n * tile.cols + m)];
        }
        DeviceSpec device = m_device;
        const bool oneQuadrature = realOnly && m_kind != Detection::Quadratures;
        if (!oneQuadrature)
            device.detection.value = static_cast<double>(Detection::Quadratures);
        else if (imaginary) // of an imaginary input the real part of the transform is -Im F{b}
            device.loPhase.value += 0.5 * std::numbers::pi;
        const std::array<std::uint32_t, 4> words =
            Philox(m_seed, noiseStream(Noise::Tile, 0)).block(m_count++);
        const PrecisePass seen =
            passPrecisely(device, placed, core, (std::uint64_t{words[0]} << 32U) | words[1]);
        m_pass.exposure.frames += seen.exposure.frames;
        m_pass.exposure.clipped += seen.exposure.clipped;
        m_pass.exposure.readings += seen.exposure.readings;
        m_pass.exposure.range = seen.exposure.range;
        predict(core, placed, seen, oneQuadrature ? m_kind : Detection::Quadratures);
        PreciseField bins(tile);
        for (Index k = 0; k < tile.rows; ++k) {
            for (Index l = 0; l < tile.cols; ++l) {
                const Complex bin = seen.transform(k, l);
                bins(k, l) = oneQuadrature && imaginary ? Complex(0.0, bin.real()) : bin;
            }
        }
        return bins;
    }

    /// Each tile has errors of its own; a turned reference beam, common to all, comes in total().
    void predict(Shape core, const std::vector<double>& placed, const PrecisePass& seen, Detection kind)
    {
        DeviceSpec device = m_device;
        device.detection.value = static_cast<double>(kind);
        device.loPhase.value = 0.0;
        double power = 0.0;
        for (const double value : placed)
            power += value * value;
        SignalFacts facts{core, 0.5, seen.modulation, seen.exposure}; // tiles have no symmetry
        if (power > 0.0) { // Parseval; one quadrature has half of it
            const bool both = kind == Detection::Quadratures;
            const LostPower lost = both ? lostComplexPower(seen.lost) : lostPower(seen.lost, false);
            const double signal = (both ? 1.0 : 0.5) * power * static_cast<double>(core.size());
            facts.lostAtWell = lost.well / signal;
            facts.lostInConverter = (lost.all - lost.well) / signal;
        }
        const double all = 1.0 / std::pow(10.0, predictedSnr(device, facts) / 10.0);
        const double modulator = predictedError(Stage::Modulator, device, facts);
        PassNoise& noise = m_noise.back();
        noise.power += power;
        noise.modulator += power * modulator;
        noise.rest += power * std::max(0.0, all - modulator);
    }

    DeviceSpec m_device;
    std::uint64_t m_seed;
    PrecisePass& m_pass;
    Detection m_kind;
    std::vector<PassNoise> m_noise;
    std::uint64_t m_count = 0;
};

/// One step on every tile of `field`, whose blocks of `block` are still to be transformed, and the twiddle
/// factors after it.
void apply(const Step& step, Shape block, Core& core, PreciseField& field)
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
                tile = core(tile, step.realOnly);
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
    PreciseField field(shape);
    const MeanLines lines = device.bypass.value > 0.0 ? MeanLines(x, shape) : MeanLines();
    for (std::size_t i = 0; i < x.size(); ++i)
        field.values[i] = x[i] - lines.at(i);
    double squares = 0.0;
    for (const Complex value : field.values)
        squares += std::norm(value);
    pass.modulation.rms = std::sqrt(squares / static_cast<double>(x.size()));
    pass.modulation.meanSquare = std::isfinite(squares) ? 1.0 : squares;

    Core core(device, seed, pass);
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
    pass.predictedNoise = total(core.noise(), device, shape);
    return pass;
}

} // namespace mixlens::optics
