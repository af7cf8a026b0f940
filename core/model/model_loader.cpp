#include "core/model/model_loader.h"

#include "core/base/files.h"
#include "core/base/in_quotes.h"
#include "core/model/safetensors.h"
#include "core/model/tensor_names.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace mixlens {
namespace {

namespace fs = std::filesystem;

Result<void> checkFolder(const fs::path& folder)
{
    std::error_code error;
    const fs::file_status status = fs::status(folder, error);
    const std::string name = folder.string();
    if (status.type() == fs::file_type::not_found)
        return failure(Error::Code::NotFound, "There is no model folder " + name + "; check its name.");
    if (status.type() == fs::file_type::none)
        return failure(Error::Code::Unreadable, "Cannot look into " + name + ": " + error.message() +
                                                    "; change the permissions or choose another folder.");
    if (status.type() != fs::file_type::directory)
        return failure(Error::Code::NotFound, name +
                                                  " is a file and not a model folder; give the folder that "
                                                  "holds config.json and model.safetensors.");
    const fs::directory_iterator first(folder, error);
    if (error)
        return failure(Error::Code::Unreadable, "Cannot look into " + name + ": " + error.message() +
                                                    "; change the permissions or choose another folder.");
    if (first == fs::directory_iterator{})
        return failure(Error::Code::NotFound, "The model folder " + name +
                                                  " is empty; put config.json and model.safetensors there.");
    return {};
}

/// For a folder without model.safetensors: what there is instead, and what can be done about it.
Error missingWeights(const fs::path& folder)
{
    std::error_code ignored;
    const std::string name = folder.string();
    if (fs::exists(folder / "pytorch_model.bin", ignored))
        return {Error::Code::Unsupported,
                name + " has its weights in pytorch_model.bin and Mixlens reads model.safetensors; convert "
                       "them with "
                       "Python: safetensors.torch.save_file(torch.load(\"pytorch_model.bin\"), "
                       "\"model.safetensors\")."};
    if (fs::exists(folder / "model.safetensors.index.json", ignored))
        return {Error::Code::Unsupported, name + " has its weights in several files and Mixlens reads one "
                                                 "model.safetensors; join them into it."};
    return {Error::Code::NotFound,
            "The model folder " + name + " has no model.safetensors; fetch the weights."};
}

bool isFloatingPoint(TensorType type) noexcept
{
    return type == TensorType::F64 || type == TensorType::F32 || type == TensorType::F16 ||
           type == TensorType::BF16;
}

bool sameValues(const Matrix& a, const Matrix& b)
{
    return a.shape() == b.shape() && std::ranges::equal(a.values(), b.values());
}

using Tensors = std::map<std::string, Matrix, std::less<>>;

/// BERT's files name the decoder's bias twice, once or under the other name, and may repeat the word
/// embedding as the decoder: afterwards there is one bias, and a decoder only where it differs.
void keepOneDecoder(Tensors& tensors, std::vector<std::string>& unused)
{
    const auto words = tensors.find("embeddings.word_embeddings.weight");
    const auto decoder = tensors.find("cls.predictions.decoder.weight");
    if (decoder != tensors.end() && words != tensors.end() && sameValues(decoder->second, words->second))
        tensors.erase(decoder);

    auto decoderBias = tensors.extract("cls.predictions.decoder.bias");
    if (decoderBias.empty())
        return;
    const auto [bias, wasMissing] =
        tensors.try_emplace("cls.predictions.bias", std::move(decoderBias.mapped()));
    if (!wasMissing && !sameValues(bias->second, decoderBias.mapped()))
        unused.push_back(decoderBias.key());
}

Result<std::shared_ptr<const ParameterStore>> readParameters(const SafetensorsFile& file, std::size_t layers,
                                                             std::vector<std::string>& unused)
{
    const auto bad = [&file](const std::string& what) {
        return failure(Error::Code::BadFormat,
                       file.path().string() + ": " + what + "; fetch the file again.");
    };
    double needed = 0.0; // bytes
    for (const auto& [name, tensor] : file.tensors())
        needed += static_cast<double>(tensor.count()) * sizeof(float);
    if (const std::size_t free = availableMemory(); free > 0 && needed > static_cast<double>(free))
        return failure(Error::Code::OutOfMemory,
                       file.path().string() + " needs " + bytesText(needed) + " of memory and " +
                           bytesText(static_cast<double>(free)) +
                           " are free; close other programs or choose a smaller model.");
    Tensors tensors;
    for (const auto& [name, tensor] : file.tensors()) {
        const std::string canonical = canonicalTensorName(name);
        if (isRecomputed(canonical))
            continue;
        if (!isParameter(canonical, layers)) {
            unused.push_back(name);
            continue;
        }
        if (tensors.contains(canonical))
            return bad("it has two tensors for " + inQuotes(canonical));
        if (!isFloatingPoint(tensor.type))
            return bad("tensor " + inQuotes(name) + " does not hold real numbers");
        auto value = file.matrix(name);
        if (!value)
            return tl::unexpected(std::move(value.error()));
        if (!std::ranges::all_of(value->values(), [](float x) { return std::isfinite(x); }))
            return bad("tensor " + inQuotes(name) + " holds values that are infinite or no numbers");
        tensors.emplace(canonical, std::move(*value));
    }
    keepOneDecoder(tensors, unused);
    auto store = std::make_shared<ParameterStore>();
    for (auto& [name, value] : tensors)
        store->add(name, std::move(value));
    return store;
}

} // namespace

Result<LoadedModel> loadModel(const fs::path& folder)
{
    if (const auto checked = checkFolder(folder); !checked)
        return tl::unexpected(checked.error());
    auto config = readEncoderConfig(folder);
    if (!config)
        return tl::unexpected(std::move(config.error()));
    const auto file = SafetensorsFile::open(folder / "model.safetensors");
    if (!file && file.error().code == Error::Code::NotFound)
        return tl::unexpected(missingWeights(folder));
    if (!file)
        return tl::unexpected(file.error());

    LoadedModel loaded;
    loaded.folder = folder;
    const fs::path tidy =
        fs::absolute(folder).lexically_normal(); // "models/tiny/" and "." have a last name too
    loaded.id = (tidy.has_filename() ? tidy : tidy.parent_path()).filename().string();
    auto parameters = readParameters(*file, config->mixers.size(), loaded.unused);
    if (!parameters)
        return tl::unexpected(std::move(parameters.error()));
    auto model = EncoderModel::make(std::move(*config), std::move(*parameters));
    if (!model) {
        Error error = std::move(model.error());
        error.message = folder.string() + ": " + error.message;
        return tl::unexpected(std::move(error));
    }
    loaded.model = std::move(*model);

    auto tokenizer = openTokenizer(folder);
    if (!tokenizer && tokenizer.error().code != Error::Code::NotFound)
        return tl::unexpected(std::move(tokenizer.error()));
    if (tokenizer)
        loaded.tokenizer = std::move(*tokenizer);
    return loaded;
}

} // namespace mixlens
