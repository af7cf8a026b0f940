#pragma once

#include <QColor>
#include <QPalette>
#include <Qt>

namespace mixlens::ui {

/// What kind of mixing a lane does, shown by hue, mark and dash at once and by nothing else.
enum class LaneIdentity { Attention, Fourier, Hybrid, Optical, Control };

/// Hollow marks mean simulated or modelled, filled ones measured.
enum class Mark { Circle, Square, Triangle, HollowDiamond, Cross };

/// Every colour that is drawn outside the widgets' own palette. Text has contrast >= 4.5 on paper, graphics
/// >= 3.
struct Theme
{
    bool dark = false;
    QColor paper;              ///< background of plots; also the colour of zero
    QColor ink;                ///< text and axes
    QColor fadedInk;           ///< secondary text, special tokens
    QColor grid;               ///< light rules; never carries information alone
    QColor panel;              ///< background of panels around plots
    QColor highlight;          ///< crosshair, selection
    QColor warning;            ///< problems, NaN
    QColor sequential;         ///< dark end (light end in dark themes) of the single-hue ramp from paper
    QColor negative, positive; ///< ends of the signed map

    [[nodiscard]] QColor lane(LaneIdentity identity) const;     ///< marks and lines
    [[nodiscard]] QColor laneText(LaneIdentity identity) const; ///< words in the lane's colour
};

[[nodiscard]] const Theme& lightTheme();
[[nodiscard]] const Theme& darkTheme();
/// The one that goes with a widget's palette.
[[nodiscard]] const Theme& themeFor(const QPalette& palette);

[[nodiscard]] Mark markOf(LaneIdentity identity);
[[nodiscard]] Qt::PenStyle dashOf(LaneIdentity identity);

enum class ThemeChoice { System, Light, Dark };
/// Sets style and palette of the whole application; System follows the desktop's palette as it was at start.
void applyTheme(ThemeChoice choice);

} // namespace mixlens::ui
