#include "core/analysis/predictions.h"
#include "tests/support/reference.h"

#include <QTest>

using namespace mixlens;

class TestPredictions : public QObject
{
    Q_OBJECT

private slots:
    void bestComesFirstAndEqualsByTheirId()
    {
        Matrix logits(1, 5);
        const float values[] = {1.0F, 3.0F, 3.0F, -2.0F, 0.0F};
        std::ranges::copy(values, logits.values().begin());
        const Prediction p = predict(7, logits.view(), 3, nullptr);
        QCOMPARE(p.position, std::size_t{7});
        QCOMPARE(p.best.size(), std::size_t{3});
        QCOMPARE(p.best[0].id, 1);
        QCOMPARE(p.best[1].id, 2);
        QCOMPARE(p.best[2].id, 0);
        const reference::Table shares = reference::softmaxRows(reference::Table(logits.view()));
        QCOMPARE_LE(std::abs(p.best[0].probability - shares(0, 1)), 1e-12);
    }

    void entropyOfAUniformChoiceIsTheLogarithmOfItsSize()
    {
        const Matrix logits(1, 50);
        QCOMPARE_LE(std::abs(predict(0, logits.view(), 60, nullptr).entropy - std::log(50.0)), 1e-12);
        QCOMPARE(predict(0, logits.view(), 60, nullptr).best.size(), std::size_t{50});
    }

    void aCertainChoiceHasNone()
    {
        Matrix logits(1, 3);
        logits(0, 2) = 1000.0F;
        const Prediction p = predict(0, logits.view(), 1, nullptr);
        QCOMPARE(p.best[0].probability, 1.0);
        QCOMPARE(p.entropy, 0.0);
    }
};

QTEST_APPLESS_MAIN(TestPredictions)
#include "tst_predictions.moc"
