#include "core/optics/precise_bench.h"

#include "core/optics/calibration.h"
#include "core/optics/encoder.h"
#include "core/optics/field_reader.h"
#include "core/optics/full_wave.h"
#include "core/optics/mean_lines.h"
#include "core/optics/panel_response.h"
#include "core/optics/precise_transform.h"
#include "core/optics/propagation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;

bool needsEvenInput(Detection kind) noexcept
{
    return kind == Detection::EvenSign || kind == Detection::EvenBias;
}

std::vector<double> prepared(std::vector<double> values, Shape shape, const DeviceSpec& device)
{
    if (needsEvenInput(detection(device))) {
        PreciseField field(shape);
        std::ranges::copy(values, field.values.begin());
        takeEvenPart(field);
        std::ranges::transform(field.values, values.begin(), [](Complex value) { return value.real(); });
    }
    if (device.calibrate.value > 0.0 && hasWindow(device)) {
        for (Index n = 0; n < shape.rows; ++n) {
            for (Index m = 0; m < shape.cols; ++m)
                values[static_cast<std::size_t>(n * shape.cols + m)] /=
                    std::max(leastWindow, knownWindow(device, shape, n, m));
        }
    }
    return values;
}

/// What `constant` on every pixel puts into the spectrum.
void addConstant(PreciseField& spectrum, double constant, const DeviceSpec& device)
{
    if (constant == 0.0)
        return;
    const Shape shape = spectrum.shape;
    if (device.calibrate.value == 0.0 || !hasWindow(device)) {
        spectrum(0, 0) += constant * static_cast<double>(shape.size());
        return;
    }
    PreciseField window(shape);
    for (Index n = 0; n < shape.rows; ++n) {
        for (Index m = 0; m < shape.cols; ++m)
            window(n, m) = constant * knownWindow(device, shape, n, m);
    }
    transformPrecisely(window);
    for (std::size_t i = 0; i < spectrum.values.size(); ++i)
        spectrum.values[i] += window.values[i];
}

/// One quadrature lost what the response turned into the other; intensities lost its phase.
void divideByResponse(PreciseField& spectrum, const PreciseField& response, Detection kind)
{
    for (std::size_t i = 0; i < spectrum.values.size(); ++i) {
        const Complex known = response.values[i];
        if (kind == Detection::Quadratures)
            spectrum.values[i] /= std::abs(known) > leastWindow ? known : Complex(leastWindow);
        else if (needsEvenInput(kind) || kind == Detection::Intensity)
            spectrum.values[i] /= std::max(leastWindow, std::abs(known));
        else
            spectrum.values[i] /= std::max(leastWindow, known.real());
    }
}

void undoEnvelope(PreciseField& spectrum, const DeviceSpec& device)
{
    if (spectrum.values.empty())
        return;
    if (measuresResponse(device)) {
        divideByResponse(spectrum, *measuredResponse(device, spectrum.shape), detection(device));
        return;
    }
    if (device.calibrate.value == 0.0 || (device.fill.value == 0.0 && device.crosstalk.value == 0.0))
        return;
    for (Index k = 0; k < spectrum.shape.rows; ++k) {
        for (Index l = 0; l < spectrum.shape.cols; ++l)
            spectrum(k, l) /= std::max(leastWindow, knownEnvelope(device, spectrum.shape, k, l));
    }
}

/// The light of frame `index` in sqrt(e-).
PreciseField fieldOf(const Encoder& encoder, int index, double amplitude, Shape shape,
                     const DeviceSpec& device, std::uint64_t seed, std::uint32_t exposure, PrecisePass& pass)
{
    const PanelShape panel{shape, encoder.pixelsAValue()};
    PreciseField light = encoder.frame(index);
    passPanel(light, panel, device, seed, exposure);
    const bool first = pass.transmission.values.empty();
    if (first)
        pass.transmission = light;
    PreciseField field = throughLens(std::move(light), shape, panel.pixelsAValue, device);
    passEnvelope(field, panel, device);
    for (Complex& value : field.values)
        value *= amplitude;
    if (first)
        pass.received = field;
    return field;
}

} // namespace

bool isPlain(const DeviceSpec& device) noexcept
{
    for (const DeviceField& field : deviceFields()) {
        if (field.group == FieldGroup::Alignment && field.key != "lens_aperture" &&
            (device.*field.member).value != 0.0)
            return false;
    }
    const bool correctedResponse = device.responseSpread.value > 0.0 && device.calibrate.value > 0.0;
    const bool monitored = device.intensityNoise.value > 0.0 && device.powerMonitor.value > 0.0;
    const double others = device.encoding.value + device.driveCurve.value + device.extinction.value +
                          device.fill.value + device.crosstalk.value + device.phaseError.value +
                          device.phaseJitter.value + device.loDrift.value + device.beamRadius.value +
                          device.detection.value + device.detectorFill.value + device.darkElectrons.value;
    return others == 0.0 && !correctedResponse && !monitored && !measuresResponse(device);
}

PreciseField throughLens(PreciseField light, Shape values, Index pixelsAValue, const DeviceSpec& device)
{
    PreciseField field;
    if (propagator(device) == Propagator::Fast) {
        transformPrecisely(light);
        if (pixelsAValue == 1) {
            field = std::move(light);
        } else { // two pixels a value: the lowest order has half of the bins
            field = PreciseField(values);
            for (Index k = 0; k < values.rows; ++k) {
                for (Index l = 0; l < values.cols; ++l) {
                    const Index from = fromAxis(l, values.cols);
                    field(k, l) = light(k, from < 0 ? from + light.shape.cols : from);
                }
            }
        }
    } else {
        const LensAxis tokens = tokenAxis(device, values.rows);
        const LensAxis hidden = hiddenAxis(device, values.cols * pixelsAValue, pixelsAValue);
        const bool wave = propagator(device) == Propagator::FullWave;
        field = carry(wave ? fullWaveMatrix(tokens, values.rows) : fourierMatrix(tokens, values.rows), light,
                      wave ? fullWaveMatrix(hidden, values.cols) : fourierMatrix(hidden, values.cols));
    }
    const double scale = unitaryScale(values) / static_cast<double>(pixelsAValue);
    for (Index k = 0; k < values.rows; ++k) {
        for (Index l = 0; l < values.cols; ++l) {
            // The middle of a pair of pixels lies half a pixel off the axis.
            const double turn = pixelsAValue == 1
                                    ? 0.0
                                    : 0.5 * std::numbers::pi * static_cast<double>(fromAxis(l, values.cols)) /
                                          static_cast<double>(values.cols);
            field(k, l) *= turn == 0.0 ? Complex(scale) : std::polar(scale, turn);
        }
    }
    return field;
}

PrecisePass passPrecisely(const DeviceSpec& device, std::span<const double> x, Shape shape,
                          std::uint64_t seed)
{
    PrecisePass pass;
    pass.transform = PreciseField(shape);
    std::vector<double> values(x.begin(), x.end());
    const bool bypass = device.bypass.value > 0.0;
    const MeanLines lines = bypass ? MeanLines(x, shape) : MeanLines();
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] -= lines.at(i);
    values = prepared(std::move(values), shape, device);

    const auto broken = std::ranges::find_if_not(values, [](double value) { return std::isfinite(value); });
    const double largest =
        std::abs(*std::ranges::max_element(values, {}, [](double value) { return std::abs(value); }));
    const bool allDigital = bypass && (shape.rows == 1 || shape.cols == 1);
    if (broken != values.end()) { // must stay visible
        std::ranges::fill(pass.transform.values, std::numeric_limits<double>::quiet_NaN());
        pass.modulation.meanSquare = std::numeric_limits<double>::quiet_NaN();
    } else if (largest >= static_cast<double>(std::numeric_limits<float>::min()) && !allDigital) {
        const Encoder encoder(values, shape, device);
        pass.modulation = encoder.modulation();
        const double amplitude = std::sqrt(signalPhotons(device) / pass.modulation.meanSquare);
        const auto averages = static_cast<int>(device.averages.value);
        const int panels = device.phaseJitter.value > 0.0 ? averages : 1;
        FieldReader reader(device, seed);
        std::uint32_t exposure = 0;
        for (int index = 0; index < encoder.frames(); ++index) {
            const double weight =
                encoder.weight(index) / (amplitude * unitaryScale(shape)) / static_cast<double>(panels);
            for (int panel = 0; panel < panels; ++panel, ++exposure) {
                const PreciseField field =
                    fieldOf(encoder, index, amplitude, shape, device, seed, exposure, pass);
                const PreciseField estimate = reader.read(field, averages / panels, pass.exposure);
                for (std::size_t i = 0; i < estimate.values.size(); ++i)
                    pass.transform.values[i] += weight * estimate.values[i];
                addLost(field, device, reader.fullScales(), averages / panels, weight, pass.lost);
                if (exposure == 0) {
                    pass.ports = reader.ports();
                    pass.cutInPorts = reader.cutInPorts();
                    pass.differenceScale = reader.fullScales()[0];
                    pass.fullScale = reader.fullScaleOfPorts();
                }
            }
        }
        for (PreciseField* plane : {&pass.transform, &pass.lost.well, &pass.lost.all, &pass.lost.sign}) {
            undoEnvelope(*plane, device);
            if (plane == &pass.transform)
                addConstant(*plane, encoder.constant(), device);
            if (device.symmetrise.value > 0.0)
                takeEvenPart(*plane);
        }
    }
    lines.place(pass.transform);
    return pass;
}

} // namespace mixlens::optics
