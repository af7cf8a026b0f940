#include "core/mixing/mixer_registry.h"
#include "core/mixing/noise_stream.h"
#include "tests/support/reference.h"

#include <QtTest>

#include <cmath>

using namespace mixlens;

namespace {

Matrix mixed(const char* id, const std::map<std::string, std::string, std::less<>>& settings,
             ConstMatrixView x, std::uint64_t stream = 0)
{
    MixerSetup setup;
    setup.hidden = x.cols();
    setup.maxTokens = x.rows();
    setup.settings = settings;
    const auto mixer = makeMixer(id, setup);
    if (!mixer)
        qFatal("%s", mixer.error().message.c_str());
    MixWorkspace workspace;
    workspace.useStream(stream);
    Matrix y(x.shape());
    (*mixer)->forward(x, {}, y.view(), workspace, nullptr);
    return y;
}

/// Over the bins beyond row 0 and column 0.
double snrOf(const Matrix& noisy, const Matrix& exact)
{
    double signal = 0.0;
    double error = 0.0;
    for (Index k = 1; k < exact.rows(); ++k) {
        for (Index l = 1; l < exact.cols(); ++l) {
            const double wanted = static_cast<double>(exact(k, l));
            const double off = static_cast<double>(noisy(k, l)) - wanted;
            signal += wanted * wanted;
            error += off * off;
        }
    }
    return 10.0 * std::log10(signal / error);
}

} // namespace

class NoisyFourierTest : public QObject
{
    Q_OBJECT

private slots:
    void noiseHasTheStatedStrength_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("cols");
        QTest::addColumn<QString>("even");
        for (const char* even : {"0", "1"}) {
            QTest::addRow("64 x 128, even %s", even) << 64 << 128 << QString(even);
            QTest::addRow("63 x 129, even %s", even) << 63 << 129 << QString(even);
        }
    }

    void noiseHasTheStatedStrength()
    {
        QFETCH(const int, rows);
        QFETCH(const int, cols);
        QFETCH(const QString, even);
        const Matrix x = reference::randomMatrix(rows, cols, 3);
        const Matrix exact = mixed("fourier", {}, x.view());
        for (const double snr : {0.0, 20.0, 40.0}) {
            const Matrix noisy = mixed(
                "fourier-noise", {{"snr", std::to_string(snr)}, {"even", even.toStdString()}}, x.view());
            // Some 8,000 independent bins, half when even: a spread of about 0.1 dB.
            QVERIFY(std::abs(snrOf(noisy, exact) - snr) < 0.4);
        }
    }

    void rowAndColumnZeroStayExact()
    {
        const Matrix x = reference::randomMatrix(16, 24, 4);
        const Matrix exact = mixed("fourier", {}, x.view());
        const Matrix noisy = mixed("fourier-noise", {{"snr", "0"}}, x.view());
        for (Index l = 0; l < 24; ++l)
            QCOMPARE(noisy(0, l), exact(0, l));
        for (Index k = 0; k < 16; ++k)
            QCOMPARE(noisy(k, 0), exact(k, 0));
        QVERIFY(noisy(3, 5) != exact(3, 5));
    }

    void evenNoiseIsEven()
    {
        const Matrix x = reference::randomMatrix(15, 24, 5);
        const Matrix exact = mixed("fourier", {}, x.view());
        const Matrix noisy = mixed("fourier-noise", {{"snr", "0"}, {"even", "1"}}, x.view());
        for (Index k = 1; k < 15; ++k) {
            for (Index l = 1; l < 24; ++l) {
                const float here = noisy(k, l) - exact(k, l);
                const float mirror = noisy(15 - k, 24 - l) - exact(15 - k, 24 - l);
                QVERIFY(std::abs(here - mirror) < 1e-3F * (std::abs(exact(k, l)) + std::abs(here) + 1.0F));
            }
        }
    }

    void streamsDrawAfreshAndRepeat()
    {
        const Matrix x = reference::randomMatrix(16, 24, 6);
        const Matrix one = mixed("fourier-noise", {}, x.view(), 1);
        const Matrix again = mixed("fourier-noise", {}, x.view(), 1);
        const Matrix two = mixed("fourier-noise", {}, x.view(), 2);
        QVERIFY(std::ranges::equal(one.values(), again.values()));
        QVERIFY(!std::ranges::equal(one.values(), two.values()));
        const Matrix seen = mixed("optical", {}, x.view(), 1);
        QVERIFY(std::ranges::equal(seen.values(), mixed("optical", {}, x.view(), 1).values()));
        QVERIFY(!std::ranges::equal(seen.values(), mixed("optical", {}, x.view(), 2).values()));
        QCOMPARE(seedOfStream(7, 0), std::uint64_t{7});
    }

    void oneTokenHasNoNoise()
    {
        const Matrix x = reference::randomMatrix(1, 24, 7);
        const Matrix exact = mixed("fourier", {}, x.view());
        const Matrix noisy = mixed("fourier-noise", {{"snr", "0"}}, x.view());
        QVERIFY(std::ranges::equal(noisy.values(), exact.values()));
    }
};

QTEST_APPLESS_MAIN(NoisyFourierTest)
#include "tst_noisy_fourier.moc"
