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
        : field(shape), difference(shape), tokens(1, shape.rows), hidden(1, shape.cols)
    {}

    [[nodiscard]] BenchStorage views() noexcept
    {
        return {field.view(), difference.view(), {tokens.view(), hidden.view()}};
    }

    Field field;
    Matrix difference;
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
    if (m_device.bypass.value > 0.0)
        loadWithoutMeans(x, storage.lines, storage.field);
    else
        load(x, storage.field);
}

BenchPass OpticalBench::transform(ConstMatrixView x, std::uint64_t seed, const BenchStorage& storage,
                                  MatrixView y) const
{
    assert(x.shape().size() > 0 && y.shape() == x.shape() && storage.field.shape() == x.shape());
    BenchPass pass;
    loadInput(x, storage);
    pass.modulation = modulate(storage.field, m_device);
    const bool allDigital = m_device.bypass.value > 0.0 && (x.rows() == 1 || x.cols() == 1);
    if (pass.modulation.meanSquare > 0.0 && !allDigital) {
        const double amplitude = brightness(pass.modulation);
        propagate(storage.field, amplitude);
        pass.exposure = detect(storage.field, m_device, seed, storage.difference);
        // n+ - n- = 2 r Re a, and a = amplitude · unitaryScale · F(x) / A
        const double factor = pass.modulation.scale / (amplitude * unitaryScale(x.shape())) /
                              (2.0 * referenceAmplitude(m_device));
        scaleBack(storage.difference, factor, y);
    } else { // nothing passes, nothing is left for light to do, or an input of NaN, which must stay visible
        const float blank =
            std::isnan(pass.modulation.meanSquare) ? std::numeric_limits<float>::quiet_NaN() : 0.0F;
        for (const MatrixView plane : {storage.difference, y}) {
            for (Index row = 0; row < plane.rows(); ++row)
                std::ranges::fill(plane.row(row), blank);
        }
    }
    if (m_device.symmetrise.value > 0.0)
        symmetrise(y);
    if (m_device.bypass.value > 0.0) {
        transformLines(storage.lines);
        placeLines(storage.lines, y);
    }
    return pass;
}

Assessment OpticalBench::assess(ConstMatrixView x, ConstMatrixView y, const BenchPass& pass,
                                const BenchStorage& storage) const
{
    const bool bypass = m_device.bypass.value > 0.0;
    loadInput(x, storage);
    propagate(storage.field, 1.0 / unitaryScale(x.shape()));
    const SignalFacts signal{x.shape(), realShare(storage.field, bypass), pass.modulation, pass.exposure};
    return {predictedSnr(m_device, signal), snr(y, storage.field, bypass)};
}

std::vector<FieldPlane> OpticalBench::planes(ConstMatrixView x, const BenchStorage& storage) const
{
    loadInput(x, storage);
    const Modulation modulation = modulate(storage.field, m_device);
    const double pitch = m_device.pitch.value;
    std::vector<FieldPlane> planes;
    planes.push_back({"modulator", Field(ConstFieldView(storage.field)), pitch, pitch});
    if (modulation.meanSquare > 0.0)
        propagate(storage.field, brightness(modulation));
    const double reach = m_device.wavelength.value * m_device.focalLength.value / pitch;
    planes.push_back({"detector", Field(ConstFieldView(storage.field)), reach / static_cast<double>(x.rows()),
                      reach / static_cast<double>(x.cols())});
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
