#include "app/commands/tensor_input.h"

#include "core/model/safetensors.h"

#include <algorithm>
#include <cmath>

namespace mixlens {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

Result<TensorInput> readTensorInput(const std::string& path)
{
    const auto file = SafetensorsFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const auto entry = file->tensors().find("x");
    if (entry == file->tensors().end())
        return failure(Error::Code::BadFormat, "'" + path + "' has no tensor 'x'; name the one to mix so.");
    TensorInput input;
    input.shape = entry->second.shape;
    if (input.shape.size() < 2 || input.shape.size() > 3 ||
        std::ranges::any_of(input.shape, [](std::int64_t n) { return n < 1; }))
        return failure(Error::Code::BadFormat,
                       "'" + path + "': x has the shape " + shapeText(input.shape) +
                           ", but must be [tokens, hidden] or [batch, tokens, hidden].");
    input.tokens = static_cast<Index>(input.shape[input.shape.size() - 2]);
    for (const auto& [name, tensor] : file->tensors()) {
        auto values = file->matrix(name);
        if (!values)
            return tl::unexpected(values.error());
        if (std::ranges::any_of(values->values(), [](float v) { return !std::isfinite(v); }))
            return failure(Error::Code::BadFormat,
                           "'" + path + "': tensor '" + name +
                               "' has values that are not finite; mixing would spread "
                               "them over every token.");
        if (name == "x")
            input.x = std::move(*values);
        else
            input.parameters.emplace(name, std::move(*values));
    }
    return input;
}

} // namespace mixlens
