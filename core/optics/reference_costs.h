#pragma once

#include "core/base/quantity.h"
#include "core/math/matrix.h"

#include <string_view>
#include <vector>

namespace mixlens::optics {

/// A digital machine that a device is held against. Nothing here was measured by Mixlens.
struct ReferenceCost
{
    std::string_view id;    ///< "a100", "asic"
    std::string_view title; ///< for people
    Provenance provenance = Provenance::Cited;
    double seconds = 0.0;     ///< 0: no claim about time
    double joules = 0.0;      ///< of one Re(F X F)
    double joulesLeast = 0.0; ///< lower end of the band
    double joulesMost = 0.0;
    std::string_view source;
};

/// NVIDIA A100: a 2-D complex float transform is two passes over memory at the 1.26 TB/s that VkFFT's
/// benchmark shows, t = 32 N d / 1.26e12 s, batched, without launches; energy at the board's 400 W, the band
/// down to half of it (Adámek et al. 2020, arXiv:2009.06009: clock scaling saves up to 60 %).
/// Digital fixed-point chip: 80 operations a point at 0.3 pJ and four passes through on-chip memory, about
/// 50 pJ a point; an estimate, no machine.
[[nodiscard]] std::vector<ReferenceCost> referenceCosts(Shape input);

} // namespace mixlens::optics
