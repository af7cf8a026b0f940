#include "core/text/vocabulary.h"

#include "core/base/files.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <numeric>

namespace mixlens {
namespace {

constexpr std::size_t largestFile = 64U << 20U; ///< bytes; the largest published vocabularies have about 5 MB
constexpr std::string_view continuation = "##";

/// The lines of a text file, whether they end as on Unix, Windows or old Macs.
std::vector<std::string> linesOf(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
        text.remove_prefix(text.starts_with("\r\n") ? 2 : std::min<std::size_t>(1, text.size()));
    }
    return lines;
}

} // namespace

Result<Vocabulary> Vocabulary::read(const std::filesystem::path& path)
{
    const auto file = readTextFile(path, largestFile);
    if (!file)
        return tl::unexpected(file.error());
    std::string_view text = *file;
    if (text.starts_with("\xEF\xBB\xBF")) // the byte order mark that some editors put first
        text.remove_prefix(3);
    Vocabulary vocabulary;
    vocabulary.m_pieces = linesOf(text);
    const std::vector<std::string>& pieces = vocabulary.m_pieces;
    if (pieces.empty())
        return failure(Error::Code::BadFormat,
                       path.string() + " is empty; copy the model's vocabulary again.");
    for (std::size_t line = 0; line < pieces.size(); ++line)
        if (decodeUtf8(pieces[line]).invalidBytes > 0)
            return failure(Error::Code::BadFormat,
                           path.string() + ": line " + std::to_string(line + 1) +
                               " is not UTF-8 text; copy the model's vocabulary again.");

    Order& sorted = vocabulary.m_sorted;
    sorted.resize(pieces.size());
    std::iota(sorted.begin(), sorted.end(), TokenId{0});
    const auto spelling = [&pieces](TokenId id) -> const std::string& {
        return pieces[static_cast<std::size_t>(id)];
    };
    std::sort(sorted.begin(), sorted.end(), [&](TokenId a, TokenId b) {
        const int order = spelling(a).compare(spelling(b));
        return order != 0 ? order < 0
                          : a > b; // the later of two equal lines first, so that unique() keeps it
    });
    const auto equal = [&](TokenId a, TokenId b) { return spelling(a) == spelling(b); };
    sorted.erase(std::unique(sorted.begin(), sorted.end(), equal), sorted.end());
    return vocabulary;
}

std::string_view Vocabulary::piece(TokenId id) const noexcept
{
    if (id < 0 || static_cast<std::size_t>(id) >= m_pieces.size())
        return {};
    return m_pieces[static_cast<std::size_t>(id)];
}

std::optional<TokenId> Vocabulary::find(std::string_view piece) const noexcept
{
    const auto match = longestMatch(piece, false);
    if (!match || match->length != piece.size())
        return std::nullopt;
    return match->id;
}

std::optional<Vocabulary::Match> Vocabulary::longestMatch(std::string_view word,
                                                          bool insideWord) const noexcept
{
    // [first, last) are the pieces that share the first `length` bytes with the wanted spelling. Those of
    // exactly that length come first, so one look tells whether there is one.
    auto first = m_sorted.begin();
    auto last = m_sorted.end();
    const std::size_t prefix = insideWord ? continuation.size() : 0;
    std::optional<Match> match;
    for (std::size_t length = 0; length < prefix + word.size() && first != last; ++length) {
        const char wanted = length < prefix ? continuation[length] : word[length - prefix];
        const auto byte = [&](TokenId id) {
            const std::string& spelling = m_pieces[static_cast<std::size_t>(id)];
            return length < spelling.size() ? static_cast<unsigned char>(spelling[length]) : -1;
        };
        const int value = static_cast<unsigned char>(wanted);
        first = std::partition_point(first, last, [&](TokenId id) { return byte(id) < value; });
        last = std::partition_point(first, last, [&](TokenId id) { return byte(id) == value; });
        if (first != last && piece(*first).size() == length + 1 && length + 1 > prefix)
            match = Match{*first, length + 1 - prefix};
    }
    return match;
}

} // namespace mixlens
