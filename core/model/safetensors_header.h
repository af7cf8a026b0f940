#pragma once

#include "core/model/safetensors.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

/// What a safetensors header claims about one tensor.
struct TensorClaim
{
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< bytes after the header
    std::uint64_t end = 0;

    bool hasType = false; ///< which keys have been there
    bool hasShape = false;
    bool hasOffsets = false;
};

struct SafetensorsHeader
{
    std::map<std::string, TensorClaim, std::less<>> tensors;
    std::map<std::string, std::string, std::less<>> metadata;
};

/// Reads the JSON of a header strictly and without recursion: no key twice, none unknown, none missing. The
/// claims themselves are still to be checked. The error is the part of a sentence after "file: ".
[[nodiscard]] tl::expected<SafetensorsHeader, std::string> parseSafetensorsHeader(std::string_view json);

[[nodiscard]] std::size_t bytesPerElement(TensorType type) noexcept;
[[nodiscard]] std::string_view typeName(TensorType type) noexcept; ///< as files spell it
[[nodiscard]] std::optional<TensorType> typeFromName(std::string_view name) noexcept;

} // namespace mixlens
