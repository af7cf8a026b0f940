#pragma once

#include "core/optics/cost_model.h"

namespace mixlens::optics {

/// Electricity for the signal and reference light of all exposures, from the photons that the receiver wants
/// to see: n̄ h c / λ, over quantum efficiency, losses and the laser's wall-plug efficiency; the signal also
/// over the modulators' mean transmission, 1 / PAPR. J.
[[nodiscard]] double laserEnergy(const DeviceSpec& device, const FramePlan& plan) noexcept;

/// Itemised; main memory is the last item. `seconds` is how long static power flows. J.
[[nodiscard]] std::vector<CostItem> energyOf(const DeviceSpec& device, const FramePlan& plan, double seconds);

} // namespace mixlens::optics
