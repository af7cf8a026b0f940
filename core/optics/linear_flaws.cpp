#include "core/optics/linear_flaws.h"

#include "core/optics/calibration.h"
#include "core/optics/full_wave.h"
#include "core/optics/panel_response.h"
#include "core/optics/precise_bench.h"
#include "core/optics/stage_formulas.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

/// Of factors on the field, over pixels.
struct Moments
{
    Complex mean = 1.0;
    double power = 1.0;   ///< E |w|²
    Complex mirror = 1.0; ///< E w w', w' the factor in the mirrored bin

    void multiply(const Moments& other)
    {
        mean *= other.mean;
        power *= other.power;
        mirror *= other.mirror;
    }
    /// E |Re w - 1|² where mirror images are averaged, E |w - 1|² where not.
    [[nodiscard]] double error(bool even) const
    {
        const double kept = even ? 0.5 * (power + mirror.real()) : power;
        return std::max(0.0, kept - 2.0 * mean.real() + 1.0);
    }
};

Index strideOf(Index factor, Index core) noexcept
{
    return core / factor;
}

/// Without what adds to the light, or changes between exposures.
DeviceSpec still(DeviceSpec device)
{
    device.extinction.value = 0.0;
    device.phaseJitter.value = 0.0;
    return device;
}

Moments windowOf(const DeviceSpec& device, const CorePass& pass)
{
    PreciseField window(pass.core);
    std::ranges::fill(window.values, 1.0);
    passPanel(window, {pass.core, 1}, still(device), 0, 0);
    const bool undone = device.calibrate.value > 0.0 && hasWindow(device);
    Moments found{0.0, 0.0, 0.0};
    for (Index i = 0; i < pass.factor.rows; ++i) {
        for (Index j = 0; j < pass.factor.cols; ++j) {
            const Index n = i * strideOf(pass.factor.rows, pass.core.rows);
            const Index m = j * strideOf(pass.factor.cols, pass.core.cols);
            const double known = undone ? std::max(leastWindow, knownWindow(device, pass.core, n, m)) : 1.0;
            const Complex w = window(n, m) / known;
            found.mean += w;
            found.power += std::norm(w);
            found.mirror += w * w;
        }
    }
    const auto pixels = static_cast<double>(pass.factor.size());
    return {found.mean / pixels, found.power / pixels, found.mirror / pixels};
}

/// Phases drawn for each exposure, of which the mean of all is seen: a factor exp(iσz).
Moments jitterOf(const DeviceSpec& device, bool sharedByMirrorImages)
{
    const double variance = device.phaseJitter.value * device.phaseJitter.value;
    const double square = std::exp(-variance);
    const double own = 1.0 / device.averages.value;
    return {std::exp(-0.5 * variance), square + (1.0 - square) * own,
            sharedByMirrorImages ? square + (square * square - square) * own : square};
}

/// M / F of one axis, (bins x pixels), of the bins and pixels that carry the factor.
PreciseField distortion(const DeviceSpec& device, const LensAxis& axis, Index factor, Index core)
{
    const PreciseField matrix =
        propagator(device) == Propagator::FullWave ? fullWaveMatrix(axis, core) : fourierMatrix(axis, core);
    PreciseField quotient({factor, factor});
    for (Index k = 0; k < factor; ++k) {
        for (Index n = 0; n < factor; ++n)
            quotient(k, n) =
                matrix(k, n * strideOf(factor, core)) *
                std::polar(1.0, 2.0 * pi * static_cast<double>(k * n % factor) / static_cast<double>(factor));
    }
    return quotient;
}

Moments lensOfAxis(const DeviceSpec& device, bool alongTokens, Index length, std::span<const CorePass> passes)
{
    std::vector<PreciseField> factors;
    Moments found;
    for (const CorePass& pass : passes) {
        const Index core = alongTokens ? pass.core.rows : pass.core.cols;
        const Index factor = alongTokens ? pass.factor.rows : pass.factor.cols;
        factors.push_back(distortion(device, alongTokens ? tokenAxis(device, core) : hiddenAxis(device, core),
                                     factor, core));
        Moments own{0.0, 0.0, 1.0};
        for (const Complex q : factors.back().values) {
            own.mean += q / static_cast<double>(factor * factor);
            own.power += std::norm(q) / static_cast<double>(factor * factor);
        }
        found.multiply(own);
    }
    Complex mirror = 0.0;
    for (Index k = 0; k < length; ++k) {
        Complex product = 1.0;
        Index weight = 1;
        for (const PreciseField& q : factors) {
            const Index factor = q.shape.rows;
            const Index here = k / weight % factor;
            const Index there = mirrored(k, length) / weight % factor;
            Complex sum = 0.0;
            for (Index n = 0; n < factor; ++n)
                sum += q(here, n) * q(there, n);
            product *= sum / static_cast<double>(factor);
            weight *= factor;
        }
        mirror += product / static_cast<double>(length);
    }
    found.mirror = mirror;
    return found;
}

/// What recovery divides by where the response was measured (divideByResponse()).
Complex undoneBy(Complex response, const DeviceSpec& device)
{
    if (detection(device) == Detection::Quadratures)
        return response;
    return detection(device) == Detection::Balanced || detection(device) == Detection::Sequential
               ? Complex(std::max(leastWindow, response.real()))
               : Complex(std::max(leastWindow, std::abs(response)));
}

/// H of one pass over all bins of the transform, recovery included.
void multiplyEnvelope(const DeviceSpec& device, const CorePass& pass, Index rowWeight, Index colWeight,
                      PreciseField& envelope)
{
    PreciseField own(pass.core);
    std::ranges::fill(own.values, 1.0);
    passEnvelope(own, {pass.core, 1}, device);
    PreciseField axis({1, 1}); // the impulses of a calibration pass the middle of the panel
    axis.values[0] = 1.0;
    passPanel(axis, {{1, 1}, 1}, still(device), 0, 0);
    for (Index k = 0; k < pass.core.rows; ++k) {
        for (Index l = 0; l < pass.core.cols; ++l) {
            if (measuresResponse(device))
                own(k, l) /= undoneBy(own(k, l) * axis.values[0], device);
            else if (device.calibrate.value > 0.0)
                own(k, l) /= std::max(leastWindow, knownEnvelope(device, pass.core, k, l));
        }
    }
    for (Index k = 0; k < envelope.shape.rows; ++k) {
        for (Index l = 0; l < envelope.shape.cols; ++l)
            envelope(k, l) *= own(k / rowWeight % pass.factor.rows, l / colWeight % pass.factor.cols);
    }
}

} // namespace

double linearError(const DeviceSpec& device, const Modulation& modulation, Shape shape,
                   std::span<const CorePass> passes)
{
    const bool even = device.symmetrise.value > 0.0 || evenInput(device);
    const bool bypass = device.bypass.value > 0.0;
    const double crest = modulation.scale / modulation.rms;
    const double pedestal = encodingFacts(device, modulation).pedestal * crest * crest;
    Moments all;
    PreciseField envelope(shape);
    std::ranges::fill(envelope.values, 1.0);
    double error = 0.0;
    Index rowWeight = 1;
    Index colWeight = 1;
    for (const CorePass& pass : passes) {
        const bool first = &pass == passes.data();
        Moments window = windowOf(device, pass);
        window.multiply(jitterOf(device, first));
        if (pedestal > 0.0) // the light that a code adds to every pixel is spoilt likewise
            error += pedestal * window.error(even);
        all.multiply(window);
        multiplyEnvelope(device, pass, rowWeight, colWeight, envelope);
        rowWeight *= pass.factor.rows;
        colWeight *= pass.factor.cols;
    }
    if (propagator(device) != Propagator::Fast) {
        all.multiply(lensOfAxis(device, true, shape.rows, passes));
        all.multiply(lensOfAxis(device, false, shape.cols, passes));
    }
    const auto bins = static_cast<double>((shape.rows - (bypass ? 1 : 0)) * (shape.cols - (bypass ? 1 : 0)));
    if (bins == 0.0)
        return error;
    const double share = bins / static_cast<double>(shape.size());
    const double power = std::norm(all.mean) + share * (all.power - std::norm(all.mean));
    const Complex mirror = all.mean * all.mean + share * (all.mirror - all.mean * all.mean);
    double sum = 0.0;
    for (Index k = bypass ? 1 : 0; k < shape.rows; ++k) {
        for (Index l = bypass ? 1 : 0; l < shape.cols; ++l) {
            const Complex here = envelope(k, l);
            const Complex there = envelope(mirrored(k, shape.rows), mirrored(l, shape.cols));
            const double kept = even ? 0.25 * (std::norm(here) + std::norm(there)) * power +
                                           0.5 * (here * there * mirror).real()
                                     : std::norm(here) * power;
            const double wanted = even ? ((here + there) * all.mean).real() : 2.0 * (here * all.mean).real();
            sum += std::max(0.0, kept - wanted + 1.0);
        }
    }
    return error + sum / bins;
}

double linearError(const DeviceSpec& device, const Modulation& modulation, Shape shape)
{
    const CorePass whole{shape, shape};
    return linearError(device, modulation, shape, std::span(&whole, 1));
}

} // namespace mixlens::optics
