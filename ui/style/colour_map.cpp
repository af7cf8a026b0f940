#include "ui/style/colour_map.h"

#include "ui/style/colour_space.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::ui {

template<class LabAt>
ColourMap ColourMap::sampled(LabAt labAt)
{
    auto table = std::make_shared<Table>();
    for (int i = 0; i < size; ++i)
        (*table)[static_cast<std::size_t>(i)] = fromLab(labAt(i / (size - 1.0))).rgb();
    return ColourMap(std::move(table));
}

ColourMap ColourMap::sequential(const QColor& paper, const QColor& end)
{
    return sampled([from = toLab(paper), to = toLab(end)](double t) { return mix(from, to, t); });
}

ColourMap ColourMap::cividis()
{
    // Ten equally spaced colours of the published map; between them straight lines in Lab.
    static constexpr std::array<QRgb, 10> published{0x00204D, 0x00336F, 0x39486B, 0x575C6D, 0x707173,
                                                    0x8A8779, 0xA69D75, 0xC4B56C, 0xE4CF5B, 0xFFEA46};
    std::array<Lab, published.size()> knots;
    std::ranges::transform(published, knots.begin(), [](QRgb rgb) { return toLab(QColor(rgb)); });
    return sampled([knots](double t) {
        const double place = t * (knots.size() - 1.0);
        const auto left = std::min(static_cast<std::size_t>(place), knots.size() - 2);
        return mix(knots[left], knots[left + 1], place - static_cast<double>(left));
    });
}

ColourMap ColourMap::diverging(const QColor& negative, const QColor& paper, const QColor& positive)
{
    return sampled([low = toLab(negative), middle = toLab(paper), high = toLab(positive)](double t) {
        return t < 0.5 ? mix(middle, low, 1.0 - 2.0 * t) : mix(middle, high, 2.0 * t - 1.0);
    });
}

ColourMap ColourMap::cyclic()
{
    // Lightness follows the red-green axis, so that the ring stays a ring (lightness against blue-yellow) for
    // people who don't see red against green.
    constexpr double lightness = 65.0, swing = -12.0, chroma = 36.0;
    return sampled([](double t) {
        const double turn = 2.0 * std::numbers::pi * t;
        return Lab{lightness + swing * std::cos(turn), chroma * std::cos(turn), chroma * std::sin(turn)};
    });
}

QRgb ColourMap::at(double position) const noexcept
{
    const double index = std::clamp(position, 0.0, 1.0) * (size - 1) + 0.5;
    return (*m_table)[static_cast<std::size_t>(index)];
}

} // namespace mixlens::ui
