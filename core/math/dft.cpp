#include "core/math/dft.h"

#include "core/math/linear_algebra.h"
#include "core/math/recent_cache.h"

#include <cmath>
#include <numbers>

namespace mixlens {

std::shared_ptr<const std::vector<std::complex<double>>> rootsOfUnity(Index n)
{
    using Roots = std::vector<std::complex<double>>;
    static RecentCache<Index, Roots> cache(64);
    assert(n > 0);
    if (auto known = cache.find(n))
        return known;
    Roots roots(static_cast<std::size_t>(n));
    for (std::size_t j = 0; j < roots.size(); ++j) {
        const double turn = static_cast<double>(j) / static_cast<double>(n);
        roots[j] = std::polar(1.0, -2.0 * std::numbers::pi * turn);
    }
    return cache.keep(n, std::make_shared<const Roots>(std::move(roots)));
}

std::shared_ptr<const Matrix> dftMatrix(Index n, SineSign sign)
{
    struct Key
    {
        Index n;
        SineSign sign;
        bool operator==(const Key&) const = default;
    };
    static RecentCache<Key, Matrix> cache(8); // 8 n² bytes each
    if (auto known = cache.find({n, sign}))
        return known;
    const auto roots = rootsOfUnity(n);
    const double factor = sign == SineSign::Plus ? -1.0 : 1.0; // the roots hold cos - i sin
    Matrix matrix(n, 2 * n);
    for (Index j = 0; j < n; ++j) {
        Index residue = 0; // j k mod n
        for (Index k = 0; k < n; ++k) {
            const std::complex<double> root = (*roots)[static_cast<std::size_t>(residue)];
            matrix(j, k) = static_cast<float>(root.real());
            matrix(j, n + k) = static_cast<float>(factor * root.imag());
            residue += j;
            if (residue >= n)
                residue -= n;
        }
    }
    return cache.keep({n, sign}, std::make_shared<const Matrix>(std::move(matrix)));
}

void realDftByProducts(ConstMatrixView x, MatrixView scratch, MatrixView y)
{
    const Index n = x.rows();
    const Index d = x.cols();
    assert((scratch.shape() == Shape{2 * n, d}));
    const auto tokens = dftMatrix(n, SineSign::Plus);
    const auto hidden = dftMatrix(d, SineSign::Minus);
    // Y = [C_N | S_N] [X C_d ; -X S_d]: one long product adds both terms on its way.
    multiply(x, hidden->view().middleCols(0, d), scratch.middleRows(0, n));
    multiply(x, hidden->view().middleCols(d, d), scratch.middleRows(n, n));
    multiply(tokens->view(), scratch, y);
}

} // namespace mixlens
