#include "ui/style/colour_space.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

namespace {

// IEC 61966-2-1.
double linearised(double v)
{
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

double encoded(double v)
{
    const double c = std::clamp(v, 0.0, 1.0);
    return c <= 0.0031308 ? c * 12.92 : 1.055 * std::pow(c, 1.0 / 2.4) - 0.055;
}

std::array<double, 3> linearRgb(const QColor& colour)
{
    const auto part = [](int eightBit) { return linearised(eightBit / 255.0); };
    return {part(colour.red()), part(colour.green()), part(colour.blue())};
}

constexpr double whiteX = 0.95047, whiteZ = 1.08883; // D65, Y = 1
constexpr double delta = 6.0 / 29.0;

double cubeRootLike(double t)
{
    return t > delta * delta * delta ? std::cbrt(t) : t / (3 * delta * delta) + 4.0 / 29.0;
}
double cubeLike(double t)
{
    return t > delta ? t * t * t : 3 * delta * delta * (t - 4.0 / 29.0);
}

double luminance(const QColor& colour)
{
    const auto [r, g, b] = linearRgb(colour);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

} // namespace

Lab toLab(const QColor& colour)
{
    const auto [r, g, b] = linearRgb(colour);
    const double x = cubeRootLike((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / whiteX);
    const double y = cubeRootLike(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    const double z = cubeRootLike((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / whiteZ);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

QColor fromLab(const Lab& lab)
{
    const double fy = (lab.l + 16) / 116;
    const double x = whiteX * cubeLike(fy + lab.a / 500);
    const double y = cubeLike(fy);
    const double z = whiteZ * cubeLike(fy - lab.b / 200);
    const auto part = [](double linear) { return static_cast<int>(std::lround(255 * encoded(linear))); };
    return QColor(part(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
                  part(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
                  part(0.0556434 * x - 0.2040259 * y + 1.0572252 * z));
}

Lab mix(const Lab& from, const Lab& to, double share)
{
    return {std::lerp(from.l, to.l, share), std::lerp(from.a, to.a, share), std::lerp(from.b, to.b, share)};
}

QColor withLightness(const QColor& colour, double lightness)
{
    Lab lab = toLab(colour);
    lab.l = lightness;
    return fromLab(lab);
}

double contrastRatio(const QColor& one, const QColor& other)
{
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor readableOn(const QColor& background)
{
    return contrastRatio(background, Qt::black) >= contrastRatio(background, Qt::white) ? Qt::black
                                                                                        : Qt::white;
}

} // namespace mixlens::ui
