#include "core/model/encoder_config.h"

#include "core/base/files.h"
#include "core/base/in_quotes.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace mixlens {
namespace {

using Json = nlohmann::json;

constexpr Index mostPositions = 1 << 20;

/// Reads the keys of one config.json; remembers the first thing that is wrong and goes on with fallbacks.
class KeyReader
{
public:
    KeyReader(const Json& config, std::string file) : m_config(config), m_file(std::move(file)) {}

    /// Null where the key is missing or null.
    [[nodiscard]] const Json* find(const char* key) const
    {
        const auto found = m_config.find(key);
        return found == m_config.end() || found->is_null() ? nullptr : &*found;
    }

    /// A whole number from `low` to `high`; without a fallback the key must be there.
    Index whole(const char* key, Index low, Index high, std::optional<Index> fallback = {})
    {
        const Json* const value = find(key);
        if (value == nullptr) {
            if (!fallback)
                complain(Error::Code::BadFormat,
                         std::string("\"") + key + "\" is missing; add it as a whole number");
            return fallback.value_or(low);
        }
        const bool fits = value->is_number_unsigned() &&
                          value->get<std::uint64_t>() <= static_cast<std::uint64_t>(high) &&
                          static_cast<Index>(value->get<std::uint64_t>()) >= low;
        if (!fits) {
            refuse(key, *value, "a whole number from " + std::to_string(low) + " to " + std::to_string(high),
                   value->is_number_integer() ? Error::Code::OutOfRange : Error::Code::BadFormat);
            return low;
        }
        return static_cast<Index>(value->get<std::uint64_t>());
    }

    float number(const char* key, float low, float high, float fallback)
    {
        const Json* const value = find(key);
        if (value == nullptr)
            return fallback;
        const double found = value->is_number() ? value->get<double>() : std::nan("");
        if (!(found >= static_cast<double>(low) && found <= static_cast<double>(high))) {
            refuse(key, *value, "a number from " + Json(low).dump() + " to " + Json(high).dump(),
                   value->is_number() ? Error::Code::OutOfRange : Error::Code::BadFormat);
            return fallback;
        }
        return static_cast<float>(found);
    }

    bool flag(const char* key)
    {
        const Json* const value = find(key);
        if (value != nullptr && !value->is_boolean())
            refuse(key, *value, "true or false", Error::Code::BadFormat);
        return value != nullptr && value->is_boolean() && value->get<bool>();
    }

    std::string text(const char* key, const char* fallback)
    {
        const Json* const value = find(key);
        if (value != nullptr && !value->is_string())
            refuse(key, *value, "text", Error::Code::BadFormat);
        return value != nullptr && value->is_string() ? value->get<std::string>() : fallback;
    }

    void refuse(const char* key, const Json& value, const std::string& allowed, Error::Code code)
    {
        // A list or object is not printed: it may be nested deeper than the printer's stack.
        const std::string shown = value.is_structured() ? std::string("a ") + value.type_name()
                                  : value.is_string()   ? inQuotes(value.get_ref<const std::string&>())
                                                        : value.dump();
        complain(code, std::string("\"") + key + "\" is " + shown + " and must be " + allowed +
                           "; correct it or choose another model");
    }

    void complain(Error::Code code, const std::string& what)
    {
        if (!m_error)
            m_error = Error{code, m_file + ": " + what + '.'};
    }

    [[nodiscard]] const std::optional<Error>& error() const noexcept { return m_error; }

private:
    const Json& m_config;
    std::string m_file;
    std::optional<Error> m_error;
};

ModelKind readKind(KeyReader& keys)
{
    std::string type = keys.text("model_type", "");
    if (const Json* const list = keys.find("architectures");
        type.empty() && list != nullptr && list->is_array())
        for (const Json& architecture : *list)
            if (const auto* const name = architecture.get_ptr<const std::string*>();
                name != nullptr && type.empty())
                type = name->starts_with("Bert") ? "bert" : name->starts_with("FNet") ? "fnet" : *name;
    if (type == "fnet")
        return ModelKind::FNet;
    if (type.empty())
        keys.complain(Error::Code::BadFormat, "\"model_type\" is missing; add \"bert\" or \"fnet\"");
    else if (type != "bert")
        keys.complain(Error::Code::Unsupported,
                      "the model is of type " + inQuotes(type) +
                          " and Mixlens runs \"bert\" and \"fnet\"; choose such a model");
    return ModelKind::Bert;
}

Activation readActivation(KeyReader& keys, const char* fallback)
{
    constexpr std::pair<std::string_view, Activation> known[] = {{"gelu", Activation::GeluErf},
                                                                 {"gelu_new", Activation::GeluTanh},
                                                                 {"gelu_pytorch_tanh", Activation::GeluTanh},
                                                                 {"relu", Activation::Relu},
                                                                 {"gelu_fast", Activation::GeluTanh}};
    const std::string name = keys.text("hidden_act", fallback);
    for (const auto& [spelling, activation] : known)
        if (name == spelling)
            return activation;
    keys.refuse("hidden_act", name, "gelu, gelu_new, gelu_pytorch_tanh, gelu_fast or relu",
                Error::Code::Unsupported);
    return Activation::GeluErf;
}

std::vector<std::string> readMixers(KeyReader& keys, std::size_t layers, const char* fallback)
{
    const Json* const list = keys.find("mixers");
    if (list == nullptr)
        return std::vector<std::string>(layers, fallback);
    const std::string allowed = "a list of " + std::to_string(layers) + " mixer names, one per layer";
    std::vector<std::string> mixers;
    if (!list->is_array() || list->size() != layers) {
        const std::string found =
            list->is_array() ? "has " + std::to_string(list->size()) + " entries" : "is no list";
        keys.complain(Error::Code::BadFormat,
                      "\"mixers\" " + found + " and must be " + allowed + "; correct it");
        return mixers;
    }
    for (const Json& entry : *list) {
        const auto* const name = entry.get_ptr<const std::string*>();
        if (name == nullptr || name->empty()) {
            keys.refuse("mixers", entry, allowed, Error::Code::BadFormat);
            return mixers;
        }
        mixers.push_back(*name);
    }
    return mixers;
}

/// What would change the mathematics if it were passed over.
void refuseVariants(KeyReader& keys)
{
    if (const std::string kind = keys.text("position_embedding_type", "absolute"); kind != "absolute")
        keys.refuse("position_embedding_type", kind, "absolute", Error::Code::Unsupported);
    for (const char* key : {"is_decoder", "add_cross_attention"})
        if (keys.flag(key))
            keys.refuse(key, true, "false, since Mixlens runs encoders", Error::Code::Unsupported);
}

} // namespace

Result<EncoderConfig> readEncoderConfig(const std::filesystem::path& folder)
{
    const std::filesystem::path path = folder / "config.json";
    const auto text = readTextFile(path, 16U << 20U);
    if (!text)
        return tl::unexpected(text.error());
    const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object())
        return failure(Error::Code::BadFormat,
                       path.string() + " is not a JSON object; fetch the file again.");

    KeyReader keys(json, path.string());
    EncoderConfig config;
    config.kind = readKind(keys);
    const bool isFNet = config.kind == ModelKind::FNet;
    config.vocabulary = keys.whole("vocab_size", 1, 10'000'000);
    config.positions = keys.whole("max_position_embeddings", 1, mostPositions);
    config.tokenTypes = keys.whole("type_vocab_size", 1, 1024, isFNet ? 4 : 2);
    config.hidden = keys.whole("hidden_size", 1, 65'536);
    config.feedForward = keys.whole("intermediate_size", 1, 1 << 20);
    const Index layers = keys.whole("num_hidden_layers", 1, 1000);
    config.mixers = readMixers(keys, static_cast<std::size_t>(layers), isFNet ? "fourier" : "attention");
    const bool anyAttention = std::ranges::count(config.mixers, "attention") > 0;
    config.heads =
        keys.whole("num_attention_heads", 1, 65'536, anyAttention ? std::nullopt : std::optional<Index>(1));
    config.activation = readActivation(keys, isFNet ? "gelu_new" : "gelu");
    config.layerNormEpsilon = keys.number("layer_norm_eps", 0.0F, 1.0F, 1e-12F);
    config.padTo = keys.whole("pad_to", 0, config.positions, 0);
    // Published FNets pad with id 3; a vocabulary too small for it has no padding worth the name.
    const Index padding = std::min<Index>(isFNet ? 3 : 0, config.vocabulary - 1);
    config.paddingId = static_cast<TokenId>(keys.whole("pad_token_id", 0, config.vocabulary - 1, padding));
    // As in Hugging Face's modeling_fnet.py, which falls back to the FFT for longer sequences.
    config.dftMatrix = isFNet && keys.flag("use_tpu_fourier_optimizations") && config.positions <= 4096;
    refuseVariants(keys);
    if (anyAttention && config.hidden % config.heads != 0)
        keys.complain(Error::Code::OutOfRange,
                      "\"hidden_size\" is " + std::to_string(config.hidden) +
                          " and must be a multiple of \"num_attention_heads\", which is " +
                          std::to_string(config.heads) + "; correct one of the two");
    if (keys.error())
        return tl::unexpected(*keys.error());
    return config;
}

} // namespace mixlens
