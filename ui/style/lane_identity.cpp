#include "ui/style/lane_identity.h"

#include "core/mixing/mixer_registry.h"

#include <optional>

namespace mixlens::ui {

namespace {

LaneIdentity identityOfFamily(MixerFamily family)
{
    switch (family) {
    case MixerFamily::Attention:
        return LaneIdentity::Attention;
    case MixerFamily::Fourier:
        return LaneIdentity::Fourier;
    case MixerFamily::Optical:
        return LaneIdentity::Optical;
    case MixerFamily::Control:
        break;
    }
    return LaneIdentity::Control;
}

} // namespace

std::vector<std::string> mixersOf(const EncodingTrace& trace)
{
    std::vector<std::string> ids;
    for (const LayerTrace& layer : trace.layers)
        ids.push_back(layer.mixer);
    return ids;
}

LaneIdentity identityOf(const std::vector<std::string>& mixers)
{
    std::optional<LaneIdentity> common;
    bool mixed = false;
    for (const std::string& id : mixers) {
        const MixerInfo* info = findMixer(id);
        const LaneIdentity own = info != nullptr ? identityOfFamily(info->family) : LaneIdentity::Control;
        if (own == LaneIdentity::Optical)
            return LaneIdentity::Optical;
        mixed = mixed || (common.has_value() && *common != own);
        common = own;
    }
    if (mixed)
        return LaneIdentity::Hybrid;
    return common.value_or(LaneIdentity::Control);
}

} // namespace mixlens::ui
