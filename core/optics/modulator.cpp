#include "core/optics/modulator.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace mixlens::optics {
namespace {

/// Largest magnitude and mean square of the real parts.
std::pair<float, double> extent(ConstFieldView field)
{
    float largest = 0.0F;
    double squares = 0.0;
    for (Index row = 0; row < field.rows(); ++row) {
        double sum = 0.0;
        for (const std::complex<float> value : field.row(row)) {
            largest = std::max(largest, std::abs(value.real()));
            sum += static_cast<double>(value.real()) * static_cast<double>(value.real());
        }
        squares += sum;
    }
    return {largest, squares / static_cast<double>(field.shape().size())};
}

} // namespace

Modulation modulate(FieldView field, const DeviceSpec& device)
{
    const auto [largest, meanSquare] = extent(field);
    Modulation done{.rms = std::sqrt(meanSquare)};
    if (!(largest >= std::numeric_limits<float>::min())) { // dark, or nothing but NaN
        done.meanSquare = std::isnan(meanSquare) ? meanSquare : 0.0;
        return done;
    }

    const double crest = device.modulatorCrest.value;
    done.scale = crest > 0.0 ? std::min<double>(largest, crest * done.rms) : static_cast<double>(largest);
    const auto toFullScale = static_cast<float>(1.0 / done.scale);
    const double bits = device.modulatorBits.value;
    const auto steps =
        static_cast<float>(0.5 * (std::exp2(bits) - 1.0)); // in half the range; ends half way up a step
    const float top = std::floor(steps);
    double squares = 0.0;
    for (Index row = 0; row < field.rows(); ++row) {
        double sum = 0.0;
        for (std::complex<float>& value : field.row(row)) {
            float t = std::clamp(value.real() * toFullScale, -1.0F, 1.0F);
            if (bits > 0.0)
                t = std::clamp(std::nearbyint(t * steps), -top, top) / steps;
            value = {t, 0.0F};
            sum += static_cast<double>(t) * static_cast<double>(t);
        }
        squares += sum;
    }
    done.meanSquare = squares / static_cast<double>(field.shape().size());
    return done;
}

} // namespace mixlens::optics
