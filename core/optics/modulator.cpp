#include "core/optics/modulator.h"

#include "core/kernels/kernels.h"
#include "core/optics/sums.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mixlens::optics {
namespace {

double square(double x) noexcept
{
    return x * x;
}

} // namespace

Modulation modulate(MatrixView plane, const DeviceSpec& device)
{
    float largest = 0.0F;
    double squares = 0.0;
    for (Index row = 0; row < plane.rows(); ++row) {
        largest = std::max(largest, largestMagnitude(plane.row(row)));
        squares += sumOf(plane.row(row), square);
    }
    const auto points = static_cast<double>(plane.shape().size());
    const double meanSquare = squares / points;
    Modulation done{.rms = std::sqrt(meanSquare)};
    if (!(largest >= std::numeric_limits<float>::min())) { // dark, or nothing but NaN
        done.meanSquare = std::isnan(meanSquare) ? meanSquare : 0.0;
        return done;
    }

    const double crest = device.modulatorCrest.value;
    done.scale = crest > 0.0 ? std::min<double>(largest, crest * done.rms) : static_cast<double>(largest);
    const auto toFullScale = static_cast<float>(1.0 / done.scale);
    const double bits = device.modulatorBits.value;
    const double steps = 0.5 * (std::exp2(bits) - 1.0); // in half the range; ends half way up a step
    squares = 0.0;
    for (Index row = 0; row < plane.rows(); ++row) { // while it is in the nearest cache
        const std::span<float> values = plane.row(row);
        for (float& value : values)
            value *= toFullScale;
        if (bits > 0.0) {
            kernels().quantise(values.data(), values.size(), static_cast<float>(1.0 / steps),
                               static_cast<float>(std::floor(steps)));
        } else {
            for (float& value : values)
                value = std::clamp(value, -1.0F, 1.0F);
        }
        squares += sumOf(plane.row(row), square);
    }
    done.meanSquare = squares / points;
    return done;
}

} // namespace mixlens::optics
