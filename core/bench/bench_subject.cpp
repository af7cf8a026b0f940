#include "core/bench/bench_subject.h"

#include "core/base/files.h"
#include "core/bench/layer_subjects.h"

#include <algorithm>
#include <system_error>

namespace mixlens {
namespace {

namespace fs = std::filesystem;

// Operations for each value: mean, variance, scaling and shifting of a LayerNorm; a GELU by its usual
// polynomial.
constexpr std::uint64_t normFlops = 8;
constexpr std::uint64_t geluFlops = 8;

std::uint64_t unsignedOf(Index value) noexcept
{
    return static_cast<std::uint64_t>(value);
}

std::uint64_t floatBytes(std::uint64_t count) noexcept
{
    return count * sizeof(float);
}

std::string familyName(MixerFamily family)
{
    switch (family) {
    case MixerFamily::Attention:
        return "attention";
    case MixerFamily::Fourier:
        return "fourier";
    case MixerFamily::Optical:
        return "optical";
    case MixerFamily::Control:
        break;
    }
    return "control";
}

std::string familyOf(std::string_view mixerId)
{
    const MixerInfo* info = findMixer(mixerId);
    return familyName(info ? info->family : MixerFamily::Control);
}

/// The family of most layers; of equally many, the first layer's.
std::string familyOf(const EncoderModel& model)
{
    std::map<std::string, std::size_t> counts;
    for (std::size_t layer = 0; layer < model.layerCount(); ++layer)
        ++counts[familyOf(model.mixer(layer).id())];
    std::string most = model.layerCount() > 0 ? familyOf(model.mixer(0).id()) : "control";
    for (const auto& [family, count] : counts) {
        if (count > counts[most])
            most = family;
    }
    return most;
}

/// Of everything in a block but its mixer: two residual sums and norms, and the feed-forward layers.
Cost restOfBlock(Index tokens, Index width, Index feedForward)
{
    const auto n = unsignedOf(tokens), d = unsignedOf(width), f = unsignedOf(feedForward);
    Cost cost;
    cost.flops = n * d * 2 * (1 + normFlops) + 4 * n * d * f + n * (f + d) + geluFlops * n * f;
    cost.parameters = 2 * d * f + f + d + 4 * d;
    cost.bytes = floatBytes(cost.parameters);
    cost.workspace = floatBytes(n * (f + d));
    return cost;
}

/// Bytes that a mixer reads besides its input: weights, matrices over tokens.
std::uint64_t parameterBytes(const Cost& cost, Index tokens, Index width)
{
    const std::uint64_t activations = floatBytes(2 * unsignedOf(tokens) * unsignedOf(width));
    return cost.bytes > activations ? cost.bytes - activations : 0;
}

fs::path findModel(const std::vector<fs::path>& folders, const std::string& idOrFolder)
{
    std::error_code ignored;
    for (const fs::path& folder : folders) {
        if (idOrFolder.find('/') == std::string::npos && fs::is_directory(folder / idOrFolder, ignored))
            return folder / idOrFolder;
    }
    return idOrFolder;
}

MixerSetup setupOf(const BackendSpec& spec, Index hidden, Index heads, Index maxTokens, std::uint64_t seed)
{
    MixerSetup setup;
    setup.hidden = hidden;
    setup.heads = heads;
    setup.maxTokens = maxTokens;
    setup.seed = seed;
    setup.settings.insert(spec.settings.begin(), spec.settings.end());
    return setup;
}

} // namespace

Result<SubjectMaker> SubjectMaker::make(const BenchGrid& grid, const std::vector<fs::path>& modelFolders,
                                        TaskPool* pool, AvailableMemory available)
{
    SubjectMaker maker;
    maker.m_grid = grid;
    maker.m_pool = pool;
    maker.m_available = available ? std::move(available) : availableMemory;
    if (grid.level == BenchLevel::Model) {
        auto model = loadModel(findModel(modelFolders, grid.model));
        if (!model)
            return tl::unexpected(model.error());
        maker.m_model = std::move(*model);
    }
    return maker;
}

Result<std::unique_ptr<TokenMixer>> SubjectMaker::mixer(const BenchCell& cell, Index maxTokens,
                                                        Index hidden) const
{
    const auto spec = readBackendSpec(cell.backend);
    if (!spec)
        return tl::unexpected(spec.error());
    return makeMixer(spec->id, setupOf(*spec, hidden, m_grid.heads, maxTokens, m_grid.seed));
}

Result<std::shared_ptr<const EncoderModel>> SubjectMaker::encoder(const std::string& backend)
{
    if (const auto known = m_encoders.find(backend); known != m_encoders.end())
        return known->second;
    const auto spec = readBackendSpec(backend);
    if (!spec)
        return tl::unexpected(spec.error());
    std::shared_ptr<const EncoderModel> model = m_model->model;
    if (spec->id != "own") {
        auto other =
            model->withMixers({spec->id}, setupOf(*spec, 0, 1, 0, m_grid.seed).settings, m_grid.seed);
        if (!other)
            return tl::unexpected(other.error());
        model = std::move(*other);
    }
    return m_encoders.emplace(backend, std::move(model)).first->second;
}

SubjectFacts SubjectMaker::layerFacts(const TokenMixer& mixer, Index tokens) const
{
    const Index width = m_grid.width;
    Cost cost = mixer.cost({tokens, width});
    std::uint64_t parameters = parameterBytes(cost, tokens, width);
    if (m_grid.level == BenchLevel::Block) {
        const Cost rest = restOfBlock(tokens, width, feedForwardFactor * width);
        cost.flops += rest.flops;
        cost.workspace += rest.workspace;
        parameters += rest.bytes;
    }
    const auto batch = unsignedOf(m_grid.batch);
    return {.family = familyOf(mixer.id()),
            .width = width,
            .flops = batch * cost.flops,
            .bytes = parameters + batch * floatBytes(2 * unsignedOf(tokens) * unsignedOf(width)),
            .workspace = cost.workspace,
            .memory = cost.workspace + parameters};
}

SubjectFacts SubjectMaker::modelFacts(const EncoderModel& model, Index tokens) const
{
    const EncoderConfig& config = model.config();
    const auto n = unsignedOf(tokens), d = unsignedOf(config.hidden), batch = unsignedOf(m_grid.batch);
    const bool projects = model.parameters().contains("embeddings.projection.weight");
    // Three rows are added for each token and normalised; FNet multiplies by a matrix then.
    std::uint64_t flops = n * d * (2 + normFlops) + (projects ? 2 * n * d * d + n * d : 0);
    std::uint64_t parameters = floatBytes((projects ? d * d + d : 0) + 2 * d);
    std::uint64_t scratch = 0;
    const Cost rest = restOfBlock(tokens, config.hidden, config.feedForward);
    for (std::size_t layer = 0; layer < model.layerCount(); ++layer) {
        const Cost cost = model.mixer(layer).cost({tokens, config.hidden});
        flops += cost.flops + rest.flops;
        parameters += rest.bytes + parameterBytes(cost, tokens, config.hidden);
        scratch = std::max(scratch, cost.workspace);
    }
    return {.family = familyOf(model),
            .width = config.hidden,
            .flops = batch * flops,
            .bytes = parameters + batch * floatBytes(4 * n * d), // rows of embeddings in, activations out
            .workspace = scratch + rest.workspace + floatBytes(2 * n * d),
            .memory = model.traceBytes(tokens, {.intermediates = false})};
}

Result<void> SubjectMaker::checkPositions(Index tokens) const
{
    const Index positions = m_model->model->config().positions;
    if (tokens <= positions)
        return {};
    return failure(Error::Code::OutOfRange, "The model " + m_model->id + " has positions for " +
                                                std::to_string(positions) + " tokens and not for " +
                                                std::to_string(tokens) +
                                                "; ask for shorter lengths or for the level block.");
}

double SubjectMaker::modelledFlops(const BenchCell& cell)
{
    if (m_grid.level == BenchLevel::Model)
        return checkPositions(cell.tokens) ? 0.0 : -1.0;
    const auto facts = describe(cell);
    const auto available = static_cast<double>(m_available());
    if (!facts ||
        (available > 0.0 && static_cast<double>(facts->memory) + activationBytes(cell.tokens) > available))
        return -1.0;
    return static_cast<double>(facts->flops);
}

double SubjectMaker::activationBytes(Index tokens) const noexcept
{
    return 2.0 * sizeof(float) * static_cast<double>(m_grid.batch) * static_cast<double>(tokens) *
           static_cast<double>(m_grid.width);
}

Result<SubjectFacts> SubjectMaker::describe(const BenchCell& cell)
{
    if (m_grid.level != BenchLevel::Model) {
        // Costs follow from the shape that is asked for, so the smallest mixer knows them.
        const auto smallest = mixer(cell, 1, m_grid.heads);
        if (!smallest)
            return tl::unexpected(smallest.error());
        return layerFacts(**smallest, cell.tokens);
    }
    if (const auto checked = checkPositions(cell.tokens); !checked)
        return tl::unexpected(checked.error());
    const auto model = encoder(cell.backend);
    if (!model)
        return tl::unexpected(model.error());
    return modelFacts(**model, cell.tokens);
}

Result<void> SubjectMaker::admit(const BenchCell& cell, const SubjectFacts& facts)
{
    const bool newLength = m_grid.level != BenchLevel::Model && cell.tokens != m_tokens;
    if (newLength) { // the former length's memory goes before anybody asks what is free
        m_activations.reset();
        m_tokens = 0;
    }
    const double needed =
        static_cast<double>(facts.memory) + (newLength ? activationBytes(cell.tokens) : 0.0);
    const auto available = static_cast<double>(m_available());
    if (available > 0.0 && needed > available)
        return failure(Error::Code::OutOfMemory, cell.backend + " needs " + bytesText(needed) + " for " +
                                                     std::to_string(cell.tokens) + " tokens and " +
                                                     bytesText(available) +
                                                     " are free; ask for shorter lengths, a smaller width or "
                                                     "batch, or close other programs.");
    if (!newLength)
        return {};
    auto fresh = std::make_shared<Activations>();
    fresh->input = Matrix(m_grid.batch * cell.tokens, m_grid.width);
    fresh->output = Matrix(m_grid.batch * cell.tokens, m_grid.width);
    drawNormals(m_grid.seed, 0, 1.0F, fresh->input.view());
    m_activations = std::move(fresh);
    m_tokens = cell.tokens;
    return {};
}

Result<std::unique_ptr<BenchSubject>> SubjectMaker::subject(const BenchCell& cell)
{
    if (m_grid.level == BenchLevel::Model)
        return modelSubject(m_encoders.at(cell.backend), cell.tokens, m_grid.batch, m_grid.seed, m_pool);
    assert(m_activations && m_tokens == cell.tokens);
    auto built = mixer(cell, cell.tokens, m_grid.width);
    if (!built)
        return tl::unexpected(built.error());
    LayerSetup setup{std::move(*built), m_activations, m_grid.batch, m_grid.seed, m_pool};
    return m_grid.level == BenchLevel::Block ? blockSubject(std::move(setup))
                                             : mixerSubject(std::move(setup));
}

} // namespace mixlens
