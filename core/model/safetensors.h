#pragma once

#include "core/base/mapped_file.h"
#include "core/base/result.h"
#include "core/math/matrix.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

/// C64 (complex) is known so that files with it can be opened; its values are not read.
enum class TensorType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool, U64, U32, U16, C64 };

/// A tensor inside an open file; `bytes` stays valid while the file does.
struct TensorEntry
{
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape; ///< empty: a scalar
    std::span<const std::byte> bytes;

    [[nodiscard]] std::int64_t count() const noexcept; ///< product of the shape, 1 for a scalar
};

/// A safetensors file, every claim of whose header has been checked against its bytes: lengths, types,
/// shapes, order, overlaps and holes (format: 8-byte little-endian header length, JSON of at most 100 MB,
/// data).
class SafetensorsFile
{
public:
    /// NotFound, Unreadable or BadFormat; the message names the file, the tensor and both numbers.
    [[nodiscard]] static Result<SafetensorsFile> open(const std::filesystem::path& path);

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }
    [[nodiscard]] const std::map<std::string, TensorEntry, std::less<>>& tensors() const noexcept
    {
        return m_tensors;
    }
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& metadata() const noexcept
    {
        return m_metadata;
    }

    /// As float32. The last dimension becomes the columns, all others the rows; a vector is one row, a scalar
    /// 1 x 1.
    [[nodiscard]] Result<Matrix> matrix(std::string_view name) const;
    /// As integers, from any integer type.
    [[nodiscard]] Result<std::vector<std::int64_t>> integers(std::string_view name) const;
    /// As double precision, flat, from any type.
    [[nodiscard]] Result<std::vector<double>> doubles(std::string_view name) const;

private:
    std::filesystem::path m_path;
    MappedFile m_file;
    std::map<std::string, TensorEntry, std::less<>> m_tensors;
    std::map<std::string, std::string, std::less<>> m_metadata;
};

/// A tensor to be written. Exactly one of the two value lists is used, by `type` (F32 or I64).
struct TensorToWrite
{
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> floats;
    std::vector<std::int64_t> integers;
    TensorType type = TensorType::F32;
};

/// Written atomically, tensors in the order given, header padded with spaces to a multiple of 8 bytes.
[[nodiscard]] Result<void> writeSafetensors(const std::filesystem::path& path,
                                            std::span<const TensorToWrite> tensors,
                                            const std::map<std::string, std::string>& metadata = {});

} // namespace mixlens
