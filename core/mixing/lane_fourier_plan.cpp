#include "core/mixing/lane_fourier_plan.h"

#include "core/math/recent_cache.h"
#include "core/mixing/lane_costs.h"
#include "core/mixing/lane_lengths.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <span>

namespace mixlens {
namespace {

using Root = std::complex<double>;

std::size_t at(Index index)
{
    return static_cast<std::size_t>(index);
}

/// exp(-2πi j / n) for j = 0..n-1.
std::vector<Root> rootsOf(Index n)
{
    std::vector<Root> roots(at(n));
    for (Index j = 0; j < n; ++j) {
        const double angle = -2.0 * std::numbers::pi * static_cast<double>(j) / static_cast<double>(n);
        roots[at(j)] = {std::cos(angle), std::sin(angle)};
    }
    return roots;
}

float* put(Root value, float* to)
{
    to[0] = static_cast<float>(value.real());
    to[1] = static_cast<float>(value.imag());
    return to + 2;
}

Index roundUp(Index value, Index step)
{
    return (value + step - 1) / step * step;
}

/// Plain recursion over the radices, in double: out[k] = Σ_j in[step j] roots[j k step'], for the filter of a
/// chirp. `roots` are those of the whole transform.
void transformInDouble(const Root* in, Index step, std::span<const int> radices, std::span<const Root> roots,
                       std::span<Root> out)
{
    if (radices.empty()) {
        out[0] = in[0];
        return;
    }
    const Index n = static_cast<Index>(out.size());
    const Index radix = radices[0];
    const Index m = n / radix;
    for (Index r = 0; r < radix; ++r)
        transformInDouble(in + step * r, step * radix, radices.subspan(1), roots,
                          out.subspan(at(r * m), at(m)));
    const Index turn = static_cast<Index>(roots.size()) / n;
    std::array<Root, largestRadix> column;
    for (Index k = 0; k < m; ++k) {
        for (Index r = 0; r < radix; ++r)
            column[at(r)] = out[at(r * m + k)];
        for (Index s = 0; s < radix; ++s) {
            Root sum = column[0];
            for (Index r = 1; r < radix; ++r)
                sum += column[at(r)] * roots[at(r * (k + m * s) % n * turn)];
            out[at(k + m * s)] = sum;
        }
    }
}

/// g^0, g^1, .. modulo the prime n, for the smallest g whose powers are all of 1..n-1.
std::vector<int> powersOfRoot(Index n)
{
    std::vector<int> powers(at(n - 1));
    for (Index g = 2;; ++g) {
        Index power = 1;
        std::size_t count = 0;
        do {
            powers[count++] = static_cast<int>(power);
            power = power * g % n;
        } while (power != 1);
        if (count == powers.size())
            return powers;
    }
}

/// Products of a column by itself grow with the square of the length; beyond this, a panel costs less.
constexpr Index largestAloneLength = 520;

} // namespace

const LaneFourier& laneFourierFor(Shape shape, const KernelTable& table) noexcept
{
    const auto widths = laneFourier(table);
    const auto suits = [&](const LaneFourier& width) {
        return shape.cols % width.lanes == 0 && shape.cols >= width.lanes * width.lanes;
    };
    const auto found = std::ranges::find_if(widths, suits);
    if (found != widths.end())
        return *found;
    // Rows go `lanes` pairs at a time: wide registers only where they fill them, or where the columns do, and
    // rows are long enough to go pair by pair.
    constexpr Index longRows = 300; // measured on a Zen 4, 8 to 62 tokens
    const bool isWide = shape.rows >= 4 * widths.front().lanes || shape.cols >= longRows;
    return isWide ? widths.front() : widths.back();
}

namespace {

/// Whether rows of length d, no multiple of `lanes`, are better off each pair by itself: `lanes` pairs
/// together need no convolution as long, but there may be fewer pairs.
bool chirpsRows(Index d, Index pairs, Index lanes)
{
    if (d < 4 * lanes)
        return false;
    constexpr double both = 8.0; // to read G and to write Y, measured as the costs are
    const Index left = pairs % lanes;
    const Index unused = left == 0 ? 0 : lanes == 16 && left <= 8 ? 8 - left : lanes - left;
    const double filled = static_cast<double>(pairs) / static_cast<double>(pairs + unused);
    return (lane::rowChirpCost(d, lanes) + both) * filled < lane::transformCost(d, lanes) + both;
}

} // namespace

LaneFourierPlan laneFourierLayout(Shape shape, Index lanes)
{
    static constexpr float toBeFilled = 0.0F;
    const Index d = shape.cols;
    LaneFourierPlan plan{};
    plan.tokens = shape.rows;
    plan.hidden = d;
    plan.halfRows = shape.rows / 2 + 1;
    plan.columns = laneTransformOf(shape.rows, lanes);
    plan.columnInner = innerTransformOf(plan.columns, lanes);
    const Index pairs = (plan.halfRows + 1) / 2;
    const bool isMultiple = d % lanes == 0 && d >= lanes * lanes && radicesOf(d / lanes).possible;
    const bool isChirped = !isMultiple && chirpsRows(d, pairs, lanes);
    plan.rowsAlone = isMultiple || isChirped;

    const Index columns = d / 2 + 1;
    const bool alone = isMultiple && columns % (2 * lanes) == 1 && shape.rows <= largestAloneLength;
    plan.panels = alone ? (columns - 1) / (2 * lanes) : (columns + 2 * lanes - 1) / (2 * lanes);
    plan.alonePitch = alone ? roundUp(plan.halfRows, lanes) : 0;
    // An odd number of cache lines, so that the panels of a row don't share a few sets of the cache.
    plan.panelPitch = roundUp(4 * lanes * plan.halfRows, 32) + 16;
    plan.spectrumSize = plan.panels * plan.panelPitch + plan.alonePitch;

    const auto scratchOf = [&](const LaneTransform& t) { return 2 * lanes * (t.grid + t.line); };
    const Index columnScratch = std::max(scratchOf(plan.columns), roundUp(plan.halfRows, 16));
    Index rowScratch = 0;
    if (isChirped) {
        std::vector<int> radices = lane::rowRadices(d, lanes);
        plan.rowPasses = passesOf(radices);
        std::ranges::reverse(radices);
        plan.rowBack = passesOf(radices);
        plan.rowFilter = &toBeFilled;
        rowScratch = 5 * lanes * plan.rowPasses.length + 4 * lanes;
    } else if (plan.rowsAlone) {
        plan.rowPasses = passesOf(d / lanes);
        rowScratch = 2 * (d + 2 * lanes) + 4 * d;
    } else {
        plan.rows = laneTransformOf(d, lanes);
        plan.rowInner = innerTransformOf(plan.rows, lanes);
        rowScratch = 2 * lanes * (d + 1) + std::max(d, scratchOf(plan.rows));
    }
    plan.scratchSize = roundUp(std::max(columnScratch, rowScratch), 32) + 16;
    const Index together = plan.rowsAlone ? pairsInPart : lanes;
    plan.rowParts = (pairs + together - 1) / together;
    if (alone) {
        plan.aloneCosines = &toBeFilled;
    }
    return plan;
}

LaneFourierTables::LaneFourierTables(Shape shape, Index lanes) : m_plan(laneFourierLayout(shape, lanes))
{
    fill(m_plan.columns, m_plan.columnInner);
    if (m_plan.aloneCosines) {
        const Index n = shape.rows;
        const std::vector<Root> roots = rootsOf(n);
        float* table = newTable(m_plan.halfRows * m_plan.alonePitch);
        m_plan.aloneCosines = table;
        for (Index j = 0; j < m_plan.halfRows; ++j)
            for (Index k = 0; k < m_plan.halfRows; ++k) {
                const double weight = j == 0 || 2 * j == n ? 1.0 : 2.0;
                table[j * m_plan.alonePitch + k] = static_cast<float>(weight * roots[at(j * k % n)].real());
            }
    }
    if (!m_plan.rowsAlone) {
        fill(m_plan.rows, m_plan.rowInner);
        return;
    }
    fill(m_plan.rowPasses);
    const Index m = m_plan.rowPasses.length;
    const std::vector<Root> roots = rootsOf(lanes * m);
    float* table = newTable(2 * lanes * m);
    m_plan.rowTwiddles = table;
    for (Index k = 0; k < lanes; ++k)
        for (Index p = 0; p < m; ++p) {
            const Root root = roots[at(p * k)];
            table[2 * k * m + p] = static_cast<float>(root.real());
            table[2 * k * m + m + p] = static_cast<float>(root.imag());
        }
    if (m_plan.rowFilter)
        fillRowChirp(lanes);
}

void LaneFourierTables::fillRowChirp(Index lanes)
{
    fill(m_plan.rowBack);
    const Index d = m_plan.hidden;
    const Index whole = lanes * m_plan.rowPasses.length;
    const std::vector<Root> halfTurns = rootsOf(2 * d);
    const auto chirp = [&](Index j) { return halfTurns[at(j * j % (2 * d))]; };
    float* out = newTable(2 * (d + lanes));
    m_plan.rowChirp = out;
    for (Index j = 0; j < d; ++j) {
        out[j] = static_cast<float>(chirp(j).real());
        out[d + lanes + j] = static_cast<float>(chirp(j).imag());
    }
    std::vector<Root> signal(at(whole));
    for (Index j = 0; j < d; ++j)
        signal[at(j)] = signal[at((whole - j) % whole)] = std::conj(chirp(j));
    std::vector<Root> filter(at(whole));
    transformInDouble(signal.data(), 1, radicesOf(whole).values, rootsOf(whole), filter);
    out = newTable(2 * whole);
    m_plan.rowFilter = out;
    for (Index j = 0; j < whole; ++j) {
        float* const to = out + j / lanes * 2 * lanes + j % lanes;
        to[0] = static_cast<float>(filter[at(j)].real() / static_cast<double>(whole));
        to[lanes] = static_cast<float>(filter[at(j)].imag() / static_cast<double>(whole));
    }
}

std::shared_ptr<const LaneFourierTables> LaneFourierTables::of(Shape shape, Index lanes)
{
    struct Key
    {
        Shape shape;
        Index lanes;
        bool operator==(const Key&) const = default;
    };
    static RecentCache<Key, LaneFourierTables> cache(32);
    const Key key{shape, lanes};
    if (auto found = cache.find(key))
        return found;
    return cache.keep(key, std::make_shared<const LaneFourierTables>(shape, lanes));
}

float* LaneFourierTables::newTable(Index count)
{
    return m_storage.emplace_back(at(count)).data();
}

void LaneFourierTables::fill(FftPasses& fft)
{
    const std::vector<Root> roots = rootsOf(fft.length);
    const Index vectors = fft.count > 0 ? fft.pass[0].run : 1; // of so many neighbours
    for (FftPass& pass : std::span(fft.pass).first(static_cast<std::size_t>(fft.count))) {
        float* out = newTable(2 * pass.groups * (pass.radix - 1));
        pass.twiddles = out;
        for (Index p = 0; p < pass.groups; ++p)
            for (Index k = 1; k < pass.radix; ++k)
                out = put(roots[at(p * k * (pass.run / vectors))], out);
        if (pass.radix <= 8 || (pass.radix >= 11 && pass.radix <= 13) || pass.radix == 16)
            continue;
        const Index half = pass.radix / 2;
        out = newTable(2 * half * half);
        pass.angles = out;
        for (Index k = 1; k <= half; ++k)
            for (Index j = 1; j <= half; ++j)
                out = put(std::conj(roots[at(j * k % pass.radix * (fft.length / pass.radix))]), out);
    }
}

void LaneFourierTables::fill(LaneTransform& transform)
{
    fill(transform.first);
    if (transform.method == LaneTransform::Method::Direct)
        return;
    fill(transform.second);
    fill(transform.back);
    if (transform.method == LaneTransform::Method::PaddedPowers)
        return fillPaddedPowers(transform);
    const Index n1 = transform.first.length;
    const Index n2 = transform.second.length;
    const std::vector<Root> roots = rootsOf(n1 * n2);
    float* out = newTable(2 * n1 * n2);
    transform.twist = out;
    for (Index q = 0; q < n2; ++q)
        for (Index k = 0; k < n1; ++k)
            out = put(roots[at(q * k)], out);
    if (transform.method == LaneTransform::Method::Chirp)
        fillChirp(transform);
    if (transform.method == LaneTransform::Method::Powers)
        fillFilter(transform, fillOrder(transform));
}

void LaneFourierTables::fill(LaneTransform& transform, LaneTransform& inner)
{
    fill(transform);
    if (inner.length == 0)
        return;
    fill(inner);
    transform.inner = &inner; // m_plan stays where it is
}

void LaneFourierTables::fillChirp(LaneTransform& transform)
{
    const Index n = transform.length;
    const Index whole = transform.first.length * transform.second.length;
    const std::vector<Root> halfTurns = rootsOf(2 * n); // exp(-πi j / n)
    float* chirp = newTable(2 * n);
    transform.chirp = chirp;
    std::vector<Root> signal(at(whole));
    for (Index j = 0; j < n; ++j) {
        const Root value = halfTurns[at(j * j % (2 * n))];
        chirp = put(value, chirp);
        signal[at(j)] = std::conj(value);
        signal[at((whole - j) % whole)] = std::conj(value);
    }
    fillFilter(transform, signal);
}

std::vector<Root> LaneFourierTables::fillOrder(LaneTransform& transform)
{
    const Index n = transform.length;
    const Index round = n - 1;
    std::vector<int>& order = m_orders.emplace_back(powersOfRoot(n));
    transform.order = order.data();
    const std::vector<Root> roots = rootsOf(n);
    std::vector<Root> signal(at(round));
    for (Index j = 0; j < round; ++j)
        signal[at(j)] = roots[at(order[at((round - j) % round)])];
    return signal;
}

void LaneFourierTables::fillPaddedPowers(LaneTransform& transform)
{
    const std::vector<Root> signal = fillOrder(transform);
    const Index round = transform.length - 1;
    const Index n1 = transform.first.length;
    const Index s = round / n1;
    const Index whole = transform.second.length;
    const std::vector<Root> turns = rootsOf(n1);
    const std::vector<Root> roots = rootsOf(whole);
    const std::vector<int> radices = radicesOf(whole).values;
    float* out = newTable(2 * n1 * whole);
    transform.filter = out;
    std::vector<Root> filter(at(whole));
    for (Index k1 = 0; k1 < n1; ++k1) {
        // What s - 1 values before and after q take from it.
        std::vector<Root> row(at(whole));
        for (Index q = 1 - s; q < s; ++q)
            for (Index j = 0; j < n1; ++j)
                row[at((q + whole) % whole)] +=
                    signal[at((s * j + q + round) % round)] * turns[at(j * k1 % n1)];
        transformInDouble(row.data(), 1, radices, roots, filter);
        for (const Root& value : filter)
            out = put(value / static_cast<double>(n1 * whole), out);
    }
}

void LaneFourierTables::fillFilter(LaneTransform& transform, std::span<const Root> signal)
{
    const Index n1 = transform.first.length;
    const Index n2 = transform.second.length;
    const Index whole = n1 * n2;
    std::vector<Root> filter(at(whole));
    const std::vector<Root> roots = rootsOf(whole);
    transformInDouble(signal.data(), 1, radicesOf(whole).values, roots, filter);
    float* out = newTable(2 * whole);
    transform.filter = out;
    for (Index k1 = 0; k1 < n1; ++k1)
        for (Index k2 = 0; k2 < n2; ++k2)
            out = put(filter[at(k1 + n1 * k2)] / static_cast<double>(whole), out);
}

} // namespace mixlens
