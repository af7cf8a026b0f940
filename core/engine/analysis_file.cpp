#include "core/engine/analysis_file.h"

#include "core/base/files.h"
#include "core/mixing/mixer_registry.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>

namespace mixlens {

namespace {

TensorToWrite floats(std::string name, const Matrix& value, std::vector<std::int64_t> shape)
{
    const auto values = value.values();
    return {std::move(name), std::move(shape), {values.begin(), values.end()}, {}, TensorType::F32};
}

/// A batch of one: (rows x cols) becomes [1, rows, cols].
TensorToWrite batched(std::string name, const Matrix& value)
{
    return floats(std::move(name), value, {1, value.rows(), value.cols()});
}

template<class T>
TensorToWrite integerRow(std::string name, const std::vector<T>& values)
{
    return {std::move(name),
            {1, static_cast<std::int64_t>(values.size())},
            {},
            {values.begin(), values.end()},
            TensorType::I64};
}

bool isAttention(const LayerTrace& layer)
{
    const MixerInfo* info = findMixer(layer.mixer);
    return info != nullptr && info->family == MixerFamily::Attention;
}

void addLayer(std::vector<TensorToWrite>& tensors, const LayerTrace& layer, const std::string& number)
{
    const bool attention = isAttention(layer);
    for (const SavedMatrix& saved : layer.tape.saved) {
        const Index tokens = layer.output.rows();
        if (saved.name == "attn") // head by head below each other
            tensors.push_back(
                floats("attn." + number, saved.value, {1, saved.value.rows() / tokens, tokens, tokens}));
        else
            tensors.push_back(batched(saved.name + "." + number, saved.value));
    }
    const auto addIfKept = [&](const std::string& name, const Matrix& value) {
        if (!value.empty())
            tensors.push_back(batched(name + "." + number, value));
    };
    addIfKept(attention ? "attn_dense" : "mix", layer.mixed);
    addIfKept(attention ? "attn_ln" : "mix_ln", layer.mixedNorm);
    addIfKept("ffn_act", layer.feedForwardActivation);
    addIfKept("ffn_out", layer.feedForwardOutput);
    if (!layer.influence.empty())
        tensors.push_back(
            floats("jac_mix." + number, layer.influence, {layer.influence.rows(), layer.influence.cols()}));
}

void appendNumber(std::string& text, float value)
{
    if (!std::isfinite(value)) {
        text += "null";
        return;
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text.append(digits.data(), end);
}

void appendNumber(std::string& text, std::int64_t value)
{
    text += std::to_string(value);
}

/// `values` as arrays nested by `shape`.
template<class T>
void appendNested(std::string& text, std::span<const T> values, std::span<const std::int64_t> shape)
{
    if (shape.empty()) {
        appendNumber(text, values.front());
        return;
    }
    const auto parts = static_cast<std::size_t>(shape.front());
    const std::size_t each = parts == 0 ? 0 : values.size() / parts;
    text += '[';
    for (std::size_t i = 0; i < parts; ++i) {
        if (i > 0)
            text += ',';
        appendNested(text, values.subspan(i * each, each), shape.subspan(1));
    }
    text += ']';
}

} // namespace

std::vector<TensorToWrite> analysisTensors(const EncoderModel& encoder, const EncodingTrace& trace)
{
    const EncoderInput& input = trace.input;
    std::vector<TensorToWrite> tensors;
    tensors.push_back(integerRow("input_ids", input.ids));
    tensors.push_back(integerRow("token_type_ids", input.tokenTypes.empty()
                                                       ? std::vector<TokenId>(input.ids.size(), 0)
                                                       : input.tokenTypes));
    if (!input.mask.empty())
        tensors.push_back(integerRow("attention_mask", input.mask));

    for (std::size_t l = 0; l <= trace.layers.size(); ++l)
        tensors.push_back(batched("hidden." + std::to_string(l), trace.hidden(l)));
    for (std::size_t l = 0; l < trace.layers.size(); ++l)
        addLayer(tensors, trace.layers[l], std::to_string(l));

    if (encoder.hasPooler()) {
        const Matrix pooled = encoder.pooled(trace.output().view());
        tensors.push_back(floats("pooled", pooled, {1, pooled.cols()}));
        if (encoder.hasNextSentenceHead()) {
            const Matrix next = encoder.nextSentenceLogits(pooled.view());
            tensors.push_back(floats("nsp_logits", next, {1, next.cols()}));
        }
    }
    if (encoder.hasMaskedTokenHead())
        tensors.push_back(batched("logits", encoder.maskedTokenLogits(trace.output().view())));
    return tensors;
}

double analysisFileBytes(const EncoderModel& encoder, const EncodingTrace& trace)
{
    const auto tokens = static_cast<double>(trace.embeddings.rows());
    TraceOptions kept;
    kept.influence = !trace.layers.empty() && !trace.layers.front().influence.empty();
    const double logits =
        encoder.hasMaskedTokenHead() ? tokens * static_cast<double>(encoder.config().vocabulary) * 4.0 : 0.0;
    // One copy as tensors, one as the bytes of the file (JSON spells a float in about 12 characters).
    return (static_cast<double>(encoder.traceBytes(trace.embeddings.rows(), kept)) + logits) * 4.0;
}

std::string tensorsAsJson(const std::vector<TensorToWrite>& tensors,
                          const std::map<std::string, std::string>& metadata)
{
    std::string text = "{\n\"__metadata__\": ";
    text += nlohmann::json(metadata).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    for (const TensorToWrite& tensor : tensors) {
        text += ",\n" + nlohmann::json(tensor.name).dump() + ": ";
        if (tensor.type == TensorType::F32)
            appendNested(text, std::span<const float>(tensor.floats), tensor.shape);
        else
            appendNested(text, std::span<const std::int64_t>(tensor.integers), tensor.shape);
    }
    text += "\n}\n";
    return text;
}

Result<void> writeAnalysis(const std::filesystem::path& path, const EncoderModel& encoder,
                           const EncodingTrace& trace, const std::map<std::string, std::string>& metadata)
{
    const std::string ending = path.extension().string();
    if (ending != ".safetensors" && ending != ".json")
        return failure(Error::Code::Usage, "Cannot write '" + path.string() +
                                               "': an analysis is written as .safetensors or .json; "
                                               "give the file one of these endings.");
    const double needed = analysisFileBytes(encoder, trace);
    const std::size_t available = availableMemory();
    if (available > 0 && needed > static_cast<double>(available))
        return failure(Error::Code::OutOfMemory, "Writing '" + path.string() + "' would take " +
                                                     bytesText(needed) + " of memory and " +
                                                     bytesText(static_cast<double>(available)) +
                                                     " are available; analyse a shorter sentence.");
    const std::vector<TensorToWrite> tensors = analysisTensors(encoder, trace);
    if (ending == ".safetensors")
        return writeSafetensors(path, tensors, metadata);
    return writeFileAtomically(path, tensorsAsJson(tensors, metadata));
}

} // namespace mixlens
