#include "core/bench/json_lines.h"

#include <cmath>

namespace mixlens {

void JsonLines::begin(std::string_view name)
{
    m_text.append(m_text.empty() ? "{\n\"" : ",\n\"").append(name).append("\": ");
}

void JsonLines::member(std::string_view name, std::string_view json)
{
    begin(name);
    m_text.append(json);
}

void JsonLines::list(std::string_view name, const std::vector<std::string>& elements)
{
    begin(name);
    m_text += '[';
    for (std::size_t i = 0; i < elements.size(); ++i)
        m_text.append(i > 0 ? ",\n  " : "\n  ").append(elements[i]);
    m_text += elements.empty() ? "]" : "\n]";
}

std::string_view nonFiniteText(double value) noexcept
{
    if (std::isnan(value))
        return "nan";
    if (std::isinf(value))
        return value > 0.0 ? "inf" : "-inf";
    return {};
}

} // namespace mixlens
