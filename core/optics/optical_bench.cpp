#include "core/optics/optical_bench.h"

#include "core/optics/propagation.h"

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
                {tokens.view(), hidden.view()}};
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
    BenchPass pass;
    loadInput(x, storage);
    pass.modulation = modulate(storage.difference, m_device);
    const bool allDigital = m_device.bypass.value > 0.0 && (x.rows() == 1 || x.cols() == 1);
    if (pass.modulation.meanSquare > 0.0 && !allDigital) {
        const double amplitude = brightness(pass.modulation);
        propagate(storage.difference, amplitude, storage.field, storage.received);
        pass.exposure = detect(storage.received, m_device, seed, storage.difference);
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
    loadInput(x, storage);
    propagate(storage.difference, 1.0 / unitaryScale(x.shape()), storage.field, storage.received);
    const SignalFacts signal{x.shape(), realShare(storage.received, bypass), pass.modulation, pass.exposure};
    return {predictedSnr(m_device, signal), snr(y, storage.received, bypass)};
}

std::vector<FieldPlane> OpticalBench::planes(ConstMatrixView x, const BenchStorage& storage) const
{
    loadInput(x, storage);
    const Modulation modulation = modulate(storage.difference, m_device);
    const double pitch = m_device.pitch.value;
    std::vector<FieldPlane> planes;
    Field transmission(x.shape());
    for (Index row = 0; row < x.rows(); ++row)
        std::ranges::copy(storage.difference.row(row), transmission.view().row(row).begin());
    planes.push_back({"modulator", std::move(transmission), pitch, pitch});
    const double amplitude = modulation.meanSquare > 0.0 ? brightness(modulation) : 1.0;
    propagate(storage.difference, amplitude, storage.field, storage.received);
    const double reach = m_device.wavelength.value * m_device.focalLength.value / pitch;
    planes.push_back({"detector", Field(ConstFieldView(storage.received)),
                      reach / static_cast<double>(x.rows()), reach / static_cast<double>(x.cols())});
    return planes;
}

Result<BenchRun> OpticalBench::run(ConstMatrixView x, std::uint64_t seed, BenchDetail detail,
                                   const std::stop_token& stop) const
{
    const auto cancelled = [] { return failure(Error::Code::Cancelled, "The simulation was cancelled."); };
    OwnStorage own(x.shape());
    const BenchStorage storage = own.views();
    BenchRun run;
    run.transform = Matrix(x.shape());
    run.pass = transform(x, seed, storage, run.transform.view());
    run.difference = own.difference;
    if (stop.stop_requested())
        return cancelled();
    run.assessment = assess(x, run.transform.view(), run.pass, storage);
    if (detail.planes)
        run.planes = planes(x, storage);

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

std::vector<Quantity> facts(const Assessment& assessment, const DeviceCost& cost)
{
    return {
        {"predicted_snr", assessment.predictedSnr, "dB", Provenance::Modelled},
        {"simulated_snr", assessment.simulatedSnr, "dB", Provenance::Simulated},
        {"frames", static_cast<double>(cost.frames), "1", Provenance::Modelled},
        {"passes", static_cast<double>(cost.passes), "1", Provenance::Modelled},
        {"device_time", cost.seconds, "s", Provenance::Modelled},
        {"device_energy", cost.joules, "J", Provenance::Modelled},
        {"device_core_energy", cost.coreJoules, "J", Provenance::Modelled},
        {"device_feasible", cost.feasible ? 1.0 : 0.0, "1", Provenance::Modelled},
    };
}

} // namespace mixlens::optics
