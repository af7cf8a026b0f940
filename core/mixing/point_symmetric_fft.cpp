#include "core/mixing/point_symmetric_fft.h"

#include <algorithm>
#include <cstring>

namespace mixlens {
namespace {

/// Four floats in a register of any 64-bit processor: what these loops need, and no more, to keep up with
/// FFTW's own.
using Four [[gnu::vector_size(16)]] = float;

Four load(const float* from)
{
    Four value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

void store(Four value, float* to)
{
    std::memcpy(to, &value, sizeof value);
}

/// A register as two complex numbers, each moved as one 64-bit word.
using Two [[gnu::vector_size(16)]] = double;
static_assert(sizeof(double) == sizeof(std::complex<float>));

Four load(const std::complex<float>* first, const std::complex<float>* second)
{
    double low = 0.0;
    double high = 0.0;
    std::memcpy(&low, first, sizeof low);
    std::memcpy(&high, second, sizeof high);
    return reinterpret_cast<Four>(Two{low, high});
}

void store(Four value, std::complex<float>* first, std::complex<float>* second)
{
    const Two words = reinterpret_cast<Two>(value);
    const double low = words[0];
    const double high = words[1];
    std::memcpy(static_cast<void*>(first), &low, sizeof low);
    std::memcpy(static_cast<void*>(second), &high, sizeof high);
}

Index opposite(Index index, Index size)
{
    return index == 0 ? 0 : size - index;
}

constexpr Index lineOf = 8;         ///< complex numbers in a cache line
constexpr Index columnsAtOnce = 32; ///< real numbers in two cache lines of X
constexpr Index pairsAtOnce = 4;    ///< row pairs whose input is one line of each column

Index roundUp(Index value)
{
    return (value + lineOf - 1) / lineOf * lineOf;
}

/// Where everything lies. Complex column m carries the real columns m and m + pairs of E; where 0..d/2 is an
/// odd number of columns, d/2 stays alone. Each column is contiguous: FFTW transforms such several times
/// faster than interleaved ones.
struct Layout
{
    explicit Layout(Shape shape)
        : tokens(shape.rows), hidden(shape.cols), pairs((shape.cols / 2 + 1) / 2),
          alone(shape.cols / 2 % 2 == 0), batched(tokens <= 64),
          columnPitch(batched ? tokens : roundUp(tokens) + lineOf), rowPitch(roundUp(hidden) + lineOf)
    {}

    [[nodiscard]] Shape foldedShape() const
    {
        return {batched ? pairs : std::min(pairs, columnsAtOnce), columnPitch};
    }
    [[nodiscard]] Shape columnsShape() const { return {pairs, columnPitch}; }
    [[nodiscard]] Shape rowsShape() const { return {pairsAtOnce + 1, rowPitch}; }

    Index tokens;
    Index hidden;
    Index pairs;
    bool alone;
    bool batched;      ///< few tokens: one call of FFTW for all columns; many: one each
    Index columnPitch; ///< from column to column; an odd number of lines, else they would share a few cache
                       ///< sets
    Index rowPitch;
};

/// out(m, n) = (E[n, first + m] + i E[n, first + m + pairs]) / 2 for all n. The other half comes with the
/// unpacking.
void fold(ConstMatrixView x, const Layout& at, Index first, Index count, std::complex<float>* out)
{
    const Index d = at.hidden;
    // One line of each column at a time, so that each is written whole.
    for (Index n0 = 0; n0 < at.tokens; n0 += lineOf) {
        const Index nEnd = std::min(n0 + lineOf, at.tokens);
        Index m = first;
        const auto one = [&] {
            for (Index n = n0; n < nEnd; ++n) {
                const float* here = x.row(n).data();
                const float* there = x.row(opposite(n, at.tokens)).data();
                const Index partner = m + at.pairs;
                out[(m - first) * at.columnPitch + n] = {0.25F * (here[m] + there[opposite(m, d)]),
                                                         0.25F * (here[partner] + there[d - partner])};
            }
        };
        if (m == 0) {
            one(); // column 0 is its own mirror
            ++m;
        }
        for (; m + 4 <= first + count; m += 4) {
            std::complex<float>* column = out + (m - first) * at.columnPitch;
            for (Index n = n0; n < nEnd; ++n) {
                const float* here = x.row(n).data() + m;
                const float* there = x.row(opposite(n, at.tokens)).data() + (d - m - 3);
                const Four aMirror = load(there);
                const Four bMirror = load(there - at.pairs);
                const Four a = 0.25F * (load(here) + __builtin_shufflevector(aMirror, aMirror, 3, 2, 1, 0));
                const Four b =
                    0.25F * (load(here + at.pairs) + __builtin_shufflevector(bMirror, bMirror, 3, 2, 1, 0));
                store(__builtin_shufflevector(a, b, 0, 4, 1, 5), column + n, column + at.columnPitch + n);
                store(__builtin_shufflevector(a, b, 2, 6, 3, 7), column + 2 * at.columnPitch + n,
                      column + 3 * at.columnPitch + n);
            }
        }
        for (; m < first + count; ++m)
            one();
    }
}

void transformColumns(ConstMatrixView x, const Layout& at, PlanRigour rigour, FieldView folded,
                      FieldView columns)
{
    if (at.pairs == 0)
        return;
    const auto plan = FftPlan::plan(FftKind::ComplexRows, {at.batched ? at.pairs : 1, at.tokens}, rigour);
    if (at.batched) {
        fold(x, at, 0, at.pairs, folded.data());
        plan->forward(folded, columns);
        return;
    }
    for (Index first = 0; first < at.pairs; first += folded.rows()) {
        const Index count = std::min(folded.rows(), at.pairs - first);
        fold(x, at, first, count, folded.data());
        for (Index m = 0; m < count; ++m)
            plan->forward(folded.middleRows(m, 1).middleCols(0, at.tokens),
                          columns.middleRows(first + m, 1).middleCols(0, at.tokens));
    }
}

/// Column d/2 of E through a real transform of its own.
void transformAloneColumn(ConstMatrixView x, PlanRigour rigour, MatrixView in, FieldView out)
{
    const Index m = x.cols() / 2;
    for (Index n = 0; n < x.rows(); ++n)
        in(n, 0) = 0.5F * (x(n, m) + x(opposite(n, x.rows()), opposite(m, x.cols())));
    FftPlan::plan(FftKind::RealColumns, in.shape(), rigour)->forward(in, out);
}

/// Two rows of G and where the transforms of packed columns keep them.
struct RowPair
{
    Index k, j;
    Index kMirror, jMirror;
};

/// Rows k and j of G as one complex row, z = G[k] + i G[j]; both are Hermitian, so z[-m] = conj(G[k, m]) +
/// i conj(G[j, m]). With Z the transform of complex column m and its factor 1/2,
/// G[k, m] = Z[k] + conj Z[-k] and G[k, m + pairs] = (Z[k] - conj Z[-k]) / i.
void packPair(const std::complex<float>* column, const RowPair& r, Index m, const Layout& at,
              std::complex<float>* z)
{
    constexpr Four conjugate{1, -1, 1, -1};
    constexpr Four last{1, 1, 1, -1};
    constexpr Four first{-1, 1, 1, 1};
    const Four here = load(column + r.k, column + r.j);
    const Four there = conjugate * load(column + r.kMirror, column + r.jMirror);
    const Four g = here + there;  // Re and Im of G[k, m], then of G[j, m]
    const Four ih = here - there; // the same of i G[·, m + pairs]
    store(last * __builtin_shufflevector(g, g, 0, 1, 0, 1) +
              first * __builtin_shufflevector(g, g, 3, 2, 3, 2),
          z + m, z + opposite(m, at.hidden));
    constexpr Four second{1, -1, 1, 1};
    constexpr Four third{1, 1, -1, 1};
    store(second * __builtin_shufflevector(ih, ih, 1, 0, 1, 0) +
              third * __builtin_shufflevector(ih, ih, 2, 3, 2, 3),
          z + m + at.pairs, z + (at.hidden - m - at.pairs));
}

/// One part of z, 0 real and 1 imaginary, as a row of Y, and Y[-k, -l] = Y[k, l] as its mirror, null when the
/// row is its own.
template<int part>
void unpackRow(const std::complex<float>* z, Index d, float* row, float* mirror)
{
    const float* from = reinterpret_cast<const float*>(z);
    const auto one = [&](Index l) {
        row[l] = from[2 * l + part];
        if (mirror != nullptr)
            mirror[opposite(l, d)] = row[l];
    };
    one(0);
    Index l = 1;
    for (; l + 4 <= d; l += 4) {
        const Four values = __builtin_shufflevector(load(from + 2 * l), load(from + 2 * l + 4), part,
                                                    part + 2, part + 4, part + 6);
        store(values, row + l);
        if (mirror != nullptr)
            store(__builtin_shufflevector(values, values, 3, 2, 1, 0), mirror + (d - l - 3));
    }
    for (; l < d; ++l)
        one(l);
}

/// Y[k] = Re z, Y[j] = Im z, and their mirrors.
void unpackPair(const std::complex<float>* z, const RowPair& r, MatrixView y)
{
    const auto mirrorOf = [&](Index row, Index mirror) {
        return row == mirror ? nullptr : y.row(mirror).data();
    };
    unpackRow<0>(z, y.cols(), y.row(r.k).data(), mirrorOf(r.k, r.kMirror));
    if (r.j != r.k)
        unpackRow<1>(z, y.cols(), y.row(r.j).data(), mirrorOf(r.j, r.jMirror));
}

} // namespace

void pointSymmetricFft(ConstMatrixView x, MatrixView y, PlanRigour rigour, MixWorkspace& workspace)
{
    assert(x.shape() == y.shape());
    if (x.shape().size() == 0)
        return;
    const Layout at(x.shape());
    const Index lastRow = at.tokens / 2;
    const FieldView columns = workspace.field(0, at.columnsShape());
    const FieldView aloneColumn = workspace.field(1, {lastRow + 1, 1});
    transformColumns(x, at, rigour, workspace.field(2, at.foldedShape()), columns);
    if (at.alone)
        transformAloneColumn(x, rigour, workspace.matrix(0, {at.tokens, 1}), aloneColumn);

    const FieldView rows = workspace.field(3, at.rowsShape());
    const FieldView transformed = rows.middleRows(pairsAtOnce, 1).middleCols(0, at.hidden);
    const auto plan = FftPlan::plan(FftKind::ComplexRows, transformed.shape(), rigour);
    for (Index k0 = 0; k0 <= lastRow; k0 += 2 * pairsAtOnce) {
        RowPair group[pairsAtOnce];
        Index count = 0;
        for (Index k = k0; k <= lastRow && count < pairsAtOnce; k += 2) {
            const Index j = std::min(k + 1, lastRow);
            group[count++] = {k, j, opposite(k, at.tokens), opposite(j, at.tokens)};
        }
        for (Index m = 0; m < at.pairs; ++m)
            for (Index p = 0; p < count; ++p)
                packPair(columns.row(m).data(), group[p], m, at, rows.row(p).data());
        for (Index p = 0; p < count; ++p) {
            const FieldView z = rows.middleRows(p, 1).middleCols(0, at.hidden);
            if (at.alone) {
                const std::complex<float> a = aloneColumn(group[p].k, 0);
                const std::complex<float> b = aloneColumn(group[p].j, 0);
                const Index h = at.hidden / 2;
                z(0, opposite(h, at.hidden)) = {a.real() + b.imag(), b.real() - a.imag()};
                z(0, h) = {a.real() - b.imag(), a.imag() + b.real()};
            }
            plan->forward(z, transformed);
            unpackPair(transformed.data(), group[p], y);
        }
    }
}

std::uint64_t pointSymmetricWorkspace(Shape shape) noexcept
{
    const Layout at(shape);
    const Index complexNumbers =
        at.columnsShape().size() + at.foldedShape().size() + at.rowsShape().size() + at.tokens / 2 + 1;
    const Index realNumbers = at.alone ? at.tokens : 0;
    return static_cast<std::uint64_t>(complexNumbers) * sizeof(std::complex<float>) +
           static_cast<std::uint64_t>(realNumbers) * sizeof(float);
}

} // namespace mixlens
