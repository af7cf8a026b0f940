#include "core/engine/session.h"

#include <algorithm>
#include <map>
#include <system_error>

namespace mixlens {

namespace {

using Clock = std::chrono::steady_clock;

/// More than this, and influence would make typing stutter; 2e9 flops take some 50 ms on one core.
constexpr double typingInfluenceFlops = 2e9;

/// Work of attentionInfluence(); the closed forms of other mixers cost nothing beside it.
double influenceFlops(const EncoderModel& encoder, Index tokens)
{
    const auto n = static_cast<double>(tokens);
    const auto d = static_cast<double>(encoder.config().hidden);
    double flops = 0.0;
    for (std::size_t layer = 0; layer < encoder.layerCount(); ++layer) {
        if (encoder.mixer(layer).id().starts_with("attention"))
            flops +=
                4.0 * n * n * d * static_cast<double>(encoder.mixer(layer).heads()) + 2.0 * n * d * d * d;
    }
    return flops;
}

EncoderInput inputFor(const TokenSequence& sequence, const EncoderConfig& config)
{
    EncoderInput input;
    for (const Token& token : sequence.tokens)
        input.ids.push_back(token.id);
    if (static_cast<Index>(input.ids.size()) < config.padTo) {
        input.mask.assign(input.ids.size(), 1);
        input.mask.resize(static_cast<std::size_t>(config.padTo), 0);
        input.ids.resize(static_cast<std::size_t>(config.padTo), config.paddingId);
    }
    return input;
}

std::vector<std::size_t> maskPositions(const TokenSequence& sequence, const Tokenizer& tokenizer)
{
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < sequence.tokens.size(); ++i) {
        if (tokenizer.specialTokens().mask == sequence.tokens[i].id)
            positions.push_back(i);
    }
    return positions;
}

/// Times and energies of the layers' devices add up; of their signal-to-noise ratios the lowest limits the
/// lane.
std::vector<Quantity> deviceTotals(const EncodingTrace& trace)
{
    std::vector<Quantity> totals;
    for (const LayerTrace& layer : trace.layers) {
        for (const Quantity& fact : layer.tape.facts) {
            const auto known = std::ranges::find(totals, fact.name, &Quantity::name);
            if (known == totals.end())
                totals.push_back(fact);
            else if (fact.unit == "dB")
                known->value = std::min(known->value, fact.value);
            else
                known->value += fact.value;
        }
    }
    return totals;
}

} // namespace

struct Session::Private
{
    std::vector<std::filesystem::path> folders;
    std::map<std::string, std::shared_ptr<const LoadedModel>> models;
    struct Encoder
    {
        Lane lane;
        std::uint64_t seed = 0;
        std::shared_ptr<const EncoderModel> encoder;
    };
    std::vector<Encoder> encoders;
    EncoderWorkspace workspace;

    [[nodiscard]] std::filesystem::path find(const std::string& idOrFolder) const
    {
        std::error_code ignored;
        for (const auto& folder : folders) {
            if (!idOrFolder.empty() && idOrFolder.find('/') == std::string::npos &&
                std::filesystem::is_directory(folder / idOrFolder, ignored))
                return folder / idOrFolder;
        }
        return idOrFolder;
    }
};

Session::Session(std::vector<std::filesystem::path> folders) : d(std::make_unique<Private>())
{
    d->folders = std::move(folders);
}

Session::~Session() = default;

std::vector<std::string> Session::modelIds() const
{
    std::vector<std::string> ids;
    for (const auto& folder : d->folders) {
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
            if (std::filesystem::exists(entry.path() / "config.json", error))
                ids.push_back(entry.path().filename().string());
        }
    }
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    return ids;
}

Result<std::shared_ptr<const LoadedModel>> Session::model(const std::string& idOrFolder)
{
    if (const auto known = d->models.find(idOrFolder); known != d->models.end())
        return known->second;
    const std::filesystem::path folder = d->find(idOrFolder);
    std::error_code ignored;
    if (!std::filesystem::exists(folder, ignored)) {
        std::string ids;
        for (const std::string& id : modelIds())
            ids += (ids.empty() ? "" : ", ") + id;
        return failure(Error::Code::NotFound,
                       "There is no model \"" + idOrFolder +
                           "\": it is neither a folder nor one of the installed models (" +
                           (ids.empty() ? "none found" : ids) + ").");
    }
    auto loaded = loadModel(folder);
    if (!loaded)
        return tl::unexpected(loaded.error());
    auto shared = std::make_shared<const LoadedModel>(std::move(*loaded));
    d->models.emplace(idOrFolder, shared);
    return shared;
}

Result<std::shared_ptr<const EncoderModel>> Session::encoder(const Lane& lane, std::uint64_t seed)
{
    const auto known = std::ranges::find_if(
        d->encoders, [&](const Private::Encoder& e) { return e.lane == lane && e.seed == seed; });
    if (known != d->encoders.end())
        return known->encoder;
    auto loaded = model(lane.model);
    if (!loaded)
        return tl::unexpected(loaded.error());
    auto encoder = Result<std::shared_ptr<const EncoderModel>>((*loaded)->model);
    if (!lane.mixers.empty() || !lane.settings.empty())
        encoder = (*loaded)->model->withMixers(
            lane.mixers.empty() ? (*loaded)->model->config().mixers : lane.mixers, lane.settings, seed);
    if (!encoder)
        return encoder;
    // A slider makes a lane for each of its positions: keep the newest few.
    constexpr std::size_t kept = 16;
    if (d->encoders.size() == kept)
        d->encoders.erase(d->encoders.begin());
    d->encoders.push_back({lane, seed, *encoder});
    return encoder;
}

Result<TokensPtr> Session::tokenize(const AnalysisRequest& request, std::size_t lane)
{
    const Lane& setup = request.lanes.at(lane);
    auto loaded = model(setup.model);
    if (!loaded)
        return tl::unexpected(loaded.error());
    if (!(*loaded)->tokenizer)
        return failure(
            Error::Code::NotFound,
            "The model \"" + (*loaded)->id +
                "\" has no vocabulary, so it cannot read sentences; put its vocab.txt into its folder.");
    auto ready = std::make_shared<TokensReady>();
    ready->revision = request.revision;
    ready->lane = lane;
    const EncoderConfig& config = (*loaded)->model->config();
    ready->sequence = (*loaded)->tokenizer->encode(request.text, static_cast<std::size_t>(config.positions));
    ready->rows = std::max(static_cast<Index>(ready->sequence.tokens.size()), config.padTo);
    return ready;
}

Result<AnalysisPtr> Session::analyse(const AnalysisRequest& request, std::size_t lane,
                                     const std::stop_token& stop,
                                     const std::function<void(TokensPtr)>& tokensReady)
{
    const auto began = Clock::now();
    auto tokens = tokenize(request, lane);
    if (!tokens)
        return tl::unexpected(tokens.error());
    const auto tokenized = Clock::now();
    if (tokensReady)
        tokensReady(*tokens);

    auto analysis = std::make_shared<Analysis>();
    analysis->revision = request.revision;
    analysis->lane = lane;
    analysis->setup = request.lanes.at(lane);
    auto encoder = this->encoder(analysis->setup, request.seed);
    if (!encoder)
        return tl::unexpected(encoder.error());
    analysis->encoder = *encoder;
    analysis->sequence = (*tokens)->sequence;
    analysis->tokenizeTime = tokenized - began;

    const EncoderInput input = inputFor(analysis->sequence, (*encoder)->config());
    TraceOptions options;
    options.influence = request.influence;
    if (influenceFlops(**encoder, static_cast<Index>(input.ids.size())) > typingInfluenceFlops) {
        analysis->influenceRefused = request.influence;
        options.influence = false;
    }
    auto trace = (*encoder)->encode(input, options, d->workspace, stop);
    if (!trace)
        return tl::unexpected(trace.error());
    analysis->trace = std::move(*trace);
    analysis->device = deviceTotals(analysis->trace);

    if ((*encoder)->hasMaskedTokenHead()) {
        const auto loaded = model(analysis->setup.model);
        const Tokenizer& tokenizer = *(*loaded)->tokenizer;
        for (const std::size_t position : maskPositions(analysis->sequence, tokenizer)) {
            const Matrix logits = (*encoder)->maskedTokenLogits(
                analysis->trace.output().view().middleRows(static_cast<Index>(position), 1));
            analysis->predictions.push_back(predict(position, logits.view(), request.candidates, &tokenizer));
        }
    }
    analysis->totalTime = Clock::now() - began;
    return analysis;
}

Result<std::chrono::nanoseconds> Session::timeOnce(const Analysis& analysis, const std::stop_token& stop)
{
    const EncoderModel& encoder = *analysis.encoder;
    const auto began = Clock::now();
    TraceOptions options;
    options.intermediates = false;
    auto trace = encoder.encode(analysis.trace.input, options, d->workspace, stop);
    if (!trace)
        return tl::unexpected(trace.error());
    for (const Prediction& prediction : analysis.predictions) {
        const Matrix logits = encoder.maskedTokenLogits(
            trace->output().view().middleRows(static_cast<Index>(prediction.position), 1));
        // Read back, so that no part of the work can be optimised away.
        if (logits.values().empty())
            return failure(Error::Code::Internal, "The masked-token head gave no logits.");
    }
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - began);
}

} // namespace mixlens
