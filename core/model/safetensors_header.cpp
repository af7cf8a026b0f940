#include "core/model/safetensors_header.h"

#include "core/base/in_quotes.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <utility>

namespace mixlens {
namespace {

using Json = nlohmann::json;

struct TypeRow
{
    TensorType type;
    std::string_view name;
    std::size_t bytes;
};

constexpr TypeRow types[] = {
    {TensorType::F64, "F64", 8},   {TensorType::F32, "F32", 4}, {TensorType::F16, "F16", 2},
    {TensorType::BF16, "BF16", 2}, {TensorType::I64, "I64", 8}, {TensorType::I32, "I32", 4},
    {TensorType::I16, "I16", 2},   {TensorType::I8, "I8", 1},   {TensorType::U8, "U8", 1},
    {TensorType::Bool, "BOOL", 1}, {TensorType::U64, "U64", 8}, {TensorType::U32, "U32", 4},
    {TensorType::U16, "U16", 2},   {TensorType::C64, "C64", 8}};

const TypeRow& row(TensorType type) noexcept
{
    for (const TypeRow& candidate : types)
        if (candidate.type == type)
            return candidate;
    return types[0]; // unreachable: the table has every type
}

/// {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, "__metadata__": {"key": "text"}}
/// Depth 1 are names, depth 2 a tensor's keys, depth 3 the numbers of a list. Everything else stops the
/// parser.
class HeaderReader final : public nlohmann::json_sax<Json>
{
public:
    SafetensorsHeader header;
    std::string problem; ///< empty while all is well

    bool start_object(std::size_t) override
    {
        ++m_depth;
        if (m_depth == 1)
            return true;
        if (m_depth != 2)
            return unexpected("an object");
        if (m_name == "__metadata__") {
            m_inMetadata = true;
            return !std::exchange(m_hadMetadata, true) || stop("\"__metadata__\" is there twice");
        }
        const auto [position, isNew] = header.tensors.try_emplace(m_name);
        m_claim = &position->second;
        return isNew || stop("tensor " + inQuotes(m_name) + " is there twice");
    }

    bool end_object() override
    {
        --m_depth;
        if (m_depth != 1)
            return true;
        if (std::exchange(m_inMetadata, false))
            return true;
        for (const auto& [has, what] : {std::pair{m_claim->hasType, "\"dtype\""},
                                        {m_claim->hasShape, "\"shape\""},
                                        {m_claim->hasOffsets, "\"data_offsets\""}})
            if (!has)
                return stop("tensor " + inQuotes(m_name) + " has no " + what);
        return true;
    }

    bool key(std::string& text) override
    {
        (m_depth == 1 ? m_name : m_key) = text;
        if (m_depth == 1 || m_inMetadata)
            return true;
        if (text != "dtype" && text != "shape" && text != "data_offsets")
            return stop("tensor " + inQuotes(m_name) + " has the unknown key " + inQuotes(text));
        bool& had = text == "dtype"   ? m_claim->hasType
                    : text == "shape" ? m_claim->hasShape
                                      : m_claim->hasOffsets;
        return !std::exchange(had, true) ||
               stop("tensor " + inQuotes(m_name) + " has " + inQuotes(text) + " twice");
    }

    bool string(std::string& text) override
    {
        if (m_depth == 2 && m_inMetadata)
            return header.metadata.emplace(m_key, text).second ||
                   stop("metadata " + inQuotes(m_key) + " is there twice");
        if (m_depth != 2 || m_key != "dtype")
            return unexpected("text");
        const auto type = typeFromName(text);
        if (!type)
            return stop("tensor " + inQuotes(m_name) + " has the unknown type " + inQuotes(text));
        m_claim->type = *type;
        return true;
    }

    bool start_array(std::size_t) override
    {
        if (m_depth != 2 || m_inMetadata || m_key == "dtype")
            return unexpected("a list");
        ++m_depth;
        m_offsets = 0;
        return true;
    }

    bool end_array() override
    {
        --m_depth;
        return m_key == "shape" || m_offsets == 2 ||
               stop("tensor " + inQuotes(m_name) + " has " + std::to_string(m_offsets) +
                    " data offsets and not 2");
    }

    bool number_unsigned(number_unsigned_t value) override
    {
        if (m_depth != 3)
            return unexpected(std::to_string(value));
        if (m_key == "data_offsets") {
            if (m_offsets < 2)
                (m_offsets == 0 ? m_claim->begin : m_claim->end) = value;
            ++m_offsets;
            return true;
        }
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
            return unexpected(std::to_string(value));
        m_claim->shape.push_back(static_cast<std::int64_t>(value));
        return true;
    }

    bool null() override { return unexpected("null"); }
    bool boolean(bool value) override { return unexpected(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return unexpected(std::to_string(value)); }
    bool number_float(number_float_t, const string_t& text) override { return unexpected(text); }
    bool binary(binary_t&) override { return unexpected("bytes"); }
    bool parse_error(std::size_t position, const std::string&, const Json::exception&) override
    {
        return stop("its header is not valid JSON at byte " + std::to_string(position));
    }

private:
    bool stop(std::string why)
    {
        if (problem.empty())
            problem = std::move(why);
        return false;
    }

    bool unexpected(std::string_view what)
    {
        std::string where = "the header";
        if (m_depth > 0 && !m_name.empty())
            where = (m_name == "__metadata__" ? "" : "tensor ") + inQuotes(m_name);
        if (m_depth > 1)
            where += ", key " + inQuotes(m_key) + ',';
        return stop(where + " holds " + std::string(what.substr(0, 40)) + " where it may not");
    }

    std::size_t m_depth = 0;
    std::size_t m_offsets = 0; ///< numbers of this "data_offsets" so far
    std::string m_name;
    std::string m_key;
    TensorClaim* m_claim = nullptr;
    bool m_inMetadata = false;
    bool m_hadMetadata = false;
};

} // namespace

tl::expected<SafetensorsHeader, std::string> parseSafetensorsHeader(std::string_view json)
{
    if (!json.starts_with('{'))
        return tl::unexpected(std::string("its header does not begin with '{'"));
    if (const std::size_t zero = json.find('\0');
        zero != std::string_view::npos) // the parser would end there
        return tl::unexpected("its header has a zero byte at byte " + std::to_string(zero + 1));
    HeaderReader reader;
    const bool complete = Json::sax_parse(json.begin(), json.end(), &reader);
    if (!complete || !reader.problem.empty())
        return tl::unexpected(std::move(reader.problem));
    return std::move(reader.header);
}

std::size_t bytesPerElement(TensorType type) noexcept
{
    return row(type).bytes;
}

std::string_view typeName(TensorType type) noexcept
{
    return row(type).name;
}

std::optional<TensorType> typeFromName(std::string_view name) noexcept
{
    for (const TypeRow& candidate : types)
        if (candidate.name == name)
            return candidate.type;
    return std::nullopt;
}

} // namespace mixlens
