#include "app/commands/sweep_options.h"

#include "app/commands/lane_options.h"
#include "app/commands/optics_device.h"
#include "core/experiment/sweep_axis.h"

namespace mixlens {

SweepPlan usualSweepPlan()
{
    SweepPlan plan;
    plan.model = "tiny-fnet";
    plan.preset = std::string(defaultDeviceName);
    plan.axes = {
        {"slm_bits", {2, 3, 4, 6, 8}}, {"adc_bits", {4, 6, 8, 10}}, {"photons", {10, 100, 1e3, 1e4, 1e5}}};
    plan.sentences = 100;
    return plan;
}

Result<SweepPlan> readSweepPlan(const Arguments& arguments, SweepPlan plan)
{
    plan.model = arguments.text("model", plan.model);
    plan.preset = arguments.text("preset", plan.preset);
    plan.perLayer = plan.perLayer || arguments.has("per-layer");
    plan.control = plan.control && !arguments.has("no-control");
    const auto preset = readPreset(plan.preset);
    auto settings = arguments.pairs("set");
    const auto sentences =
        arguments.integer("sentences", static_cast<std::int64_t>(plan.sentences), 1, 100'000);
    const auto seed = arguments.has("seed") ? readSeed(arguments) : plan.seed;
    const auto shard = arguments.has("shard") ? readShard(arguments.text("shard", "")) : plan.shard;
    if (const Error* problem = firstError(preset, settings, sentences, seed, shard))
        return tl::unexpected(*problem);
    if (!settings->empty())
        plan.settings = std::move(*settings);
    plan.sentences = static_cast<std::size_t>(*sentences);
    plan.seed = *seed;
    plan.shard = *shard;
    if (arguments.has("axis"))
        plan.axes.clear();
    for (const std::string& text : arguments.all("axis")) {
        auto axis = readAxis(text);
        if (!axis)
            return tl::unexpected(axis.error());
        plan.axes.push_back(std::move(*axis));
    }
    if (auto sound = checkPlan(plan); !sound)
        return tl::unexpected(sound.error());
    return plan;
}

} // namespace mixlens
