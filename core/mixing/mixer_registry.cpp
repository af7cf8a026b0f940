#include "core/mixing/mixer_registry.h"

#include "core/mixing/attention_article_mixer.h"
#include "core/mixing/attention_mixer.h"
#include "core/mixing/control_mixers.h"
#include "core/mixing/dft_mixers.h"
#include "core/mixing/fourier_fftw_mixer.h"
#include "core/mixing/fourier_folded_mixer.h"
#include "core/mixing/fourier_lane_mixer.h"
#include "core/mixing/fourier_real_mixer.h"
#include "core/mixing/noisy_fourier_mixer.h"
#include "core/mixing/optical_mixer.h"

#include <algorithm>
#include <array>

namespace mixlens {

std::span<const MixerInfo> mixers() noexcept
{
    static const std::array table{
        attentionInfo(),   attentionArticleInfo(), fourierLaneInfo(), fourierFoldedInfo(),
        fourierRealInfo(), fourierFftwInfo(),      dftMatrixInfo(),   dftDefinitionInfo(),
        opticalInfo(),     noisyFourierInfo(),     linearInfo(),      randomInfo(),
        noneInfo(),
    };
    return table;
}

const MixerInfo* findMixer(std::string_view id) noexcept
{
    const auto found = std::ranges::find(mixers(), id, &MixerInfo::id);
    return found == mixers().end() ? nullptr : &*found;
}

Result<std::unique_ptr<TokenMixer>> makeMixer(std::string_view id, const MixerSetup& setup)
{
    if (const MixerInfo* info = findMixer(id))
        return info->make(setup);
    std::string known;
    for (const MixerInfo& info : mixers())
        known.append(known.empty() ? "" : ", ").append(info.id);
    return failure(Error::Code::NotFound,
                   "There is no mixer '" + std::string(id) + "'; choose one of " + known + ".");
}

} // namespace mixlens
