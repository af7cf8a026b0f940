#include "core/experiment/sweep_state.h"
#include "core/model/model_loader.h"

namespace mixlens {

Result<void> PrecisionSweep::Private::open(const SweepPlan& plan,
                                           const std::vector<std::filesystem::path>& folders,
                                           const std::filesystem::path& file, int threads)
{
    std::error_code ignored;
    modelFolder = plan.model;
    for (const auto& folder : folders) {
        if (!plan.model.empty() && std::filesystem::exists(folder / plan.model / "config.json", ignored)) {
            modelFolder = folder / plan.model;
            break;
        }
    }
    const auto loaded = loadModel(modelFolder);
    if (!loaded)
        return tl::unexpected(loaded.error());
    const std::string name = "The model '" + loaded->id + "' ";
    if (!loaded->tokenizer || !loaded->tokenizer->specialTokens().mask ||
        !loaded->model->hasMaskedTokenHead())
        return failure(Error::Code::Unsupported,
                       name +
                           "cannot guess hidden words: it needs a vocabulary with [MASK] and a masked-token "
                           "head; choose another model.");
    exactModel = loaded->model;
    for (std::size_t layer = 0; layer < exactModel->layerCount(); ++layer) {
        const MixerInfo* info = findMixer(exactModel->mixer(layer).id());
        if (info && info->family == MixerFamily::Fourier)
            fourierLayers.push_back(layer);
    }
    if (fourierLayers.empty())
        return failure(Error::Code::Unsupported,
                       name + "has no Fourier layer that light could compute; choose an FNet or a hybrid.");
    const auto lines = readHeldOut(file);
    if (!lines)
        return tl::unexpected(lines.error());
    result.sentenceFile = {file.filename().string(), hashOf(*lines), lines->size()};
    sentences = maskSentences(*lines, *loaded->tokenizer, exactModel->config(), plan.sentences, plan.seed);
    if (sentences.empty())
        return failure(Error::Code::BadFormat, "'" + file.string() +
                                                   "' has no sentence with a word that this model could "
                                                   "guess; give another file.");
    const std::vector<PlannedPoint> points = pointsOf(plan, fourierLayers);
    result.pointCount = points.size();
    todo = shardOf(points, plan.shard);
    pool = std::make_unique<TaskPool>(threads);
    workspaces.resize(static_cast<std::size_t>(pool->threads()));
    exact.resize(sentences.size());
    return {};
}

} // namespace mixlens
