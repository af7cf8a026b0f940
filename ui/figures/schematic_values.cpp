#include "ui/figures/optical_planes.h"
#include "ui/figures/schematic_figure.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SchematicFigure)
};

using optics::DeviceSpec;

QString keyed(const QString& name, const DeviceSpec& device, std::string_view key)
{
    return name + QLatin1Char(' ') + deviceText(device, key);
}

QString shapeText(double rows, double cols)
{
    return QStringLiteral("%1 × %2").arg(countText(std::llround(rows)), countText(std::llround(cols)));
}

QStringList laserValues(const DeviceSpec& device)
{
    return {deviceText(device, "wavelength"), deviceText(device, "photons"),
            keyed(Words::tr("reference ×"), device, "lo_ratio"), keyed(Words::tr("RIN"), device, "rin")};
}

QStringList modulatorValues(const DeviceSpec& device)
{
    const bool panel = device.panelTokens.value > 0.0 && device.panelHidden.value > 0.0;
    return {device.modulatorBits.value > 0.0 ? deviceText(device, "slm_bits") : Words::tr("exact"),
            panel ? shapeText(device.panelTokens.value, device.panelHidden.value)
                  : shapeText(device.tile.value, device.tile.value),
            keyed(Words::tr("fill"), device, "fill"), deviceText(device, "encoding"),
            keyed(Words::tr("pitch"), device, "pitch")};
}

QStringList lensValues(const DeviceSpec& device)
{
    const bool tilted = device.tiltTokens.value != 0.0 || device.tiltHidden.value != 0.0;
    return {device.aperture.value > 0.0 ? QStringLiteral("⌀ ") + deviceText(device, "lens_aperture")
                                        : Words::tr("any aperture"),
            device.defocus.value != 0.0 ? keyed(Words::tr("defocus"), device, "defocus")
                                        : Words::tr("in focus"),
            !tilted ? Words::tr("no tilt")
                    : keyed(Words::tr("tilt"), device,
                            device.tiltHidden.value != 0.0 ? "tilt_hidden" : "tilt_tokens"),
            deviceText(device, "propagator")};
}

QStringList receiverValues(const DeviceSpec& device)
{
    return {deviceText(device, "detection"), keyed(Words::tr("noise"), device, "read_noise"),
            keyed(Words::tr("well"), device, "full_well"), keyed(Words::tr("fill"), device, "detector_fill")};
}

QStringList converterValues(const DeviceSpec& device)
{
    return {device.converterBits.value > 0.0 ? deviceText(device, "adc_bits") : Words::tr("exact"),
            device.converterOutRate.value > 0.0 ? deviceText(device, "adc_rate")
                                                : keyed(Words::tr("read"), device, "panel_read"),
            device.converterCrest.value > 0.0 ? keyed(Words::tr("crest"), device, "adc_crest")
                                              : Words::tr("auto range"),
            device.averages.value > 1.0 ? keyed(Words::tr("mean of"), device, "averages")
                                        : Words::tr("1 exposure")};
}

QStringList recoveryValues(const DeviceSpec& device)
{
    return {keyed(Words::tr("bypass"), device, "bypass"), keyed(Words::tr("mirror"), device, "symmetrise"),
            keyed(Words::tr("calib."), device, "calibrate"), deviceText(device, "composition")};
}

BenchElement elementOf(const optics::DeviceField& field)
{
    switch (field.group) {
    case optics::FieldGroup::Light:
        return BenchElement::Laser;
    case optics::FieldGroup::Modulator:
        return BenchElement::Modulator;
    case optics::FieldGroup::Alignment:
        return BenchElement::Lens;
    case optics::FieldGroup::Receiver:
        return field.key == "adc_bits" || field.key == "adc_crest" || field.key == "averages"
                   ? BenchElement::Converter
                   : BenchElement::Receiver;
    case optics::FieldGroup::Recovery:
        return BenchElement::Recovery;
    case optics::FieldGroup::Geometry:
        if (field.key == "wavelength")
            return BenchElement::Laser;
        if (field.key == "focal_length")
            return BenchElement::Lens;
        return field.key == "composition" ? BenchElement::Recovery : BenchElement::Modulator;
    case optics::FieldGroup::Time:
    case optics::FieldGroup::Energy:
        break;
    }
    constexpr std::array<std::string_view, 6> modulator{"dac_rate",    "channels_in", "panel_load",
                                                        "settle_time", "dac_energy",  "modulator_energy"};
    constexpr std::array<std::string_view, 2> laser{"optical_loss", "wall_plug"};
    constexpr std::array<std::string_view, 2> receiver{"exposure_time", "amplifier_power"};
    constexpr std::array<std::string_view, 4> converter{"adc_rate", "channels_out", "panel_read",
                                                        "adc_energy"};
    const auto in = [&field](const auto& keys) { return std::ranges::find(keys, field.key) != keys.end(); };
    return in(modulator)   ? BenchElement::Modulator
           : in(laser)     ? BenchElement::Laser
           : in(receiver)  ? BenchElement::Receiver
           : in(converter) ? BenchElement::Converter
                           : BenchElement::Recovery;
}

} // namespace

QString benchElementName(BenchElement element)
{
    switch (element) {
    case BenchElement::Laser:
        return Words::tr("laser");
    case BenchElement::Modulator:
        return Words::tr("modulator");
    case BenchElement::Lens:
        return Words::tr("lens");
    case BenchElement::Receiver:
        return Words::tr("receiver");
    case BenchElement::Converter:
        return Words::tr("converter");
    case BenchElement::Recovery:
        break;
    }
    return Words::tr("recovery");
}

std::vector<std::string_view> benchElementFields(BenchElement element)
{
    std::vector<std::string_view> keys;
    for (const optics::DeviceField& field : optics::deviceFields())
        if (elementOf(field) == element)
            keys.push_back(field.key);
    return keys;
}

QStringList SchematicFigure::valuesOf(BenchElement element) const
{
    switch (element) {
    case BenchElement::Laser:
        return laserValues(m_spec.device);
    case BenchElement::Modulator:
        return modulatorValues(m_spec.device);
    case BenchElement::Lens:
        return lensValues(m_spec.device);
    case BenchElement::Receiver:
        return receiverValues(m_spec.device);
    case BenchElement::Converter:
        return converterValues(m_spec.device);
    case BenchElement::Recovery:
        break;
    }
    return recoveryValues(m_spec.device);
}

} // namespace mixlens::ui
