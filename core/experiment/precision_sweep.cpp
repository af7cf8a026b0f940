#include "core/experiment/precision_sweep.h"

#include "core/base/task_pool.h"
#include "core/experiment/held_out.h"
#include "core/experiment/sweep_plan.h"
#include "core/experiment/sweep_statistics.h"
#include "core/experiment/word_guess.h"
#include "core/model/model_loader.h"
#include "core/optics/cost_model.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <ctime>
#include <limits>
#include <numeric>

namespace mixlens {
namespace {

using Clock = std::chrono::steady_clock;

/// Sentences whose signal-to-noise ratio is measured at each point: each needs the exact transform too.
constexpr std::size_t assessedSentences = 16;
/// Sentences of one step and thread: some 10 ms for the embedded models.
constexpr std::size_t sentencesAThread = 8;

std::string utcNow()
{
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

/// What the exact model says of a sentence.
struct Exact
{
    std::vector<double> logs;
    TokenId answer = 0;
};

/// What one run of a sentence gave.
struct Answer
{
    bool agrees = false;
    bool right = false;
    double divergence = 0.0;
    double predictedNoise = 0.0, simulatedNoise = 0.0; ///< noise over signal, mean over the device's layers
    double saturated = 0.0;
    bool assessed = false;
};

double factOr(const MixTape& tape, std::string_view name, double otherwise)
{
    const Quantity* fact = tape.fact(name);
    return fact ? fact->value : otherwise;
}

} // namespace

struct PrecisionSweep::Private
{
    std::filesystem::path modelFolder;
    std::shared_ptr<const EncoderModel> exactModel;
    std::vector<std::size_t> fourierLayers;
    std::vector<MaskedSentence> sentences;
    std::vector<Exact> exact;
    std::vector<PlannedPoint> todo;
    std::unique_ptr<TaskPool> pool;
    std::vector<EncoderWorkspace> workspaces; ///< one a thread
    SweepResult result;
    Clock::time_point began = Clock::now();
    double stepSeconds = 0.0; ///< spent on points
    std::size_t pointsMeasured = 0;

    // The point in progress.
    enum class Phase { Exact, Device, Control, Done };
    Phase phase = Phase::Exact;
    std::size_t at = 0; ///< in todo
    std::size_t sentence = 0;
    std::shared_ptr<const EncoderModel> model;
    std::vector<Answer> answers;
    SweepPoint point;

    [[nodiscard]] Result<void> open(const SweepPlan& plan, const std::vector<std::filesystem::path>& folders,
                                    const std::filesystem::path& file, int threads);
    [[nodiscard]] bool isDone(std::size_t number) const;
    void advance();
    void startPoint();
    void finishDevice();
    void finishPoint();
    void runExact();
    void runSome();
    [[nodiscard]] Answer run(std::size_t index, EncoderWorkspace& workspace) const;
    [[nodiscard]] std::vector<std::string> mixersWith(const std::string& id) const;
    [[nodiscard]] SweepOutcome outcome() const;
};

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

Result<std::unique_ptr<PrecisionSweep>> PrecisionSweep::make(SweepPlan plan,
                                                             std::vector<std::filesystem::path> modelFolders,
                                                             const std::filesystem::path& sentenceFile,
                                                             int threads)
{
    if (auto good = checkPlan(plan); !good)
        return tl::unexpected(good.error());
    std::unique_ptr<PrecisionSweep> sweep(new PrecisionSweep);
    if (auto opened = sweep->d->open(plan, modelFolders, sentenceFile, threads); !opened)
        return tl::unexpected(opened.error());
    sweep->d->result.plan = std::move(plan);
    sweep->d->result.started = utcNow();
    sweep->d->result.environment = environment();
    return sweep;
}

Result<std::unique_ptr<PrecisionSweep>>
PrecisionSweep::resume(SweepResult earlier, std::vector<std::filesystem::path> modelFolders,
                       const std::filesystem::path& sentenceFile, int threads)
{
    auto sweep = make(earlier.plan, std::move(modelFolders), sentenceFile, threads);
    if (!sweep)
        return sweep;
    Private& d = *(*sweep)->d;
    if (earlier.exactAccuracy.of != 0 && earlier.exactAccuracy.of != d.sentences.size())
        return failure(Error::Code::Unsupported,
                       "The earlier part ran over " + std::to_string(earlier.exactAccuracy.of) +
                           " sentences and this one would over " + std::to_string(d.sentences.size()) +
                           "; start anew, or give the same sentences.");
    d.result = std::move(earlier);
    d.result.complete = false;
    std::erase_if(d.todo, [&](const PlannedPoint& point) { return d.isDone(point.number); });
    return sweep;
}

PrecisionSweep::PrecisionSweep() : d(std::make_unique<Private>()) {}
PrecisionSweep::~PrecisionSweep() = default;

bool PrecisionSweep::Private::isDone(std::size_t number) const
{
    return std::ranges::find(result.points, number, &SweepPoint::number) != result.points.end();
}

std::vector<std::string> PrecisionSweep::Private::mixersWith(const std::string& id) const
{
    std::vector<std::string> mixers = exactModel->config().mixers;
    for (const std::size_t layer : fourierLayers) {
        if (!point.layer || *point.layer == layer)
            mixers[layer] = id;
    }
    return mixers;
}

/// Every sentence, point and kind of mixing has its own draw of noise.
Answer PrecisionSweep::Private::run(std::size_t index, EncoderWorkspace& workspace) const
{
    const MaskedSentence& masked = sentences[index];
    Answer answer;
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

void PrecisionSweep::Private::startPoint()
{
    for (; at < todo.size(); ++at) {
        const PlannedPoint& planned = todo[at];
        point = {};
        point.number = planned.number;
        point.values = planned.values;
        point.layer = planned.layer;
        const auto device = deviceOf(result.plan, planned);
        auto made = device.has_value()
                        ? exactModel->withMixers(mixersWith("optical"), settingsOf(result.plan, planned),
                                                 result.plan.seed)
                        : Result<std::shared_ptr<const EncoderModel>>(tl::unexpected(device.error()));
        if (made) {
            const Shape shape{static_cast<Index>(sentences.front().input.ids.size()),
                              exactModel->config().hidden};
            const optics::DeviceCost cost = optics::deviceCost(*device, shape);
            const double layers = planned.layer ? 1.0 : static_cast<double>(fourierLayers.size());
            point.secondsPerSentence = layers * cost.seconds;
            point.joulesPerSentence = layers * cost.joules;
            model = std::move(*made);
            phase = Phase::Device;
            sentence = 0;
            answers.assign(sentences.size(), {});
            return;
        }
        point.refusal = made.error().message;
        result.points.push_back(point);
        result.agreements.resize(result.agreements.size() + sentences.size(), 0);
    }
    phase = Phase::Done;
    std::vector<std::size_t> order(result.points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [this](std::size_t i) { return result.points[i].number; });
    std::vector<SweepPoint> points;
    std::vector<std::uint8_t> agreements;
    for (const std::size_t i : order) {
        points.push_back(result.points[i]);
        const auto row = std::span(result.agreements).subspan(i * sentences.size(), sentences.size());
        agreements.insert(agreements.end(), row.begin(), row.end());
    }
    result.points = std::move(points);
    result.agreements = std::move(agreements);
    result.threshold = findThreshold(result);
    result.complete = true;
}

SweepOutcome PrecisionSweep::Private::outcome() const
{
    SweepOutcome outcome;
    outcome.agreement.of = outcome.accuracy.of = answers.size();
    std::vector<double> divergences;
    for (const Answer& answer : answers) {
        outcome.agreement.count += answer.agrees ? 1U : 0U;
        outcome.accuracy.count += answer.right ? 1U : 0U;
        divergences.push_back(answer.divergence);
    }
    const MeanInterval mean = bootstrapMean(divergences, result.plan.seed);
    outcome.divergence = mean.mean;
    outcome.divergence95 = mean.confidence95;
    return outcome;
}

void PrecisionSweep::Private::finishDevice()
{
    point.device = outcome();
    double count = 0.0;
    double predicted = 0.0;
    double simulated = 0.0;
    for (const Answer& answer : answers) {
        if (!answer.assessed)
            continue;
        count += 1.0;
        predicted += answer.predictedNoise;
        simulated += answer.simulatedNoise;
        point.saturated += answer.saturated;
    }
    // Noise powers are averaged, not decibels. A perfect device has none: 200 dB says as much.
    const auto decibels = [count](double noise) {
        return -10.0 * std::log10(std::max(noise / count, 1e-20));
    };
    point.predictedSnr = decibels(predicted);
    point.simulatedSnr = decibels(simulated);
    point.saturated /= count;
    for (const Answer& answer : answers)
        result.agreements.push_back(answer.agrees ? 1 : 0);

    if (!result.plan.control) {
        finishPoint();
        return;
    }
    std::map<std::string, std::string, std::less<>> noise{
        {"snr", std::to_string(std::clamp(point.simulatedSnr, -20.0, 200.0))}};
    auto made = exactModel->withMixers(mixersWith("fourier-noise"), noise, result.plan.seed);
    if (!made) {
        finishPoint();
        return;
    }
    model = std::move(*made);
    phase = Phase::Control;
    sentence = 0;
    answers.assign(sentences.size(), {});
}

void PrecisionSweep::Private::finishPoint()
{
    result.points.push_back(std::move(point));
    ++pointsMeasured;
    ++at;
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

bool PrecisionSweep::step(const std::stop_token& stop)
{
    if (d->phase == Private::Phase::Done || stop.stop_requested())
        return false;
    const auto began = Clock::now();
    if (d->phase == Private::Phase::Exact)
        d->runExact();
    else
        d->runSome();
    d->stepSeconds += std::chrono::duration<double>(Clock::now() - began).count();
    return d->phase != Private::Phase::Done;
}

SweepProgress PrecisionSweep::progress() const
{
    SweepProgress progress;
    progress.pointsDone = d->result.points.size();
    progress.points = d->result.points.size() + (d->todo.size() - d->at);
    progress.elapsedSeconds = std::chrono::duration<double>(Clock::now() - d->began).count();
    const auto size = static_cast<double>(d->sentences.size());
    const double part = static_cast<double>(d->sentence) / size;
    double done = static_cast<double>(d->pointsMeasured);
    if (d->phase == Private::Phase::Device)
        done += (d->result.plan.control ? 0.5 : 1.0) * part;
    if (d->phase == Private::Phase::Control)
        done += 0.5 + 0.5 * part;
    const auto all = static_cast<double>(d->pointsMeasured + d->todo.size() - d->at);
    if (done > 0.0)
        progress.remainingSeconds = d->stepSeconds / done * (all - done);
    switch (d->phase) {
    case Private::Phase::Exact:
        progress.now = "the exact model, sentence " + std::to_string(d->sentence) + " of " +
                       std::to_string(d->sentences.size());
        break;
    case Private::Phase::Device:
        progress.now = "point " + std::to_string(d->point.number + 1) + " of " +
                       std::to_string(d->result.pointCount) + ", device";
        break;
    case Private::Phase::Control:
        progress.now = "point " + std::to_string(d->point.number + 1) + " of " +
                       std::to_string(d->result.pointCount) + ", white noise";
        break;
    case Private::Phase::Done:
        progress.now = "finished";
        break;
    }
    return progress;
}

SweepResult PrecisionSweep::result() const
{
    SweepResult copy = d->result;
    // A point whose control still runs has its agreements there already.
    copy.agreements.resize(copy.points.size() * d->sentences.size());
    if (!copy.complete)
        copy.threshold = findThreshold(copy);
    return copy;
}

} // namespace mixlens
