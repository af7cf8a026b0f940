#include "core/optics/clipping.h"

#include "core/optics/detector.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;
constexpr double unlimited = std::numeric_limits<double>::infinity();
constexpr double farSigmas = 8.0; // of a normal, 6e-16 lie beyond

double square(double x) noexcept
{
    return x * x;
}

/// Mean and variance of a reading.
struct Reading
{
    double mean = 0.0;
    double variance = 0.0;
};

/// min(n, limit).
Reading keep(Reading n, double limit) noexcept
{
    const double sigma = std::sqrt(n.variance);
    const double room = limit - n.mean;
    if (room > farSigmas * sigma)
        return n;
    if (sigma == 0.0)
        return {std::min(n.mean, limit), 0.0};
    const double z = room / sigma;
    const double beyond = 0.5 * std::erfc(z / std::numbers::sqrt2);
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
    return {n.mean - sigma * (density - z * beyond), n.variance * (1.0 - beyond)};
}

/// One device's estimate of a field on average, with its limits or some of them.
class Recovery
{
public:
    Recovery(const DeviceSpec& device, double well, std::array<double, 2> fullScales, int exposures) noexcept
        : m_kind(detection(device)), m_quantum(device.photons.value > 0.0), m_well(well),
          m_fullScales(fullScales), m_reference(referenceAmplitude(device)),
          m_beam(std::polar(m_reference, device.loPhase.value)),
          m_bias(device.bias.value * std::sqrt(signalPhotons(device))),
          m_point(device.perturbation.value * std::sqrt(signalPhotons(device))),
          m_dark(m_quantum ? device.darkElectrons.value : 0.0),
          m_readVariance(m_quantum ? square(device.readNoise.value) : 0.0),
          m_spread(device.responseSpread.value), m_exposures(exposures)
    {}

    [[nodiscard]] Complex operator()(Complex a) const noexcept
    {
        const auto root = [](double intensity) { return std::sqrt(std::max(0.0, intensity)); };
        switch (m_kind) {
        case Detection::Balanced:
            return difference(a, m_beam, 1.0, m_fullScales[0]) / (2.0 * m_reference);
        case Detection::Quadratures:
            return Complex(difference(a, m_beam, 0.5, m_fullScales[0]),
                           difference(a, Complex(0.0, 1.0) * m_beam, 0.5, m_fullScales[1])) /
                   m_reference;
        case Detection::Sequential:
            return (camera(a + m_beam).mean - camera(a - m_beam).mean) / (4.0 * m_reference);
        case Detection::EvenSign: {
            const double wanted = a.real();
            const Reading alone = camera(a);
            const Reading joined = camera(a + m_point);
            const double change = joined.mean - alone.mean - square(m_point);
            const double sigma = std::sqrt((alone.variance + joined.variance) / m_exposures);
            const double towards = wanted < 0.0 ? -change : change; // positive where the sign is right
            const double wrong = sigma > 0.0 ? 0.5 * std::erfc(towards / (std::numbers::sqrt2 * sigma))
                                             : (towards < 0.0 ? 1.0 : 0.0);
            const double size = root(alone.mean);
            const double error =
                (1.0 - wrong) * square(std::abs(wanted) - size) + wrong * square(std::abs(wanted) + size);
            return wanted - std::copysign(std::sqrt(error), wanted);
        }
        case Detection::EvenBias:
            return root(camera(a + m_bias).mean) - m_bias;
        case Detection::Intensity:
            return root(camera(a).mean);
        }
        return a;
    }

    /// Of a reading of `mean` electrons and its pixel.
    [[nodiscard]] double sigmaOf(double mean) const noexcept
    {
        return m_quantum ? std::sqrt(mean + square(m_spread * mean) + 2.0 * m_readVariance) + m_dark : 0.0;
    }
    /// Amplitude that is added to the light at most.
    [[nodiscard]] double largestBeam() const noexcept { return std::max({m_reference, m_bias, m_point}); }

private:
    /// Electrons of one port or pixel, cut at the well.
    [[nodiscard]] Reading port(double intensity) const noexcept
    {
        const double mean = intensity + m_dark;
        return keep({mean, m_quantum ? mean + square(m_spread * intensity) : 0.0}, m_well);
    }

    /// A converted reading of a camera, less its dark electrons.
    [[nodiscard]] Reading camera(Complex light) const noexcept
    {
        Reading n = port(std::norm(light));
        n.variance += m_readVariance;
        n = keep(n, m_fullScales[0]);
        return {n.mean - m_dark, n.variance};
    }

    /// A converted difference of two ports, cut at both ends.
    [[nodiscard]] double difference(Complex a, Complex beam, double share, double fullScale) const noexcept
    {
        const Reading plus = port(0.5 * share * std::norm(a + beam));
        const Reading minus = port(0.5 * share * std::norm(a - beam));
        const Reading n{plus.mean - minus.mean, plus.variance + minus.variance + 2.0 * m_readVariance};
        const Reading below = keep(n, fullScale);
        return -keep({-below.mean, below.variance}, fullScale).mean;
    }

    Detection m_kind;
    bool m_quantum;
    double m_well;
    std::array<double, 2> m_fullScales;
    double m_reference;
    Complex m_beam;
    double m_bias;
    double m_point;
    double m_dark;
    double m_readVariance;
    double m_spread;
    int m_exposures;
};

bool seesIntensities(Detection kind) noexcept
{
    return kind == Detection::EvenSign || kind == Detection::EvenBias || kind == Detection::Intensity;
}

void add(Complex value, double weight, std::size_t at, Shape shape, PreciseField& sum)
{
    if (value == 0.0)
        return;
    if (sum.values.empty())
        sum = PreciseField(shape);
    sum.values[at] += weight * value;
}

} // namespace

void addLost(const PreciseField& field, const DeviceSpec& device, const std::array<double, 2>& fullScales,
             int exposures, double weight, LostLight& lost)
{
    const bool hasWell = device.photons.value > 0.0 && device.fullWell.value > 0.0;
    const bool signless = seesIntensities(detection(device));
    if (!hasWell && fullScales[0] == 0.0 && !signless)
        return;
    const double well = hasWell ? device.fullWell.value : unlimited;
    const std::array<double, 2> endless{unlimited, unlimited};
    std::array<double, 2> ends = fullScales;
    std::ranges::replace(ends, 0.0, unlimited);
    const Recovery whole(device, unlimited, endless, exposures);
    const Recovery atWell(device, well, endless, exposures);
    const Recovery limited(device, well, ends, exposures);
    // Most light is far from any limit: a pixel this bright is the first that could be cut.
    const double limit = std::min({well, ends[0], ends[1]});
    const double brightest =
        limit < unlimited ? std::max(0.0, limit - farSigmas * whole.sigmaOf(limit)) : unlimited;
    const double safe = std::max(0.0, std::sqrt(brightest) - whole.largestBeam());
    for (std::size_t i = 0; i < field.values.size(); ++i) {
        const Complex a = field.values[i];
        const bool cut = std::norm(a) > safe * safe;
        if (!cut && !signless)
            continue;
        const Complex kept = whole(a);
        if (cut) {
            add(hasWell ? atWell(a) - kept : Complex(0.0), weight, i, field.shape, lost.well);
            add(limited(a) - kept, weight, i, field.shape, lost.all);
        }
        if (signless)
            add(kept - a.real(), weight, i, field.shape, lost.sign);
    }
}

LostPower lostPower(const LostLight& lost, bool bypass)
{
    const auto powerOf = [&lost, bypass](const PreciseField& plane) {
        double power = 0.0;
        for (Index k = bypass ? 1 : 0; k < plane.shape.rows; ++k) {
            for (Index l = bypass ? 1 : 0; l < plane.shape.cols; ++l) {
                const double anyway =
                    &plane == &lost.sign || lost.sign.values.empty() ? 0.0 : lost.sign(k, l).real();
                power += square(plane(k, l).real() + anyway) - square(anyway);
            }
        }
        return power;
    };
    return {powerOf(lost.well), powerOf(lost.all), powerOf(lost.sign)};
}

LostPower lostComplexPower(const LostLight& lost)
{
    const auto powerOf = [](const PreciseField& plane) {
        double power = 0.0;
        for (const Complex value : plane.values)
            power += std::norm(value);
        return power;
    };
    return {powerOf(lost.well), powerOf(lost.all), 0.0};
}

} // namespace mixlens::optics
