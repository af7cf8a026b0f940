#include "core/nn/layers.h"
#include "tests/support/reference.h"

#include <QTest>

using namespace mixlens;
using reference::randomMatrix;
using reference::Table;

class TestLayers : public QObject
{
    Q_OBJECT

private slots:
    void layerNormMayWorkInPlace()
    {
        const Matrix gain = randomMatrix(1, 37, 1);
        const Matrix offset = randomMatrix(1, 37, 2);
        Matrix x = randomMatrix(6, 37, 3);
        Matrix y(x.shape());
        layerNorm(x.view(), gain.view().row(0), offset.view().row(0), 1e-5F, y.view());
        layerNorm(x.view(), gain.view().row(0), offset.view().row(0), 1e-5F, x.view());
        QCOMPARE(reference::worstDifference(x.view(), Table(y.view())), 0.0);
    }

    void aConstantRowBecomesTheOffset()
    {
        Matrix x(1, 16);
        for (float& value : x.values())
            value = 7.0F;
        const Matrix gain = randomMatrix(1, 16, 4);
        const Matrix offset = randomMatrix(1, 16, 5);
        layerNorm(x.view(), gain.view().row(0), offset.view().row(0), 1e-12F, x.view());
        QCOMPARE(reference::worstDifference(x.view(), Table(offset.view())), 0.0);
    }

    void activationsAtZeroAndFarOut()
    {
        for (const Activation activation : {Activation::GeluErf, Activation::GeluTanh, Activation::Relu}) {
            Matrix x(1, 3);
            x(0, 0) = 0.0F;
            x(0, 1) = 50.0F;
            x(0, 2) = -50.0F;
            activate(activation, x.view());
            QCOMPARE(x(0, 0), 0.0F);
            QCOMPARE(x(0, 1), 50.0F);
            QCOMPARE_LE(std::abs(x(0, 2)), 1e-30F);
        }
    }

    void softmaxOfHugeLogitsStaysFinite()
    {
        Matrix x(1, 3);
        x(0, 0) = 3e38F;
        x(0, 1) = 3e38F;
        x(0, 2) = -3e38F;
        softmaxRows(x.view());
        QCOMPARE(x(0, 0), 0.5F);
        QCOMPARE(x(0, 2), 0.0F);
    }
};

QTEST_APPLESS_MAIN(TestLayers)
#include "tst_layers.moc"
