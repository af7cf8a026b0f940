#include "core/optics/precise_transform.h"

#include "core/math/dft.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;

Complex product(Complex a, Complex b) noexcept // without the checks for infinity of operator*
{
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

Index radixOf(Index n) noexcept
{
    if (n % 4 == 0)
        return 4;
    for (Index p = 2; p * p <= n; ++p) {
        if (n % p == 0)
            return p;
    }
    return n;
}

/// Decimation in time: radix-many transforms of every radix-th sample, then one butterfly for each bin.
class Line
{
public:
    explicit Line(Index length)
        : m_length(length), m_roots(rootsOfUnity(length)), m_copy(slots(length)), m_terms(slots(length))
    {}

    void operator()(std::span<Complex> line)
    {
        std::ranges::copy(line, m_copy.begin());
        transform(m_copy.data(), 1, m_length, line.data());
    }

private:
    static std::size_t slots(Index count) { return static_cast<std::size_t>(count); }

    [[nodiscard]] Complex root(Index power, Index n) const
    {
        return (*m_roots)[slots((power % n) * (m_length / n))];
    }

    void transform(const Complex* in, Index stride, Index n, Complex* out)
    {
        if (n == 1) {
            *out = *in;
            return;
        }
        const Index radix = radixOf(n);
        const Index part = n / radix;
        for (Index r = 0; r < radix; ++r)
            transform(in + r * stride, stride * radix, part, out + r * part);
        for (Index k = 0; k < part; ++k) {
            for (Index r = 0; r < radix; ++r)
                m_terms[slots(r)] = product(root(r * k, n), out[r * part + k]);
            butterfly(radix, part, out + k);
        }
    }

    void butterfly(Index radix, Index part, Complex* out) const
    {
        const Complex* t = m_terms.data();
        if (radix == 2) {
            out[0] = t[0] + t[1];
            out[part] = t[0] - t[1];
            return;
        }
        if (radix == 4) {
            const Complex even = t[0] + t[2];
            const Complex odd = t[0] - t[2];
            const Complex sum = t[1] + t[3];
            const Complex turned(t[1].imag() - t[3].imag(), t[3].real() - t[1].real()); // -i (t1 - t3)
            out[0] = even + sum;
            out[part] = odd + turned;
            out[2 * part] = even - sum;
            out[3 * part] = odd - turned;
            return;
        }
        for (Index q = 0; q < radix; ++q) {
            Complex sum = t[0];
            for (Index r = 1; r < radix; ++r)
                sum += product(root(r * q, radix), t[r]);
            out[q * part] = sum;
        }
    }

    Index m_length;
    std::shared_ptr<const std::vector<Complex>> m_roots;
    std::vector<Complex> m_copy;
    std::vector<Complex> m_terms;
};

} // namespace

double sinc(double x) noexcept
{
    const double angle = std::numbers::pi * x;
    return std::abs(angle) < 1e-8 ? 1.0 : std::sin(angle) / angle;
}

void transformPrecisely(std::span<Complex> line)
{
    if (line.size() > 1)
        Line(static_cast<Index>(line.size()))(line);
}

void transformPrecisely(PreciseField& field)
{
    const auto [rows, cols] = field.shape;
    if (cols > 1) {
        Line line(cols);
        for (Index row = 0; row < rows; ++row)
            line(std::span(&field(row, 0), static_cast<std::size_t>(cols)));
    }
    if (rows > 1) {
        Line line(rows);
        std::vector<Complex> column(static_cast<std::size_t>(rows));
        for (Index col = 0; col < cols; ++col) {
            for (Index row = 0; row < rows; ++row)
                column[static_cast<std::size_t>(row)] = field(row, col);
            line(column);
            for (Index row = 0; row < rows; ++row)
                field(row, col) = column[static_cast<std::size_t>(row)];
        }
    }
}

} // namespace mixlens::optics
