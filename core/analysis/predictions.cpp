#include "core/analysis/predictions.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mixlens {

Prediction predict(std::size_t position, ConstMatrixView logits, std::size_t count, const Tokenizer* names)
{
    assert(logits.rows() == 1 && logits.cols() > 0);
    const auto row = logits.row(0);
    const auto largest = static_cast<double>(*std::ranges::max_element(row));
    double sum = 0.0;
    double weighted = 0.0;
    for (const float logit : row) {
        const double below = static_cast<double>(logit) - largest;
        sum += std::exp(below);
        weighted += std::exp(below) * below;
    }
    Prediction prediction;
    prediction.position = position;
    prediction.entropy = std::log(sum) - weighted / sum; // -Σ p log p with p = e^(l - max) / sum

    std::vector<TokenId> order(row.size());
    std::iota(order.begin(), order.end(), TokenId{0});
    const auto before = [&](TokenId a, TokenId b) {
        const float la = row[static_cast<std::size_t>(a)];
        const float lb = row[static_cast<std::size_t>(b)];
        return la != lb ? la > lb : a < b;
    };
    count = std::min(count, order.size());
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(count), before);
    for (std::size_t i = 0; i < count; ++i) {
        const TokenId id = order[i];
        prediction.best.push_back(
            {id, names ? std::string(names->piece(id)) : std::string(),
             std::exp(static_cast<double>(row[static_cast<std::size_t>(id)]) - largest) / sum});
    }
    return prediction;
}

} // namespace mixlens
