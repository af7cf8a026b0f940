#include "ui/style/theme.h"

#include "ui/style/colour_space.h"
#include "ui/style/control_style.h"

#include <QApplication>

namespace mixlens::ui {

namespace {

// Okabe & Ito's hues, which people with any colour vision tell apart. In the light theme words need darker
// variants than marks to reach 4.5.
struct LaneColours
{
    QColor mark, text;
};

LaneColours laneColours(LaneIdentity identity, bool dark)
{
    switch (identity) {
    case LaneIdentity::Attention:
        return dark ? LaneColours{0x56B4E9, 0x56B4E9} : LaneColours{0x0072B2, 0x0072B2};
    case LaneIdentity::Fourier:
        return dark ? LaneColours{0xE69F00, 0xE69F00} : LaneColours{0xD55E00, 0xB84A00};
    case LaneIdentity::Hybrid:
        return dark ? LaneColours{0x2BCB9A, 0x2BCB9A} : LaneColours{0x009E73, 0x00735A};
    case LaneIdentity::Optical:
        return dark ? LaneColours{0xE8A6C8, 0xE8A6C8} : LaneColours{0xCC79A7, 0xA23F91};
    case LaneIdentity::Control:
        break;
    }
    return dark ? LaneColours{0xA9AFB4, 0xA9AFB4} : LaneColours{0x767C82, 0x5A6065};
}

QPalette paletteOf(const Theme& theme)
{
    const QColor base = theme.paper;
    const QColor window = theme.panel;
    const QColor button = theme.dark ? QColor(0x30353A) : QColor(0xE9EBED);
    const QColor accent = theme.dark ? QColor(0x2F6FA3) : QColor(0x0067A3);
    const QColor disabled = theme.dark ? QColor(0x7D8489) : QColor(0x868C91);

    QPalette palette(button, window);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, theme.ink);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::Text, theme.ink);
    palette.setColor(QPalette::Button, button);
    palette.setColor(QPalette::ButtonText, theme.ink);
    palette.setColor(QPalette::BrightText, theme.warning);
    palette.setColor(QPalette::PlaceholderText, theme.fadedInk);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, theme.laneText(LaneIdentity::Attention));
    palette.setColor(QPalette::LinkVisited, theme.laneText(LaneIdentity::Optical));
    palette.setColor(QPalette::ToolTipBase, theme.dark ? QColor(0x3A4046) : QColor(0xFFFFFF));
    palette.setColor(QPalette::ToolTipText, theme.ink);
    palette.setColor(QPalette::Light, theme.dark ? QColor(0x42484D) : QColor(0xFFFFFF));
    palette.setColor(QPalette::Midlight, theme.dark ? QColor(0x383D42) : QColor(0xF6F7F8));
    palette.setColor(QPalette::Mid, theme.dark ? QColor(0x50575D) : QColor(0xB8BDC1));
    palette.setColor(QPalette::Dark, theme.dark ? QColor(0x14171A) : QColor(0x9AA0A5));
    palette.setColor(QPalette::Shadow, theme.dark ? QColor(Qt::black) : QColor(0x6C7277));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::Link,
                            QPalette::LinkVisited, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, disabled);
    palette.setColor(QPalette::Disabled, QPalette::Base, window);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.grid);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, disabled);
    return palette;
}

bool isDark(const QPalette& palette)
{
    return toLab(palette.color(QPalette::Window)).l < toLab(palette.color(QPalette::WindowText)).l;
}

} // namespace

QColor Theme::lane(LaneIdentity identity) const
{
    return laneColours(identity, dark).mark;
}

QColor Theme::laneText(LaneIdentity identity) const
{
    return laneColours(identity, dark).text;
}

const Theme& lightTheme()
{
    static const Theme theme{.dark = false,
                             .paper = 0xFFFFFF,
                             .ink = 0x1A1C1E,
                             .fadedInk = 0x5C6166,
                             .grid = 0xD9DCDE,
                             .panel = 0xF3F4F5,
                             .highlight = 0x8A6100,
                             .warning = 0xB4009A,
                             .sequential = 0x0B3C5D,
                             .negative = 0x00538A,
                             .positive = withLightness(0xB03A00, toLab(0x00538A).l)};
    return theme;
}

const Theme& darkTheme()
{
    static const Theme theme{.dark = true,
                             .paper = 0x1B1E20,
                             .ink = 0xE8EAEB,
                             .fadedInk = 0xA5ABB0,
                             .grid = 0x3A4045,
                             .panel = 0x25292C,
                             .highlight = 0xF0E442,
                             .warning = 0xFF7AE0,
                             .sequential = 0xBFE3FA,
                             .negative = withLightness(0x6CC0F5, toLab(0xF59A57).l),
                             .positive = 0xF59A57};
    return theme;
}

const Theme& themeFor(const QPalette& palette)
{
    return isDark(palette) ? darkTheme() : lightTheme();
}

Mark markOf(LaneIdentity identity)
{
    switch (identity) {
    case LaneIdentity::Attention:
        return Mark::Circle;
    case LaneIdentity::Fourier:
        return Mark::Square;
    case LaneIdentity::Hybrid:
        return Mark::Triangle;
    case LaneIdentity::Optical:
        return Mark::HollowDiamond;
    case LaneIdentity::Control:
        break;
    }
    return Mark::Cross;
}

Qt::PenStyle dashOf(LaneIdentity identity)
{
    switch (identity) {
    case LaneIdentity::Attention:
        return Qt::SolidLine;
    case LaneIdentity::Fourier:
        return Qt::DashLine;
    case LaneIdentity::Hybrid:
        return Qt::DashDotLine;
    case LaneIdentity::Optical:
        return Qt::DotLine;
    case LaneIdentity::Control:
        break;
    }
    return Qt::DashDotDotLine;
}

void applyTheme(ThemeChoice choice)
{
    // Asked once, before the first change: afterwards the application's palette is ours.
    static const bool desktopIsDark = isDark(QApplication::palette());
    const bool dark = choice == ThemeChoice::System ? desktopIsDark : choice == ThemeChoice::Dark;
    QApplication::setStyle(new ControlStyle);
    QApplication::setPalette(paletteOf(dark ? darkTheme() : lightTheme()));
}

} // namespace mixlens::ui
