#include "core/optics/bench_pictures.h"

#include <algorithm>

namespace mixlens::optics {
namespace {

Field inSingle(const PreciseField& field)
{
    Field single(field.shape);
    std::ranges::transform(field.values, single.values().begin(),
                           [](std::complex<double> value) { return std::complex<float>(value); });
    return single;
}

std::vector<std::string_view> portNames(Detection kind)
{
    switch (kind) {
    case Detection::Balanced:
    case Detection::Sequential:
        return {"plus", "minus"};
    case Detection::Quadratures:
        return {"real, plus", "real, minus", "imaginary, plus", "imaginary, minus"};
    case Detection::EvenSign:
        return {"light", "point added"};
    case Detection::EvenBias:
        return {"bias added"};
    case Detection::Intensity:
        return {"light"};
    }
    return {};
}

void addPlanes(const DeviceSpec& device, Field transmission, Field received, BenchRun& run)
{
    const Shape shape = received.shape();
    const double hiddenPitch = pitchAlongHidden(device);
    const double reach = device.wavelength.value * device.focalLength.value;
    // Two pixels a hidden unit where phases lie side by side.
    const double pixelPitch =
        hiddenPitch * static_cast<double>(shape.cols) / static_cast<double>(transmission.cols());
    run.planes.push_back({"modulator", std::move(transmission), device.pitch.value, pixelPitch});
    run.planes.push_back({"detector", std::move(received),
                          reach / (device.pitch.value * static_cast<double>(shape.rows)),
                          reach / (hiddenPitch * static_cast<double>(shape.cols))});
}

void addFrame(std::string name, Matrix electrons, double fullScale, std::int64_t cut, BenchRun& run)
{
    const double share = static_cast<double>(cut) / static_cast<double>(electrons.shape().size());
    run.frames.push_back({std::move(name), std::move(electrons), fullScale, share});
}

/// Readings at the full well. Where a port has one, the quick way counts its electrons.
std::int64_t fullPixels(const DeviceSpec& device, const Matrix& electrons)
{
    const double well = device.photons.value > 0.0 ? device.fullWell.value : 0.0;
    const auto isFull = [well](float n) { return well > 0.0 && static_cast<double>(n) >= well; };
    return std::ranges::count_if(electrons.values(), isFull);
}

} // namespace

void addPictures(const DeviceSpec& device, const PrecisePass& pass, BenchRun& run)
{
    const bool dark = pass.received.values.empty();
    const Shape shape = dark ? run.transform.shape() : pass.received.shape;
    addPlanes(device, dark ? Field(shape) : inSingle(pass.transmission),
              dark ? Field(shape) : inSingle(pass.received), run);
    run.tiles = pass.tiles;
    run.pictured = pass.pictured;
    const bool tiled = composition(device) != Composition::Whole;
    const std::string which =
        tiled ? ", tile " + std::to_string(pass.pictured) + " of " + std::to_string(pass.tiles) : "";
    // Between passes a core reads both quadratures, whatever its last pass reads.
    const Detection kind = pass.ports.size() == 4 ? Detection::Quadratures : detection(device);
    const std::vector<std::string_view> names = portNames(kind);
    const auto scaled = run.frames.size();
    for (std::size_t port = 0; port < std::min(names.size(), pass.ports.size()); ++port) {
        Matrix electrons(shape);
        std::ranges::transform(pass.ports[port], electrons.values().begin(),
                               [](double n) { return static_cast<float>(n); });
        addFrame(std::string(names[port]) + which, std::move(electrons), pass.fullScale,
                 pass.cutInPorts[port], run);
    }
    for (std::size_t i = scaled; i < run.frames.size(); ++i)
        run.frames[i].differenceScale = pass.differenceScale;
}

void addPictures(const DeviceSpec& device, ConstMatrixView transmission, Field received, std::uint64_t seed,
                 BenchRun& run)
{
    const Shape shape = received.shape();
    if (run.pass.exposure.frames > 0) {
        Matrix plus(shape);
        Matrix minus(shape);
        readPorts(received.view(), device, seed, plus.view(), minus.view());
        for (const auto& [name, port] : {std::pair{"plus", &plus}, {"minus", &minus}}) {
            const std::int64_t full = fullPixels(device, *port);
            addFrame(name, std::move(*port), 0.0, full, run); // their difference is converted
            run.frames.back().differenceScale = run.pass.exposure.range;
        }
    }
    Field shown(shape);
    for (Index row = 0; row < shape.rows; ++row)
        std::ranges::copy(transmission.row(row), shown.view().row(row).begin());
    addPlanes(device, std::move(shown), std::move(received), run);
}

} // namespace mixlens::optics
