#include "core/model/tensor_names.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace mixlens {
namespace {

constexpr std::string_view outsideLayers[] = {
    "embeddings.word_embeddings.weight",
    "embeddings.position_embeddings.weight",
    "embeddings.token_type_embeddings.weight",
    "embeddings.LayerNorm.weight",
    "embeddings.LayerNorm.bias",
    "embeddings.projection.weight",
    "embeddings.projection.bias",
    "pooler.dense.weight",
    "pooler.dense.bias",
    "cls.predictions.bias",
    "cls.predictions.decoder.weight",
    "cls.predictions.decoder.bias",
    "cls.predictions.transform.dense.weight",
    "cls.predictions.transform.dense.bias",
    "cls.predictions.transform.LayerNorm.weight",
    "cls.predictions.transform.LayerNorm.bias",
    "cls.seq_relationship.weight",
    "cls.seq_relationship.bias",
};

/// Each with ".weight" and ".bias".
constexpr std::string_view insideLayers[] = {
    "attention.self.query",       "attention.self.key",
    "attention.self.value",       "attention.output.dense",
    "attention.output.LayerNorm", "fourier.output.LayerNorm",
    "intermediate.dense",         "output.dense",
    "output.LayerNorm",
};

template<std::size_t N>
bool contains(const std::string_view (&list)[N], std::string_view name) noexcept
{
    return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

} // namespace

std::string canonicalTensorName(std::string_view name)
{
    for (const std::string_view prefix : {"bert.", "fnet."})
        if (name.starts_with(prefix)) {
            name.remove_prefix(prefix.size());
            break;
        }
    constexpr std::string_view gain = ".gamma";
    constexpr std::string_view offset = ".beta";
    if (name.ends_with(gain))
        return std::string(name.substr(0, name.size() - gain.size())) + ".weight";
    if (name.ends_with(offset))
        return std::string(name.substr(0, name.size() - offset.size())) + ".bias";
    return std::string(name);
}

bool isRecomputed(std::string_view canonicalName) noexcept
{
    return canonicalName == "embeddings.position_ids" || canonicalName == "embeddings.token_type_ids" ||
           canonicalName.ends_with(".fourier.self.dft_mat_hidden") ||
           canonicalName.ends_with(".fourier.self.dft_mat_seq");
}

bool isParameter(std::string_view canonicalName, std::size_t layers) noexcept
{
    constexpr std::string_view start = "encoder.layer.";
    if (!canonicalName.starts_with(start))
        return contains(outsideLayers, canonicalName);
    canonicalName.remove_prefix(start.size());
    std::size_t layer = 0;
    const auto number =
        std::from_chars(canonicalName.data(), canonicalName.data() + canonicalName.size(), layer);
    const auto digits = static_cast<std::size_t>(number.ptr - canonicalName.data());
    canonicalName.remove_prefix(digits);
    if (number.ec != std::errc{} || layer >= layers || !canonicalName.starts_with('.'))
        return false;
    canonicalName.remove_prefix(1);
    for (const std::string_view end : {".weight", ".bias"})
        if (canonicalName.ends_with(end))
            return contains(insideLayers, canonicalName.substr(0, canonicalName.size() - end.size()));
    return false;
}

} // namespace mixlens
