#include "core/bench/json_object.h"

#include "core/base/in_quotes.h"
#include "core/bench/json_lines.h"

#include <nlohmann/json.hpp>

namespace mixlens {
namespace {

using Json = nlohmann::json;

/// Callers pass the address of a Json as a JsonValue: the header then names no library.
const Json& jsonOf(const JsonValue* value)
{
    return *static_cast<const Json*>(static_cast<const void*>(value));
}

const JsonValue* valueOf(const Json& json)
{
    return static_cast<const JsonValue*>(static_cast<const void*>(&json));
}

std::int64_t wholeOf(const std::string& path, const JsonValue* value, std::int64_t least, std::int64_t most,
                     JsonProblem& problem)
{
    if (value == nullptr)
        return least;
    const Json& json = jsonOf(value);
    const bool fits = json.is_number_unsigned()
                          ? json.get<std::uint64_t>() <= static_cast<std::uint64_t>(JsonObject::mostWhole)
                          : json.is_number_integer();
    if (fits && json.get<std::int64_t>() >= least && json.get<std::int64_t>() <= most)
        return json.get<std::int64_t>();
    problem.refuse(path, value,
                   "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return least;
}

double numberOf(const std::string& path, const JsonValue* value, double least, double most,
                JsonProblem& problem)
{
    if (value == nullptr)
        return 0.0;
    const Json& json = jsonOf(value);
    if (json.is_number() && json.get<double>() >= least && json.get<double>() <= most)
        return json.get<double>();
    problem.refuse(path, value, least == 0.0 ? "a number of at least 0" : "a finite number");
    return 0.0;
}

std::string textOf(const std::string& path, const JsonValue* value, JsonProblem& problem)
{
    if (value == nullptr)
        return {};
    if (jsonOf(value).is_string())
        return jsonOf(value).get<std::string>();
    problem.refuse(path, value, "text");
    return {};
}

} // namespace

void JsonProblem::refuse(const std::string& path, const JsonValue* value, const std::string& allowed)
{
    if (!m_text.empty())
        return;
    // A list or object is not printed: it may be long.
    const Json& json = jsonOf(value);
    const std::string shown = json.is_array()    ? "a list"
                              : json.is_object() ? "an object"
                              : json.is_string() ? inQuotes(json.get_ref<const std::string&>())
                                                 : json.dump();
    m_text = path + " is " + shown + " and must be " + allowed;
}

JsonObject::JsonObject(const JsonValue* json, std::string path, JsonProblem& problem)
    : m_json(json), m_path(std::move(path)), m_problem(&problem)
{
    if (json != nullptr && !jsonOf(json).is_object())
        problem.refuse(m_path, json, "an object");
}

std::string JsonObject::pathOf(const char* key) const
{
    return m_path.empty() ? key : m_path + '.' + key;
}

const JsonValue* JsonObject::member(const char* key, Need need) const
{
    if (m_json != nullptr && jsonOf(m_json).is_object()) {
        const Json& json = jsonOf(m_json);
        if (const auto found = json.find(key); found != json.end())
            return valueOf(*found);
    }
    if (need == Need::Required)
        m_problem->tell(pathOf(key) + " is missing");
    return nullptr;
}

JsonObject JsonObject::object(const char* key) const
{
    return {member(key), pathOf(key), *m_problem};
}

std::string JsonObject::text(const char* key, Need need) const
{
    return textOf(pathOf(key), member(key, need), *m_problem);
}

bool JsonObject::flag(const char* key) const
{
    const JsonValue* const value = member(key);
    if (value == nullptr)
        return false;
    if (jsonOf(value).is_boolean())
        return jsonOf(value).get<bool>();
    m_problem->refuse(pathOf(key), value, "true or false");
    return false;
}

std::int64_t JsonObject::whole(const char* key, std::int64_t least, std::int64_t most) const
{
    return wholeOf(pathOf(key), member(key), least, most, *m_problem);
}

std::uint64_t JsonObject::count(const char* key) const
{
    const JsonValue* const value = member(key);
    if (value == nullptr)
        return 0;
    if (jsonOf(value).is_number_unsigned())
        return jsonOf(value).get<std::uint64_t>();
    m_problem->refuse(pathOf(key), value, "a whole number from 0 to 18446744073709551615");
    return 0;
}

double JsonObject::number(const char* key, double least, double most) const
{
    return numberOf(pathOf(key), member(key), least, most, *m_problem);
}

double JsonObject::anyNumber(const char* key) const
{
    const JsonValue* const value = member(key);
    if (value == nullptr)
        return 0.0;
    const Json& json = jsonOf(value);
    if (json.is_number())
        return json.get<double>();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const double special : {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity})
        if (json.is_string() && json.get_ref<const std::string&>() == nonFiniteText(special))
            return special;
    m_problem->refuse(pathOf(key), value, "a number, \"nan\", \"inf\" or \"-inf\"");
    return 0.0;
}

template<class T, class Read>
std::vector<T> JsonObject::list(const char* key, std::size_t most, Need need, Read read) const
{
    const JsonValue* const value = member(key, need);
    if (value == nullptr)
        return {};
    const Json& json = jsonOf(value);
    const std::string path = pathOf(key);
    if (!json.is_array() || json.size() > most) {
        m_problem->refuse(path, value, "a list of at most " + std::to_string(most));
        return {};
    }
    std::vector<T> elements;
    elements.reserve(json.size());
    for (std::size_t i = 0; i < json.size(); ++i)
        elements.push_back(read(path + '[' + std::to_string(i) + ']', valueOf(json[i])));
    return elements;
}

std::vector<double> JsonObject::numbers(const char* key, double least, std::size_t most) const
{
    return list<double>(key, most, Need::Required, [&](const std::string& path, const JsonValue* value) {
        return numberOf(path, value, least, mostNumber, *m_problem);
    });
}

std::vector<Index> JsonObject::wholes(const char* key, Index least, Index highest, std::size_t most) const
{
    return list<Index>(key, most, Need::Required, [&](const std::string& path, const JsonValue* value) {
        return static_cast<Index>(wholeOf(path, value, least, highest, *m_problem));
    });
}

std::vector<std::string> JsonObject::texts(const char* key, std::size_t most) const
{
    return list<std::string>(key, most, Need::Required, [&](const std::string& path, const JsonValue* value) {
        return textOf(path, value, *m_problem);
    });
}

std::vector<JsonObject> JsonObject::objects(const char* key, std::size_t most, Need need) const
{
    return list<JsonObject>(key, most, need, [&](const std::string& path, const JsonValue* value) {
        return JsonObject(value, path, *m_problem);
    });
}

} // namespace mixlens
