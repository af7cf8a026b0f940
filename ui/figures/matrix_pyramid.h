#pragma once

#include "core/math/matrix.h"

#include <memory>
#include <vector>

namespace mixlens::ui {

/// A matrix at half, quarter, eighth … size, so that a picture of any size touches each of its pixels once
/// and still shows the one large cell among sixteen million. Never changes after it was built; any thread.
class MatrixPyramid
{
public:
    /// Which cell stands for a block of 2 × 2. NaN always wins: a problem has to stay visible.
    enum class Keep {
        Largest,          ///< the maximum
        LargestMagnitude, ///< the maximum or the minimum, whichever is farther from zero
        MostOpaque        ///< for angles: the one with the largest opacity
    };

    /// Level 0 only, which costs nothing: enough where a cell has at least a pixel.
    MatrixPyramid(std::shared_ptr<const Matrix> values, Keep keep,
                  std::shared_ptr<const Matrix> opacity = {});
    /// The same with all levels above; 4096 × 4096 take tens of milliseconds.
    [[nodiscard]] MatrixPyramid withLevels() const;

    [[nodiscard]] Shape shape() const noexcept { return m_values->shape(); }
    [[nodiscard]] Keep keep() const noexcept { return m_keep; }
    [[nodiscard]] int levelCount() const noexcept { return static_cast<int>(m_levels.size()) + 1; }
    /// Cell (r, c) of level l stands for rows [r 2ˡ, (r + 1) 2ˡ) and likewise columns.
    [[nodiscard]] ConstMatrixView kept(int level) const noexcept;
    [[nodiscard]] ConstMatrixView mean(int level) const noexcept;
    [[nodiscard]] bool hasOpacity() const noexcept { return m_opacity != nullptr; }
    [[nodiscard]] ConstMatrixView opacity(int level) const noexcept;

private:
    struct Level
    {
        Matrix kept, mean, opacity;
    };
    [[nodiscard]] Level above(int level) const;

    std::shared_ptr<const Matrix> m_values, m_opacity;
    Keep m_keep;
    std::vector<Level> m_levels; ///< from half size on
};

} // namespace mixlens::ui
