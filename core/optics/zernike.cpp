#include "core/optics/zernike.h"

#include <cmath>

namespace mixlens::optics {

double zernike(int index, double x, double y) noexcept
{
    const double square = x * x + y * y;
    switch (index) {
    case 1:
        return 1.0;
    case 2:
        return 2.0 * x;
    case 3:
        return 2.0 * y;
    case 4:
        return std::sqrt(3.0) * (2.0 * square - 1.0);
    case 5:
        return std::sqrt(6.0) * 2.0 * x * y;
    case 6:
        return std::sqrt(6.0) * (x * x - y * y);
    case 7:
        return std::sqrt(8.0) * (3.0 * square - 2.0) * y;
    case 8:
        return std::sqrt(8.0) * (3.0 * square - 2.0) * x;
    case 9:
        return std::sqrt(8.0) * (3.0 * x * x - y * y) * y; // ρ³ sin 3θ
    case 10:
        return std::sqrt(8.0) * (x * x - 3.0 * y * y) * x; // ρ³ cos 3θ
    case 11:
        return std::sqrt(5.0) * (6.0 * square * square - 6.0 * square + 1.0);
    default:
        return 0.0;
    }
}

} // namespace mixlens::optics
