#pragma once

#include "core/base/result.h"
#include "core/base/task_pool.h"
#include "core/bench/bench_result.h"
#include "core/model/model_loader.h"
#include "core/nn/operation_clock.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mixlens {

/// What one cell of a grid runs: a mixer, a block or a model with its input and memory, ready to be called.
class BenchSubject
{
public:
    virtual ~BenchSubject() = default;

    /// One forward pass of the whole batch, sequence after sequence. After a first call nothing is planned or
    /// built. `clock`, where given, learns where the time went (levels Block and Model). Cancelled between
    /// two sequences at the latest; other failures are the model's own.
    [[nodiscard]] virtual Result<void> call(OperationClock* clock, const std::stop_token& stop) = 0;

    /// Scratch memory held after a call, in bytes.
    [[nodiscard]] virtual std::uint64_t workspaceBytes() const noexcept = 0;

    /// Modelled time and energy of the optical device for one call, of all its layers; empty for digital
    /// mixers. Runs the simulation once.
    [[nodiscard]] virtual std::vector<Quantity> device() = 0;
};

/// What is known of a cell before anything of its size exists, from formulas.
struct SubjectFacts
{
    std::string family; ///< as in Measurement
    Index width = 0;
    std::uint64_t flops = 0;     ///< of one call
    std::uint64_t bytes = 0;     ///< operands and results of one call; parameters count once
    std::uint64_t workspace = 0; ///< scratch memory
    std::uint64_t memory = 0;    ///< all that making and calling it will allocate
};

/// Builds the subjects of one grid and shares between them what can be shared: the model's parameters, the
/// encoders built from it, input and output of one length. The pool outlives the subjects, the maker too.
class SubjectMaker
{
public:
    /// Bytes that may still be taken; 0: unknown. core/base's availableMemory, but for tests.
    using AvailableMemory = std::function<std::size_t()>;

    /// Loads the model at level Model; its failures are loadModel()'s, and Usage where none is named.
    /// `pool` null: one thread. Precondition: checkGrid(grid) holds.
    [[nodiscard]] static Result<SubjectMaker> make(const BenchGrid& grid,
                                                   const std::vector<std::filesystem::path>& modelFolders,
                                                   TaskPool* pool, AvailableMemory available);

    /// OutOfRange for a length that the model has no positions for, or what the mixer's settings refuse.
    [[nodiscard]] Result<SubjectFacts> describe(const BenchCell& cell);
    /// Flops of one call as far as they are known without building a model's encoder, 0 otherwise; -1 for a
    /// cell that subject() or admit() would refuse now.
    [[nodiscard]] double modelledFlops(const BenchCell& cell);
    /// Makes the input and output of a described cell. OutOfMemory, with both numbers, before that where the
    /// cell does not fit; every subject of another length must be gone.
    [[nodiscard]] Result<void> admit(const BenchCell& cell, const SubjectFacts& facts);
    /// Precondition: admit(cell) succeeded, and none of another length since.
    [[nodiscard]] Result<std::unique_ptr<BenchSubject>> subject(const BenchCell& cell);

    /// Normal numbers, (batch * tokens) x width, the same for all mixers, and room for what they make of
    /// them.
    struct Activations
    {
        Matrix input;
        Matrix output;
    };

private:
    SubjectMaker() = default;
    [[nodiscard]] Result<std::unique_ptr<TokenMixer>> mixer(const BenchCell& cell, Index maxTokens,
                                                            Index hidden) const;
    [[nodiscard]] Result<std::shared_ptr<const EncoderModel>> encoder(const std::string& backend);
    [[nodiscard]] SubjectFacts layerFacts(const TokenMixer& mixer, Index tokens) const;
    [[nodiscard]] SubjectFacts modelFacts(const EncoderModel& model, Index tokens) const;
    [[nodiscard]] Result<void> checkPositions(Index tokens) const;
    /// Bytes that a cell needs besides those of `facts` where its length is a new one.
    [[nodiscard]] double activationBytes(Index tokens) const noexcept;

    BenchGrid m_grid;
    TaskPool* m_pool = nullptr;
    AvailableMemory m_available;
    std::optional<LoadedModel> m_model;
    std::map<std::string, std::shared_ptr<const EncoderModel>> m_encoders; ///< by backend
    std::shared_ptr<Activations> m_activations;
    Index m_tokens = 0; ///< of m_activations
};

} // namespace mixlens
