#include "core/mixing/fourier_influence.h"
#include "core/mixing/mixer_registry.h"
#include "tests/support/reference.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace mixlens;
using reference::Table;

namespace {

const std::vector<std::string> exactMixers{"fourier",        "fourier-fftw", "fourier-real",
                                           "fourier-folded", "dft-matrix",   "dft-definition"};

std::unique_ptr<TokenMixer> built(const std::string& id, Index hidden)
{
    MixerSetup setup;
    setup.hidden = hidden;
    auto made = makeMixer(id, setup);
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return std::move(*made);
}

Matrix mixed(const std::string& id, ConstMatrixView x)
{
    Matrix y(x.shape());
    MixWorkspace workspace;
    built(id, x.cols())->forward(x, {}, y.view(), workspace, nullptr);
    return y;
}

/// y[k, l] = Σ_n Σ_m x[n, m] cos(2π (nk/N + ml/d)), all four loops; angles from tables of nk mod N and ml mod
/// d.
Table definition(ConstMatrixView x)
{
    const Index rows = x.rows();
    const Index d = x.cols();
    Table y(rows, d);
    const auto angle = [](Index a, Index b, Index n) {
        return 2.0 * M_PI * static_cast<double>(a * b % n) / static_cast<double>(n);
    };
    for (Index k = 0; k < rows; ++k)
        for (Index l = 0; l < d; ++l)
            for (Index n = 0; n < rows; ++n)
                for (Index m = 0; m < d; ++m)
                    y(k, l) += static_cast<double>(x(n, m)) * std::cos(angle(n, k, rows) + angle(m, l, d));
    return y;
}

/// The same by two passes of complex sums, for sizes where four loops take too long.
Table separable(ConstMatrixView x)
{
    const Index rows = x.rows();
    const Index d = x.cols();
    Table y(rows, d);
    Table re(rows, d);
    Table im(rows, d);
    for (Index k = 0; k < rows; ++k)
        for (Index n = 0; n < rows; ++n) {
            const double angle = 2.0 * M_PI * static_cast<double>(n * k % rows) / static_cast<double>(rows);
            const double c = std::cos(angle);
            const double s = std::sin(angle);
            for (Index m = 0; m < d; ++m) {
                re(k, m) += c * static_cast<double>(x(n, m));
                im(k, m) -= s * static_cast<double>(x(n, m));
            }
        }
    std::vector<double> cosines(static_cast<std::size_t>(d));
    std::vector<double> sines(cosines.size());
    for (Index m = 0; m < d; ++m) {
        cosines[static_cast<std::size_t>(m)] =
            std::cos(2.0 * M_PI * static_cast<double>(m) / static_cast<double>(d));
        sines[static_cast<std::size_t>(m)] =
            std::sin(2.0 * M_PI * static_cast<double>(m) / static_cast<double>(d));
    }
    for (Index k = 0; k < rows; ++k)
        for (Index l = 0; l < d; ++l)
            for (Index m = 0; m < d; ++m) {
                const auto at = static_cast<std::size_t>(m * l % d);
                y(k, l) += re(k, m) * cosines[at] + im(k, m) * sines[at];
            }
    return y;
}

/// Worst error over the typical size of y. An FFT errs by some 6e-8 sqrt(log2 N d), sums of products by
/// 6e-8 sqrt(N + d); the worst of all values lies a few times further out.
double error(const Matrix& actual, const Table& expected)
{
    double power = 0.0;
    for (const double value : expected.values)
        power += value * value;
    const double typical = std::sqrt(power / static_cast<double>(expected.values.size()));
    return reference::worstDifference(actual.view(), expected) / typical;
}

constexpr double singlePrecision = 1e-5;

Matrix pointReflected(const Matrix& x)
{
    Matrix r(x.shape());
    for (Index n = 0; n < x.rows(); ++n)
        for (Index m = 0; m < x.cols(); ++m)
            r((x.rows() - n) % x.rows(), (x.cols() - m) % x.cols()) = x(n, m);
    return r;
}

double squares(const Matrix& x)
{
    double sum = 0.0;
    for (const float value : x.values())
        sum += static_cast<double>(value) * static_cast<double>(value);
    return sum;
}

} // namespace

class TestFourierMixers : public QObject
{
    Q_OBJECT

private slots:
    void allEqualTheDefinitionAtEverySmallShape()
    {
        for (Index n = 1; n <= 9; ++n)
            for (Index d = 1; d <= 13; ++d) {
                const Matrix x = reference::randomMatrix(n, d, static_cast<std::uint64_t>(100 * n + d));
                const Table expected = definition(x.view());
                for (const std::string& id : exactMixers)
                    QVERIFY2(error(mixed(id, x.view()), expected) < singlePrecision,
                             qPrintable(QString("%1 at %2x%3").arg(id.c_str()).arg(n).arg(d)));
            }
    }

    void allEqualTheDefinitionAtDrawnShapes()
    {
        const Philox random(11);
        for (std::uint64_t draw = 0; draw < 150; ++draw) {
            const Index n = 1 + static_cast<Index>(150.0 * random.uniform(draw, 0));
            const Index d = 1 + static_cast<Index>(100.0 * random.uniform(draw, 1));
            const Matrix x = reference::randomMatrix(n, d, draw);
            const Table expected = separable(x.view());
            for (const std::string& id : exactMixers)
                QVERIFY2(error(mixed(id, x.view()), expected) < singlePrecision,
                         qPrintable(QString("%1 at %2x%3").arg(id.c_str()).arg(n).arg(d)));
        }
    }

    void fastOnesAgreeAtTheShapesOfPublishedModels_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("hidden");
        for (const auto& [tokens, hidden] :
             {std::pair(16, 128), std::pair(63, 128), std::pair(64, 128), std::pair(65, 128),
              std::pair(128, 256), std::pair(127, 768), std::pair(512, 768), std::pair(509, 770)})
            QTest::addRow("%dx%d", tokens, hidden) << tokens << hidden;
    }

    void fastOnesAgreeAtTheShapesOfPublishedModels()
    {
        QFETCH(int, tokens);
        QFETCH(int, hidden);
        const Matrix x = reference::randomMatrix(tokens, hidden, 12);
        const Table plain(mixed("fourier-fftw", x.view()).view());
        for (const char* id : {"fourier", "fourier-real", "fourier-folded", "dft-matrix"})
            QVERIFY2(error(mixed(id, x.view()), plain) < singlePrecision, id);
    }

    void blocksOfColumnsAreMixedAsTheirCopies()
    {
        const Matrix whole = reference::randomMatrix(70, 60, 13);
        const ConstMatrixView block = whole.view().middleCols(5, 33);
        const Table expected = separable(block);
        for (const std::string& id : exactMixers) {
            Matrix target(70, 80);
            MixWorkspace workspace;
            built(id, 33)->forward(block, {}, target.view().middleCols(7, 33), workspace, nullptr);
            QVERIFY2(error(Matrix(ConstMatrixView(target.view().middleCols(7, 33))), expected) <
                         singlePrecision,
                     id.c_str());
            QCOMPARE(target(3, 6), 0.0F); // nothing beside it is touched
            QCOMPARE(target(3, 40), 0.0F);
        }
    }

    void oneWorkspaceServesEveryShapeInTurn()
    {
        for (const std::string& id : exactMixers) {
            MixWorkspace workspace;
            for (const Shape shape :
                 {Shape{80, 40}, Shape{3, 5}, Shape{70, 41}, Shape{1, 1}, Shape{64, 44}}) {
                const Matrix x = reference::randomMatrix(shape.rows, shape.cols, 14);
                Matrix y(shape);
                built(id, shape.cols)->forward(x.view(), {}, y.view(), workspace, nullptr);
                QVERIFY2(error(y, separable(x.view())) < singlePrecision, id.c_str());
            }
        }
    }

    void onlyThePointSymmetricHalfCounts()
    {
        const Matrix x = reference::randomMatrix(21, 34, 15);
        const Matrix reflected = pointReflected(x);
        Matrix even(x.shape());
        for (std::size_t i = 0; i < even.values().size(); ++i)
            even.values()[i] = 0.5F * (x.values()[i] + reflected.values()[i]);
        for (const std::string& id : exactMixers)
            QVERIFY2(error(mixed(id, even.view()), Table(mixed(id, x.view()).view())) < singlePrecision,
                     id.c_str());
    }

    void theOutputIsPointSymmetric()
    {
        const Matrix x = reference::randomMatrix(22, 35, 16);
        for (const std::string& id : exactMixers) {
            const Matrix y = mixed(id, x.view());
            QVERIFY2(error(pointReflected(y), Table(y.view())) < singlePrecision, id.c_str());
        }
    }

    void powerIsThatOfThePointSymmetricHalf()
    {
        // Parseval for E: Y = F2(E) is real, so Σ Y² = N d Σ E².
        const Matrix x = reference::randomMatrix(19, 28, 17);
        const Matrix reflected = pointReflected(x);
        Matrix even(x.shape());
        for (std::size_t i = 0; i < even.values().size(); ++i)
            even.values()[i] = 0.5F * (x.values()[i] + reflected.values()[i]);
        for (const std::string& id : exactMixers)
            QVERIFY2(std::abs(squares(mixed(id, x.view())) / (19.0 * 28.0 * squares(even)) - 1.0) <
                         singlePrecision,
                     id.c_str());
    }

    void mixingIsLinear()
    {
        const Matrix a = reference::randomMatrix(18, 30, 18);
        const Matrix b = reference::randomMatrix(18, 30, 19);
        Matrix sum(a.shape());
        for (std::size_t i = 0; i < sum.values().size(); ++i)
            sum.values()[i] = 2.0F * a.values()[i] - 3.0F * b.values()[i];
        for (const std::string& id : exactMixers) {
            const Matrix ya = mixed(id, a.view());
            const Matrix yb = mixed(id, b.view());
            Table expected(18, 30);
            for (std::size_t i = 0; i < expected.values.size(); ++i)
                expected.values[i] =
                    2.0 * static_cast<double>(ya.values()[i]) - 3.0 * static_cast<double>(yb.values()[i]);
            QVERIFY2(error(mixed(id, sum.view()), expected) < singlePrecision, id.c_str());
        }
    }

    void influenceEqualsTheSumOverTheJacobian()
    {
        for (Index n = 1; n <= 8; ++n)
            for (Index d = 1; d <= 9; ++d) {
                const Matrix influence = fourierInfluence({n, d}, {}).value();
                for (Index i = 0; i < n; ++i)
                    for (Index j = 0; j < n; ++j) {
                        double sum = 0.0;
                        for (Index m = 0; m < d; ++m)
                            for (Index l = 0; l < d; ++l) {
                                const double turns = static_cast<double>(i * j) / static_cast<double>(n) +
                                                     static_cast<double>(m * l) / static_cast<double>(d);
                                sum += std::pow(std::cos(2.0 * M_PI * turns), 2);
                            }
                        // Squares, since the norm of a zero block is the root of a rounding error.
                        const double actual = static_cast<double>(influence(i, j));
                        QVERIFY(std::abs(actual * actual - sum) < 1e-6 * static_cast<double>(d * d));
                    }
            }
    }

    void everyMixerReportsTheSameInfluenceAndWeights()
    {
        const Matrix x = reference::randomMatrix(6, 10, 20);
        const Matrix expected = fourierInfluence(x.shape(), {}).value();
        for (const std::string& id : exactMixers) {
            const auto mixer = built(id, 10);
            QVERIFY(std::ranges::equal(mixer->influence(x.view(), {}, {}, {}).value().values(),
                                       expected.values()));
            const Matrix weights = mixer->weights(6, 0, {}).value();
            for (Index i = 0; i < 6; ++i)
                for (Index j = 0; j < 6; ++j) {
                    const double cosine = std::cos(2.0 * M_PI * static_cast<double>(i * j) / 6.0);
                    QVERIFY(std::abs(static_cast<double>(weights(i, j)) - cosine) < 1e-7);
                }
        }
    }

    void influenceCanBeCancelled()
    {
        // On the heap: g++ 12 takes a local one for uninitialised.
        const auto source = std::make_unique<std::stop_source>();
        source->request_stop();
        const auto influence = fourierInfluence({5, 4}, source->get_token());
        QVERIFY(!influence.has_value());
        QVERIFY(influence.error().code == Error::Code::Cancelled);
    }

    void workspaceIsWhatTheCostSays()
    {
        // dft-matrix counts its cached matrices too.
        for (const char* id : {"fourier", "fourier-fftw", "fourier-real", "fourier-folded"})
            for (const Shape shape : {Shape{16, 128}, Shape{200, 96}, Shape{65, 31}}) {
                const Matrix x = reference::randomMatrix(shape.rows, shape.cols, 21);
                Matrix y(shape);
                MixWorkspace workspace;
                const auto mixer = built(id, shape.cols);
                mixer->forward(x.view(), {}, y.view(), workspace, nullptr);
                QCOMPARE(static_cast<std::uint64_t>(workspace.bytes()), mixer->cost(shape).workspace);
            }
    }

    void foldingCostsAboutAQuarterOfTheTextbookWay()
    {
        const Shape shape{512, 768};
        const auto textbook = static_cast<double>(built("fourier-fftw", 768)->cost(shape).flops);
        const auto folded = static_cast<double>(built("fourier", 768)->cost(shape).flops);
        QCOMPARE(built("fourier-folded", 768)->cost(shape).flops, built("fourier", 768)->cost(shape).flops);
        QVERIFY(folded / textbook > 0.25 && folded / textbook < 0.3);
        QCOMPARE(built("fourier-fftw", 8)->cost({4, 8}).flops, std::uint64_t{5 * 32 * 5}); // 5 N d log2(N d)
    }

    void planningIsASetting()
    {
        for (const char* id : {"fourier-fftw", "fourier-real", "fourier-folded"}) {
            MixerSetup setup;
            setup.hidden = 12;
            setup.settings["planning"] = "measure";
            const auto measured = makeMixer(id, setup);
            QVERIFY(measured.has_value());
            const Matrix x = reference::randomMatrix(10, 12, 22);
            Matrix y(x.shape());
            MixWorkspace workspace;
            (*measured)->forward(x.view(), {}, y.view(), workspace, nullptr);
            QVERIFY(error(y, definition(x.view())) < singlePrecision);
            setup.settings["planning"] = "hard";
            QVERIFY(makeMixer(id, setup).error().code == Error::Code::Usage);
            setup.settings = {{"plan", "measure"}};
            QVERIFY(makeMixer(id, setup).error().code == Error::Code::Usage);
        }
    }
};

QTEST_APPLESS_MAIN(TestFourierMixers)
#include "tst_fourier_mixers.moc"
