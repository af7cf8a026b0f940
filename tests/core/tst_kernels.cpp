#include "core/base/random.h"
#include "core/kernels/kernels.h"
#include "tests/support/reference.h"

#include <QTest>

#include <array>
#include <cstring>
#include <limits>
#include <vector>

using namespace mixlens;
using namespace mixlens::reference;

namespace {

Block<const float> block(const Matrix& x)
{
    return {x.view().data(), x.rows(), x.cols(), x.cols()};
}

Block<float> block(Matrix& x)
{
    return {x.view().data(), x.rows(), x.cols(), x.cols()};
}

const KernelTable& tableNamed(const QByteArray& name)
{
    for (const KernelTable* table : kernelTables())
        if (name == table->name)
            return *table;
    qFatal("no such table");
}

} // namespace

/// Every promise is kept by every table that this processor runs.
class TestKernels : public QObject
{
    Q_OBJECT

    static void eachTable()
    {
        QTest::addColumn<QByteArray>("table");
        for (const KernelTable* table : kernelTables())
            QTest::newRow(table->name) << QByteArray(table->name);
    }

private slots:
    void productsEqualTheDefinition_data() { eachTable(); }
    void productsEqualTheDefinition()
    {
        QFETCH(QByteArray, table);
        const KernelTable& k = tableNamed(table);
        const Index shapes[][3] = {{1, 1, 1},    {1, 5, 3},      {7, 1, 9},     {16, 128, 128},
                                   {33, 65, 17}, {64, 300, 129}, {130, 257, 40}};
        for (const auto& [m, inner, n] : shapes) {
            const Matrix a = randomMatrix(m, inner, 1);
            const Matrix b = randomMatrix(inner, n, 2);
            const Matrix bt = randomMatrix(n, inner, 3);
            Matrix c(m, n);
            // A sum of `inner` products of size 1 errs by at most inner * epsilon, in practice by its root.
            const double tolerance = 4e-7 * static_cast<double>(inner);
            k.multiply(block(a), block(b), block(c));
            QCOMPARE_LE(worstDifference(c.view(), multiply(Table(a.view()), Table(b.view()))), tolerance);
            k.multiplyTransposed(block(a), block(bt), block(c));
            QCOMPARE_LE(worstDifference(c.view(), multiply(Table(a.view()), transposed(Table(bt.view())))),
                        tolerance);
        }
    }

    void productsOfColumnBlocksKeepTheirNeighbours_data() { eachTable(); }
    void productsOfColumnBlocksKeepTheirNeighbours()
    {
        QFETCH(QByteArray, table);
        const KernelTable& k = tableNamed(table);
        const Matrix a = randomMatrix(9, 24, 4);
        const Matrix b = randomMatrix(8, 8, 5);
        Matrix c(9, 24);
        for (float& value : c.values())
            value = 5.0F;
        k.multiply({a.view().data() + 8, 9, 8, 24}, block(b), {c.view().data() + 8, 9, 8, 24});
        const Table expected = multiply(Table(a.view().middleCols(8, 8)), Table(b.view()));
        QCOMPARE_LE(worstDifference(c.view().middleCols(8, 8), expected), 1e-5);
        for (Index row = 0; row < 9; ++row)
            for (Index col = 0; col < 24; ++col)
                if (col < 8 || col >= 16)
                    QCOMPARE(c(row, col), 5.0F);
    }

    void softmaxEqualsTheDefinition_data() { eachTable(); }
    void softmaxEqualsTheDefinition()
    {
        QFETCH(QByteArray, table);
        for (const Index cols : {1, 2, 15, 16, 17, 64, 101}) {
            Matrix x = randomMatrix(5, cols, 6);
            for (float& value : x.values())
                value *= 30.0F;
            Matrix bias = randomMatrix(1, cols, 7);
            Table expected(x.view());
            for (Index r = 0; r < 5; ++r)
                for (Index c = 0; c < cols; ++c)
                    expected(r, c) = 0.25 * expected(r, c) + static_cast<double>(bias(0, c));
            tableNamed(table).softmaxRows(block(x), 0.25F, bias.view().data());
            QCOMPARE_LE(worstDifference(x.view(), softmaxRows(expected)), 3e-6);
        }
    }

    void paddingGetsNoAttentionUnlessThereIsNothingElse_data() { eachTable(); }
    void paddingGetsNoAttentionUnlessThereIsNothingElse()
    {
        QFETCH(QByteArray, table);
        Matrix x = randomMatrix(3, 20, 8);
        Matrix bias(1, 20);
        for (Index c = 10; c < 20; ++c)
            bias(0, c) = std::numeric_limits<float>::lowest();
        tableNamed(table).softmaxRows(block(x), 1.0F, bias.view().data());
        for (Index r = 0; r < 3; ++r)
            for (Index c = 10; c < 20; ++c)
                QCOMPARE(x(r, c), 0.0F);
        for (Index c = 0; c < 20; ++c)
            bias(0, c) = std::numeric_limits<float>::lowest();
        tableNamed(table).softmaxRows(block(x), 1.0F, bias.view().data());
        QCOMPARE_LE(std::abs(static_cast<double>(x(0, 0)) - 0.05), 1e-7);
    }

    void layerNormEqualsTheDefinition_data() { eachTable(); }
    void layerNormEqualsTheDefinition()
    {
        QFETCH(QByteArray, table);
        for (const Index cols : {2, 40, 64, 131, 768}) {
            const Matrix x = randomMatrix(4, cols, 9);
            const Matrix gain = randomMatrix(1, cols, 10);
            const Matrix offset = randomMatrix(1, cols, 11);
            Matrix y(4, cols);
            tableNamed(table).layerNorm(block(x), gain.view().data(), offset.view().data(), 1e-12F, block(y));
            Table expected(4, cols);
            for (Index r = 0; r < 4; ++r) {
                double mean = 0.0;
                double variance = 0.0;
                for (Index c = 0; c < cols; ++c)
                    mean += static_cast<double>(x(r, c)) / static_cast<double>(cols);
                for (Index c = 0; c < cols; ++c)
                    variance += std::pow(static_cast<double>(x(r, c)) - mean, 2) / static_cast<double>(cols);
                for (Index c = 0; c < cols; ++c)
                    expected(r, c) = (static_cast<double>(x(r, c)) - mean) / std::sqrt(variance + 1e-12) *
                                         static_cast<double>(gain(0, c)) +
                                     static_cast<double>(offset(0, c));
            }
            QCOMPARE_LE(worstDifference(y.view(), expected), 2e-5);
        }
    }

    void activationsEqualTheDefinition_data() { eachTable(); }
    void activationsEqualTheDefinition()
    {
        QFETCH(QByteArray, table);
        Matrix erf(1, 4001);
        for (Index i = 0; i < 4001; ++i)
            erf(0, i) = static_cast<float>(i - 2000) * 0.01F;
        Matrix tanh = erf;
        const Matrix x = erf;
        tableNamed(table).geluErf(erf.view().data(), 4001);
        tableNamed(table).geluTanh(tanh.view().data(), 4001);
        for (Index i = 0; i < 4001; ++i) {
            const auto value = static_cast<double>(x(0, i));
            const double byErf = 0.5 * value * std::erfc(-value / std::sqrt(2.0));
            const double byTanh =
                0.5 * value *
                (1.0 + std::tanh(std::sqrt(2.0 / M_PI) * (value + 0.044715 * value * value * value)));
            QVERIFY2(std::abs(static_cast<double>(erf(0, i)) - byErf) <= 2e-6,
                     qPrintable(QString::number(value)));
            QVERIFY2(std::abs(static_cast<double>(tanh(0, i)) - byTanh) <= 2e-6,
                     qPrintable(QString::number(value)));
        }
    }

    void foldingTakesTheEvenPart_data() { eachTable(); }
    void foldingTakesTheEvenPart()
    {
        QFETCH(QByteArray, table);
        for (const auto& [rows, cols] :
             {std::pair<Index, Index>{1, 1}, {1, 6}, {5, 1}, {2, 2}, {7, 33}, {8, 64}}) {
            const Matrix x = randomMatrix(rows, cols, 12);
            Matrix y(rows, cols);
            tableNamed(table).foldPointSymmetric(block(x), block(y));
            for (Index n = 0; n < rows; ++n)
                for (Index m = 0; m < cols; ++m)
                    QCOMPARE(y(n, m), 0.5F * (x(n, m) + x((rows - n) % rows, (cols - m) % cols)));
        }
    }

    void biasIsAddedToEveryRow_data() { eachTable(); }
    void biasIsAddedToEveryRow()
    {
        QFETCH(QByteArray, table);
        Matrix x = randomMatrix(3, 19, 13);
        const Matrix before = x;
        const Matrix bias = randomMatrix(1, 19, 14);
        tableNamed(table).addBias(block(x), bias.view().data());
        for (Index r = 0; r < 3; ++r)
            for (Index c = 0; c < 19; ++c)
                QCOMPARE(x(r, c), before(r, c) + bias(0, c));
    }

    /// Box-Muller in double from the words of the same positions.
    static double exactNormal(const Philox& random, std::uint64_t position)
    {
        const auto words = random.block(position / 256 * 64 + position % 64);
        const std::size_t pair = position / 128 % 2 * 2;
        const double u = (static_cast<double>(words[pair] >> 1U) + 0.5) / 2147483648.0;
        const double angle = 2.0 * M_PI * (static_cast<double>(words[pair + 1]) + 0.5) / 4294967296.0;
        const bool sine = position / 64 % 2 == 1;
        return std::sqrt(-2.0 * std::log(u)) * (sine ? std::sin(angle) : std::cos(angle));
    }

    void normalsAreThoseOfTheirWords_data() { eachTable(); }
    void normalsAreThoseOfTheirWords()
    {
        QFETCH(QByteArray, table);
        constexpr std::uint64_t seed = 0x0123456789abcdefU;
        constexpr std::uint64_t stream = (std::uint64_t{3} << 32U) | 7U;
        const Philox random(seed, stream);
        for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{256} << 32U}) {
            std::vector<float> normals(200'000);
            tableNamed(table).philoxNormals(seed, stream, first, normals.size(), normals.data());
            double worst = 0.0;
            for (std::size_t i = 0; i < normals.size(); ++i)
                worst = std::max(worst,
                                 std::abs(static_cast<double>(normals[i]) - exactNormal(random, first + i)));
            QCOMPARE_LE(worst, 1e-6);
        }
    }

    /// Also where a group is left unfinished, and nothing is written behind it.
    void normalsOfAPositionDependOnNothingElse_data() { eachTable(); }
    void normalsOfAPositionDependOnNothingElse()
    {
        QFETCH(QByteArray, table);
        const KernelTable& k = tableNamed(table);
        std::vector<float> all(1024);
        k.philoxNormals(5, 6, 0, all.size(), all.data());
        for (const std::size_t count : {1U, 63U, 255U, 256U, 257U, 700U}) {
            std::vector<float> some(all.size() + 1, 9.0F);
            k.philoxNormals(5, 6, 256, count, some.data());
            for (std::size_t i = 0; i < std::min<std::size_t>(count, 768); ++i)
                QCOMPARE(some[i], all[256 + i]);
            QCOMPARE(some[count], 9.0F);
        }
    }

    void normalsHaveTheirMomentsAndTails_data() { eachTable(); }
    void normalsHaveTheirMomentsAndTails()
    {
        QFETCH(QByteArray, table);
        constexpr std::size_t chunk = 1U << 16U;
        constexpr std::size_t chunks = 256; // 16.8 million: ten beyond 5, none expected beyond 6
        constexpr double count = static_cast<double>(chunk) * static_cast<double>(chunks);
        constexpr double sigmas = 5.0; // the seed is fixed anyway
        std::vector<float> normals(chunk);
        std::array<double, 5> powers{};
        std::array<double, 6> beyond{};
        double largest = 0.0;
        for (std::size_t c = 0; c < chunks; ++c) {
            tableNamed(table).philoxNormals(7, 1, c * chunk, chunk, normals.data());
            for (const float normal : normals) {
                const auto x = static_cast<double>(normal);
                powers[1] += x;
                powers[2] += x * x;
                powers[3] += x * x * x;
                powers[4] += x * x * x * x;
                for (std::size_t limit = 1; limit <= 5; ++limit)
                    beyond[limit] += std::abs(x) > static_cast<double>(limit) ? 1.0 : 0.0;
                largest = std::max(largest, std::abs(x));
            }
        }
        // E x^p = (p - 1)!! for even p, with variances E x^2p - (E x^p)²: 1, 2, 15, 96.
        QCOMPARE_LE(std::abs(powers[1] / count), sigmas * std::sqrt(1.0 / count));
        QCOMPARE_LE(std::abs(powers[2] / count - 1.0), sigmas * std::sqrt(2.0 / count));
        QCOMPARE_LE(std::abs(powers[3] / count), sigmas * std::sqrt(15.0 / count));
        QCOMPARE_LE(std::abs(powers[4] / count - 3.0), sigmas * std::sqrt(96.0 / count));
        for (std::size_t limit = 1; limit <= 5; ++limit) {
            const double expected = count * std::erfc(static_cast<double>(limit) / std::sqrt(2.0));
            QCOMPARE_LE(std::abs(beyond[limit] - expected), sigmas * std::sqrt(expected));
        }
        QVERIFY(beyond[5] > 0.0);
        QCOMPARE_LE(largest, 6.67);
    }

    /// The noise of a seed is the same on any machine.
    void everyTableGivesTheSameBits()
    {
        constexpr std::size_t count = 10'007;
        const KernelTable& slowest = *kernelTables().front();
        const Matrix field = randomMatrix(2, static_cast<Index>(count), 15);
        const Matrix gains = randomMatrix(1, static_cast<Index>(count), 16);
        const HomodyneTerms terms{
            .gain = 1.1F, .cosine = 3.0F, .sine = 0.2F, .reference = 9.0F, .readVariance = 4.0F};
        const auto resultOf = [&](const KernelTable& k) {
            std::vector<float> result(count);
            std::vector<float> normals(count);
            k.philoxNormals(17, 18, 0, count, normals.data());
            k.homodyne(field.view().data(), gains.view().data(), normals.data(), count, terms, result.data());
            std::vector<float> codes = result;
            result.push_back(static_cast<float>(k.quantise(codes.data(), count, 0.05F, 100.0F)));
            result.insert(result.end(), normals.begin(), normals.end());
            result.insert(result.end(), codes.begin(), codes.end());
            return result;
        };
        const std::vector<float> expected = resultOf(slowest);
        for (const KernelTable* table : kernelTables())
            QVERIFY2(std::memcmp(resultOf(*table).data(), expected.data(), expected.size() * sizeof(float)) ==
                         0,
                     table->name);
    }

    void homodyneEqualsItsFormula_data() { eachTable(); }
    void homodyneEqualsItsFormula()
    {
        QFETCH(QByteArray, table);
        constexpr std::size_t count = 77;
        const Matrix field = randomMatrix(2, static_cast<Index>(count), 19);
        const Matrix normals = randomMatrix(1, static_cast<Index>(count), 20);
        Matrix gains = randomMatrix(1, static_cast<Index>(count), 21);
        for (float& gain : gains.values())
            gain = std::abs(gain);
        const HomodyneTerms terms{
            .gain = 0.9F, .cosine = 2.0F, .sine = -0.3F, .reference = 25.0F, .readVariance = 8.0F};
        for (const bool noisy : {false, true}) {
            for (const bool uneven : {false, true}) {
                std::vector<float> out(count);
                tableNamed(table).homodyne(field.view().data(), uneven ? gains.view().data() : nullptr,
                                           noisy ? normals.view().data() : nullptr, count, terms, out.data());
                for (std::size_t i = 0; i < count; ++i) {
                    const auto re = static_cast<double>(field.values()[2 * i]);
                    const auto im = static_cast<double>(field.values()[2 * i + 1]);
                    const double gain = uneven ? 0.9 * static_cast<double>(gains.values()[i]) : 0.9;
                    const double variance = gain * (re * re + im * im + 25.0) + 8.0;
                    const double noise =
                        noisy ? std::sqrt(variance) * static_cast<double>(normals.values()[i]) : 0.0;
                    QCOMPARE_LE(
                        std::abs(static_cast<double>(out[i]) - (gain * (2.0 * re - 0.3 * im) + noise)), 1e-5);
                }
            }
        }
    }

    void quantisingRoundsThenCuts_data() { eachTable(); }
    void quantisingRoundsThenCuts()
    {
        QFETCH(QByteArray, table);
        const float inf = std::numeric_limits<float>::infinity();
        const std::vector<float> in{0.0F,   0.2F,  0.3F,  -0.3F, 0.74F, 0.76F, 1.26F,
                                    -1.74F, 1.76F, -9.0F, inf,   -inf,  1e30F};
        const std::vector<float> expected{0.0F,  0.0F, 0.5F,  -0.5F, 0.5F,  1.0F, 1.5F,
                                          -1.5F, 1.5F, -1.5F, 1.5F,  -1.5F, 1.5F};
        std::vector<float> x = in;
        QCOMPARE(tableNamed(table).quantise(x.data(), x.size(), 0.5F, 3.0F), std::size_t{5});
        QVERIFY(x == expected);
        // 24 bits: every code up to the top is a float of its own
        for (const float code : {8388607.0F, -8388606.0F, 4194303.0F, 1.0F}) {
            float value = code;
            QCOMPARE(tableNamed(table).quantise(&value, 1, 1.0F, 8388607.0F), std::size_t{0});
            QCOMPARE(value, code);
        }
        float broken = std::numeric_limits<float>::quiet_NaN();
        tableNamed(table).quantise(&broken, 1, 0.5F, 3.0F);
        QVERIFY(std::isnan(broken));
    }

    void anUnknownTableIsAProblemWithASentence()
    {
        qputenv("MIXLENS_KERNELS", "nonsense");
        const std::string problem = kernelChoiceProblem();
        qunsetenv("MIXLENS_KERNELS");
        QVERIFY(problem.find("nonsense") != std::string::npos);
        QVERIFY(problem.find("x86-64") != std::string::npos);
        QVERIFY(kernelChoiceProblem().empty());
    }
};

QTEST_APPLESS_MAIN(TestKernels)
#include "tst_kernels.moc"
