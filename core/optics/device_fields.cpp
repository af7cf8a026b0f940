#include "core/optics/device_spec.h"

#include <algorithm>
#include <array>

namespace mixlens::optics {
namespace {

using S = DeviceSpec;
using enum FieldGroup;
using Member = DeviceValue DeviceSpec::*;

constexpr std::array<std::string_view, 6> words{"cited", "recalled", "derived", "assumed", "ideal", "set"};

constexpr std::array<std::string_view, 3> compositions{"whole", "multi-pass", "one-pass"};
constexpr std::array<std::string_view, 5> encodings{"bipolar", "offset", "differential", "bit-plane",
                                                    "double-phase"};
constexpr std::array<std::string_view, 3> curves{"linear", "sine", "looked-up"};
constexpr std::array<std::string_view, 2> leaks{"uniform", "random"};
constexpr std::array<std::string_view, 2> layouts{"superposed", "side-by-side"};
constexpr std::array<std::string_view, 3> propagators{"fast", "matrix", "full-wave"};
constexpr std::array<std::string_view, 6> detections{"balanced",  "sequential", "quadratures",
                                                     "even-sign", "even-bias",  "intensity"};

constexpr std::array<std::string_view, 2> calibrations{"ideal", "impulses"};

struct Text
{
    std::string_view source;
    std::string_view meaning;
};

constexpr DeviceField number(FieldGroup group, std::string_view key, std::string_view unit, double least,
                             double most, double fallback, Member member, Text text)
{
    return {key, unit, least, most, false, false, fallback, text.source, text.meaning, member, group};
}
/// A number that may also be 0: no such imperfection, or automatic.
constexpr DeviceField orOff(FieldGroup group, std::string_view key, std::string_view unit, double least,
                            double most, double fallback, Member member, Text text)
{
    DeviceField field = number(group, key, unit, least, most, fallback, member, text);
    field.zeroIsOff = true;
    return field;
}
constexpr DeviceField whole(DeviceField field)
{
    field.whole = true;
    return field;
}
constexpr DeviceField toggle(FieldGroup group, std::string_view key, double fallback, Member member,
                             Text text)
{
    return whole(number(group, key, "1", 0, 1, fallback, member, text));
}
constexpr DeviceField choice(FieldGroup group, std::string_view key, std::span<const std::string_view> names,
                             Member member, Text text)
{
    DeviceField field = toggle(group, key, 0, member, text);
    field.most = static_cast<double>(names.size() - 1);
    field.names = names;
    return field;
}

constexpr std::string_view ideal = "ideal";
constexpr std::string_view deviceTable =
    "cited: device table of the Lightening-Transformer and SimPhony simulators";

constexpr std::array fields{
    number(Geometry, "wavelength", "m", 200e-9, 20e-6, 1550e-9, &S::wavelength,
           {"assumed: telecom C band, where silicon photonics works", "wavelength in vacuum"}),
    number(Geometry, "focal_length", "m", 1e-4, 10, 25.8e-3, &S::focalLength,
           {"derived: tile * pitch^2 / wavelength, so that both planes have one pitch",
            "focal length of the lens"}),
    number(Geometry, "pitch", "m", 1e-7, 1e-3, 50e-6, &S::pitch,
           {"assumed", "distance between modulators along the tokens"}),
    orOff(Geometry, "pitch_hidden", "m", 1e-7, 1e-3, 0, &S::pitchHidden,
          {"assumed: square pixels", "distance between modulators along the hidden units; 0: as pitch"}),
    whole(number(Geometry, "tile", "1", 4, 8192, 16, &S::tile,
                 {"assumed; Optalysys describes 11 x 11", "modulators along each edge of one optical core"})),
    whole(orOff(Geometry, "panel_tokens", "1", 1, 65536, 0, &S::panelTokens,
                {ideal, "modulators on the panel along the tokens; 0: as many as needed"})),
    whole(orOff(Geometry, "panel_hidden", "1", 1, 65536, 0, &S::panelHidden,
                {ideal, "modulators on the panel along the hidden units; 0: as many as needed"})),
    choice(Geometry, "composition", compositions, &S::composition,
           {"assumed: simulated, timed and charged as one core as large as the input",
            "the whole input at once, or a small core of tile x tile used again and again"}),

    choice(Modulator, "encoding", encodings, &S::encoding,
           {"assumed: push-pull modulators", "how signed numbers become light"}),
    whole(orOff(
        Modulator, "slm_bits", "bit", 2, 16, 8, &S::modulatorBits,
        {"cited: DAC of Lightening-Transformer's device table", "digits of the modulators; 0: none lost"})),
    orOff(Modulator, "slm_crest", "1", 0.5, 1000, 0, &S::modulatorCrest,
          {"assumed: scaled to the largest magnitude",
           "full scale in standard deviations, beyond it clips; 0: the largest magnitude"}),
    choice(Modulator, "slm_curve", curves, &S::driveCurve,
           {ideal, "transmission over drive: linear, a sine driven as if linear, or a sine looked up"}),
    orOff(Modulator, "extinction", "dB", 3, 120, 0, &S::extinction,
          {ideal, "full over least transmitted power; the rest leaks through every pixel; 0: no leak"}),
    choice(Modulator, "leak_phase", leaks, &S::leakPhase,
           {ideal, "whether all pixels leak in phase, or each with its own"}),
    orOff(Modulator, "fill", "1", 0.05, 1, 0, &S::fill,
          {ideal, "lit width of a pixel over its pitch; 0: a point"}),
    orOff(Modulator, "crosstalk", "1", 1e-6, 0.24, 0, &S::crosstalk,
          {ideal, "field of a pixel that appears in each of its four neighbours; of its phase where pixels "
                  "are phase-only"}),
    orOff(Modulator, "phase_error", "rad", 1e-6, 4, 0, &S::phaseError,
          {ideal, "fixed phase error of the pixels, rms"}),
    orOff(Modulator, "phase_jitter", "rad", 1e-6, 4, 0, &S::phaseJitter,
          {ideal, "phase error of the pixels that changes from frame to frame, rms"}),
    choice(Modulator, "phase_layout", layouts, &S::phaseLayout,
           {"assumed: two panels and a beam splitter",
            "whether the two phases of double-phase encoding lie on one another or side by side"}),

    orOff(Light, "photons", "e-", 1e-3, 1e12, 5000, &S::photons,
          {"derived: 40 dB of shot noise",
           "mean photo-electrons of the signal in one bin; 0: no quantum or read noise"}),
    number(Light, "lo_ratio", "1", 0.01, 1e6, 10, &S::loRatio,
           {"assumed", "reference beam's power over the mean signal's"}),
    number(Light, "lo_phase", "rad", -3.2, 3.2, 0, &S::loPhase, {ideal, "phase error of the reference beam"}),
    orOff(Light, "lo_drift", "rad", 1e-6, 4, 0, &S::loDrift,
          {ideal, "phase of the reference beam that changes from frame to frame, rms"}),
    orOff(Light, "rin", "1", 1e-6, 1, 0, &S::intensityNoise,
          {ideal, "relative spread of the laser's power from frame to frame"}),
    toggle(Light, "rin_monitor", 0, &S::powerMonitor,
           {"assumed: none", "1: a photodiode measures the laser's power and each frame is divided by it"}),
    orOff(Light, "beam_radius", "m", 1e-6, 10, 0, &S::beamRadius,
          {ideal, "Gaussian illumination exp(-r²/w²) of the modulator; 0: flat"}),

    choice(Alignment, "propagator", propagators, &S::propagator,
           {"assumed: the receiver samples the bins of the transform",
            "Fourier integral at the bins, at any detector pitch, or Fresnel propagation through the lens"}),
    orOff(Alignment, "lens_aperture", "m", 1e-5, 1, 0, &S::aperture,
          {ideal, "edge of the lens, which full-wave propagation cuts the light at; 0: 4 times what is "
                  "needed"}),
    number(Alignment, "tilt_tokens", "rad", -0.5, 0.5, 0, &S::tiltTokens,
           {ideal, "tilt of the illumination along the tokens"}),
    number(Alignment, "tilt_hidden", "rad", -0.5, 0.5, 0, &S::tiltHidden,
           {ideal, "tilt of the illumination along the hidden units"}),
    number(Alignment, "defocus", "m", -1, 1, 0, &S::defocus, {ideal, "receiver behind the back focal plane"}),
    number(Alignment, "input_distance_error", "m", -1, 1, 0, &S::inputDistance,
           {ideal, "modulator farther from the lens than the front focal plane"}),
    number(Alignment, "input_shift_tokens", "m", -0.1, 0.1, 0, &S::inputShiftTokens,
           {ideal, "modulator off the axis along the tokens"}),
    number(Alignment, "input_shift_hidden", "m", -0.1, 0.1, 0, &S::inputShiftHidden,
           {ideal, "modulator off the axis along the hidden units"}),
    number(Alignment, "detector_shift_tokens", "m", -0.1, 0.1, 0, &S::detectorShiftTokens,
           {ideal, "receiver off the axis along the tokens"}),
    number(Alignment, "detector_shift_hidden", "m", -0.1, 0.1, 0, &S::detectorShiftHidden,
           {ideal, "receiver off the axis along the hidden units"}),
    number(Alignment, "zernike_4", "rad", -20, 20, 0, &S::zernike4,
           {ideal, "Zernike 4 (Noll) over the modulator, defocus, rms"}),
    number(Alignment, "zernike_5", "rad", -20, 20, 0, &S::zernike5,
           {ideal, "Zernike 5 (Noll), astigmatism at 45 degrees, rms"}),
    number(Alignment, "zernike_6", "rad", -20, 20, 0, &S::zernike6,
           {ideal, "Zernike 6 (Noll), astigmatism at 0 degrees, rms"}),
    number(Alignment, "zernike_7", "rad", -20, 20, 0, &S::zernike7,
           {ideal, "Zernike 7 (Noll), coma along the tokens, rms"}),
    number(Alignment, "zernike_8", "rad", -20, 20, 0, &S::zernike8,
           {ideal, "Zernike 8 (Noll), coma along the hidden units, rms"}),
    number(Alignment, "zernike_9", "rad", -20, 20, 0, &S::zernike9,
           {ideal, "Zernike 9 (Noll), trefoil, rms"}),
    number(Alignment, "zernike_10", "rad", -20, 20, 0, &S::zernike10,
           {ideal, "Zernike 10 (Noll), trefoil, rms"}),
    number(Alignment, "zernike_11", "rad", -20, 20, 0, &S::zernike11,
           {ideal, "Zernike 11 (Noll), spherical aberration, rms"}),

    choice(Receiver, "detection", detections, &S::detection,
           {"assumed: balanced homodyne", "how the field is measured"}),
    number(Receiver, "perturbation", "1", 1e-3, 1e3, 1, &S::perturbation,
           {"derived: signs are lost below 0.3",
            "point of light added to find signs, over the rms amplitude of a bin"}),
    number(Receiver, "bias", "1", 0.1, 1000, 6, &S::bias,
           {"assumed: above any bin of a generic input",
            "plane wave added to make the field positive, over the rms amplitude of a bin"}),
    orOff(Receiver, "detector_pitch", "m", 1e-7, 1, 0, &S::detectorPitch,
          {"assumed: matched receiver",
           "distance between receivers, for matrix and full-wave propagation; 0: that of the bins"}),
    orOff(Receiver, "detector_fill", "1", 0.01, 1, 0, &S::detectorFill,
          {ideal, "width of a receiver over the distance of bins; 0: a point"}),
    number(Receiver, "quantum_efficiency", "1", 0.01, 1, 1, &S::quantumEfficiency,
           {ideal, "photo-electrons over photons that reach the receiver"}),
    orOff(Receiver, "prnu", "1", 1e-6, 0.5, 0, &S::responseSpread,
          {ideal, "relative spread of the receivers' response"}),
    orOff(Receiver, "dark", "e-", 1e-3, 1e9, 0, &S::darkElectrons,
          {ideal, "dark electrons a port and exposure, mean"}),
    orOff(Receiver, "dark_spread", "1", 1e-6, 0.5, 0, &S::darkSpread,
          {ideal, "relative spread of the receivers' dark electrons"}),
    orOff(Receiver, "full_well", "e-", 10, 1e12, 0, &S::fullWell,
          {"assumed: photodiodes have none", "most electrons a port holds; 0: any"}),
    orOff(Receiver, "read_noise", "e-", 1e-3, 1e6, 2, &S::readNoise,
          {"assumed: the class of a scientific camera", "electrons rms a port and exposure"}),
    whole(orOff(Receiver, "adc_bits", "bit", 2, 24, 10, &S::converterBits,
                {"assumed", "digits of the converters; 0: none lost"})),
    orOff(Receiver, "adc_crest", "1", 0.5, 1000, 0, &S::converterCrest,
          {"assumed: set from a preview exposure",
           "full scale over the rms that Parseval predicts; 0: from a preview exposure"}),
    whole(number(Receiver, "averages", "1", 1, 10000, 1, &S::averages, {"assumed", "exposures averaged"})),

    toggle(Recovery, "bypass", 1, &S::bypass,
           {"assumed: constant rows would set the converter's range",
            "1: transform constant rows and columns digitally"}),
    toggle(Recovery, "symmetrise", 1, &S::symmetrise,
           {"derived: the wanted output is even", "1: average each bin with its mirror image"}),
    toggle(Recovery, "calibrate", 1, &S::calibrate,
           {"assumed", "1: undo the envelope and response that calibration exposures showed"}),
    choice(Recovery, "calibration", calibrations, &S::calibration,
           {"ideal", "how the response of the bins is known: as built, or from exposures of one lit pixel"}),
    whole(number(Recovery, "calibration_frames", "1", 1, 100000, 64, &S::calibrationFrames,
                 {"assumed", "dark, flat and impulse exposures that calibration averages"})),
    whole(number(Recovery, "calibration_shared", "1", 1, 1e12, 1000, &S::calibrationShared,
                 {"assumed", "transforms that one calibration with impulses serves"})),

    orOff(Time, "dac_rate", "1/s", 1e3, 1e12, 1e9, &S::converterInRate,
          {"assumed: 1 GS/s a channel; converters to 14 GS/s exist",
           "values a second that one input channel writes; 0: the panel loads in panel_load"}),
    whole(orOff(Time, "channels_in", "1", 1, 1e8, 0, &S::channelsIn,
                {"assumed: one a modulator", "input channels; 0: one for each modulator of a core"})),
    orOff(Time, "panel_load", "s", 1e-9, 10, 0, &S::panelLoad,
          {"assumed: written by channels", "time to write the panel, whatever of it is used"}),
    orOff(Time, "settle_time", "s", 1e-12, 10, 0, &S::settle,
          {"assumed: within the symbol", "time until the modulators stand still"}),
    number(Time, "exposure_time", "s", 1e-12, 100, 1e-9, &S::exposure,
           {"assumed: one symbol", "time the receiver collects light"}),
    orOff(Time, "adc_rate", "1/s", 1e3, 1e12, 1e9, &S::converterOutRate,
          {"assumed: 1 GS/s a channel",
           "values a second that one output channel reads; 0: the camera reads in panel_read"}),
    whole(orOff(Time, "channels_out", "1", 1, 1e8, 0, &S::channelsOut,
                {"assumed: one a receiver", "output channels; 0: one for each receiver of a core"})),
    orOff(Time, "panel_read", "s", 1e-9, 10, 0, &S::panelRead,
          {"assumed: read by channels", "time to read the camera, whatever of it is used"}),
    orOff(Time, "turnaround", "s", 1e-12, 10, 10e-9, &S::turnaround,
          {"assumed", "digital work between two passes"}),
    whole(number(Time, "parallel_tiles", "1", 1, 1e6, 1, &S::parallelTiles,
                 {"assumed", "cores that work at the same time"})),
    orOff(Time, "digital_rate", "1/s", 1e6, 1e15, 1e12, &S::digitalRate,
          {"assumed: a few hundred multipliers beside the core",
           "digital operations a second, for what the light leaves to do; 0: in no time"}),
    orOff(Time, "link_bandwidth", "B/s", 1e6, 1e13, 0, &S::linkBandwidth,
          {"assumed: on the same chip", "bytes a second between processor and device; 0: no link"}),
    orOff(Time, "link_latency", "s", 1e-9, 1, 0, &S::linkLatency,
          {"assumed: on the same chip", "time of one way across the link"}),

    number(Energy, "optical_loss", "dB", 0, 80, 15, &S::opticalLoss,
           {"assumed", "laser to receiver, at full transmission"}),
    number(Energy, "wall_plug", "1", 1e-3, 1, 0.2, &S::wallPlug,
           {deviceTable, "light over electricity of the laser"}),
    orOff(Energy, "static_power", "W", 1e-6, 1e6, 0, &S::staticPower,
          {"assumed: counted by the sample", "power that flows whether or not there is work"}),
    orOff(Energy, "dac_energy", "J", 1e-18, 1e-3, 3.57e-12, &S::dacEnergy,
          {deviceTable, "one digital-to-analogue conversion of 8 bits"}),
    orOff(Energy, "modulator_energy", "J/bit", 1e-18, 1e-3, 0.45e-12, &S::modulatorEnergy,
          {deviceTable, "setting a modulator"}),
    orOff(Energy, "amplifier_power", "W", 1e-9, 1e3, 3e-3, &S::amplifierPower,
          {deviceTable, "transimpedance amplifier of one output channel"}),
    orOff(Energy, "adc_energy", "J", 1e-18, 1e-3, 1.48e-12, &S::adcEnergy,
          {"cited: 1.48 pJ at 8 bits and 10 GS/s, Lightening-Transformer",
           "one analogue-to-digital conversion of 8 bits"}),
    orOff(Energy, "sram_energy", "J", 1e-18, 1e-3, 1.66e-12, &S::sramEnergy,
          {deviceTable, "one 16-bit word in on-chip memory"}),
    orOff(Energy, "operation_energy", "J", 1e-18, 1e-3, 0.3e-12, &S::operationEnergy,
          {"assumed", "one digital operation: twiddle factors, butterflies, bypass"}),
    orOff(Energy, "dram_energy", "J/bit", 1e-18, 1e-3, 3.9e-12, &S::dramEnergy,
          {deviceTable, "main memory, each way"}),
};

} // namespace

std::span<const std::string_view> sourceWords() noexcept
{
    return words;
}

std::string_view sourceWord(std::string_view source) noexcept
{
    const auto found =
        std::ranges::find_if(words, [source](std::string_view word) { return source.starts_with(word); });
    return found == words.end() ? std::string_view{} : *found;
}

std::span<const DeviceField> deviceFields() noexcept
{
    return fields;
}

const DeviceField* findField(std::string_view key) noexcept
{
    const auto found = std::ranges::find(fields, key, &DeviceField::key);
    return found == fields.end() ? nullptr : &*found;
}

std::string_view title(FieldGroup group) noexcept
{
    static constexpr std::array<std::string_view, 8> titles{
        "Geometry", "Modulator", "Light", "Lens and alignment", "Receiver", "Recovery", "Time", "Energy"};
    return titles[static_cast<std::size_t>(group)];
}

} // namespace mixlens::optics
