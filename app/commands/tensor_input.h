#pragma once

#include "core/base/result.h"
#include "core/math/matrix.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mixlens {

/// A file's tensor x, and every other tensor as a possible parameter of the mixer.
struct TensorInput
{
    std::vector<std::int64_t> shape; ///< as in the file
    Matrix x;                        ///< batch items below each other
    Index tokens = 0;                ///< rows of one item
    std::map<std::string, Matrix, std::less<>> parameters;
};

/// BadFormat without a tensor x of two or three dimensions, or where a value is not finite.
[[nodiscard]] Result<TensorInput> readTensorInput(const std::string& path);

/// "[2, 64, 128]"
[[nodiscard]] std::string shapeText(const std::vector<std::int64_t>& shape);

} // namespace mixlens
