#include "core/bench/grid.h"

#include "core/base/in_quotes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace mixlens {
namespace {

constexpr std::array levels{BenchLevel::Mixer, BenchLevel::Block, BenchLevel::Model};

/// The whole of `text` as a T, or nothing.
template<class T>
std::optional<T> parsed(std::string_view text)
{
    T value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || text.empty())
        return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The pieces between separators; one for an empty text.
std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> pieces;
    while (true) {
        const std::size_t end = text.find(separator);
        pieces.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos)
            return pieces;
        text.remove_prefix(end + 1);
    }
}

std::optional<Index> tokenCount(std::string_view text)
{
    const auto value = parsed<Index>(trimmed(text));
    return value && *value >= 1 && *value <= mostTokens ? value : std::nullopt;
}

/// "a..b" or "a..b*factor": every length from a on, times the factor, and b.
bool addRange(std::string_view piece, std::size_t dots, std::set<Index>& lengths)
{
    const std::string_view rest = piece.substr(dots + 2);
    const std::size_t star = rest.find('*');
    const auto first = tokenCount(piece.substr(0, dots));
    const auto last = tokenCount(rest.substr(0, star));
    const auto factor =
        star == std::string_view::npos ? 2.0 : parsed<double>(trimmed(rest.substr(star + 1))).value_or(0.0);
    if (!first || !last || *first > *last || !(factor >= 1.001) || !std::isfinite(factor))
        return false;
    for (auto length = static_cast<double>(*first); length < static_cast<double>(*last); length *= factor)
        lengths.insert(static_cast<Index>(std::llround(length)));
    lengths.insert(*last);
    return true;
}

} // namespace

std::string_view word(BenchLevel level) noexcept
{
    switch (level) {
    case BenchLevel::Mixer:
        return "mixer";
    case BenchLevel::Block:
        return "block";
    case BenchLevel::Model:
        return "model";
    }
    return "";
}

Result<BenchLevel> readBenchLevel(const std::string& text)
{
    const auto found = std::ranges::find(levels, text, word);
    if (found != levels.end())
        return *found;
    return failure(Error::Code::Usage, "There is no level " + inQuotes(text) +
                                           " to measure; choose mixer (one mixing sub-layer), block (one "
                                           "encoder block) or model (a whole model).");
}

Result<Shard> readShard(const std::string& text)
{
    const std::size_t slash = text.find('/');
    const auto part = parsed<int>(std::string_view(text).substr(0, slash));
    const auto count = slash == std::string::npos ? std::optional<int>{}
                                                  : parsed<int>(std::string_view(text).substr(slash + 1));
    if (part && count && *count >= 1 && *part >= 1 && *part <= *count)
        return Shard{*part - 1, *count};
    return failure(Error::Code::Usage, "The shard " + inQuotes(text) +
                                           " is not a part of a whole; write 1/4, 2/4, 3/4 and 4/4 for "
                                           "four jobs that share a grid.");
}

Result<BackendSpec> readBackendSpec(const std::string& text)
{
    const std::size_t colon = text.find(':');
    BackendSpec spec{std::string(trimmed(std::string_view(text).substr(0, colon))), {}};
    const auto refuse = [&](const std::string& why) {
        return failure(Error::Code::Usage, "The backend " + inQuotes(text) + ' ' + why +
                                               "; write a mixer's name, alone or with settings as in "
                                               "optical:bits=6,preset=ideal.");
    };
    if (spec.id.empty())
        return refuse("has no name");
    if (colon == std::string::npos)
        return spec;
    for (const std::string_view piece : split(std::string_view(text).substr(colon + 1), ',')) {
        const std::size_t equals = piece.find('=');
        const std::string_view key = trimmed(piece.substr(0, equals));
        if (equals == std::string_view::npos || key.empty())
            return refuse("has a setting " + inQuotes(piece) + " that is no key=value");
        if (!spec.settings.emplace(key, trimmed(piece.substr(equals + 1))).second)
            return refuse("has the setting " + inQuotes(key) + " twice");
    }
    return spec;
}

Result<std::vector<Index>> readLengths(const std::string& text)
{
    std::set<Index> lengths;
    for (const std::string_view piece : split(text, ',')) {
        const std::size_t dots = piece.find("..");
        const auto single = tokenCount(piece);
        if (single)
            lengths.insert(*single);
        else if (dots == std::string_view::npos || !addRange(piece, dots, lengths))
            return failure(Error::Code::Usage, "The lengths " + inQuotes(piece) +
                                                   " cannot be read; write whole numbers from 1 to " +
                                                   std::to_string(mostTokens) +
                                                   " as 8..4096 (doubling), 8..4096*1.5 (times 1.5) or "
                                                   "64,100,512.");
    }
    return std::vector<Index>(lengths.begin(), lengths.end());
}

std::vector<BenchCell> cellsOf(const BenchGrid& grid)
{
    std::vector<BenchCell> cells;
    std::size_t number = 0;
    const auto count = static_cast<std::size_t>(std::max(1, grid.shard.count));
    for (const Index tokens : grid.lengths)
        for (const std::string& backend : grid.backends)
            if (number++ % count == static_cast<std::size_t>(grid.shard.index))
                cells.push_back({backend, tokens});
    return cells;
}

} // namespace mixlens
