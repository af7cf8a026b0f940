#include "core/base/random.h"
#include "core/bench/layer_subjects.h"

namespace mixlens {
namespace {

class ModelSubject final : public BenchSubject
{
public:
    ModelSubject(std::shared_ptr<const EncoderModel> model, Index tokens, Index batch, std::uint64_t seed,
                 TaskPool* pool)
        : m_model(std::move(model)), m_seed(seed)
    {
        const auto words = static_cast<double>(m_model->config().vocabulary);
        for (Index sequence = 0; sequence < batch; ++sequence) {
            const Philox random(seed, static_cast<std::uint64_t>(sequence));
            EncoderInput& input = m_inputs.emplace_back();
            for (Index i = 0; i < tokens; ++i)
                input.ids.push_back(
                    static_cast<TokenId>(words * random.uniform(static_cast<std::uint64_t>(i))));
        }
        m_workspace.useThreads(pool);
    }

    [[nodiscard]] Result<void> call(OperationClock* clock, const std::stop_token& stop) override
    {
        m_workspace.clock = clock;
        for (const EncoderInput& input : m_inputs) {
            const auto trace = m_model->encode(input, {.intermediates = false}, m_workspace, stop);
            if (!trace)
                return tl::unexpected(trace.error());
        }
        return {};
    }

    [[nodiscard]] std::uint64_t workspaceBytes() const noexcept override
    {
        return m_workspace.mixing.bytes() + m_workspace.layers.bytes();
    }

    /// Of each optical layer on a random input: time and energy follow from the shape alone.
    [[nodiscard]] std::vector<Quantity> device() override
    {
        std::vector<Quantity> sum;
        Matrix x, y;
        for (std::size_t layer = 0; layer < m_model->layerCount(); ++layer) {
            if (m_model->mixer(layer).id() != "optical")
                continue;
            if (x.empty()) {
                const auto tokens = static_cast<Index>(m_inputs.front().ids.size());
                x = y = Matrix(tokens, m_model->config().hidden);
                drawNormals(m_seed, 0, 1.0F, x.view());
            }
            MixTape tape;
            m_model->mixer(layer).forward(x.view(), {}, y.view(), m_workspace.mixing, &tape);
            addDevice(tape, static_cast<double>(m_inputs.size()), sum);
        }
        return sum;
    }

private:
    std::shared_ptr<const EncoderModel> m_model;
    std::uint64_t m_seed;
    std::vector<EncoderInput> m_inputs;
    EncoderWorkspace m_workspace;
};

} // namespace

std::unique_ptr<BenchSubject> modelSubject(std::shared_ptr<const EncoderModel> model, Index tokens,
                                           Index batch, std::uint64_t seed, TaskPool* pool)
{
    return std::make_unique<ModelSubject>(std::move(model), tokens, batch, seed, pool);
}

} // namespace mixlens
