#include "core/experiment/sweep_plan.h"

#include "core/base/in_quotes.h"
#include "core/bench/number_text.h"
#include "core/optics/device_file.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace mixlens {
namespace {

constexpr std::size_t mostSentences = 100'000;

Result<optics::DeviceSpec> baseDevice(const SweepPlan& plan)
{
    optics::DeviceSpec device;
    if (!plan.preset.empty() && plan.preset != "default") {
        auto built = optics::builtInDevice(plan.preset);
        if (!built)
            return tl::unexpected(built.error());
        device = std::move(built->device);
    }
    for (const auto& [key, value] : plan.settings) {
        if (auto set = optics::setField(device, key, value); !set)
            return tl::unexpected(set.error());
    }
    return device;
}

Result<void> checkAxis(const SweepAxis& axis)
{
    const optics::DeviceField* field = optics::findField(axis.key);
    if (!field)
        return failure(Error::Code::Usage,
                       "A device has no value " + inQuotes(axis.key) +
                           ", so it cannot be swept; 'mixlens optics devices' lists them.");
    if (axis.values.empty())
        return failure(Error::Code::Usage, "The axis " + inQuotes(axis.key) +
                                               " has no values; give at least one, as in " + axis.key +
                                               "=4,6,8.");
    std::set<double> seen;
    for (const double value : axis.values) {
        if (auto allowed = optics::checkValue(*field, value); !allowed)
            return allowed;
        if (!seen.insert(value).second)
            return failure(Error::Code::Usage, "The axis " + inQuotes(axis.key) + " has the value " +
                                                   exactText(value) + " twice; give each once.");
    }
    return {};
}

} // namespace

Result<void> checkPlan(const SweepPlan& plan)
{
    if (plan.axes.empty())
        return failure(Error::Code::Usage,
                       "A sweep needs at least one axis; give one, as in slm_bits=4,6,8.");
    std::set<std::string> keys;
    double points = 1.0;
    for (const SweepAxis& axis : plan.axes) {
        if (auto good = checkAxis(axis); !good)
            return good;
        if (!keys.insert(axis.key).second)
            return failure(Error::Code::Usage, "The axis " + inQuotes(axis.key) +
                                                   " is given twice; give all its values at once.");
        points *= static_cast<double>(axis.values.size());
    }
    if (points > static_cast<double>(mostPoints))
        return failure(Error::Code::OutOfRange, "The axes combine to " + exactText(points) +
                                                    " points and at most " + std::to_string(mostPoints) +
                                                    " are possible; give fewer values.");
    if (plan.sentences < 1 || plan.sentences > mostSentences)
        return failure(Error::Code::OutOfRange, "A sweep runs over 1 to " + std::to_string(mostSentences) +
                                                    " sentences, and " + std::to_string(plan.sentences) +
                                                    " were asked for.");
    if (plan.shard.count < 1 || plan.shard.index < 0 || plan.shard.index >= plan.shard.count)
        return failure(Error::Code::OutOfRange, "There is no part " + std::to_string(plan.shard.index + 1) +
                                                    " of " + std::to_string(plan.shard.count) +
                                                    "; parts count from 1.");
    return baseDevice(plan).map([](const optics::DeviceSpec&) {});
}

std::vector<PlannedPoint> pointsOf(const SweepPlan& plan, const std::vector<std::size_t>& layers)
{
    std::size_t combinations = 1;
    for (const SweepAxis& axis : plan.axes)
        combinations *= axis.values.size();
    std::vector<PlannedPoint> points;
    for (std::size_t combination = 0; combination < combinations; ++combination) {
        PlannedPoint point;
        std::size_t rest = combination;
        for (auto axis = plan.axes.rbegin(); axis != plan.axes.rend(); ++axis) {
            point.values[axis->key] = axis->values[rest % axis->values.size()];
            rest /= axis->values.size();
        }
        point.number = points.size();
        points.push_back(point);
        if (!plan.perLayer)
            continue;
        for (const std::size_t layer : layers) {
            point.number = points.size();
            point.layer = layer;
            points.push_back(point);
        }
    }
    return points;
}

std::vector<PlannedPoint> shardOf(const std::vector<PlannedPoint>& points, const Shard& shard)
{
    std::vector<PlannedPoint> mine;
    std::ranges::copy_if(points, std::back_inserter(mine), [&](const PlannedPoint& point) {
        return point.number % static_cast<std::size_t>(shard.count) == static_cast<std::size_t>(shard.index);
    });
    return mine;
}

Result<optics::DeviceSpec> deviceOf(const SweepPlan& plan, const PlannedPoint& point)
{
    auto device = baseDevice(plan);
    if (!device)
        return device;
    for (const auto& [key, value] : point.values) {
        const optics::DeviceField* field = optics::findField(key);
        ((*device).*field->member) = {value, "set by the sweep"};
    }
    if (auto good = optics::checkDevice(*device); !good)
        return tl::unexpected(good.error());
    return device;
}

std::map<std::string, std::string, std::less<>> settingsOf(const SweepPlan& plan, const PlannedPoint& point)
{
    auto settings = plan.settings;
    if (!plan.preset.empty())
        settings["preset"] = plan.preset;
    for (const auto& [key, value] : point.values)
        settings[key] = exactText(value);
    return settings;
}

} // namespace mixlens
