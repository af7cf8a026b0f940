#include "core/optics/calibration.h"

#include "core/optics/precise_bench.h"
#include "core/optics/stage_formulas.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <mutex>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;

PreciseField lightFrom(const DeviceSpec& device, Shape shape, std::size_t pixel, std::uint64_t seed,
                       int& frames)
{
    std::vector<double> impulse(static_cast<std::size_t>(shape.size()), 0.0);
    impulse[pixel] = 1.0;
    PrecisePass pass = passPrecisely(device, impulse, shape, seed);
    frames += pass.exposure.frames;
    return std::move(pass.transform);
}

/// Light from one pixel beside the axis turns by -2πk/N from bin to bin; what else it turns by, on average,
/// is the slope of the phase across the panel: 2π/N for each bin of shift.
double shiftFrom(const PreciseField& beside, const PreciseField& middle, bool alongTokens)
{
    const Index length = alongTokens ? beside.shape.rows : beside.shape.cols;
    Complex sum = 0.0;
    for (Index k = 0; k < beside.shape.rows; ++k) {
        for (Index l = 0; l < beside.shape.cols; ++l)
            sum += beside(k, l) * std::conj(middle(k, l)) *
                   std::polar(1.0, 2.0 * std::numbers::pi * static_cast<double>(alongTokens ? k : l) /
                                       static_cast<double>(length));
    }
    return std::arg(sum) * static_cast<double>(length) / (2.0 * std::numbers::pi);
}

} // namespace

Calibration calibrateByImpulses(const DeviceSpec& device, Shape shape, std::uint64_t seed)
{
    DeviceSpec raw = device;
    raw.bypass.value = raw.symmetrise.value = raw.calibrate.value = 0.0;
    raw.detection.value = static_cast<double>(Detection::Quadratures);
    raw.averages.value = device.calibrationFrames.value;

    Calibration found;
    found.response = lightFrom(raw, shape, 0, seed, found.frames);
    Complex sum = 0.0;
    for (const Complex value : found.response.values)
        sum += value;
    found.phase = -std::arg(sum); // a e^{-iφ} is what is read
    found.gain = std::abs(sum) / static_cast<double>(shape.size());
    if (shape.rows > 1) {
        const auto below = static_cast<std::size_t>(shape.cols);
        found.shiftTokens =
            shiftFrom(lightFrom(raw, shape, below, seed + 1, found.frames), found.response, true);
    }
    if (shape.cols > 1)
        found.shiftHidden =
            shiftFrom(lightFrom(raw, shape, 1, seed + 2, found.frames), found.response, false);
    return found;
}

namespace {

struct Known
{
    std::vector<double> device; ///< its values, and the shape
    std::shared_ptr<const PreciseField> response;
};

std::vector<double> identity(const DeviceSpec& device, Shape shape)
{
    std::vector<double> values{static_cast<double>(shape.rows), static_cast<double>(shape.cols)};
    for (const DeviceField& field : deviceFields())
        values.push_back((device.*field.member).value);
    return values;
}

} // namespace

std::shared_ptr<const PreciseField> measuredResponse(const DeviceSpec& device, Shape shape)
{
    constexpr std::size_t most = 8;
    static std::mutex mutex;
    static std::deque<Known> known; // newest first
    std::vector<double> wanted = identity(device, shape);
    {
        const std::lock_guard lock(mutex);
        const auto found = std::ranges::find(known, wanted, &Known::device);
        if (found != known.end())
            return found->response;
    }
    DeviceSpec raw = device;
    raw.bypass.value = raw.symmetrise.value = raw.calibrate.value = 0.0;
    raw.responseSpread.value = raw.darkSpread.value = 0.0;
    raw.detection.value = static_cast<double>(Detection::Quadratures);
    raw.averages.value = device.calibrationFrames.value;
    int frames = 0;
    auto response = std::make_shared<const PreciseField>(lightFrom(raw, shape, 0, deviceSeed, frames));
    const std::lock_guard lock(mutex);
    known.push_front({std::move(wanted), response});
    if (known.size() > most)
        known.pop_back();
    return response;
}

std::uint64_t responseExposures(const DeviceSpec& device) noexcept
{
    if (!measuresResponse(device))
        return 0;
    const auto averaged = static_cast<std::uint64_t>(device.calibrationFrames.value);
    const bool preview = device.converterBits.value > 0.0 && device.converterCrest.value == 0.0;
    switch (detection(device)) {
    case Detection::Balanced:
        return 2 * averaged + (preview ? 1 : 0);
    case Detection::Sequential:
        return 4 * averaged + (preview ? 1 : 0);
    default:
        return averaged + (preview ? 1 : 0);
    }
}

double responseNoise(const DeviceSpec& device, double realShare)
{
    if (!measuresResponse(device) || device.photons.value == 0.0)
        return 0.0;
    DeviceSpec raw = device;
    raw.encoding.value = static_cast<double>(Encoding::Bipolar);
    raw.detection.value = static_cast<double>(Detection::Quadratures);
    const double variance =
        receiverVariance(raw, {}) / (device.photons.value * device.calibrationFrames.value);
    return detection(device) == Detection::Quadratures ? variance / realShare : variance;
}

} // namespace mixlens::optics
