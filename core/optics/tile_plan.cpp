#include "core/optics/tile_plan.h"

#include <algorithm>
#include <limits>

namespace mixlens::optics {
namespace {

/// Fills factors[pass...passes) of `rest` so that Σ length / factor is least; false where there is no way.
bool split(Index rest, Index tile, int pass, int passes,
           std::array<Index, AxisPlan::mostPasses>& factors) noexcept
{
    const auto at = static_cast<std::size_t>(pass);
    if (pass + 1 == passes) {
        factors[at] = rest;
        return rest <= tile;
    }
    double best = std::numeric_limits<double>::infinity();
    std::array<Index, AxisPlan::mostPasses> bestFactors{};
    for (Index factor = std::min(tile, rest); factor >= 1; --factor) {
        if (rest % factor != 0)
            continue;
        factors[at] = factor;
        if (!split(rest / factor, tile, pass + 1, passes, factors))
            continue;
        double sum = 0.0;
        for (int i = pass; i < passes; ++i)
            sum += 1.0 / static_cast<double>(factors[static_cast<std::size_t>(i)]);
        if (sum < best) {
            best = sum;
            bestFactors = factors;
        }
    }
    if (best < std::numeric_limits<double>::infinity())
        factors = bestFactors;
    return best < std::numeric_limits<double>::infinity();
}

/// The plan with the smallest digital residual, then the fewest frames.
AxisPlan planAxis(Index length, Index tile, int passes) noexcept
{
    AxisPlan plan;
    for (plan.residual = 1; plan.residual <= AxisPlan::mostResidual; ++plan.residual) {
        if (length % plan.residual != 0)
            continue;
        if (split(length / plan.residual, tile, 0, passes, plan.factors)) {
            plan.exact = true;
            return plan;
        }
    }
    plan.residual = 1;
    return plan;
}

/// Whether some number of passes does it: what is left without the prime factors that the core has room for
/// is small.
bool fits(Index length, Index tile) noexcept
{
    for (Index factor = 2; factor <= tile && length > 1; ++factor) {
        while (length % factor == 0)
            length /= factor;
    }
    return length <= AxisPlan::mostResidual;
}

} // namespace

Index largestDivisor(Index length, Index most) noexcept
{
    for (Index divisor = std::min(length, most); divisor > 1; --divisor) {
        if (length % divisor == 0)
            return divisor;
    }
    return 1;
}

TilePlan planTiles(Shape input, Index tile) noexcept
{
    TilePlan plan;
    plan.planned = input;
    plan.exact = fits(input.rows, tile) && fits(input.cols, tile);
    for (Index* length : {&plan.planned.rows, &plan.planned.cols}) {
        while (!fits(*length, tile))
            ++*length;
    }
    for (plan.passes = 1; plan.passes < AxisPlan::mostPasses; ++plan.passes) {
        plan.tokens = planAxis(plan.planned.rows, tile, plan.passes);
        plan.hidden = planAxis(plan.planned.cols, tile, plan.passes);
        if (plan.tokens.exact && plan.hidden.exact)
            break;
    }
    plan.frames = 0;
    for (std::size_t pass = 0; pass < static_cast<std::size_t>(plan.passes); ++pass) {
        const Index tokenFactor = std::max<Index>(1, plan.tokens.factors[pass]);
        const Index hiddenFactor = std::max<Index>(1, plan.hidden.factors[pass]);
        const auto tiles = static_cast<std::uint64_t>((plan.planned.rows / tokenFactor) *
                                                      (plan.planned.cols / hiddenFactor));
        plan.frames += tiles;
        if (pass == 0)
            plan.firstFrames = tiles;
    }
    return plan;
}

} // namespace mixlens::optics
