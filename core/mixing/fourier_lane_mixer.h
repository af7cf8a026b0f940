#pragma once

#include "core/kernels/lane_fourier.h"
#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// "fourier": a transform of our own that uses what Re(F_N X F_d) needs and no more, see
/// core/kernels/lane_fourier.h. The fastest of the exact mixers: what "fourier" in a model file means.
[[nodiscard]] const MixerInfo& fourierLaneInfo() noexcept;

/// Y = Re(F_N X F_d) for any shape, with registers of the given width. The matrix of this operator,
/// cos(2π (n k / N + m l / d)), is symmetric: backward is the same call, dX = Re(F_N dY F_d). Every element
/// is made by the same operations in the same order whatever the number of threads.
void mixByLanes(ConstMatrixView x, MatrixView y, const LaneFourier& width, MixWorkspace& workspace);

} // namespace mixlens
