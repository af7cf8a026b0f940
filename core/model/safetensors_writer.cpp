#include "core/base/files.h"
#include "core/base/in_quotes.h"
#include "core/model/safetensors.h"
#include "core/model/safetensors_header.h"

#include <nlohmann/json.hpp>

#include <cstring>

namespace mixlens {
namespace {

std::span<const std::byte> valueBytes(const TensorToWrite& tensor)
{
    return tensor.type == TensorType::F32 ? std::as_bytes(std::span(tensor.floats))
                                          : std::as_bytes(std::span(tensor.integers));
}

/// Why a tensor can't be written; empty when it can.
std::string problem(const TensorToWrite& tensor)
{
    if (tensor.type != TensorType::F32 && tensor.type != TensorType::I64)
        return "is neither F32 nor I64";
    if (tensor.name == "__metadata__")
        return "has a name that the format reserves";
    std::int64_t elements = 1;
    for (const std::int64_t extent : tensor.shape)
        if (extent < 0 || __builtin_mul_overflow(elements, extent, &elements))
            return "has an impossible shape";
    const std::size_t values = tensor.type == TensorType::F32 ? tensor.floats.size() : tensor.integers.size();
    if (static_cast<std::size_t>(elements) != values)
        return "has " + std::to_string(values) + " values for " + std::to_string(elements) + " elements";
    return {};
}

} // namespace

Result<void> writeSafetensors(const std::filesystem::path& path, std::span<const TensorToWrite> tensors,
                              const std::map<std::string, std::string>& metadata)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::size_t reached = 0;
    for (const TensorToWrite& tensor : tensors) {
        std::string why = problem(tensor);
        if (why.empty() && header.contains(tensor.name))
            why = "is there twice";
        if (!why.empty())
            return failure(Error::Code::Internal, "Cannot write " + path.string() + ": tensor " +
                                                      inQuotes(tensor.name) + ' ' + why +
                                                      "; please report this.");
        const std::size_t end = reached + valueBytes(tensor).size();
        header[tensor.name] = {
            {"dtype", typeName(tensor.type)}, {"shape", tensor.shape}, {"data_offsets", {reached, end}}};
        reached = end;
    }

    std::string text = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text.append((8 - text.size() % 8) % 8, ' '); // so that the values are aligned in a mapped file
    const std::uint64_t length = text.size();
    std::string file(sizeof(length) + text.size() + reached, '\0');
    char* out = file.data();
    const auto append = [&out](const void* bytes, std::size_t count) {
        if (count > 0)
            std::memcpy(out, bytes, count);
        out += count;
    };
    append(&length, sizeof(length));
    append(text.data(), text.size());
    for (const TensorToWrite& tensor : tensors)
        append(valueBytes(tensor).data(), valueBytes(tensor).size());
    return writeFileAtomically(path, file);
}

} // namespace mixlens
