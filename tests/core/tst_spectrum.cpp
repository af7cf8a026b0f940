#include "core/analysis/spectrum.h"
#include "core/math/linear_algebra.h"
#include "tests/support/reference.h"

#include <QTest>

#include <algorithm>
#include <complex>
#include <numbers>
#include <numeric>

using namespace mixlens;
using reference::randomMatrix;

namespace {

/// X[k, l] of the definition, in double.
std::complex<double> coefficient(ConstMatrixView x, Index k, Index l)
{
    std::complex<double> sum = 0.0;
    for (Index n = 0; n < x.rows(); ++n)
        for (Index m = 0; m < x.cols(); ++m) {
            const double turns = static_cast<double>(n * k % x.rows()) / static_cast<double>(x.rows()) +
                                 static_cast<double>(m * l % x.cols()) / static_cast<double>(x.cols());
            sum += static_cast<double>(x(n, m)) * std::polar(1.0, -2.0 * std::numbers::pi * turns);
        }
    return sum;
}

} // namespace

class TestSpectrum : public QObject
{
    Q_OBJECT

private slots:
    void aChordShowsItsNotes()
    {
        // Amplitude a of cos(2π k n / N) transforms to a N / 2 at k; a constant c to c N at zero.
        Matrix x(60, 2);
        for (Index n = 0; n < 60; ++n) {
            const double turn = 2.0 * std::numbers::pi * static_cast<double>(n) / 60.0;
            x(n, 0) = static_cast<float>(0.5 + 2.0 * std::cos(5.0 * turn) + 1.0 * std::sin(12.0 * turn));
            x(n, 1) = static_cast<float>(3.0 * std::cos(30.0 * turn)); // Nyquist: not halved
        }
        const TokenSpectrum s = tokenSpectrum(x.view());
        QCOMPARE(s.amplitude.shape(), (Shape{31, 2}));
        const auto near = [](float actual, double expected) {
            return std::abs(static_cast<double>(actual) - expected) < 1e-4;
        };
        QVERIFY(near(s.amplitude(0, 0), 30.0));
        QVERIFY(near(s.amplitude(5, 0), 60.0));
        QVERIFY(near(s.amplitude(12, 0), 30.0));
        QVERIFY(near(s.amplitude(30, 1), 180.0));
        for (const Index quiet : {1, 4, 6, 11, 13, 29})
            QVERIFY(near(s.amplitude(quiet, 0), 0.0));
        QVERIFY(std::abs(s.mean[5] - 30.0) < 1e-4);
        QVERIFY(std::abs(s.max[30] - 180.0) < 1e-4);
    }

    void powerSumsToTheEnergy_data()
    {
        QTest::addColumn<int>("tokens");
        for (const int n : {1, 2, 3, 8, 11, 64, 97})
            QTest::addRow("%d tokens", n) << n;
    }

    void powerSumsToTheEnergy()
    {
        QFETCH(int, tokens);
        const Matrix x = randomMatrix(tokens, 6, 3);
        const TokenSpectrum s = tokenSpectrum(x.view());
        QCOMPARE(s.power.size(), static_cast<std::size_t>(tokens / 2 + 1));
        const double energy = std::pow(frobeniusNorm(x.view()), 2) * tokens;
        const double power = std::accumulate(s.power.begin(), s.power.end(), 0.0);
        QCOMPARE_LE(std::abs(power - energy), 1e-5 * energy);
    }

    void oneTokenHasOnlyItsZeroFrequency()
    {
        const Matrix x = randomMatrix(1, 5, 4);
        const TokenSpectrum s = tokenSpectrum(x.view());
        QCOMPARE(s.amplitude.shape(), (Shape{1, 5}));
        for (Index m = 0; m < 5; ++m)
            QCOMPARE(s.amplitude(0, m), std::abs(x(0, m)));
    }

    void theFirstColumnOfThePlaneSumsTheHiddenUnits()
    {
        for (const auto& [rows, cols] : {std::pair<Index, Index>{4, 6}, {5, 3}, {1, 7}, {6, 1}}) {
            const Matrix x = randomMatrix(rows, cols, 5);
            const PlaneSpectrum p = planeSpectrum(x.view());
            for (Index k = 0; k < rows; ++k)
                for (Index l = 0; l < cols; ++l) {
                    const std::complex<double> expected = coefficient(x.view(), k, l);
                    QCOMPARE_LE(std::abs(static_cast<double>(p.amplitude(k, l)) - std::abs(expected)), 1e-4);
                    // Phases compare as points on the circle, so that -π and π are neighbours.
                    const auto actual = std::polar(std::abs(expected), static_cast<double>(p.phase(k, l)));
                    QCOMPARE_LE(std::abs(actual - expected), 1e-4);
                }
        }
    }

    void nothingHasNoSpectrumAndZeroNoPhase()
    {
        QVERIFY(tokenSpectrum(Matrix().view()).mean.empty());
        QVERIFY(planeSpectrum(Matrix().view()).amplitude.empty());
        const PlaneSpectrum zero = planeSpectrum(Matrix(3, 4).view());
        QVERIFY(std::ranges::all_of(zero.phase.values(), [](float phase) { return phase == 0.0F; }));
    }

    void aNegativeRealBinHasPhasePi()
    {
        for (const Index tokens : {1, 2, 3, 8}) {
            Matrix x(tokens, 4);
            for (float& value : x.values())
                value = -1.0F;
            QVERIFY(planeSpectrum(x.view()).phase(0, 0) > 0.0F);
        }
    }

    void aBlockOfALargerMatrixIsTakenAsItIs()
    {
        const Matrix x = randomMatrix(8, 12, 6);
        const ConstMatrixView block = x.view().middleRows(1, 5).middleCols(3, 4);
        const TokenSpectrum direct = tokenSpectrum(block);
        const TokenSpectrum compact = tokenSpectrum(Matrix(block).view());
        QCOMPARE(
            reference::worstDifference(direct.amplitude.view(), reference::Table(compact.amplitude.view())),
            0.0);
    }
};

QTEST_APPLESS_MAIN(TestSpectrum)
#include "tst_spectrum.moc"
