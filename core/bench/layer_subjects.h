#pragma once

#include "core/bench/bench_subject.h"
#include "core/mixing/mixer_registry.h"

#include <memory>

namespace mixlens {

/// Width of a block's feed-forward layer over that of the block, as in BERT and FNet.
inline constexpr Index feedForwardFactor = 4;

/// What subjects of the levels Mixer and Block are made of.
struct LayerSetup
{
    std::unique_ptr<TokenMixer> mixer;
    std::shared_ptr<SubjectMaker::Activations> activations;
    Index batch = 1;
    std::uint64_t seed = 1;
    TaskPool* pool = nullptr;
};

/// One mixing sub-layer.
[[nodiscard]] std::unique_ptr<BenchSubject> mixerSubject(LayerSetup setup);
/// One encoder block with parameters drawn from the seed: h' = LN(h + mix(h)), LN(h' + FF(h')).
[[nodiscard]] std::unique_ptr<BenchSubject> blockSubject(LayerSetup setup);
/// A whole model on ids drawn from the seed.
[[nodiscard]] std::unique_ptr<BenchSubject> modelSubject(std::shared_ptr<const EncoderModel> model,
                                                         Index tokens, Index batch, std::uint64_t seed,
                                                         TaskPool* pool);

/// Normal numbers times `scale`, of stream `stream` of the seed: the same on any machine.
void drawNormals(std::uint64_t seed, std::uint64_t stream, float scale, MatrixView out);

/// Adds the modelled time and energy in `tape` to `sum`, `times` times.
void addDevice(const MixTape& tape, double times, std::vector<Quantity>& sum);

} // namespace mixlens
