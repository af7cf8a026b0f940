#include "app/command_line.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace mixlens {

namespace {

tl::unexpected<Error> usage(std::string message)
{
    return failure(Error::Code::Usage, std::move(message));
}

std::string dashed(std::string_view name)
{
    std::string text = "--";
    text += name;
    return text;
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::string listed(std::span<const std::string_view> words)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + std::string(words[i]);
    return text;
}

/// Edits (insert, delete, replace one character) from `a` to `b` (Levenshtein 1966).
std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known)
{
    std::string_view best;
    std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string_view candidate : known) {
        const std::size_t edits = editDistance(word, candidate);
        if (edits < fewest) {
            fewest = edits;
            best = candidate;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known,
                       std::string_view prefix)
{
    const std::string_view meant = nearest(word, known);
    return meant.empty() ? std::string(".")
                         : "; did you mean '" + std::string(prefix) + std::string(meant) + "'?";
}

std::string optionHelp(std::span<const OptionSpec> options)
{
    const auto left = [](const OptionSpec& option) {
        std::string text = "  ";
        text += dashed(option.name);
        if (!option.value.empty())
            text.append(" ").append(option.value);
        return text;
    };
    // Characters, not bytes: UTF-8 continues a character with bytes 10xxxxxx.
    const auto length = [](const std::string& text) {
        return static_cast<std::size_t>(std::ranges::count_if(
            text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    };
    std::size_t width = 0;
    for (const OptionSpec& option : options)
        width = std::max(width, length(left(option)));
    std::string text;
    for (const OptionSpec& option : options) {
        std::string line = left(option);
        line.append(width + 2 - length(line), ' ');
        text += line + std::string(option.help) + (option.repeatable ? " (may be repeated)" : "") + "\n";
    }
    return text;
}

std::vector<std::string> Arguments::all(std::string_view option) const
{
    const auto found = m_values.find(option);
    return found == m_values.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::string> Arguments::text(std::string_view option) const
{
    const auto found = m_values.find(option);
    if (found == m_values.end())
        return std::nullopt;
    return found->second.front();
}

std::string Arguments::text(std::string_view option, std::string_view fallback) const
{
    return text(option).value_or(std::string(fallback));
}

Result<std::string> Arguments::required(std::string_view option) const
{
    const auto value = text(option);
    if (!value || value->empty())
        return usage(dashed(option) + " is missing; give it a value.");
    return *value;
}

Result<std::int64_t> Arguments::integer(std::string_view option, std::int64_t fallback, std::int64_t least,
                                        std::int64_t most) const
{
    const auto given = text(option);
    if (!given)
        return fallback;
    const auto value = wholeNumber(*given);
    if (!value || *value < least || *value > most)
        return usage(dashed(option) + " is '" + *given + "', but takes a whole number from " +
                     std::to_string(least) + " to " + std::to_string(most) + ".");
    return *value;
}

Result<std::string> Arguments::choice(std::string_view option,
                                      std::span<const std::string_view> choices) const
{
    const auto given = text(option);
    if (!given)
        return std::string(choices.front());
    if (std::ranges::find(choices, std::string_view(*given)) == choices.end())
        return usage(dashed(option) + " is '" + *given + "', but takes " + listed(choices) + ".");
    return *given;
}

Result<std::vector<std::int32_t>> Arguments::integers(std::string_view option) const
{
    const auto given = required(option);
    if (!given)
        return tl::unexpected(given.error());
    std::vector<std::int32_t> numbers;
    for (std::size_t begin = 0; begin <= given->size();) {
        const std::size_t end = std::min(given->find(',', begin), given->size());
        const std::string part = given->substr(begin, end - begin);
        const auto number = wholeNumber(part);
        if (!number || *number < 0 || *number > INT32_MAX)
            return usage(dashed(option) + " has '" + part +
                         "' where a whole number belongs; write it like 4,17,5.");
        numbers.push_back(static_cast<std::int32_t>(*number));
        begin = end + 1;
    }
    return numbers;
}

Result<std::map<std::string, std::string, std::less<>>> Arguments::pairs(std::string_view option) const
{
    std::map<std::string, std::string, std::less<>> pairs;
    for (const std::string& given : all(option)) {
        const std::size_t equals = given.find('=');
        if (equals == std::string::npos || equals == 0)
            return usage(dashed(option) + " is '" + given + "', but takes key=value.");
        if (!pairs.emplace(given.substr(0, equals), given.substr(equals + 1)).second)
            return usage(dashed(option) + " gives '" + given.substr(0, equals) +
                         "' twice; keep one of them.");
    }
    return pairs;
}

Result<Arguments> parseArguments(std::span<const std::string> arguments, std::span<const OptionSpec> known,
                                 bool takesFiles)
{
    Arguments parsed;
    std::vector<std::string_view> names;
    for (const OptionSpec& option : known)
        names.push_back(option.name);

    bool onlyFiles = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (onlyFiles || !argument.starts_with('-')) {
            if (!takesFiles)
                return usage("'" + argument +
                             "' stands where an option belongs; put a value after its --option, "
                             "and quote a sentence that has spaces.");
            parsed.m_files.push_back(argument);
            continue;
        }
        if (argument == "--") {
            onlyFiles = true;
            continue;
        }
        const std::size_t equals = argument.find('=');
        const std::size_t dashes = argument.starts_with("--") ? 2 : 1;
        const std::string name =
            argument.substr(dashes, equals == std::string::npos ? equals : equals - dashes);
        const auto option = std::ranges::find(known, std::string_view(name), &OptionSpec::name);
        if (dashes == 1 || option == known.end())
            return usage("There is no option '" + argument.substr(0, equals) + "'" +
                         suggestion(name, names, "--"));
        std::vector<std::string>& values = parsed.m_values[name];
        if (!values.empty() && !option->repeatable)
            return usage(dashed(name) + " is given twice; keep one of them.");
        if (option->value.empty()) {
            if (equals != std::string::npos)
                return usage(dashed(name) + " is a switch and takes no value.");
            values.emplace_back();
        } else if (equals != std::string::npos) {
            values.push_back(argument.substr(equals + 1));
        } else if (i + 1 < arguments.size()) {
            values.push_back(arguments[++i]);
        } else {
            return usage(dashed(name) + " needs a value: " + dashed(name) + " " + std::string(option->value) +
                         ".");
        }
    }
    return parsed;
}

} // namespace mixlens
