#include "core/experiment/sweep_state.h"
#include "core/experiment/word_guess.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mixlens {
namespace {

/// Sentences whose signal-to-noise ratio is measured at each point: each needs the exact transform too.
constexpr std::size_t assessedSentences = 16;
/// Sentences of one step and thread: some 10 ms for the embedded models.
constexpr std::size_t sentencesAThread = 8;

double factOr(const MixTape& tape, std::string_view name, double otherwise)
{
    const Quantity* fact = tape.fact(name);
    return fact ? fact->value : otherwise;
}

} // namespace

/// Every sentence, point and kind of mixing has its own draw of noise.
SweepAnswer PrecisionSweep::Private::run(std::size_t index, EncoderWorkspace& workspace) const
{
    const MaskedSentence& masked = sentences[index];
    SweepAnswer answer;
    answer.assessed = phase == Phase::Device && index < assessedSentences;
    workspace.mixing.useStream((point.number * 2 + (phase == Phase::Control ? 1 : 0)) * 0x100000ULL + index +
                               1);
    TraceOptions options;
    options.intermediates = answer.assessed;
    const auto trace = model->encode(masked.input, options, workspace);
    if (!trace)
        return answer; // sizes were checked with the exact model, which ran
    const Matrix logits =
        model->maskedTokenLogits(trace->output().view().middleRows(static_cast<Index>(masked.position), 1));
    const std::vector<double> logs = logProbabilities(logits.values());
    answer.agrees = mostLikely(logs) == exact[index].answer;
    answer.right = mostLikely(logs) == masked.hidden;
    answer.divergence = klDivergence(exact[index].logs, logs);
    if (!answer.assessed)
        return answer;
    std::size_t layers = 0;
    for (const LayerTrace& layer : trace->layers) {
        if (!layer.tape.fact("simulated_snr"))
            continue;
        ++layers;
        answer.predictedNoise += std::pow(10.0, -factOr(layer.tape, "predicted_snr", 0.0) / 10.0);
        answer.simulatedNoise += std::pow(10.0, -factOr(layer.tape, "simulated_snr", 0.0) / 10.0);
        answer.saturated += factOr(layer.tape, "saturated", std::numeric_limits<double>::quiet_NaN());
    }
    const double count = std::max<double>(1.0, static_cast<double>(layers));
    answer.predictedNoise /= count;
    answer.simulatedNoise /= count;
    answer.saturated /= count;
    return answer;
}

void PrecisionSweep::Private::runExact()
{
    const std::size_t first = sentence;
    const std::size_t count = std::min(sentences.size() - first, sentencesAThread * workspaces.size());
    pool->run(static_cast<std::ptrdiff_t>(count), [&](std::ptrdiff_t part, int thread) {
        const std::size_t index = first + static_cast<std::size_t>(part);
        EncoderWorkspace& workspace = workspaces[static_cast<std::size_t>(thread)];
        TraceOptions options;
        options.intermediates = false;
        const auto trace = exactModel->encode(sentences[index].input, options, workspace);
        if (!trace)
            return;
        const Matrix logits = exactModel->maskedTokenLogits(
            trace->output().view().middleRows(static_cast<Index>(sentences[index].position), 1));
        exact[index].logs = logProbabilities(logits.values());
        exact[index].answer = mostLikely(exact[index].logs);
    });
    sentence += count;
    if (sentence < sentences.size())
        return;
    result.exactAccuracy = {0, sentences.size()};
    for (std::size_t i = 0; i < sentences.size(); ++i)
        result.exactAccuracy.count += exact[i].answer == sentences[i].hidden ? 1U : 0U;
    startPoint();
}

void PrecisionSweep::Private::runSome()
{
    const std::size_t first = sentence;
    const std::size_t count = std::min(sentences.size() - first, sentencesAThread * workspaces.size());
    pool->run(static_cast<std::ptrdiff_t>(count), [&](std::ptrdiff_t part, int thread) {
        const std::size_t index = first + static_cast<std::size_t>(part);
        answers[index] = run(index, workspaces[static_cast<std::size_t>(thread)]);
    });
    sentence += count;
    if (sentence < sentences.size())
        return;
    if (phase == Phase::Device) {
        finishDevice();
        return;
    }
    point.whiteNoise = outcome();
    finishPoint();
}

} // namespace mixlens
