#include "core/mixing/point_symmetric_fft.h"

#include <algorithm>

namespace mixlens {
namespace {

/// How columns 0..d/2 are shared out. Complex column m carries the real columns m and m + pairs; where their
/// number is odd, column d/2 stays alone.
struct Columns
{
    explicit Columns(Shape shape)
        : tokens(shape.rows), hidden(shape.cols), pairs((shape.cols / 2 + 1) / 2), alone(shape.cols / 2 % 2 == 0)
    {
        // 16 complex numbers of a row are two cache lines; few tokens allow more before a panel outgrows L1.
        constexpr Index inCache = 4096;
        panelWidth = std::clamp(inCache / tokens / 16 * 16, Index{16}, std::max(Index{16}, pairs));
    }

    [[nodiscard]] Index width(Index first) const { return std::min(panelWidth, pairs - first); }

    Index tokens;
    Index hidden;
    Index pairs;
    bool alone;
    Index panelWidth;
};

Index opposite(Index index, Index size)
{
    return index == 0 ? 0 : size - index;
}

/// out[m] = 2 E[n, first + m] + 2i E[n, first + m + pairs] for one row n; `here` is row n of X, `there` row -n.
void foldRow(const float* here, const float* there, const Columns& c, Index first, Index width, float* out)
{
    Index m = 0;
    if (first == 0) {
        out[0] = here[0] + there[0];
        out[1] = here[c.pairs] + there[c.hidden - c.pairs];
        m = 1;
    }
    const float* a = here + first;
    const float* b = here + first + c.pairs;
    const float* aEnd = there + c.hidden - first;
    const float* bEnd = aEnd - c.pairs;
    for (; m < width; ++m) {
        out[2 * m] = a[m] + aEnd[-m];
        out[2 * m + 1] = b[m] + bEnd[-m];
    }
}

/// Rows k and j of G for the pairs of one panel, packed as one complex row z = G[k] + i G[j] and, since both
/// are Hermitian, z[-m] = conj(G[k, m]) + i conj(G[j, m]). `zk` and `zj` are rows k and j of the panel, `yk`
/// and `yj` rows -k and -j. With Z the transform of a pair, the panel's factor 2 undone by the 1/4:
/// G[k, m] = (Z[k] + conj Z[-k]) / 4 and G[k, m + pairs] = (Z[k] - conj Z[-k]) / 4i.
void packRows(const float* zk, const float* yk, const float* zj, const float* yj, const Columns& c, Index first,
              Index width, float* z)
{
    float* a = z + 2 * first;
    float* b = a + 2 * c.pairs;
    float* aEnd = z + 2 * (c.hidden - first);
    float* bEnd = aEnd - 2 * c.pairs;
    for (Index m = 0; m < width; ++m) {
        const Index re = 2 * m;
        const Index im = 2 * m + 1;
        const float kr = 0.25F * (zk[re] + yk[re]);
        const float ki = 0.25F * (zk[im] - yk[im]);
        const float jr = 0.25F * (zj[re] + yj[re]);
        const float ji = 0.25F * (zj[im] - yj[im]);
        a[re] = kr - ji;
        a[im] = ki + jr;
        const float pr = 0.25F * (zk[im] + yk[im]);
        const float pi = 0.25F * (yk[re] - zk[re]);
        const float qr = 0.25F * (zj[im] + yj[im]);
        const float qi = 0.25F * (yj[re] - zj[re]);
        b[re] = pr - qi;
        b[im] = pi + qr;
        if (first + m > 0) { // m = 0 is its own mirror
            aEnd[-re] = kr + ji;
            aEnd[-re + 1] = jr - ki;
        }
        bEnd[-re] = pr + qi;
        bEnd[-re + 1] = qr - pi;
    }
}

/// Y[k] = Re z, Y[j] = Im z, and their mirrors.
void unpackRows(const float* z, Index hidden, float* k, float* j, float* kMirror, float* jMirror)
{
    for (Index l = 0; l < hidden; ++l) {
        k[l] = z[2 * l];
        j[l] = z[2 * l + 1];
    }
    const auto mirror = [hidden](const float* from, float* to) {
        if (from == to)
            return;
        to[0] = from[0];
        for (Index l = 1; l < hidden; ++l)
            to[l] = from[hidden - l];
    };
    mirror(k, kMirror);
    if (j != k)
        mirror(j, jMirror);
}

/// Panels of (tokens x width) one after the other; panel `first` starts where `first` columns end.
FieldView panel(FieldView panels, const Columns& c, Index first)
{
    return {panels.data() + c.tokens * first, {c.tokens, c.width(first)}};
}

void transformColumns(ConstMatrixView x, const Columns& c, PlanRigour rigour, FieldView folded, FieldView panels)
{
    std::shared_ptr<const FftPlan> plan;
    for (Index first = 0; first < c.pairs; first += c.panelWidth) {
        const FieldView out = panel(panels, c, first);
        const FieldView in(folded.data(), out.shape());
        for (Index n = 0; n < c.tokens; ++n)
            foldRow(x.row(n).data(), x.row(opposite(n, c.tokens)).data(), c, first, in.cols(),
                    reinterpret_cast<float*>(in.row(n).data()));
        if (!plan || plan->shape() != in.shape())
            plan = FftPlan::plan(FftKind::ComplexColumns, in.shape(), rigour);
        plan->forward(in, out);
    }
}

/// Column d/2 of E, times 2, through a real transform of its own.
void transformAloneColumn(ConstMatrixView x, PlanRigour rigour, MatrixView in, FieldView out)
{
    const Index m = x.cols() / 2;
    for (Index n = 0; n < x.rows(); ++n)
        in(n, 0) = x(n, m) + x(opposite(n, x.rows()), opposite(m, x.cols()));
    FftPlan::plan(FftKind::RealColumns, in.shape(), rigour)->forward(in, out);
}

} // namespace

void pointSymmetricFft(ConstMatrixView x, MatrixView y, PlanRigour rigour, MixWorkspace& workspace)
{
    assert(x.shape() == y.shape());
    if (x.shape().size() == 0)
        return;
    const Columns c(x.shape());
    const Index lastRow = c.tokens / 2;
    const FieldView panels = workspace.field(0, {c.tokens, c.pairs});
    const FieldView aloneColumn = workspace.field(1, {lastRow + 1, 1});
    const FieldView rowIn = workspace.field(3, {1, c.hidden});
    const FieldView rowOut = workspace.field(4, {1, c.hidden});
    transformColumns(x, c, rigour, workspace.field(2, {c.tokens, std::min(c.panelWidth, c.pairs)}), panels);
    if (c.alone)
        transformAloneColumn(x, rigour, workspace.matrix(0, {c.tokens, 1}), aloneColumn);

    const auto plan = FftPlan::plan(FftKind::ComplexRows, rowIn.shape(), rigour);
    float* z = reinterpret_cast<float*>(rowIn.data());
    for (Index k = 0; k <= lastRow; k += 2) {
        const Index j = std::min(k + 1, lastRow);
        const Index kMirror = opposite(k, c.tokens);
        const Index jMirror = opposite(j, c.tokens);
        for (Index first = 0; first < c.pairs; first += c.panelWidth) {
            const FieldView p = panel(panels, c, first);
            const auto row = [&p](Index r) { return reinterpret_cast<const float*>(p.row(r).data()); };
            packRows(row(k), row(kMirror), row(j), row(jMirror), c, first, p.cols(), z);
        }
        if (c.alone) {
            const std::complex<float> a = 0.5F * aloneColumn(k, 0);
            const std::complex<float> b = 0.5F * aloneColumn(j, 0);
            const Index h = c.hidden / 2;
            rowIn(0, opposite(h, c.hidden)) = {a.real() + b.imag(), b.real() - a.imag()};
            rowIn(0, h) = {a.real() - b.imag(), a.imag() + b.real()};
        }
        plan->forward(rowIn, rowOut);
        unpackRows(reinterpret_cast<const float*>(rowOut.data()), c.hidden, y.row(k).data(), y.row(j).data(),
                   y.row(kMirror).data(), y.row(jMirror).data());
    }
}

std::uint64_t pointSymmetricWorkspace(Shape shape) noexcept
{
    const Columns c(shape);
    const Index complexNumbers = c.tokens * (c.pairs + std::min(c.panelWidth, c.pairs)) + 2 * c.hidden +
                                 c.tokens / 2 + 1;
    return static_cast<std::uint64_t>(complexNumbers) * sizeof(std::complex<float>) +
           static_cast<std::uint64_t>(c.tokens) * sizeof(float);
}

} // namespace mixlens
