#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

/// One option as the command line takes it and as --help lists it.
struct OptionSpec
{
    std::string_view name;  ///< without its dashes
    std::string_view value; ///< what stands for the value in --help, e.g. "FILE"; empty: a switch
    std::string_view help;  ///< one line
    bool repeatable = false;
};

/// The options a person gave, checked against a list of specs. Values are bytes as the shell passed them.
class Arguments
{
public:
    [[nodiscard]] bool has(std::string_view option) const { return m_values.contains(option); }
    [[nodiscard]] const std::vector<std::string>& files() const noexcept { return m_files; }
    [[nodiscard]] std::vector<std::string> all(std::string_view option) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view option) const;
    [[nodiscard]] std::string text(std::string_view option, std::string_view fallback) const;

    /// Usage, with the option's name, when it is missing.
    [[nodiscard]] Result<std::string> required(std::string_view option) const;
    /// A whole number in [least, most]; `fallback` when it isn't given.
    [[nodiscard]] Result<std::int64_t> integer(std::string_view option, std::int64_t fallback,
                                               std::int64_t least, std::int64_t most) const;
    /// One of `choices`, the first of which is what stands when it isn't given.
    [[nodiscard]] Result<std::string> choice(std::string_view option,
                                             std::span<const std::string_view> choices) const;
    /// "4,17,5" as numbers.
    [[nodiscard]] Result<std::vector<std::int32_t>> integers(std::string_view option) const;
    /// Every "key=value" of a repeatable option.
    [[nodiscard]] Result<std::map<std::string, std::string, std::less<>>>
    pairs(std::string_view option) const;

private:
    friend Result<Arguments> parseArguments(std::span<const std::string>, std::span<const OptionSpec>, bool);
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
    std::vector<std::string> m_files;
};

/// "--name value", "--name=value", "--switch", "--" before files. Usage for anything unknown, with the
/// nearest known option; for a missing value; for a repeated option; for a file where none is taken.
[[nodiscard]] Result<Arguments> parseArguments(std::span<const std::string> arguments,
                                               std::span<const OptionSpec> known, bool takesFiles);

/// The member of `known` that takes the fewest edits to reach, if it is near enough to be what was meant.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

/// "; did you mean 'x'?", or a full stop.
[[nodiscard]] std::string suggestion(std::string_view word, std::span<const std::string_view> known,
                                     std::string_view prefix = {});

/// The options as two columns.
[[nodiscard]] std::string optionHelp(std::span<const OptionSpec> options);

/// The first of several results that is a failure; null when all are values.
template<class... T>
[[nodiscard]] const Error* firstError(const Result<T>&... results)
{
    const Error* first = nullptr;
    ((first == nullptr&& !results ? first = &results.error() : nullptr), ...);
    return first;
}

} // namespace mixlens
