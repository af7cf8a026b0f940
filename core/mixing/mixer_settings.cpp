#include "core/mixing/mixer_settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <locale>
#include <sstream>
#include <system_error>

namespace mixlens {
namespace {

template<class Items, class Word>
std::string listed(const Items& items, Word word)
{
    std::string text;
    for (const auto& item : items)
        text.append(text.empty() ? "" : ", ").append(word(item));
    return text;
}

/// "8", "0.5", "1e-07": the shortest text, for sentences.
std::string numberText(double value)
{
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << value;
    return out.str();
}

/// The whole of `text` as a finite T, or nothing.
template<class T>
std::optional<T> parsed(std::string_view text)
{
    T value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || text.empty())
        return std::nullopt;
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value))
            return std::nullopt;
    }
    return value;
}

} // namespace

SettingReader::SettingReader(std::string_view mixer, const MixerSetup& setup,
                             std::span<const MixerSetting> known)
    : m_mixer(mixer), m_setup(setup), m_known(known)
{
    for (const auto& [key, value] : setup.settings) {
        if (std::ranges::find(known, key, &MixerSetting::key) != known.end())
            continue;
        const std::string all = listed(known, [](const MixerSetting& setting) { return setting.key; });
        fail(Error::Code::Usage, "The mixer '" + std::string(mixer) + "' has no setting '" + key + "'; " +
                                     (all.empty() ? "it takes none." : "it takes " + all + "."));
    }
}

double SettingReader::number(std::string_view key, double least, double most)
{
    const std::string_view given = text(key);
    const std::optional<double> value = parsed<double>(given);
    const std::string range = " from " + numberText(least) + " to " + numberText(most);
    if (!value) {
        fail(Error::Code::Usage, std::string(m_mixer) + ": " + std::string(key) + " is '" +
                                     std::string(given) + "', which is not a number; give one" + range + ".");
        return least;
    }
    if (*value < least || *value > most) {
        fail(Error::Code::OutOfRange, std::string(m_mixer) + ": " + std::string(key) + " is " +
                                          std::string(given) + ", outside its range; give a number" + range +
                                          ".");
        return least;
    }
    return *value;
}

std::int64_t SettingReader::integer(std::string_view key, std::int64_t least, std::int64_t most)
{
    const std::string_view given = text(key);
    const std::optional<std::int64_t> value = parsed<std::int64_t>(given);
    const std::string range = " from " + std::to_string(least) + " to " + std::to_string(most);
    if (!value) {
        fail(Error::Code::Usage, std::string(m_mixer) + ": " + std::string(key) + " is '" +
                                     std::string(given) + "', which is not a whole number; give one" + range +
                                     ".");
        return least;
    }
    if (*value < least || *value > most) {
        fail(Error::Code::OutOfRange, std::string(m_mixer) + ": " + std::string(key) + " is " +
                                          std::string(given) + ", outside its range; give a whole number" +
                                          range + ".");
        return least;
    }
    return *value;
}

bool SettingReader::flag(std::string_view key)
{
    static constexpr std::array<std::string_view, 6> words{"0", "1", "off", "on", "false", "true"};
    const std::string_view word = choice(key, words);
    return word == "1" || word == "on" || word == "true";
}

std::string_view SettingReader::choice(std::string_view key, std::span<const std::string_view> choices)
{
    const std::string_view given = text(key);
    const auto found = std::ranges::find(choices, given);
    if (found != choices.end())
        return *found;
    const std::string all = listed(choices, [](std::string_view choice) { return choice; });
    fail(Error::Code::Usage, std::string(m_mixer) + ": " + std::string(key) + " is '" + std::string(given) +
                                 "'; choose one of " + all + ".");
    return choices.empty() ? std::string_view{} : choices.front();
}

Result<void> SettingReader::problem() const
{
    return m_state;
}

std::string_view SettingReader::text(std::string_view key) const
{
    const auto given = m_setup.settings.find(key);
    if (given != m_setup.settings.end())
        return given->second;
    const auto known = std::ranges::find(m_known, key, &MixerSetting::key);
    assert(known != m_known.end() && "a mixer reads only the settings it lists");
    return known == m_known.end() ? std::string_view{} : known->fallback;
}

void SettingReader::fail(Error::Code code, std::string message)
{
    if (m_state.has_value())
        m_state = failure(code, std::move(message));
}

} // namespace mixlens
