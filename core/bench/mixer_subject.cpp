#include "core/bench/layer_subjects.h"
#include "core/kernels/kernels.h"

#include <algorithm>
#include <array>

namespace mixlens {
namespace {

class MixerSubject final : public BenchSubject
{
public:
    explicit MixerSubject(LayerSetup setup)
        : m_mixer(std::move(setup.mixer)), m_activations(std::move(setup.activations)), m_batch(setup.batch)
    {
        m_workspace.useThreads(setup.pool);
    }

    [[nodiscard]] Result<void> call(OperationClock*, const std::stop_token& stop) override
    {
        const Index tokens = m_activations->input.rows() / m_batch;
        for (Index sequence = 0; sequence < m_batch; ++sequence) {
            if (stop.stop_requested())
                return failure(Error::Code::Cancelled, "The measurement was stopped.");
            m_mixer->forward(m_activations->input.view().middleRows(sequence * tokens, tokens), {},
                             m_activations->output.view().middleRows(sequence * tokens, tokens), m_workspace,
                             nullptr);
        }
        return {};
    }

    [[nodiscard]] std::uint64_t workspaceBytes() const noexcept override { return m_workspace.bytes(); }

    [[nodiscard]] std::vector<Quantity> device() override
    {
        std::vector<Quantity> sum;
        if (m_mixer->id() != "optical")
            return sum;
        const Index tokens = m_activations->input.rows() / m_batch;
        MixTape tape;
        m_mixer->forward(m_activations->input.view().middleRows(0, tokens), {},
                         m_activations->output.view().middleRows(0, tokens), m_workspace, &tape);
        addDevice(tape, static_cast<double>(m_batch), sum);
        return sum;
    }

private:
    std::unique_ptr<TokenMixer> m_mixer;
    std::shared_ptr<SubjectMaker::Activations> m_activations;
    Index m_batch;
    MixWorkspace m_workspace;
};

} // namespace

std::unique_ptr<BenchSubject> mixerSubject(LayerSetup setup)
{
    return std::make_unique<MixerSubject>(std::move(setup));
}

void drawNormals(std::uint64_t seed, std::uint64_t stream, float scale, MatrixView out)
{
    assert(out.isContiguous());
    const auto count = static_cast<std::size_t>(out.shape().size());
    kernels().philoxNormals(seed, stream, 0, count, out.data());
    std::for_each_n(out.data(), count, [scale](float& value) { value *= scale; });
}

void addDevice(const MixTape& tape, double times, std::vector<Quantity>& sum)
{
    for (const char* name : {"device_time", "device_energy"}) {
        const Quantity* fact = tape.fact(name);
        if (!fact)
            continue;
        const auto known = std::ranges::find(sum, fact->name, &Quantity::name);
        Quantity& total = known == sum.end()
                              ? sum.emplace_back(Quantity{fact->name, 0.0, fact->unit, fact->provenance})
                              : *known;
        total.value += times * fact->value;
    }
}

} // namespace mixlens
