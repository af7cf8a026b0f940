#include "ui/figures/plane_spectrum_figure.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::PlaneSpectrumFigure)
};

constexpr double decibelRange =
    60.0; ///< of the colours; weaker cells keep their value and the floor's colour

Index sourceOf(Index at, Index count, bool shifted)
{
    return shifted ? (at + (count + 1) / 2) % count : at;
}

Matrix rearranged(const Matrix& values, bool shifted)
{
    Matrix result(values.rows(), values.cols());
    for (Index r = 0; r < values.rows(); ++r)
        for (Index c = 0; c < values.cols(); ++c)
            result(r, c) = values(sourceOf(r, values.rows(), shifted), sourceOf(c, values.cols(), shifted));
    return result;
}

std::vector<AxisLabel> frequencyLabels(Index count, bool shifted)
{
    std::vector<AxisLabel> labels(static_cast<std::size_t>(count));
    for (Index at = 0; at < count; ++at) {
        QString text = QString::number(shiftedFrequency(at, count, shifted));
        labels[static_cast<std::size_t>(at)].text = text.replace(QLatin1Char('-'), QChar(0x2212));
    }
    return labels;
}

HeatMapSpec common(const PlaneSpec& spec, const Matrix& values)
{
    HeatMapSpec heat;
    heat.rows = frequencyLabels(values.rows(), spec.shifted);
    heat.cols = frequencyLabels(values.cols(), spec.shifted);
    heat.rowTitle = Words::tr("k, cycles per sequence");
    heat.colTitle = Words::tr("l, cycles per hidden width");
    heat.identity = spec.identity;
    heat.provenance = Provenance::Measured;
    heat.provenanceText = Words::tr("computed, float32");
    heat.numericAxes = true;
    heat.note = spec.note.isEmpty() ? QString() : spec.note + QStringLiteral("; ");
    return heat;
}

} // namespace

Index shiftedFrequency(Index at, Index count, bool shifted)
{
    return shifted ? at - count / 2 : at;
}

std::shared_ptr<const HeatMapFigure> planeAmplitudeFigure(const PlaneSpec& spec)
{
    if (!spec.spectrum || spec.spectrum->amplitude.empty())
        return nullptr;
    Matrix values = rearranged(spec.spectrum->amplitude, spec.shifted);
    HeatMapSpec heat = common(spec, values);
    heat.title = Words::tr("%1, amplitude").arg(spec.title);
    heat.valueName = QStringLiteral("|X|");
    heat.note += Words::tr("half is redundant: X[−k, −l] is the conjugate of X[k, l]");
    heat.colours = HeatColours::Dense;
    const double largest = static_cast<double>(*std::ranges::max_element(values.values()));
    heat.high = largest > 0.0 ? largest : 1.0;
    heat.low = 0.0;
    if (spec.decibel) {
        heat.scale = HeatScale::Decibel;
        heat.high = std::pow(10.0, std::ceil(2.0 * std::log10(heat.high)) / 2.0); // whole tens of decibels
        heat.low = heat.high * std::pow(10.0, -decibelRange / 20.0);
    }
    heat.values = std::make_shared<const Matrix>(std::move(values));
    return std::make_shared<const HeatMapFigure>(std::move(heat));
}

std::shared_ptr<const HeatMapFigure> planePhaseFigure(const PlaneSpec& spec)
{
    if (!spec.spectrum || spec.spectrum->phase.empty())
        return nullptr;
    Matrix opacity = rearranged(spec.spectrum->amplitude, spec.shifted);
    const float largest = *std::ranges::max_element(opacity.values());
    // From 60 dB below the largest amplitude (paper) to the largest (full colour), linear in dB as eyes are.
    std::ranges::transform(opacity.values(), opacity.values().begin(), [largest](float amplitude) {
        if (!(amplitude > 0.0F) || !(largest > 0.0F))
            return 0.0F;
        return std::clamp(1.0F + std::log10(amplitude / largest) / 3.0F, 0.0F, 1.0F);
    });
    Matrix values = rearranged(spec.spectrum->phase, spec.shifted);
    HeatMapSpec heat = common(spec, values);
    heat.title = Words::tr("%1, phase").arg(spec.title);
    heat.valueName = Words::tr("arg X");
    heat.unit = QStringLiteral("rad");
    heat.colours = HeatColours::Cyclic;
    heat.low = -std::numbers::pi;
    heat.high = std::numbers::pi;
    heat.note += Words::tr("opacity is the amplitude; half is redundant");
    heat.values = std::make_shared<const Matrix>(std::move(values));
    heat.opacity = std::make_shared<const Matrix>(std::move(opacity));
    return std::make_shared<const HeatMapFigure>(std::move(heat));
}

} // namespace mixlens::ui
