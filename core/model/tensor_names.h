#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mixlens {

/// The name a tensor has in ParameterStore: no "bert." or "fnet.", and "weight" and "bias" for the "gamma"
/// and "beta" of old files.
[[nodiscard]] std::string canonicalTensorName(std::string_view name);

/// Buffers that published files carry and every run derives again: positions, DFT matrices.
[[nodiscard]] bool isRecomputed(std::string_view canonicalName) noexcept;

/// Whether a model of so many layers may read a tensor of this name.
[[nodiscard]] bool isParameter(std::string_view canonicalName, std::size_t layers) noexcept;

} // namespace mixlens
