#pragma once

#include "core/analysis/spectrum.h"
#include "ui/figures/heat_map_figure.h"

#include <memory>

namespace mixlens::ui {

/// The two-dimensional transform over tokens (rows, k) and hidden units (columns, l), as drawn.
struct PlaneSpec
{
    QString title;
    QString note;
    std::shared_ptr<const PlaneSpectrum> spectrum;
    bool shifted = false; ///< zero frequency in the middle, negative frequencies before it (fftshift)
    bool decibel = true;
    LaneIdentity identity = LaneIdentity::Fourier;
};

/// Colours are |X| in dB re 1 (or linear). The half that follows from X[-k, -l] = conj X[k, l] is drawn all
/// the same, and the note says so.
[[nodiscard]] std::shared_ptr<const HeatMapFigure> planeAmplitudeFigure(const PlaneSpec& spec);
/// Hue is the angle, opacity the amplitude: the phase of nothing is noise.
[[nodiscard]] std::shared_ptr<const HeatMapFigure> planePhaseFigure(const PlaneSpec& spec);

/// Signed frequency of row or column `at` of `count`: 0, 1, … or, shifted, … -1, 0, 1, …
[[nodiscard]] Index shiftedFrequency(Index at, Index count, bool shifted);

} // namespace mixlens::ui
