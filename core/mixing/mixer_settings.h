#pragma once

#include "core/base/result.h"
#include "core/mixing/mixer_registry.h"

#include <string_view>

namespace mixlens {

/// Reads a mixer's settings as text and checks them: the first problem is kept and told by problem().
class SettingReader
{
public:
    SettingReader(std::string_view mixer, const MixerSetup& setup, std::span<const MixerSetting> known);

    /// The value of `key`, or its fallback; both ends of the range are allowed.
    [[nodiscard]] double number(std::string_view key, double least, double most);
    [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most);
    [[nodiscard]] bool flag(std::string_view key); ///< 0, 1, off, on, false, true
    /// One of `choices`.
    [[nodiscard]] std::string_view choice(std::string_view key, std::span<const std::string_view> choices);

    [[nodiscard]] Result<void> problem() const;

private:
    [[nodiscard]] std::string_view text(std::string_view key) const;
    void fail(Error::Code code, std::string message);

    std::string_view m_mixer;
    const MixerSetup& m_setup;
    std::span<const MixerSetting> m_known;
    Result<void> m_state;
};

} // namespace mixlens
