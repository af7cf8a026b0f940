#include "core/mixing/fourier_lane_mixer.h"

#include "core/mixing/fourier_mixer.h"
#include "core/mixing/lane_fourier_plan.h"
#include "core/mixing/mixer_settings.h"

#include <algorithm>

namespace mixlens {
namespace {

constexpr std::string_view mixerId = "fourier";

/// Values of a task for a thread: some microseconds of a pass, for it takes about one to hand a task over,
/// and a small matrix would rather wait for no other core at all.
constexpr Index leastValues = 16384;

/// body(part, thread) for the parts of a pass over `values` in all, by the threads of `pool`.
template<class Body>
void share(TaskPool* pool, Index parts, Index values, const Body& body)
{
    const Index inTask =
        pool ? std::clamp<Index>((leastValues * parts + values - 1) / values, 1, parts) : parts;
    const auto task = [&](Index index, int thread) {
        for (Index part = index * inTask; part < std::min(parts, (index + 1) * inTask); ++part)
            body(part, thread);
    };
    if (pool)
        pool->run((parts + inTask - 1) / inTask, task);
    else
        task(0, 0);
}

class FourierLaneMixer final : public FourierMixer
{
public:
    [[nodiscard]] std::string_view id() const noexcept override { return mixerId; }

    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        if (input.size() == 0)
            return {};
        const LaneFourierPlan plan = laneFourierLayout(input, laneFourierFor(input, kernels()).lanes);
        return {.flops = pointSymmetricFlops(input),
                .bytes = mixedBytes(input),
                .workspace =
                    sizeof(float) * static_cast<std::uint64_t>(plan.spectrumSize + plan.scratchSize)};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace& workspace, MixTape*) const override
    {
        mixByLanes(x, y, laneFourierFor(x.shape(), kernels()), workspace);
    }
};

Result<std::unique_ptr<TokenMixer>> make(const MixerSetup& setup)
{
    return SettingReader(mixerId, setup, {}).problem().map([]() -> std::unique_ptr<TokenMixer> {
        return std::make_unique<FourierLaneMixer>();
    });
}

} // namespace

void mixByLanes(ConstMatrixView x, MatrixView y, const LaneFourier& width, MixWorkspace& workspace)
{
    assert(x.shape() == y.shape());
    if (x.shape().size() == 0)
        return;
    const auto tables = LaneFourierTables::of(x.shape(), width.lanes);
    const LaneFourierPlan& plan = tables->plan();
    float* const spectrum = workspace.matrix(0, {1, plan.spectrumSize}).data();
    const MatrixView scratch = workspace.matrix(1, {workspace.threads(), plan.scratchSize});
    const Block<const float> in{x.data(), x.rows(), x.cols(), x.stride()};
    const Block<float> out{y.data(), y.rows(), y.cols(), y.stride()};
    const auto columns = [&](Index panel, int thread) {
        width.columnPanel(plan, in, panel, spectrum, scratch.row(thread).data());
    };
    const auto rows = [&](Index part, int thread) {
        width.rowPart(plan, spectrum, part, out, scratch.row(thread).data());
    };
    share(workspace.pool(), plan.panels + (plan.aloneCosines ? 1 : 0), x.shape().size(), columns);
    share(workspace.pool(), plan.rowParts, x.shape().size(), rows);
}

const MixerInfo& fourierLaneInfo() noexcept
{
    static constexpr MixerInfo info{.id = mixerId,
                                    .title = "Fourier",
                                    .formula = fourierFormula,
                                    .source = fourierSource,
                                    .family = MixerFamily::Fourier,
                                    .settings = {},
                                    .make = make};
    return info;
}

} // namespace mixlens
