#pragma once

#include "core/model/safetensors.h"

#include <cstdint>
#include <span>

namespace mixlens {

/// Converts a tensor's elements, as many as `out` holds. False for complex numbers, which have no real value.
/// Reads element by element, since a file's data may begin at any byte.
[[nodiscard]] bool readValues(const TensorEntry& tensor, std::span<float> out);
[[nodiscard]] bool readValues(const TensorEntry& tensor, std::span<double> out);

/// Also false for types that hold fractions. What exceeds 2^63 - 1 becomes negative.
[[nodiscard]] bool readValues(const TensorEntry& tensor, std::span<std::int64_t> out);

} // namespace mixlens
