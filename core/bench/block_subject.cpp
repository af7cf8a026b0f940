#include "core/bench/layer_subjects.h"
#include "core/math/linear_algebra.h"
#include "core/nn/layers.h"

#include <cmath>

namespace mixlens {
namespace {

constexpr float normEpsilon = 1e-12F; // BERT's

/// y = x Wᵀ + b with W drawn so that y is as large as x, b = 0.
struct Affine
{
    Affine(Index out, Index in, std::uint64_t seed, std::uint64_t stream) : weight(out, in), bias(1, out)
    {
        drawNormals(seed, stream, 1.0F / std::sqrt(static_cast<float>(in)), weight.view());
    }
    void apply(ConstMatrixView x, MatrixView y, TaskPool* pool) const
    {
        affine(x, weight.view(), bias.values(), y, pool);
    }

    Matrix weight;
    Matrix bias;
};

/// Gain 1, offset 0: how every LayerNorm begins.
struct Norm
{
    explicit Norm(Index width) : gain(1, width), offset(1, width) { fill(gain.view(), 1.0F); }
    void apply(MatrixView x, TaskPool* pool) const
    {
        layerNorm(x, gain.values(), offset.values(), normEpsilon, x, pool);
    }

    Matrix gain;
    Matrix offset;
};

class BlockSubject final : public BenchSubject
{
public:
    explicit BlockSubject(LayerSetup setup)
        : m_mixer(std::move(setup.mixer)), m_activations(std::move(setup.activations)), m_batch(setup.batch),
          m_up(feedForwardFactor * width(), width(), setup.seed, 1),
          m_down(width(), feedForwardFactor * width(), setup.seed, 2), m_mixedNorm(width()),
          m_outputNorm(width())
    {
        m_mixing.useThreads(setup.pool);
        m_layer.useThreads(setup.pool);
    }

    [[nodiscard]] Result<void> call(OperationClock* clock, const std::stop_token& stop) override
    {
        if (clock)
            clock->start();
        for (Index sequence = 0; sequence < m_batch; ++sequence) {
            if (stop.stop_requested())
                return failure(Error::Code::Cancelled, "The measurement was stopped.");
            run(m_activations->input.view().middleRows(sequence * tokens(), tokens()),
                m_activations->output.view().middleRows(sequence * tokens(), tokens()), clock);
        }
        return {};
    }

    [[nodiscard]] std::uint64_t workspaceBytes() const noexcept override
    {
        return m_mixing.bytes() + m_layer.bytes();
    }

    [[nodiscard]] std::vector<Quantity> device() override
    {
        std::vector<Quantity> sum;
        if (m_mixer->id() != "optical")
            return sum;
        MixTape tape;
        m_mixer->forward(m_activations->input.view().middleRows(0, tokens()), {},
                         m_activations->output.view().middleRows(0, tokens()), m_mixing, &tape);
        addDevice(tape, static_cast<double>(m_batch), sum);
        return sum;
    }

private:
    [[nodiscard]] Index width() const noexcept { return m_activations->input.cols(); }
    [[nodiscard]] Index tokens() const noexcept { return m_activations->input.rows() / m_batch; }

    // Lee-Thorp et al. 2021, figure 1; Devlin et al. 2019: h' = LN(h + mix(h)), h = LN(h' + FF(h')).
    void run(ConstMatrixView x, MatrixView y, OperationClock* clock)
    {
        const auto lap = [clock](Operation operation) {
            if (clock)
                clock->lap(operation);
        };
        TaskPool* pool = m_layer.pool();
        const MatrixView inner = m_layer.matrix(0, {x.rows(), m_up.weight.rows()});
        const MatrixView outer = m_layer.matrix(1, x.shape());
        m_mixer->forward(x, {}, y, m_mixing, nullptr);
        lap(Operation::Mixing);
        addTo(x, y);
        m_mixedNorm.apply(y, pool);
        lap(Operation::Norm);
        m_up.apply(y, inner, pool);
        activate(Activation::GeluErf, inner, pool);
        m_down.apply(inner, outer, pool);
        lap(Operation::FeedForward);
        addTo(outer, y);
        m_outputNorm.apply(y, pool);
        lap(Operation::Norm);
    }

    std::unique_ptr<TokenMixer> m_mixer;
    std::shared_ptr<SubjectMaker::Activations> m_activations;
    Index m_batch;
    Affine m_up, m_down;
    Norm m_mixedNorm, m_outputNorm;
    MixWorkspace m_mixing, m_layer;
};

} // namespace

std::unique_ptr<BenchSubject> blockSubject(LayerSetup setup)
{
    return std::make_unique<BlockSubject>(std::move(setup));
}

} // namespace mixlens
