#include "core/kernels/kernels.h"
#include "tests/support/reference.h"

#include <QTest>

#include <limits>

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
