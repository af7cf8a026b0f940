#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

/// A JSON object that people can read and compare by eye: a line for each member, and for each element of its
/// lists. What it is given is JSON text itself.
class JsonLines
{
public:
    void member(std::string_view name, std::string_view json);
    void list(std::string_view name, const std::vector<std::string>& elements);
    [[nodiscard]] std::string text() const { return (m_text.empty() ? "{" : m_text) + "\n}\n"; }

private:
    void begin(std::string_view name);

    std::string m_text;
};

/// "nan", "inf" or "-inf": the texts that stand for what JSON has no numbers for. Empty for all others.
[[nodiscard]] std::string_view nonFiniteText(double value) noexcept;

} // namespace mixlens
