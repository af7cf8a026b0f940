#include "core/mixing/optical_mixer.h"

#include "core/mixing/fourier_influence.h"
#include "core/mixing/mixer_settings.h"
#include "core/mixing/noise_stream.h"
#include "core/optics/device_file.h"
#include "core/optics/optical_bench.h"

#include <cmath>

namespace mixlens {
namespace {

constexpr std::string_view mixerId = "optical";
constexpr std::string_view presetKey = "preset";

class OpticalMixer final : public TokenMixer
{
public:
    OpticalMixer(optics::OpticalBench bench, std::uint64_t seed) : m_bench(std::move(bench)), m_seed(seed) {}

    [[nodiscard]] std::string_view id() const noexcept override { return mixerId; }

    /// Digital operations: removing and adding back the constant rows, scaling, averaging mirror images.
    /// Light's own work is opticalFrames.
    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        const auto points = static_cast<std::uint64_t>(input.size());
        const double lines = static_cast<double>(input.rows + input.cols);
        const bool bypass = m_bench.device().bypass.value > 0.0;
        const bool even = m_bench.device().symmetrise.value > 0.0;
        return {
            .flops = 2 * points + (even ? points : 0) +
                     (bypass ? 4 * points + static_cast<std::uint64_t>(5.0 * lines * std::log2(lines)) : 0),
            .bytes = 2 * sizeof(float) * points,
            .workspace = 5 * sizeof(float) * points + 4 * sizeof(float) * static_cast<std::uint64_t>(lines),
            .opticalFrames = optics::opticalFrames(m_bench.device(), input)};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace& workspace,
                 MixTape* tape) const override
    {
        const optics::BenchStorage storage{
            workspace.field(0, x.shape()),
            workspace.field(1, x.shape()),
            workspace.matrix(0, x.shape()),
            {workspace.field(2, {1, x.rows()}), workspace.field(3, {1, x.cols()})},
            {workspace.field(4, {1, x.rows()}), workspace.field(5, {1, x.cols()})},
            workspace.pool()};
        const optics::BenchPass pass =
            m_bench.transform(x, seedOfStream(m_seed, workspace.stream()), storage, y);
        if (!tape)
            return;
        tape->saved.push_back({"camera", Matrix(ConstMatrixView(storage.difference))});
        tape->facts = optics::facts(m_bench.assess(x, y, pass, storage),
                                    optics::deviceCost(m_bench.device(), x.shape()));
    }

    [[nodiscard]] Result<Matrix> influence(ConstMatrixView x, KeyMask, const MixTape&,
                                           const std::stop_token& stop) const override
    {
        return fourierInfluence(x.shape(), stop);
    }

    [[nodiscard]] std::optional<Matrix> weights(Index tokens, Index, const MixTape&) const override
    {
        return fourierWeights(tokens);
    }

private:
    optics::OpticalBench m_bench;
    std::uint64_t m_seed;
};

/// The device's values as settings, with their defaults as text.
class DeviceSettings
{
public:
    DeviceSettings()
    {
        const optics::DeviceSpec device;
        m_settings.push_back({presetKey, "default", "a device of resources/devices to start from"});
        m_fallbacks.reserve(optics::deviceFields().size()); // short strings must not move under their views
        for (const optics::DeviceField& field : optics::deviceFields()) {
            m_fallbacks.push_back(optics::fieldText(field, device));
            m_settings.push_back({field.key, m_fallbacks.back(), field.meaning});
        }
    }

    [[nodiscard]] std::span<const MixerSetting> settings() const noexcept { return m_settings; }

private:
    std::vector<std::string> m_fallbacks;
    std::vector<MixerSetting> m_settings;
};

Result<std::unique_ptr<TokenMixer>> make(const MixerSetup& setup)
{
    const SettingReader reader(mixerId, setup, opticalInfo().settings);
    if (auto problem = reader.problem(); !problem)
        return tl::unexpected(problem.error());
    optics::DeviceSpec device;
    const auto preset = setup.settings.find(presetKey);
    if (preset != setup.settings.end() && preset->second != "default") {
        auto built = optics::builtInDevice(preset->second);
        if (!built)
            return failure(Error::Code::Usage, "optical: preset: " + built.error().message);
        device = std::move(built->device);
    }
    for (const auto& [key, value] : setup.settings) {
        if (key == presetKey)
            continue;
        if (auto set = optics::setField(device, key, value); !set)
            return tl::unexpected(set.error());
    }
    auto bench = optics::OpticalBench::make(std::move(device));
    if (!bench)
        return tl::unexpected(bench.error());
    return std::make_unique<OpticalMixer>(std::move(*bench), setup.seed);
}

} // namespace

const MixerInfo& opticalInfo() noexcept
{
    static const DeviceSettings device;
    static const MixerInfo info{.id = mixerId,
                                .title = "Optical Fourier, simulated",
                                .formula = "Re(F_N X F_d), seen by a balanced homodyne receiver",
                                .source = "Goodman, Introduction to Fourier Optics, ch. 5",
                                .family = MixerFamily::Optical,
                                .settings = device.settings(),
                                .make = make};
    return info;
}

} // namespace mixlens
