#include "core/math/linear_algebra.h"
#include "tests/support/reference.h"

#include <QTest>

using namespace mixlens;
using reference::randomMatrix;
using reference::Table;

class TestMatrix : public QObject
{
    Q_OBJECT

private slots:
    void startsZeroedAndAligned()
    {
        for (const Index cols : {1, 3, 64, 100}) {
            const Matrix x(5, cols);
            QCOMPARE(reinterpret_cast<std::uintptr_t>(x.view().data()) % Matrix::alignment,
                     std::uintptr_t{0});
            QVERIFY(std::ranges::all_of(x.values(), [](float v) { return v == 0.0F; }));
        }
    }

    void copiesAreIndependentAndMovesLeaveNothing()
    {
        Matrix a = randomMatrix(3, 4, 1);
        Matrix b = a;
        b(0, 0) += 1.0F;
        QVERIFY(a(0, 0) != b(0, 0));
        const float kept = b(2, 3);
        const Matrix c = std::move(b);
        QCOMPARE(c(2, 3), kept);
        a = c;
        QCOMPARE(a(2, 3), kept);
        a = Matrix();
        QVERIFY(a.empty());
    }

    void aBlockSharesStorageAndStride()
    {
        Matrix a = randomMatrix(6, 10, 2);
        const MatrixView block = a.view().middleCols(4, 3).middleRows(1, 2);
        QCOMPARE(block.shape(), (Shape{2, 3}));
        QCOMPARE(&block(1, 2), &a(2, 6));
        QVERIFY(!block.isContiguous());
        const Matrix compact{ConstMatrixView(block)};
        QCOMPARE(compact(1, 2), a(2, 6));
    }

    void affineIsTheProductAndTheBias()
    {
        const Matrix x = randomMatrix(4, 9, 3);
        const Matrix w = randomMatrix(5, 9, 4);
        const Matrix bias = randomMatrix(1, 5, 5);
        Matrix y(4, 5);
        affine(x.view(), w.view(), bias.view().row(0), y.view());
        Table expected = reference::multiply(Table(x.view()), reference::transposed(Table(w.view())));
        for (Index r = 0; r < 4; ++r)
            for (Index c = 0; c < 5; ++c)
                expected(r, c) += static_cast<double>(bias(0, c));
        QCOMPARE_LE(reference::worstDifference(y.view(), expected), 1e-5);
    }

    void sumsNormsAndFillsAreWhatTheySay()
    {
        Matrix x(2, 2);
        fill(x.view(), 3.0F);
        Matrix y = x;
        addTo(x.view(), y.view());
        QCOMPARE(y(1, 1), 6.0F);
        QCOMPARE(frobeniusNorm(x.view()), 6.0);
        copy(x.view(), y.view());
        QCOMPARE(y(0, 1), 3.0F);
    }
};

QTEST_APPLESS_MAIN(TestMatrix)
#include "tst_matrix.moc"
