#include "core/model/safetensors.h"

#include "core/base/files.h"
#include "core/base/in_quotes.h"
#include "core/model/safetensors_header.h"
#include "core/model/tensor_values.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>

namespace mixlens {
namespace {

static_assert(std::endian::native == std::endian::little, "lengths are read as they lie in the file");

constexpr std::size_t lengthBytes = 8;
constexpr std::uint64_t largestHeader = 100'000'000;

/// Sums of sizes that a hostile header could make overflow: nothing when they would.
std::optional<std::uint64_t> checkedBytes(const TensorClaim& claim)
{
    std::int64_t product = static_cast<std::int64_t>(bytesPerElement(claim.type));
    for (const std::int64_t extent : claim.shape)
        if (__builtin_mul_overflow(product, extent, &product))
            return std::nullopt;
    return static_cast<std::uint64_t>(product);
}

/// Rows and columns of matrix(); the products cannot overflow, since open() has checked the whole.
Shape matrixShape(const std::vector<std::int64_t>& shape)
{
    Shape result{1, shape.empty() ? 1 : shape.back()};
    for (std::size_t i = 0; i + 1 < shape.size(); ++i)
        result.rows *= shape[i];
    return result;
}

/// The tensor, if it is there and `bytesEach` times its elements fit in memory.
Result<const TensorEntry*> find(const SafetensorsFile& file, std::string_view name, std::size_t bytesEach)
{
    const auto found = file.tensors().find(name);
    const std::string start = file.path().string() + ": ";
    if (found == file.tensors().end())
        return failure(Error::Code::NotFound, start + "there is no tensor " + inQuotes(name) +
                                                  "; check the name or choose another file.");
    constexpr double worthAsking = 16e6;
    const double needed = static_cast<double>(found->second.count()) * static_cast<double>(bytesEach);
    if (const std::size_t available = needed > worthAsking ? availableMemory() : 0;
        available > 0 && needed > static_cast<double>(available))
        return failure(Error::Code::OutOfMemory,
                       start + "tensor " + inQuotes(name) + " needs " + bytesText(needed) +
                           " of memory and " + bytesText(static_cast<double>(available)) +
                           " are free; close other programs or choose a smaller file.");
    return &found->second;
}

tl::unexpected<Error> notReal(const SafetensorsFile& file, std::string_view name, const TensorEntry& tensor)
{
    return failure(Error::Code::Unsupported, file.path().string() + ": tensor " + inQuotes(name) +
                                                 " is of type " + std::string(typeName(tensor.type)) +
                                                 ", which Mixlens does not read; convert it to F32.");
}

} // namespace

std::int64_t TensorEntry::count() const noexcept
{
    std::int64_t product = 1;
    for (const std::int64_t extent : shape)
        product *= extent;
    return product;
}

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path)
{
    auto mapped = MappedFile::open(path);
    if (!mapped)
        return tl::unexpected(std::move(mapped.error()));
    const std::span<const std::byte> bytes = mapped->bytes();
    const auto bad = [&path](const std::string& what) {
        return failure(Error::Code::BadFormat,
                       path.string() + ": " + what + "; the file is damaged, so fetch or write it again.");
    };

    if (bytes.size() < lengthBytes)
        return bad("it has " + std::to_string(bytes.size()) + " bytes and a safetensors file at least 10");
    std::uint64_t headerLength = 0;
    std::memcpy(&headerLength, bytes.data(), lengthBytes);
    if (headerLength > largestHeader)
        return bad("its header claims " + std::to_string(headerLength) + " bytes and at most " +
                   std::to_string(largestHeader) + " are allowed");
    if (headerLength > bytes.size() - lengthBytes)
        return bad("its header claims " + std::to_string(headerLength) + " bytes and the file has " +
                   std::to_string(bytes.size() - lengthBytes) + " after the length");
    const auto* const text = reinterpret_cast<const char*>(bytes.data() + lengthBytes);
    auto header = parseSafetensorsHeader({text, static_cast<std::size_t>(headerLength)});
    if (!header)
        return bad(header.error());

    SafetensorsFile file;
    file.m_path = path;
    file.m_metadata = std::move(header->metadata);
    const std::span<const std::byte> data =
        bytes.subspan(lengthBytes + static_cast<std::size_t>(headerLength));
    using Named = std::pair<const std::string, TensorClaim>;
    std::vector<const Named*> inOrder;
    for (const Named& tensor : header->tensors) {
        const auto& [name, claim] = tensor;
        const std::string offsets = std::to_string(claim.begin) + " to " + std::to_string(claim.end);
        if (claim.begin > claim.end || claim.end > data.size())
            return bad("tensor " + inQuotes(name) + " claims bytes " + offsets + " of " +
                       std::to_string(data.size()));
        const auto needed = checkedBytes(claim);
        if (!needed)
            return bad("tensor " + inQuotes(name) + " has a shape with more elements than any memory holds");
        if (*needed != claim.end - claim.begin)
            return bad("tensor " + inQuotes(name) + " needs " + std::to_string(*needed) +
                       " bytes for its type and shape and claims bytes " + offsets);
        inOrder.push_back(&tensor);
    }

    // In order of their offsets they must follow one another from the first byte to the last.
    std::sort(inOrder.begin(), inOrder.end(), [](const Named* a, const Named* b) {
        return std::pair(a->second.begin, a->second.end) < std::pair(b->second.begin, b->second.end);
    });
    std::uint64_t reached = 0;
    for (const Named* const tensor : inOrder) {
        const auto& [name, claim] = *tensor;
        if (claim.begin != reached)
            return bad("tensor " + inQuotes(name) + " begins at byte " + std::to_string(claim.begin) +
                       " and the data before it ends at " + std::to_string(reached));
        reached = claim.end;
    }
    if (reached != data.size())
        return bad("its tensors end at byte " + std::to_string(reached) + " and its data at " +
                   std::to_string(data.size()));

    for (const auto& [name, claim] : header->tensors)
        file.m_tensors.emplace(
            name, TensorEntry{claim.type, claim.shape, data.subspan(claim.begin, claim.end - claim.begin)});
    file.m_file = std::move(*mapped);
    return file;
}

Result<Matrix> SafetensorsFile::matrix(std::string_view name) const
{
    const auto tensor = find(*this, name, sizeof(float));
    if (!tensor)
        return tl::unexpected(tensor.error());
    Matrix result(matrixShape((*tensor)->shape));
    if (!readValues(**tensor, result.values()))
        return notReal(*this, name, **tensor);
    return result;
}

Result<std::vector<double>> SafetensorsFile::doubles(std::string_view name) const
{
    const auto tensor = find(*this, name, sizeof(double));
    if (!tensor)
        return tl::unexpected(tensor.error());
    std::vector<double> result(static_cast<std::size_t>((*tensor)->count()));
    if (!readValues(**tensor, std::span(result)))
        return notReal(*this, name, **tensor);
    return result;
}

Result<std::vector<std::int64_t>> SafetensorsFile::integers(std::string_view name) const
{
    const auto tensor = find(*this, name, sizeof(std::int64_t));
    if (!tensor)
        return tl::unexpected(tensor.error());
    const std::string start = m_path.string() + ": tensor " + inQuotes(name);
    std::vector<std::int64_t> result(static_cast<std::size_t>((*tensor)->count()));
    if (!readValues(**tensor, std::span(result)))
        return failure(Error::Code::BadFormat, start + " is of type " +
                                                   std::string(typeName((*tensor)->type)) +
                                                   " where whole numbers belong; write it as I64.");
    if ((*tensor)->type == TensorType::U64 &&
        std::ranges::any_of(result, [](std::int64_t v) { return v < 0; }))
        return failure(Error::Code::OutOfRange,
                       start + " holds numbers beyond 9223372036854775807; write smaller ones as I64.");
    return result;
}

} // namespace mixlens
