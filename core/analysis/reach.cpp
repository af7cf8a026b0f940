#include "core/analysis/reach.h"

#include <algorithm>
#include <cmath>

namespace mixlens {

Matrix rowShares(ConstMatrixView nonNegative)
{
    Matrix shares(nonNegative);
    for (Index r = 0; r < shares.rows(); ++r) {
        const auto row = shares.view().row(r);
        double sum = 0.0;
        for (const float value : row)
            sum += static_cast<double>(value);
        if (sum <= 0.0)
            continue;
        for (float& value : row)
            value = static_cast<float>(static_cast<double>(value) / sum);
    }
    return shares;
}

std::vector<double> reach(ConstMatrixView shares)
{
    std::vector<double> result;
    result.reserve(static_cast<std::size_t>(shares.rows()));
    for (Index r = 0; r < shares.rows(); ++r) {
        double entropy = 0.0;
        double sum = 0.0;
        for (const float value : shares.row(r)) {
            const auto share = static_cast<double>(value);
            sum += share;
            if (share > 0.0)
                entropy -= share * std::log(share);
        }
        result.push_back(sum > 0.0 ? std::exp(entropy) : 0.0);
    }
    return result;
}

std::vector<double> received(ConstMatrixView shares)
{
    std::vector<double> sums(static_cast<std::size_t>(shares.cols()), 0.0);
    for (Index r = 0; r < shares.rows(); ++r) {
        const auto row = shares.row(r);
        for (std::size_t c = 0; c < sums.size(); ++c)
            sums[c] += static_cast<double>(row[c]);
    }
    return sums;
}

double relativeSpread(ConstMatrixView values)
{
    if (values.shape().size() == 0)
        return 0.0;
    double low = static_cast<double>(values(0, 0));
    double high = low;
    double sum = 0.0;
    for (Index r = 0; r < values.rows(); ++r) {
        for (const float value : values.row(r)) {
            low = std::min(low, static_cast<double>(value));
            high = std::max(high, static_cast<double>(value));
            sum += static_cast<double>(value);
        }
    }
    const double mean = sum / static_cast<double>(values.shape().size());
    return mean == 0.0 ? 0.0 : (high - low) / std::abs(mean);
}

} // namespace mixlens
