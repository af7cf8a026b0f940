#pragma once

#include "app/command_line.h"
#include "core/engine/session.h"

namespace mixlens {

/// Options by which several commands name a model and its mixers.
inline constexpr OptionSpec modelOption{"model", "DIR|ID", "folder of a model, or the id of an embedded one"};
inline constexpr OptionSpec mixerOption{"mixer", "ID[,ID…]",
                                        "other mixers: one for all layers, or one each ('mixlens backends')"};
inline constexpr OptionSpec setOption{"set", "key=value", "a setting of the mixers", true};
inline constexpr OptionSpec seedOption{"seed", "N", "seed of everything random (default 1)"};
inline constexpr OptionSpec sentenceOption{"sentence", "TEXT", "the sentence"};

/// --seed, at least 0.
[[nodiscard]] Result<std::uint64_t> readSeed(const Arguments& arguments);

/// The id of a mixer as given; Usage, with the nearest id, when there is none.
[[nodiscard]] Result<const MixerInfo*> readMixer(const std::string& id, std::string_view option);

/// The lane that --model, --mixer and --set describe, its ids checked; titled by the model's and mixer's ids.
[[nodiscard]] Result<Lane> readLane(const Arguments& arguments);

} // namespace mixlens
