#include "core/bench/operation_share.h"

#include <algorithm>

namespace mixlens {

std::vector<double> operationShares(const Measurement& cell, std::string_view operation)
{
    const auto wanted = std::ranges::find(cell.operations, operation, &OperationTimes::operation);
    if (wanted == cell.operations.end())
        return {};
    std::size_t rounds = wanted->seconds.size();
    for (const OperationTimes& times : cell.operations)
        rounds = std::min(rounds, times.seconds.size());
    std::vector<double> shares;
    for (std::size_t round = 0; round < rounds; ++round) {
        double total = 0.0;
        for (const OperationTimes& times : cell.operations)
            total += times.seconds[round];
        if (total > 0.0)
            shares.push_back(wanted->seconds[round] / total);
    }
    return shares;
}

} // namespace mixlens
