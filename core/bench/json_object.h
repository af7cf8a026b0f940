#pragma once

#include "core/math/matrix.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace mixlens {

/// A value of the JSON library, which only source files know.
struct JsonValue;

/// The first thing that is wrong with a file; reading goes on with nothing in its place.
class JsonProblem
{
public:
    void tell(std::string what)
    {
        if (m_text.empty())
            m_text = std::move(what);
    }
    /// "measurements[3].seconds[2] is -1 and must be a number of at least 0"
    void refuse(const std::string& path, const JsonValue* value, const std::string& allowed);
    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

private:
    std::string m_text;
};

/// One object of a file: reads members by name and knows where it is, for sentences. It looks at the parsed
/// value and at the problem, which must outlive it.
class JsonObject
{
public:
    enum class Need { Required, Optional };
    static constexpr std::int64_t mostWhole = std::numeric_limits<std::int64_t>::max();
    static constexpr double mostNumber = std::numeric_limits<double>::max();

    JsonObject(const JsonValue* json, std::string path, JsonProblem& problem);

    [[nodiscard]] std::string pathOf(const char* key) const;
    [[nodiscard]] JsonProblem& problem() const noexcept { return *m_problem; }

    [[nodiscard]] bool has(const char* key) const { return member(key, Need::Optional) != nullptr; }
    [[nodiscard]] JsonObject object(const char* key) const;
    [[nodiscard]] std::string text(const char* key, Need need = Need::Required) const;
    [[nodiscard]] bool flag(const char* key) const;
    [[nodiscard]] std::int64_t whole(const char* key, std::int64_t least, std::int64_t most) const;
    /// Bytes, operations, a seed: all 64 bits.
    [[nodiscard]] std::uint64_t count(const char* key) const;
    [[nodiscard]] double number(const char* key, double least, double most = mostNumber) const;

    /// Also what JSON has no numbers for, as the texts of nonFiniteText().
    [[nodiscard]] double anyNumber(const char* key) const;

    /// Lists of at most `most` elements.
    [[nodiscard]] std::vector<double> numbers(const char* key, double least, std::size_t most) const;
    [[nodiscard]] std::vector<Index> wholes(const char* key, Index least, Index highest,
                                            std::size_t most) const;
    [[nodiscard]] std::vector<std::string> texts(const char* key, std::size_t most) const;
    [[nodiscard]] std::vector<JsonObject> objects(const char* key, std::size_t most,
                                                  Need need = Need::Required) const;

private:
    template<class T, class Read>
    [[nodiscard]] std::vector<T> list(const char* key, std::size_t most, Need need, Read read) const;
    /// Null where there is none; complains unless it may be missing.
    [[nodiscard]] const JsonValue* member(const char* key, Need need = Need::Required) const;

    const JsonValue* m_json;
    std::string m_path;
    JsonProblem* m_problem;
};

} // namespace mixlens
