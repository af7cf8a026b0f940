#include "core/model/encoder_parameters.h"

#include <array>
#include <utility>
#include <vector>

namespace mixlens {

namespace {

/// A named tensor and the shape it must have.
struct Requirement
{
    std::string name;
    Shape shape;
};

void requireNorm(std::vector<Requirement>& list, const std::string& name, Index hidden)
{
    list.push_back({name + ".weight", {1, hidden}});
    list.push_back({name + ".bias", {1, hidden}});
}

void requireAffine(std::vector<Requirement>& list, const std::string& name, Index out, Index in)
{
    list.push_back({name + ".weight", {out, in}});
    list.push_back({name + ".bias", {1, out}});
}

std::vector<Requirement> requirements(const EncoderConfig& config, const ParameterStore& parameters)
{
    std::vector<Requirement> list;
    const Index hidden = config.hidden;
    list.push_back({"embeddings.word_embeddings.weight", {config.vocabulary, hidden}});
    list.push_back({"embeddings.position_embeddings.weight", {config.positions, hidden}});
    list.push_back({"embeddings.token_type_embeddings.weight", {config.tokenTypes, hidden}});
    requireNorm(list, "embeddings.LayerNorm", hidden);
    if (config.kind == ModelKind::FNet)
        requireAffine(list, "embeddings.projection", hidden, hidden);
    for (std::size_t layer = 0; layer < config.mixers.size(); ++layer) {
        requireNorm(list, mixingNorm(parameters, layer), hidden);
        requireAffine(list, layerName(layer, "intermediate.dense"), config.feedForward, hidden);
        requireAffine(list, layerName(layer, "output.dense"), hidden, config.feedForward);
        requireNorm(list, layerName(layer, "output.LayerNorm"), hidden);
    }
    if (parameters.contains("pooler.dense.weight"))
        requireAffine(list, "pooler.dense", hidden, hidden);
    if (parameters.contains("cls.predictions.transform.dense.weight")) {
        requireAffine(list, "cls.predictions.transform.dense", hidden, hidden);
        requireNorm(list, "cls.predictions.transform.LayerNorm", hidden);
        list.push_back({"cls.predictions.bias", {1, config.vocabulary}});
        if (parameters.contains("cls.predictions.decoder.weight"))
            list.push_back({"cls.predictions.decoder.weight", {config.vocabulary, hidden}});
    }
    if (parameters.contains("cls.seq_relationship.weight"))
        requireAffine(list, "cls.seq_relationship", 2, hidden);
    return list;
}

} // namespace

std::string layerName(std::size_t layer, std::string_view rest)
{
    return "encoder.layer." + std::to_string(layer) + "." + std::string(rest);
}

std::string mixingNorm(const ParameterStore& parameters, std::size_t layer)
{
    const std::string attention = layerName(layer, "attention.output.LayerNorm");
    return parameters.contains(attention + ".weight") ? attention
                                                      : layerName(layer, "fourier.output.LayerNorm");
}

Result<void> checkParameters(const EncoderConfig& config, const ParameterStore& parameters)
{
    const auto text = [](Shape shape) {
        return std::to_string(shape.rows) + " x " + std::to_string(shape.cols);
    };
    for (const Requirement& needed : requirements(config, parameters)) {
        if (!parameters.contains(needed.name))
            return failure(Error::Code::BadFormat,
                           "The model has no tensor \"" + needed.name +
                               "\", which its configuration calls for; the file is incomplete or "
                               "belongs to another configuration.");
        const Shape shape = parameters.matrix(needed.name).shape();
        if (shape != needed.shape)
            return failure(Error::Code::BadFormat, "The model's tensor \"" + needed.name + "\" is " +
                                                       text(shape) + " where its configuration calls for " +
                                                       text(needed.shape) +
                                                       "; the weights belong to another configuration.");
    }
    return {};
}

void addMixerParameters(const ParameterStore& parameters, std::size_t layer, MixerSetup& setup)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> names{{
        {"attention.self.query.weight", "query.weight"},
        {"attention.self.query.bias", "query.bias"},
        {"attention.self.key.weight", "key.weight"},
        {"attention.self.key.bias", "key.bias"},
        {"attention.self.value.weight", "value.weight"},
        {"attention.self.value.bias", "value.bias"},
        {"attention.output.dense.weight", "output.dense.weight"},
        {"attention.output.dense.bias", "output.dense.bias"},
    }};
    for (const auto& [published, name] : names) {
        const std::string full = layerName(layer, published);
        if (parameters.contains(full))
            setup.parameters.emplace(name, parameters.matrix(full));
    }
}

} // namespace mixlens
