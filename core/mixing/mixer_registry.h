#pragma once

#include "core/base/result.h"
#include "core/mixing/token_mixer.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mixlens {

/// What a mixer is built from.
struct MixerSetup
{
    Index hidden = 0;
    Index heads = 1;
    Index maxTokens = 0; ///< 0: any; mixers with one learned matrix over tokens need it
    /// Learned matrices by name ("query.weight", (out x in); "query.bias", one row). They must outlive the
    /// mixer. A mixer that needs some and finds none of them draws its own from `seed`.
    std::map<std::string, ConstMatrixView, std::less<>> parameters;
    std::map<std::string, std::string, std::less<>>
        settings; ///< of MixerInfo::settings; unknown keys are refused
    std::uint64_t seed = 1;
};

/// One knob of a mixer, as `mixlens backends` and --help list it.
struct MixerSetting
{
    std::string_view key;
    std::string_view fallback; ///< value when not given
    std::string_view meaning;  ///< with unit and range
};

enum class MixerFamily { Attention, Fourier, Optical, Control };

/// One row of the table of mixers: what is known before one is built, and how to build it.
struct MixerInfo
{
    std::string_view id;      ///< stable, in files and on the command line
    std::string_view title;   ///< for people
    std::string_view formula; ///< e.g. "Re(F_N X F_d)"
    std::string_view source;  ///< paper and equation
    MixerFamily family = MixerFamily::Control;
    std::span<const MixerSetting> settings;
    /// Usage for an unknown key or a value that isn't a number; OutOfRange for one that cannot be built.
    Result<std::unique_ptr<TokenMixer>> (*make)(const MixerSetup&) = nullptr;
};

/// All mixers, in the order in which the interface lists them. A plain table in one source file.
[[nodiscard]] std::span<const MixerInfo> mixers() noexcept;

/// Null when there is none.
[[nodiscard]] const MixerInfo* findMixer(std::string_view id) noexcept;

/// findMixer and make in one, with a sentence that lists the known ids where `id` is unknown.
[[nodiscard]] Result<std::unique_ptr<TokenMixer>> makeMixer(std::string_view id, const MixerSetup& setup);

} // namespace mixlens
