#pragma once

#include <string>
#include <string_view>

namespace mixlens {

/// How a number came about. Every number a person sees carries one of these words.
enum class Provenance {
    Measured,  ///< timed or counted on this machine, now
    Simulated, ///< the numerical output of a physical simulation
    Modelled,  ///< follows from a formula and stated parameters
    Cited      ///< quoted from a source
};

[[nodiscard]] constexpr std::string_view word(Provenance provenance) noexcept
{
    switch (provenance) {
    case Provenance::Measured:
        return "measured";
    case Provenance::Simulated:
        return "simulated";
    case Provenance::Modelled:
        return "modelled";
    case Provenance::Cited:
        return "cited";
    }
    return "";
}

/// A number with its unit and its origin. `unit` is SI ("s", "J", "m") or "dB", "e-", "1".
struct Quantity
{
    std::string name; ///< stable key, e.g. "device_time"
    double value = 0.0;
    std::string unit;
    Provenance provenance = Provenance::Measured;
};

} // namespace mixlens
