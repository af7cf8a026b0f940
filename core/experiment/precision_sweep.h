#pragma once

#include "core/base/result.h"
#include "core/bench/environment.h"
#include "core/bench/grid.h"
#include "core/bench/statistics.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mixlens {

class TaskPool;

/// Values of one field of the device, by its key (optics::deviceFields()): "slm_bits", "adc_bits", "photons",
/// "tilt", "lo_phase", "averages".
struct SweepAxis
{
    std::string key;
    std::vector<double> values; ///< SI units of the field, ascending
    friend bool operator==(const SweepAxis&, const SweepAxis&) = default;
};

/// "How many bits and photons does this model need?" One masked word in each held-out sentence; the model's
/// Fourier layers go through a simulated device; its answer is compared with the exact one.
struct SweepPlan
{
    std::string model;  ///< id or folder of an encoder with at least one Fourier layer
    std::string preset; ///< of the device; what no axis sets is as the preset says
    std::map<std::string, std::string, std::less<>> settings; ///< over the preset's values
    std::vector<SweepAxis> axes;                              ///< every combination is a point
    /// Layers that go through the device; empty: all Fourier layers together. Per-layer sensitivity adds one
    /// point a layer and combination.
    bool perLayer = false;
    bool control = true;         ///< white noise of the same signal-to-noise ratio in the place of the device
    std::size_t sentences = 200; ///< of the held-out file, from its beginning
    std::uint64_t seed = 1;      ///< of the noise, and of which word is masked
    Shard shard;                 ///< of the points
    friend bool operator==(const SweepPlan&, const SweepPlan&) = default;
};

/// A share of sentences with Wilson's 95 % interval (Wilson 1927).
struct Share
{
    std::size_t count = 0;
    std::size_t of = 0;
    [[nodiscard]] double value() const noexcept;
    [[nodiscard]] Interval confidence95() const noexcept;
    friend bool operator==(const Share&, const Share&) = default;
};

/// What one kind of mixing made of the sentences.
struct SweepOutcome
{
    Share agreement; ///< best candidate equals the exact model's
    Share accuracy;  ///< best candidate is the masked word
    /// Kullback-Leibler divergence from the exact model's distribution over the vocabulary, nat: mean over
    /// sentences, and its bootstrap 95 % interval.
    double divergence = 0.0;
    Interval divergence95;
};

struct SweepPoint
{
    std::size_t number = 0;                            ///< in the order of combinations, before sharding
    std::map<std::string, double, std::less<>> values; ///< one an axis
    std::optional<std::size_t> layer;                  ///< none: all Fourier layers
    double predictedSnr = 0.0; ///< dB, closed forms, modelled; mean over sentences and layers
    double simulatedSnr = 0.0; ///< dB, simulated
    double saturated =
        0.0; ///< share of converter readings that were cut, simulated; NaN where the mixer doesn't say
    SweepOutcome device;
    std::optional<SweepOutcome> whiteNoise;
    double secondsPerSentence = 0.0; ///< of the device, modelled
    double joulesPerSentence = 0.0;  ///< of the device, modelled
    std::string refusal;             ///< why it cannot be: one sentence; then the rest is 0
};

/// The least costly point whose accuracy is not more than 1 % (absolute) below the exact model's, with what
/// can be said about it. None is found where the exact model finds no word: then nothing can be lost.
struct SweepThreshold
{
    bool found = false;
    double snr = 0.0;      ///< dB (simulated) where the isotonic fit of agreement over SNR meets 99 %
    Interval snr95;        ///< bootstrap over sentences
    std::size_t point = 0; ///< number of the point of least energy that meets it
    double joulesPerSentence = 0.0;
    std::string sentence; ///< for people, e.g. "No setting of this sweep loses at most 1 %."
};

/// Which sentences a sweep asks, so that parts over others are told apart.
struct SentenceFile
{
    std::string name;      ///< without its folder, which is another on another machine
    std::string hash;      ///< hashOf() its sentences; empty where a file of an older Mixlens doesn't say
    std::size_t count = 0; ///< sentences in it
    friend bool operator==(const SentenceFile&, const SentenceFile&) = default;
};

struct SweepResult
{
    SweepPlan plan;
    SentenceFile sentenceFile;
    std::string started; ///< ISO 8601, UTC
    Environment environment;
    std::size_t pointCount = 0; ///< of the whole plan, all shards
    Share exactAccuracy;
    std::vector<SweepPoint> points;       ///< by number
    std::vector<std::uint8_t> agreements; ///< point by point and sentence by sentence, 1 or 0, for bootstraps
    SweepThreshold threshold;
    bool complete = false;
};

struct SweepProgress
{
    std::size_t pointsDone = 0;
    std::size_t points = 0;
    double elapsedSeconds = 0.0;
    double remainingSeconds = 0.0;
    std::string now;
};

/// Runs a plan in steps of a few sentences. The same answer for any number of threads and any sharding: every
/// sentence, point and layer has its own stream of random numbers.
class PrecisionSweep
{
public:
    /// OutOfRange or Usage with a sentence for an impossible plan (no axes, unknown keys, more than 100,000
    /// points, a model without Fourier layers or without a masked-token head).
    [[nodiscard]] static Result<std::unique_ptr<PrecisionSweep>>
    make(SweepPlan plan, std::vector<std::filesystem::path> modelFolders,
         const std::filesystem::path& sentenceFile, int threads = 1);
    /// Goes on with an earlier result of the same plan; finished points are kept.
    [[nodiscard]] static Result<std::unique_ptr<PrecisionSweep>>
    resume(SweepResult earlier, std::vector<std::filesystem::path> modelFolders,
           const std::filesystem::path& sentenceFile, int threads = 1);
    ~PrecisionSweep();

    [[nodiscard]] bool step(const std::stop_token& stop);
    [[nodiscard]] SweepProgress progress() const;
    [[nodiscard]] SweepResult result() const;

private:
    PrecisionSweep();
    struct Private;
    std::unique_ptr<Private> d;
};

/// Every problem of a plan in one sentence, without opening the model.
[[nodiscard]] Result<void> checkPlan(const SweepPlan& plan);

} // namespace mixlens
