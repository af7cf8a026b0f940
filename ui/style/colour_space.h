#pragma once

#include <QColor>

namespace mixlens::ui {

/// CIE 1976 L*a*b* under D65: equal steps look about equal, and l alone is what greyscale print keeps.
struct Lab
{
    double l = 0.0; ///< 0 black … 100 white
    double a = 0.0; ///< green … red
    double b = 0.0; ///< blue … yellow
};

[[nodiscard]] Lab toLab(const QColor& colour);
/// Clipped to what a screen can show (sRGB).
[[nodiscard]] QColor fromLab(const Lab& lab);
[[nodiscard]] Lab mix(const Lab& from, const Lab& to, double share);
/// The same hue and chroma with another lightness.
[[nodiscard]] QColor withLightness(const QColor& colour, double lightness);

/// (Y₁ + 0.05) / (Y₂ + 0.05), 1 … 21: WCAG 2.1. Text needs 4.5, graphics 3.
[[nodiscard]] double contrastRatio(const QColor& one, const QColor& other);
/// Black or white, whichever reads better; never worse than 4.58.
[[nodiscard]] QColor readableOn(const QColor& background);

} // namespace mixlens::ui
