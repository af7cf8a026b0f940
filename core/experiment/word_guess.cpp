#include "core/experiment/word_guess.h"

#include <algorithm>
#include <cmath>

namespace mixlens {

std::vector<double> logProbabilities(std::span<const float> logits)
{
    const double highest = static_cast<double>(std::ranges::max(logits));
    double sum = 0.0;
    for (const float logit : logits)
        sum += std::exp(static_cast<double>(logit) - highest);
    const double offset = highest + std::log(sum);
    std::vector<double> logs(logits.size());
    std::ranges::transform(logits, logs.begin(),
                           [offset](float logit) { return static_cast<double>(logit) - offset; });
    return logs;
}

double klDivergence(const std::vector<double>& p, const std::vector<double>& q)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < p.size(); ++i)
        sum += std::exp(p[i]) * (p[i] - q[i]);
    return std::max(0.0, sum);
}

TokenId mostLikely(const std::vector<double>& logs)
{
    return static_cast<TokenId>(std::ranges::max_element(logs) - logs.begin());
}

} // namespace mixlens
