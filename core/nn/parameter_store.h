#pragma once

#include "core/math/matrix.h"

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace mixlens {

/// A model's learned numbers by name. A vector is a matrix of one row. Names are those of the published
/// checkpoints without their "bert." or "fnet." prefix.
class ParameterStore
{
public:
    void add(std::string name, Matrix value) { m_values.insert_or_assign(std::move(name), std::move(value)); }
    [[nodiscard]] bool contains(std::string_view name) const { return m_values.contains(name); }
    /// Precondition: contains(name).
    [[nodiscard]] ConstMatrixView matrix(std::string_view name) const;
    [[nodiscard]] std::span<const float> vector(std::string_view name) const;
    [[nodiscard]] std::size_t count() const noexcept; ///< scalars in all
    [[nodiscard]] const std::map<std::string, Matrix, std::less<>>& values() const noexcept
    {
        return m_values;
    }

private:
    std::map<std::string, Matrix, std::less<>> m_values;
};

} // namespace mixlens
