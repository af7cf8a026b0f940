#include "core/model/tensor_values.h"

#include <bit>
#include <cstddef>
#include <cstring>
#include <functional>

namespace mixlens {
namespace {

static_assert(std::endian::native == std::endian::little, "values are read as they lie in the file");

/// IEEE 754 half precision: 1 sign, 5 exponent (bias 15), 10 fraction bits.
float fromHalf(std::uint16_t bits) noexcept
{
    const std::uint32_t sign = (bits & 0x8000U) << 16U;
    const std::uint32_t exponent = (bits >> 10U) & 0x1FU;
    const std::uint32_t fraction = bits & 0x3FFU;
    if (exponent == 0) { // zero and subnormals: fraction * 2^-24
        const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
        return sign != 0 ? -magnitude : magnitude;
    }
    const std::uint32_t widened = exponent == 0x1FU ? 0xFFU : exponent + (127U - 15U);
    return std::bit_cast<float>(sign | widened << 23U | fraction << 13U);
}

float fromBrainFloat(std::uint16_t bits) noexcept
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

/// Copies each element out first, since data may begin at any byte of the file.
template<class Stored, class Target, class Convert>
void convertEach(std::span<const std::byte> bytes, std::span<Target> out, Convert convert)
{
    for (std::size_t i = 0; i < out.size(); ++i) {
        Stored value;
        std::memcpy(&value, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        out[i] = static_cast<Target>(convert(value));
    }
}

/// False for complex numbers.
template<class Target>
bool convertAll(const TensorEntry& tensor, std::span<Target> out)
{
    const auto each = [&]<class Stored>(Stored, auto how) { convertEach<Stored>(tensor.bytes, out, how); };
    constexpr std::identity same;
    switch (tensor.type) {
    case TensorType::F64:
        each(double{}, same);
        return true;
    case TensorType::F32:
        each(float{}, same);
        return true;
    case TensorType::F16:
        each(std::uint16_t{}, fromHalf);
        return true;
    case TensorType::BF16:
        each(std::uint16_t{}, fromBrainFloat);
        return true;
    case TensorType::I64:
        each(std::int64_t{}, same);
        return true;
    case TensorType::I32:
        each(std::int32_t{}, same);
        return true;
    case TensorType::I16:
        each(std::int16_t{}, same);
        return true;
    case TensorType::I8:
        each(std::int8_t{}, same);
        return true;
    case TensorType::U8:
        each(std::uint8_t{}, same);
        return true;
    case TensorType::Bool:
        each(std::uint8_t{}, [](std::uint8_t value) { return value != 0; });
        return true;
    case TensorType::U64:
        each(std::uint64_t{}, same);
        return true;
    case TensorType::U32:
        each(std::uint32_t{}, same);
        return true;
    case TensorType::U16:
        each(std::uint16_t{}, same);
        return true;
    case TensorType::C64:
        break;
    }
    return false;
}

bool isInteger(TensorType type) noexcept
{
    switch (type) {
    case TensorType::F64:
    case TensorType::F32:
    case TensorType::F16:
    case TensorType::BF16:
    case TensorType::C64:
        return false;
    default:
        return true;
    }
}

} // namespace

bool readValues(const TensorEntry& tensor, std::span<float> out)
{
    return convertAll(tensor, out);
}

bool readValues(const TensorEntry& tensor, std::span<double> out)
{
    return convertAll(tensor, out);
}

bool readValues(const TensorEntry& tensor, std::span<std::int64_t> out)
{
    return isInteger(tensor.type) && convertAll(tensor, out);
}

} // namespace mixlens
