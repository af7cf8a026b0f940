#pragma once

#include "core/base/random.h"
#include "core/math/matrix.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <vector>

/// The plain way of computing what the engine computes fast: double precision, one loop per index, formulas
/// as printed. Everything fast answers to it.
namespace mixlens::reference {

struct Table
{
    Index rows = 0;
    Index cols = 0;
    std::vector<double> values;

    Table(Index r, Index c) : rows(r), cols(c), values(static_cast<std::size_t>(r * c)) {}
    explicit Table(ConstMatrixView x) : Table(x.rows(), x.cols())
    {
        for (Index r = 0; r < rows; ++r)
            for (Index c = 0; c < cols; ++c)
                (*this)(r, c) = static_cast<double>(x(r, c));
    }
    double& operator()(Index r, Index c) { return values[static_cast<std::size_t>(r * cols + c)]; }
    double operator()(Index r, Index c) const { return values[static_cast<std::size_t>(r * cols + c)]; }
};

inline Matrix randomMatrix(Index rows, Index cols, std::uint64_t seed)
{
    Matrix x(rows, cols);
    const Philox random(seed, 77);
    std::uint64_t counter = 0;
    for (float& value : x.values())
        value = static_cast<float>(random.normal(counter++));
    return x;
}

inline Table multiply(const Table& a, const Table& b)
{
    Table c(a.rows, b.cols);
    for (Index i = 0; i < a.rows; ++i)
        for (Index j = 0; j < b.cols; ++j)
            for (Index k = 0; k < a.cols; ++k)
                c(i, j) += a(i, k) * b(k, j);
    return c;
}

inline Table transposed(const Table& a)
{
    Table t(a.cols, a.rows);
    for (Index i = 0; i < a.rows; ++i)
        for (Index j = 0; j < a.cols; ++j)
            t(j, i) = a(i, j);
    return t;
}

inline Table softmaxRows(Table x)
{
    for (Index r = 0; r < x.rows; ++r) {
        double largest = -std::numeric_limits<double>::infinity();
        for (Index c = 0; c < x.cols; ++c)
            largest = std::max(largest, x(r, c));
        double sum = 0.0;
        for (Index c = 0; c < x.cols; ++c)
            sum += std::exp(x(r, c) - largest);
        for (Index c = 0; c < x.cols; ++c)
            x(r, c) = std::exp(x(r, c) - largest) / sum;
    }
    return x;
}

/// max |actual - expected|.
inline double worstDifference(ConstMatrixView actual, const Table& expected)
{
    double worst = 0.0;
    for (Index r = 0; r < expected.rows; ++r)
        for (Index c = 0; c < expected.cols; ++c) {
            const double difference = std::abs(static_cast<double>(actual(r, c)) - expected(r, c));
            worst = std::isnan(difference) ? std::numeric_limits<double>::infinity()
                                           : std::max(worst, difference);
        }
    return worst;
}

inline double largestMagnitude(const Table& x)
{
    double largest = 0.0;
    for (const double value : x.values)
        largest = std::max(largest, std::abs(value));
    return largest;
}

} // namespace mixlens::reference
