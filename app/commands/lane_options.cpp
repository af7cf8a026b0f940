#include "app/commands/lane_options.h"

#include "core/mixing/mixer_registry.h"

#include <algorithm>
#include <filesystem>

namespace mixlens {

Result<std::uint64_t> readSeed(const Arguments& arguments)
{
    return arguments.integer("seed", 1, 0, INT64_MAX).map([](std::int64_t seed) {
        return static_cast<std::uint64_t>(seed);
    });
}

Result<const MixerInfo*> readMixer(const std::string& id, std::string_view option)
{
    if (const MixerInfo* info = findMixer(id))
        return info;
    std::vector<std::string_view> ids;
    for (const MixerInfo& info : mixers())
        ids.push_back(info.id);
    return failure(Error::Code::Usage, "--" + std::string(option) + " is '" + id + "', which is no mixer" +
                                           suggestion(id, ids) + " ('mixlens backends' lists them all)");
}

Result<Lane> readLane(const Arguments& arguments)
{
    const auto model = arguments.required("model");
    if (!model)
        return tl::unexpected(model.error());
    Lane lane;
    lane.model = *model;
    lane.title = std::filesystem::path(*model).filename().string();
    if (lane.title.empty())
        lane.title = *model;

    if (const auto given = arguments.text("mixer")) {
        for (std::size_t begin = 0; begin <= given->size();) {
            const std::size_t end = std::min(given->find(',', begin), given->size());
            const auto info = readMixer(given->substr(begin, end - begin), "mixer");
            if (!info)
                return tl::unexpected(info.error());
            lane.mixers.emplace_back((*info)->id);
            begin = end + 1;
        }
        lane.title += ", " + *given;
    }
    auto settings = arguments.pairs("set");
    if (!settings)
        return tl::unexpected(settings.error());
    lane.settings = std::move(*settings);
    return lane;
}

} // namespace mixlens
