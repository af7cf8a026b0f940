#include "core/optics/optical_bench.h"

#include "core/optics/bench_pictures.h"
#include "core/optics/mean_lines.h"
#include "core/optics/precise_bench.h"
#include "core/optics/propagation.h"
#include "core/optics/tiled_pass.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mixlens::optics {
namespace {

/// Storage of its own, for runs that keep everything.
struct OwnStorage
{
    explicit OwnStorage(Shape shape)
        : field(shape), received(shape), difference(shape), tokenSums(1, shape.rows),
          hiddenSums(1, shape.cols), tokens(1, shape.rows), hidden(1, shape.cols)
    {}

    [[nodiscard]] BenchStorage views() noexcept
    {
        return {field.view(),
                received.view(),
                difference.view(),
                {tokenSums.view(), hiddenSums.view()},
                {tokens.view(), hidden.view()},
                nullptr};
    }

    Field field;
    Field received;
    Matrix difference;
    Field tokenSums;
    Field hiddenSums;
    Field tokens;
    Field hidden;
};

} // namespace

OpticalBench::OpticalBench(DeviceSpec device) : m_device(std::move(device)) {}

Result<OpticalBench> OpticalBench::make(DeviceSpec device)
{
    if (auto checked = checkDevice(device); !checked.has_value())
        return tl::unexpected(checked.error());
    return OpticalBench(std::move(device));
}

/// The drive electronics know mean |t|² and turn the light up or down until a bin has its mean electrons.
double OpticalBench::brightness(const Modulation& modulation) const noexcept
{
    return std::sqrt(signalPhotons(m_device) / modulation.meanSquare);
}

void OpticalBench::loadInput(ConstMatrixView x, const BenchStorage& storage) const
{
    if (m_device.bypass.value > 0.0) {
        removeMeans(x, storage.sums, storage.difference);
        return;
    }
    for (Index row = 0; row < x.rows(); ++row)
        std::ranges::copy(x.row(row), storage.difference.row(row).begin());
}

BenchPass OpticalBench::transform(ConstMatrixView x, std::uint64_t seed, const BenchStorage& storage,
                                  MatrixView y) const
{
    assert(x.shape().size() > 0 && y.shape() == x.shape() && storage.field.shape() == x.shape());
    if (!isQuick())
        return take(precisePass(x, seed), storage, y);
    BenchPass pass;
    loadInput(x, storage);
    pass.modulation = modulate(storage.difference, m_device);
    const bool allDigital = m_device.bypass.value > 0.0 && (x.rows() == 1 || x.cols() == 1);
    if (pass.modulation.meanSquare > 0.0 && !allDigital) {
        const double amplitude = brightness(pass.modulation);
        propagate(storage.difference, amplitude, storage.field, storage.received);
        pass.exposure = detect(storage.received, m_device, seed, storage.difference, storage.pool);
        // n+ - n- = 2 r Re a, and a = amplitude · unitaryScale · F(x) / A
        const double factor = pass.modulation.scale / (amplitude * unitaryScale(x.shape())) /
                              (2.0 * referenceAmplitude(m_device));
        scaleBack(storage.difference, factor, m_device.symmetrise.value > 0.0, y);
    } else { // nothing passes, nothing is left for light to do, or an input of NaN, which must stay visible
        const float blank =
            std::isnan(pass.modulation.meanSquare) ? std::numeric_limits<float>::quiet_NaN() : 0.0F;
        for (const MatrixView plane : {storage.difference, y}) {
            for (Index row = 0; row < plane.rows(); ++row)
                std::ranges::fill(plane.row(row), blank);
        }
    }
    if (m_device.bypass.value > 0.0) {
        transformLines(storage.sums, storage.lines);
        placeLines(storage.lines, y);
    }
    return pass;
}

Assessment OpticalBench::assess(ConstMatrixView x, ConstMatrixView y, const BenchPass& pass,
                                const BenchStorage& storage) const
{
    const bool bypass = m_device.bypass.value > 0.0;
    const LostPower lost = pass.lost ? *pass.lost : lostLight(x, pass, storage);
    loadInput(x, storage);
    propagate(storage.difference, 1.0 / unitaryScale(x.shape()), storage.field, storage.received);
    SignalFacts signal{x.shape(), realShare(storage.received, bypass), pass.modulation, pass.exposure};
    if (const double power = realPower(storage.received, bypass); power > 0.0) {
        signal.lostSign = lost.sign / power;
        signal.lostAtWell = lost.well / power;
        signal.lostInConverter = (lost.all - lost.well) / power;
    }
    const double predicted =
        pass.predictedNoise ? decibels(1.0 / *pass.predictedNoise) : predictedSnr(m_device, signal);
    return {predicted, snr(y, storage.received, bypass), pass.exposure.saturated()};
}

/// What the quick way lost of its light, which is made once more.
LostPower OpticalBench::lostLight(ConstMatrixView x, const BenchPass& pass, const BenchStorage& storage) const
{
    const bool limited = m_device.fullWell.value > 0.0 || m_device.converterCrest.value > 0.0;
    if (!limited || !(pass.modulation.meanSquare > 0.0))
        return {}; // a preview's range holds what it saw
    loadInput(x, storage);
    const Modulation modulation = modulate(storage.difference, m_device);
    const double amplitude = brightness(modulation);
    propagate(storage.difference, amplitude, storage.field, storage.received);
    PreciseField light(x.shape());
    const std::span<const std::complex<float>> received(storage.received.data(), light.values.size());
    std::ranges::transform(received, light.values.begin(),
                           [](std::complex<float> a) { return std::complex<double>(a); });
    LostLight lost;
    addLost(light, m_device, {pass.exposure.range, pass.exposure.range},
            static_cast<int>(m_device.averages.value),
            modulation.scale / (amplitude * unitaryScale(x.shape())), lost);
    if (m_device.symmetrise.value > 0.0) {
        takeEvenPart(lost.well);
        takeEvenPart(lost.all);
    }
    return lostPower(lost, m_device.bypass.value > 0.0);
}

namespace {

std::vector<double> inDouble(ConstMatrixView x)
{
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(x.shape().size()));
    for (Index row = 0; row < x.rows(); ++row)
        values.insert(values.end(), x.row(row).begin(), x.row(row).end());
    return values;
}

} // namespace

bool OpticalBench::isQuick() const noexcept
{
    return isPlain(m_device) && composition(m_device) == Composition::Whole;
}

PrecisePass OpticalBench::precisePass(ConstMatrixView x, std::uint64_t seed) const
{
    const bool tiled = composition(m_device) != Composition::Whole;
    return tiled ? passInTiles(m_device, inDouble(x), x.shape(), seed)
                 : passPrecisely(m_device, inDouble(x), x.shape(), seed);
}

BenchPass OpticalBench::take(const PrecisePass& pass, const BenchStorage& storage, MatrixView y) const
{
    const auto port = [&pass](std::size_t which, std::size_t pixel) {
        return which < pass.ports.size() ? pass.ports[which][pixel] : 0.0;
    };
    const auto [rows, cols] = y.shape();
    const bool counted = pass.tiles == 1 && !pass.ports.empty() &&
                         pass.ports.front().size() == static_cast<std::size_t>(rows * cols);
    for (Index row = 0; row < rows; ++row) {
        for (Index col = 0; col < cols; ++col) {
            const auto pixel = static_cast<std::size_t>(row * cols + col);
            y(row, col) = static_cast<float>(pass.transform(row, col).real());
            storage.difference(row, col) =
                counted ? static_cast<float>(port(0, pixel) - port(1, pixel)) : 0.0F;
        }
    }
    return {pass.modulation, pass.exposure, pass.predictedNoise,
            lostPower(pass.lost, m_device.bypass.value > 0.0)};
}

Result<void> OpticalBench::accepts(ConstMatrixView x) const
{
    for (Index row = 0; row < x.rows(); ++row) {
        for (Index col = 0; col < x.cols(); ++col) {
            if (!std::isfinite(x(row, col)))
                return failure(Error::Code::OutOfRange,
                               "The input has a value that is no finite number, at token " +
                                   std::to_string(row) + ", hidden unit " + std::to_string(col) +
                                   "; light cannot carry it, so look where it comes from.");
        }
    }
    if (auto checked = checkInput(m_device, x.shape()); !checked)
        return checked;
    return checkTiles(m_device, x.shape());
}

void OpticalBench::picture(ConstMatrixView x, std::uint64_t seed, const BenchStorage& storage,
                           BenchRun& run) const
{
    Field received(x.shape());
    Matrix shown(x.shape());
    if (run.pass.exposure.frames > 0) { // else there was no light
        received = Field(ConstFieldView(storage.received));
        loadInput(x, storage);
        run.pass.modulation = modulate(storage.difference, m_device);
        shown = Matrix(ConstMatrixView(storage.difference));
    }
    addPictures(m_device, shown.view(), std::move(received), seed, run);
}

Result<BenchRun> OpticalBench::run(ConstMatrixView x, std::uint64_t seed, BenchDetail detail,
                                   const std::stop_token& stop) const
{
    const auto cancelled = [] { return failure(Error::Code::Cancelled, "The simulation was cancelled."); };
    OwnStorage own(x.shape());
    const BenchStorage storage = own.views();
    BenchRun run;
    run.transform = Matrix(x.shape());
    if (isQuick()) {
        run.pass = transform(x, seed, storage, run.transform.view());
        run.difference = own.difference;
        if (detail.planes)
            picture(x, seed, storage, run);
    } else {
        const PrecisePass pass = precisePass(x, seed);
        run.pass = take(pass, storage, run.transform.view());
        run.difference = own.difference;
        if (detail.planes)
            addPictures(m_device, pass, run);
    }
    if (stop.stop_requested())
        return cancelled();
    run.assessment = assess(x, run.transform.view(), run.pass, storage);

    Matrix scratch(detail.stages ? x.shape() : Shape{});
    for (const Stage stage : detail.stages ? stages() : std::vector<Stage>{}) {
        if (!isOn(stage, m_device))
            continue;
        if (stop.stop_requested())
            return cancelled();
        const OpticalBench bench(only(stage, m_device));
        const BenchPass pass = bench.transform(x, seed, storage, scratch.view());
        const Assessment alone = bench.assess(x, scratch.view(), pass, storage);
        run.stages.push_back({title(stage), alone.predictedSnr, alone.simulatedSnr});
    }
    run.cost = deviceCost(m_device, x.shape());
    run.facts = facts(run.assessment, run.cost);
    return run;
}

bool errorsAdd(std::span<const StageError> stages, const Assessment& all) noexcept
{
    constexpr double tolerance = 0.5; // dB
    constexpr double mostCut = 0.01;  // beyond, what cutting hides is no small correction
    if (stages.empty() || all.saturated > mostCut)
        return false;
    double power = 0.0;
    for (const StageError& stage : stages)
        power += std::pow(10.0, -stage.simulatedSnr / 10.0);
    return std::abs(all.simulatedSnr + decibels(power)) <= tolerance;
}

std::vector<Quantity> facts(const Assessment& assessment, const DeviceCost& cost)
{
    return {
        {"predicted_snr", assessment.predictedSnr, "dB", Provenance::Modelled},
        {"simulated_snr", assessment.simulatedSnr, "dB", Provenance::Simulated},
        {"saturated", assessment.saturated, "1", Provenance::Simulated},
        {"frames", static_cast<double>(cost.frames), "1", Provenance::Modelled},
        {"passes", static_cast<double>(cost.passes), "1", Provenance::Modelled},
        {"device_time", cost.seconds, "s", Provenance::Modelled},
        {"device_energy", cost.joules, "J", Provenance::Modelled},
        {"device_core_energy", cost.coreJoules, "J", Provenance::Modelled},
        {"device_feasible", cost.feasible ? 1.0 : 0.0, "1", Provenance::Modelled},
    };
}

} // namespace mixlens::optics
