#include "core/nn/parameter_store.h"

#include <cassert>

namespace mixlens {

ConstMatrixView ParameterStore::matrix(std::string_view name) const
{
    const auto found = m_values.find(name);
    assert(found != m_values.end());
    return found->second.view();
}

std::span<const float> ParameterStore::vector(std::string_view name) const
{
    const auto found = m_values.find(name);
    assert(found != m_values.end() && found->second.rows() <= 1);
    return found->second.values();
}

std::size_t ParameterStore::count() const noexcept
{
    std::size_t total = 0;
    for (const auto& [name, value] : m_values)
        total += static_cast<std::size_t>(value.shape().size());
    return total;
}

} // namespace mixlens
