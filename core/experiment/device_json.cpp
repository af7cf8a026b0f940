#include "core/experiment/device_json.h"

#include "core/base/quantity.h"
#include "core/bench/json_lines.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace mixlens {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json number(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nonFiniteText(value));
}

Json itemsJson(const std::vector<optics::CostItem>& items)
{
    Json json = Json::array();
    for (const optics::CostItem& item : items)
        json.push_back({{"name", item.name}, {"value", number(item.value)}, {"source", item.source}});
    return json;
}

} // namespace

std::string deviceCostJson(const optics::DeviceCost& cost)
{
    return dumped({{"provenance", word(Provenance::Modelled)},
                   {"feasible", cost.feasible},
                   {"problems", cost.problems},
                   {"seconds", number(cost.seconds)},
                   {"period_seconds", number(cost.periodSeconds)},
                   {"joules", number(cost.joules)},
                   {"core_joules", number(cost.coreJoules)},
                   {"laser_watts", number(cost.laserPower)},
                   {"mean_watts", number(cost.meanPower)},
                   {"frames", cost.frames},
                   {"passes", cost.passes},
                   {"converters", cost.channels},
                   {"planned_tokens", cost.plan.planned.rows},
                   {"planned_hidden", cost.plan.planned.cols},
                   {"time", itemsJson(cost.time)},
                   {"energy", itemsJson(cost.energy)}});
}

std::string numberJson(double value)
{
    return dumped(number(value));
}

std::string textJson(std::string_view text)
{
    return dumped(Json(text));
}

} // namespace mixlens
