#pragma once

#include "core/base/random.h"
#include "core/optics/precise_bench.h"

#include <QTest>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

/// What the tests of core/optics share: inputs, the transform from its definition, ratios in decibels.
namespace mixlens::optics {

using Numbers = std::vector<double>;
using Spectrum = std::vector<std::complex<double>>;

inline std::size_t at(Index index)
{
    return static_cast<std::size_t>(index);
}

/// Independent normals.
inline Numbers normals(Shape shape, std::uint64_t seed)
{
    Numbers x(at(shape.size()));
    const Philox random(seed, 5);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = random.normal(i);
    return x;
}

/// Σ x[n, m] e^{-2πi (nk / N + ml / d)} from the definition, rows first.
inline Spectrum exactSpectrum(const Spectrum& x, Shape shape)
{
    const auto [rows, cols] = shape;
    const auto roots = [](Index length) {
        Spectrum turns(at(length));
        for (Index j = 0; j < length; ++j)
            turns[at(j)] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(j) /
                                               static_cast<double>(length));
        return turns;
    };
    const Spectrum alongRows = roots(cols);
    const Spectrum alongCols = roots(rows);
    Spectrum half(x.size());
    for (Index n = 0; n < rows; ++n) {
        for (Index l = 0; l < cols; ++l) {
            for (Index m = 0; m < cols; ++m)
                half[at(n * cols + l)] += x[at(n * cols + m)] * alongRows[at(m * l % cols)];
        }
    }
    Spectrum y(x.size());
    for (Index k = 0; k < rows; ++k) {
        for (Index n = 0; n < rows; ++n) {
            const std::complex<double> turn = alongCols[at(n * k % rows)];
            for (Index l = 0; l < cols; ++l)
                y[at(k * cols + l)] += half[at(n * cols + l)] * turn;
        }
    }
    return y;
}

inline Spectrum exactSpectrum(const Numbers& x, Shape shape)
{
    return exactSpectrum(Spectrum(x.begin(), x.end()), shape);
}

inline Numbers realPart(const Spectrum& values)
{
    Numbers real;
    for (const std::complex<double> value : values)
        real.push_back(value.real());
    return real;
}

inline double power(const Numbers& values)
{
    double sum = 0.0;
    for (const double value : values)
        sum += value * value;
    return sum;
}

inline double rms(const Numbers& values)
{
    return std::sqrt(power(values) / static_cast<double>(values.size()));
}

inline double largest(const Numbers& values)
{
    double most = 0.0;
    for (const double value : values)
        most = std::max(most, std::abs(value));
    return most;
}

inline Numbers differenceOf(const Numbers& a, const Numbers& b)
{
    Numbers difference(a.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        difference[i] = a[i] - b[i];
    return difference;
}

inline double inDecibels(double powerRatio)
{
    return 10.0 * std::log10(powerRatio);
}

/// Σ exact² / Σ (y - exact)² in dB.
inline double snrOf(const Numbers& y, const Numbers& exact)
{
    return inDecibels(power(exact) / power(differenceOf(y, exact)));
}

inline double relativeError(const Numbers& y, const Numbers& exact)
{
    return std::sqrt(power(differenceOf(y, exact)) / power(exact));
}

/// y scaled to fit `exact` best.
inline Numbers bestGain(Numbers y, const Numbers& exact)
{
    double product = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i)
        product += y[i] * exact[i];
    const double gain = product / power(y);
    for (double& value : y)
        value *= gain;
    return y;
}

inline Numbers evenPart(const Numbers& x, Shape shape)
{
    Numbers even(x.size());
    for (Index n = 0; n < shape.rows; ++n) {
        for (Index m = 0; m < shape.cols; ++m)
            even[at(n * shape.cols + m)] =
                0.5 * (x[at(n * shape.cols + m)] +
                       x[at(((shape.rows - n) % shape.rows) * shape.cols + (shape.cols - m) % shape.cols)]);
    }
    return even;
}

inline Numbers recovered(const PrecisePass& pass)
{
    return realPart(pass.transform.values);
}

inline void set(DeviceSpec& device, std::string_view key, std::string_view value)
{
    if (const auto done = setField(device, key, value); !done)
        qFatal("%s", done.error().message.c_str());
}

/// idealDevice() with some fields set.
inline DeviceSpec idealBut(std::initializer_list<std::pair<std::string_view, std::string_view>> fields)
{
    DeviceSpec device = idealDevice();
    for (const auto& [key, value] : fields)
        set(device, key, value);
    return device;
}

/// Row-major exact answer and what the device makes of `x`.
struct Trial
{
    Trial(const DeviceSpec& device, const Numbers& x, Shape shape, std::uint64_t seed = 1)
        : pass(passPrecisely(device, x, shape, seed)), y(recovered(pass)),
          exact(realPart(exactSpectrum(x, shape)))
    {}
    PrecisePass pass;
    Numbers y;
    Numbers exact;

    [[nodiscard]] double snr() const { return snrOf(y, exact); }
};

constexpr Shape manyBins{128, 256}; // 32,768 bins: a ratio of powers is known to 0.034 dB (one sigma)

inline void compareDecibels(double actual, double expected, double tolerance = 0.2)
{
    QVERIFY2(std::abs(actual - expected) <= tolerance,
             qPrintable(QString("%1 dB, expected %2 dB").arg(actual).arg(expected)));
}

} // namespace mixlens::optics
