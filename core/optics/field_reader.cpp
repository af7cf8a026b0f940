#include "core/optics/field_reader.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;
constexpr double previewHeadroom = 1.1; // noise may raise the next exposure's peak

double largestOf(std::span<const double> values)
{
    double largest = 0.0;
    for (const double value : values)
        largest = std::max(largest, std::abs(value));
    return largest;
}

void addTo(std::vector<double>& sum, std::span<const double> values, double factor)
{
    sum.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        sum[i] += factor * values[i];
}

} // namespace

FieldReader::FieldReader(const DeviceSpec& device, std::uint64_t seed) noexcept
    : m_device(device), m_seed(seed), m_camera(device, seed), m_reference(referenceAmplitude(device))
{}

double FieldReader::laser(std::uint32_t frame) const
{
    const double noise = m_device.intensityNoise.value;
    return noise > 0.0
               ? std::max(0.0, 1.0 + noise * Philox(m_seed, noiseStream(Noise::Laser, frame)).normal(0))
               : 1.0;
}

double FieldReader::drift(std::uint32_t frame) const
{
    const double noise = m_device.loDrift.value;
    return m_device.loPhase.value +
           (noise > 0.0 ? noise * Philox(m_seed, noiseStream(Noise::ReferencePhase, frame)).normal(0) : 0.0);
}

FieldReader::Plane FieldReader::frameOf(const PreciseField& field, Complex offset, double scale,
                                        std::uint32_t frame, Camera::Port port, Exposure& tally)
{
    const double power = laser(frame);
    const double photons = scale * power / m_device.quantumEfficiency.value;
    Plane plane(field.values.size());
    std::ranges::transform(field.values, plane.begin(),
                           [&](Complex a) { return photons * std::norm(a + offset); });
    m_cut.push_back(m_camera.expose(plane, frame, port));
    tally.clipped += m_cut.back();
    tally.readings += m_camera.hasLimits() ? static_cast<std::int64_t>(plane.size()) : 0;
    m_ports.push_back(plane);
    return plane;
}

void FieldReader::keepPorts(std::size_t count)
{
    m_ports.resize(std::min(count, m_ports.size()));
    m_cut.resize(m_ports.size());
}

double FieldReader::fullScaleOfPorts() const noexcept
{
    const Detection kind = detection(m_device);
    return kind == Detection::Balanced || kind == Detection::Quadratures ? 0.0 : m_fullScale;
}

/// n+ - n- of one pair, before its converter.
FieldReader::Plane FieldReader::differenceOf(const PreciseField& field, const Pair& pair, std::uint32_t frame,
                                             Exposure& tally)
{
    const Complex reference = std::polar(m_reference, drift(frame) + pair.turn);
    Plane difference = frameOf(field, reference, 0.5 * pair.share, frame, pair.plus, tally);
    const Plane minus = frameOf(field, -reference, 0.5 * pair.share, frame, pair.minus, tally);
    addTo(difference, minus, -1.0);
    return difference;
}

/// Mid-tread codes over [-full scale, full scale].
void FieldReader::convert(Plane& difference, Exposure& tally) const
{
    if (m_fullScale == 0.0)
        return;
    const double steps = 0.5 * (std::exp2(m_device.converterBits.value) - 1.0);
    const double top = std::floor(steps);
    tally.readings += static_cast<std::int64_t>(difference.size());
    for (double& value : difference) {
        const double code = std::nearbyint(value / m_fullScale * steps);
        const double kept = std::clamp(code, -top, top);
        tally.clipped += code != kept ? 1 : 0;
        value = kept / steps * m_fullScale;
    }
}

FieldReader::Plane FieldReader::meanDifference(const PreciseField& field, const Pair& pair, int exposures,
                                               std::uint32_t first, Exposure& tally)
{
    m_fullScale = 0.0;
    std::uint32_t frame = first;
    if (m_device.converterBits.value > 0.0) {
        Exposure unconverted;
        m_fullScale = m_device.converterCrest.value > 0.0
                          ? m_device.converterCrest.value * 2.0 * m_reference * pair.share *
                                std::sqrt(0.5 * signalPhotons(m_device))
                          : previewHeadroom * largestOf(differenceOf(field, pair, frame++, unconverted));
    }
    Plane mean;
    for (int taken = 0; taken < exposures; ++taken, ++frame) {
        if (taken == 0)
            keepPorts(pair.turn > 0.0 ? 2 : 0); // keep the first pair's
        Plane difference = differenceOf(field, pair, frame, tally);
        convert(difference, tally);
        const double monitored = m_device.powerMonitor.value > 0.0 ? laser(frame) : 1.0;
        addTo(mean, difference, 1.0 / (monitored * exposures));
    }
    m_frame = std::max(m_frame, frame);
    m_camera.correct(mean, 0.0); // both ports have the same dark electrons
    tally.range = m_fullScale;
    return mean;
}

/// The full scale of a camera from a frame that nothing is computed from.
void FieldReader::preview(const PreciseField& field, Complex offset, Exposure& tally)
{
    m_camera.setFullScale(0.0);
    if (m_device.converterBits.value == 0.0)
        return;
    double scale = 0.0;
    if (const double crest = m_device.converterCrest.value; crest > 0.0) {
        const double most = std::abs(offset) + crest * std::sqrt(signalPhotons(m_device));
        scale = most * most + m_device.darkElectrons.value;
    } else {
        Exposure unconverted;
        scale = previewHeadroom * largestOf(frameOf(field, offset, 1.0, m_frame++, {}, unconverted));
        ++tally.frames;
    }
    m_camera.setFullScale(scale);
    tally.range = m_fullScale = scale;
}

FieldReader::Plane FieldReader::meanIntensity(const PreciseField& field, Complex offset, bool turned,
                                              int exposures, Exposure& tally)
{
    Plane mean;
    for (int taken = 0; taken < exposures; ++taken, ++m_frame, ++tally.frames) {
        const Complex turn = turned ? std::polar(1.0, drift(m_frame)) : Complex(1.0);
        const Plane plane = frameOf(field, offset * turn, 1.0, m_frame, {}, tally);
        const double monitored = m_device.powerMonitor.value > 0.0 ? laser(m_frame) : 1.0;
        addTo(mean, plane, 1.0 / (monitored * exposures));
    }
    m_camera.correct(mean, 1.0);
    return mean;
}

PreciseField FieldReader::read(const PreciseField& field, int exposures, Exposure& tally)
{
    PreciseField estimate(field.shape);
    keepPorts(0);
    const double amplitude = std::sqrt(signalPhotons(m_device));
    const auto setReal = [&estimate](std::span<const double> values, double factor) {
        for (std::size_t i = 0; i < values.size(); ++i)
            estimate.values[i].real(factor * values[i]);
    };
    const auto root = [](double intensity) { return std::sqrt(std::max(0.0, intensity)); };
    const bool ranged = m_device.converterBits.value > 0.0 && m_device.converterCrest.value == 0.0;

    switch (detection(m_device)) {
    case Detection::Balanced: {
        const Pair pair{1.0, 0.0, {Noise::ShotPlus, Noise::ReadPlus}, {Noise::ShotMinus, Noise::ReadMinus}};
        setReal(meanDifference(field, pair, exposures, m_frame, tally), 0.5 / m_reference);
        tally.frames += exposures + (ranged ? 1 : 0);
        break;
    }
    case Detection::Quadratures: {
        // Each pair gets half of both beams; the second reads the same exposures.
        const Pair real{0.5, 0.0, {Noise::ShotPlus, Noise::ReadPlus}, {Noise::ShotMinus, Noise::ReadMinus}};
        const Pair imaginary{0.5,
                             0.5 * std::numbers::pi,
                             {Noise::ShotOther, Noise::ReadOther},
                             {Noise::NormalPlus, Noise::NormalMinus}};
        const std::uint32_t first = m_frame;
        setReal(meanDifference(field, real, exposures, first, tally), 1.0 / m_reference);
        m_fullScales[0] = m_fullScale;
        const Plane sine = meanDifference(field, imaginary, exposures, first, tally);
        m_fullScales[1] = m_fullScale;
        for (std::size_t i = 0; i < sine.size(); ++i)
            estimate.values[i].imag(sine[i] / m_reference);
        tally.frames += exposures + (ranged ? 1 : 0);
        break;
    }
    case Detection::Sequential: {
        const Complex reference(m_reference, 0.0);
        preview(field, reference * std::polar(1.0, drift(m_frame)), tally);
        keepPorts(0);
        const Plane plus = meanIntensity(field, reference, true, exposures, tally);
        keepPorts(1);
        const Plane minus = meanIntensity(field, -reference, true, exposures, tally);
        setReal(plus, 0.25 / m_reference);
        for (std::size_t i = 0; i < minus.size(); ++i)
            estimate.values[i] -= 0.25 / m_reference * minus[i];
        break;
    }
    case Detection::EvenSign: {
        const double point = m_device.perturbation.value * amplitude;
        preview(field, point, tally);
        keepPorts(0);
        const Plane alone = meanIntensity(field, 0.0, false, exposures, tally);
        keepPorts(1);
        const Plane joined = meanIntensity(field, point, false, exposures, tally);
        for (std::size_t i = 0; i < alone.size(); ++i)
            estimate.values[i] = std::copysign(root(alone[i]), joined[i] - alone[i] - point * point);
        break;
    }
    case Detection::EvenBias: {
        const double bias = m_device.bias.value * amplitude;
        preview(field, bias, tally);
        keepPorts(0);
        const Plane joined = meanIntensity(field, bias, true, exposures, tally);
        for (std::size_t i = 0; i < joined.size(); ++i)
            estimate.values[i] = root(joined[i]) - bias;
        break;
    }
    case Detection::Intensity: {
        preview(field, 0.0, tally);
        keepPorts(0);
        const Plane intensity = meanIntensity(field, 0.0, false, exposures, tally);
        for (std::size_t i = 0; i < intensity.size(); ++i)
            estimate.values[i] = root(intensity[i]);
        break;
    }
    }
    if (detection(m_device) != Detection::Quadratures)
        m_fullScales = {m_fullScale, m_fullScale};
    return estimate;
}

} // namespace mixlens::optics
