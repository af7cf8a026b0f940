#include "core/optics/tile_core.h"

#include "core/base/random.h"
#include "core/optics/error_budget.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

/// Correlation of the rounding errors of two values that differ by `sigma` steps, rms.
double roundingCorrelation(double sigma)
{
    if (sigma < 1e-4)
        return 1.0;
    double sum = 0.0;
    for (int m = 1; m <= 1000; ++m) {
        const double fall = std::exp(-2.0 * pi * pi * m * m * sigma * sigma);
        if (fall < 1e-9)
            break;
        sum += fall / (static_cast<double>(m) * m);
    }
    return std::min(1.0, 6.0 / (pi * pi) * sum);
}

/// Share of the amplitude that cutting takes off on average, -Σ e s / Σ s².
double lostGain(const PrecisePass& seen)
{
    if (seen.lost.all.values.empty())
        return 0.0;
    double product = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < seen.transform.values.size(); ++i) {
        const Complex lost = seen.lost.all.values[i];
        const Complex signal = seen.transform.values[i] - lost;
        product += (lost * std::conj(signal)).real();
        squares += std::norm(signal);
    }
    return squares > 0.0 ? -product / squares : 0.0;
}

} // namespace

/// The real or the imaginary part of a tile.
struct TileCore::Shown
{
    std::vector<double> values;
    Shape tile;
    bool realOnly = false;
    bool imaginary = false;
    double alike = 1.0;
};

TileCore::TileCore(const DeviceSpec& device, std::uint64_t seed, PrecisePass& pass)
    : m_device(device), m_seed(seed), m_pass(pass), m_bypass(device.bypass.value > 0.0),
      m_symmetrise(device.symmetrise.value > 0.0)
{
    m_device.bypass.value = 0.0;
    m_device.symmetrise.value = 0.0;
}

void TileCore::nextPass()
{
    if (!m_noise.empty() && m_noise.back().power > 0.0)
        m_before += m_noise.back().independent / m_noise.back().power;
    m_noise.emplace_back();
}

PreciseField TileCore::operator()(const CoreTile& tile)
{
    ++m_pass.tiles;
    PreciseField sum(tile.values.shape);
    for (const bool imaginary : {false, true}) {
        Shown shown{{}, tile.values.shape, tile.realOnly, imaginary, tile.alike};
        for (const Complex value : tile.values.values)
            shown.values.push_back(imaginary ? value.imag() : value.real());
        if (std::ranges::all_of(shown.values, [](double value) { return value == 0.0; }))
            continue;
        const PreciseField seen = read(shown);
        const Complex turn = imaginary ? Complex(0.0, 1.0) : Complex(1.0);
        for (std::size_t i = 0; i < sum.values.size(); ++i) {
            sum.values[i] += turn * seen.values[i];
            if (tile.realOnly)
                sum.values[i].imag(0.0);
        }
    }
    return sum;
}

/// Spacing of a tile's samples in the core; the core's own size where it has room for none.
Index TileCore::strideFor(Index length) const
{
    const auto tile = static_cast<Index>(m_device.tile.value);
    return length > 1 && tile % length == 0 ? tile / length : 1;
}

PreciseField TileCore::read(const Shown& shown)
{
    const Shape tile = shown.tile;
    const Shape stride{strideFor(tile.rows), strideFor(tile.cols)};
    const Shape core{tile.rows * stride.rows, tile.cols * stride.cols};
    std::vector<double> placed(static_cast<std::size_t>(core.size()), 0.0);
    for (Index n = 0; n < tile.rows; ++n) {
        for (Index m = 0; m < tile.cols; ++m)
            placed[static_cast<std::size_t>(n * stride.rows * core.cols + m * stride.cols)] =
                shown.values[static_cast<std::size_t>(n * tile.cols + m)];
    }
    DeviceSpec device = m_device;
    // A measured response has phases, which only both quadratures can be turned back by.
    const bool oneQuadrature =
        shown.realOnly && detection(m_device) != Detection::Quadratures && !measuresResponse(m_device);
    if (!oneQuadrature)
        device.detection.value = static_cast<double>(Detection::Quadratures);
    else if (shown.imaginary) // of an imaginary input the real part of the transform is -Im F{b}
        device.loPhase.value += 0.5 * pi;
    const std::array<std::uint32_t, 4> words = Philox(m_seed, noiseStream(Noise::Tile, 0)).block(m_count++);
    PrecisePass seen = passPrecisely(device, placed, core, (std::uint64_t{words[0]} << 32U) | words[1]);
    m_pass.exposure.frames += seen.exposure.frames;
    m_pass.exposure.clipped += seen.exposure.clipped;
    m_pass.exposure.readings += seen.exposure.readings;
    m_pass.exposure.range = seen.exposure.range;
    predict(shown, core, seen, oneQuadrature);
    PreciseField bins(tile);
    for (Index k = 0; k < tile.rows; ++k) {
        for (Index l = 0; l < tile.cols; ++l) {
            const Complex bin = seen.transform(k, l);
            bins(k, l) = oneQuadrature && shown.imaginary ? Complex(0.0, bin.real()) : bin;
        }
    }
    if (m_pass.ports.empty()) { // the picture is the first tile's that has light
        m_pass.pictured = m_pass.tiles;
        m_pass.transmission = std::move(seen.transmission);
        m_pass.received = std::move(seen.received);
        m_pass.ports = std::move(seen.ports);
        m_pass.cutInPorts = std::move(seen.cutInPorts);
        m_pass.differenceScale = seen.differenceScale;
        m_pass.fullScale = seen.fullScale;
    }
    return bins;
}

/// Each tile has errors of its own; a turned reference beam, common to all, comes in predictedNoise().
void TileCore::predict(const Shown& shown, Shape core, const PrecisePass& seen, bool oneQuadrature)
{
    double power = 0.0;
    for (const double value : shown.values)
        power += value * value;
    if (!(power > 0.0))
        return;
    DeviceSpec device = m_device;
    if (!oneQuadrature)
        device.detection.value = static_cast<double>(Detection::Quadratures);
    device.loPhase.value = 0.0;
    SignalFacts facts{core, 0.5, seen.modulation, seen.exposure}; // tiles have no symmetry
    // Parseval; one quadrature has half of it.
    const LostPower lost = oneQuadrature ? lostPower(seen.lost, false) : lostComplexPower(seen.lost);
    const double signal = (oneQuadrature ? 0.5 : 1.0) * power * static_cast<double>(core.size());
    facts.lostAtWell = lost.well / signal;
    facts.lostInConverter = (lost.all - lost.well) / signal;

    const double all = optics::predictedNoise(device, facts);
    const double overCore = predictedError(Stage::Modulator, device, facts);
    const double overTile =
        overCore * static_cast<double>(shown.tile.size()) / static_cast<double>(core.size());
    const double samples = static_cast<double>(shown.values.size());
    const double bits = device.modulatorBits.value;
    const double step = bits > 0.0 ? 2.0 * seen.modulation.scale / (std::exp2(bits) - 1.0) : 0.0;
    const double apart = std::sqrt(2.0 * m_before * power / samples);
    const double alike = shown.alike * roundingCorrelation(step > 0.0 ? apart / step : 0.0);
    PassNoise& noise = m_noise.back();
    const double gain = lostGain(seen);
    const double cutAlike = m_noise.size() == 1 ? lost.all / signal : gain * gain;
    const double crest = seen.modulation.scale / seen.modulation.rms;
    noise.light = {shown.tile, core};
    noise.crest2 += power * crest * crest;
    noise.power += power;
    noise.gain += power * gain;
    noise.alike += power * (alike * overTile + cutAlike);
    noise.independent += power * ((1.0 - alike) * overTile + std::max(0.0, all - overCore - cutAlike));
}

/// Where the response was measured both quadratures are read.
double TileCore::linearNoise(Shape shape) const
{
    DeviceSpec device = m_device;
    device.symmetrise.value = m_symmetrise ? 1.0 : 0.0;
    device.bypass.value = m_bypass ? 1.0 : 0.0;
    if (measuresResponse(device))
        device.detection.value = static_cast<double>(Detection::Quadratures);
    std::vector<CorePass> passes;
    double power = 0.0;
    double crest2 = 0.0;
    for (const PassNoise& noise : m_noise) {
        if (!(noise.power > 0.0))
            continue;
        passes.push_back(noise.light);
        power += noise.power;
        crest2 += noise.crest2;
    }
    if (passes.empty())
        return 0.0;
    return linearError(device, {std::sqrt(crest2 / power), 1.0, 1.0}, shape, passes);
}

double TileCore::predictedNoise(Shape shape) const
{
    const double mirrored = m_symmetrise ? 0.5 : 1.0;
    double sum = 0.0;
    double gain = 1.0;
    DeviceSpec turned = m_device;
    turned.symmetrise.value = m_symmetrise ? 1.0 : 0.0;
    turned.bypass.value = m_bypass ? 1.0 : 0.0;
    turned.loPhase.value = 0.0;
    for (const PassNoise& noise : m_noise) {
        if (!(noise.power > 0.0))
            continue;
        const double lost = noise.gain / noise.power;
        const double beside =
            (noise.alike + noise.independent * mirrored) / noise.power - lost * lost; // the signal
        const double left = (1.0 - lost) * (1.0 - lost);
        sum = sum * left + beside * gain * gain;
        gain *= 1.0 - lost;
        if (!measuresResponse(m_device)) // which is turned back
            turned.loPhase.value += m_device.loPhase.value;
    }
    const double measured = m_bypass ? static_cast<double>((shape.rows - 1) * (shape.cols - 1)) /
                                           static_cast<double>(shape.size())
                                     : 1.0;
    sum += (1.0 - gain) * (1.0 - gain);
    return sum * measured + linearNoise(shape) +
           predictedError(Stage::ReferencePhase, turned, {shape, 0.5, {0.0, 0.0, 1.0}, {}});
}

} // namespace mixlens::optics
