#include "core/mixing/fourier_lane_mixer.h"
#include "core/mixing/lane_fourier_plan.h"
#include "core/mixing/lane_lengths.h"
#include "tests/support/reference.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace mixlens;
using reference::Table;

namespace {

/// cos and sin of 2π j / n.
struct Circle
{
    explicit Circle(Index n) : cosine(static_cast<std::size_t>(n)), sine(cosine.size())
    {
        for (std::size_t j = 0; j < cosine.size(); ++j) {
            const double angle = 2.0 * M_PI * static_cast<double>(j) / static_cast<double>(n);
            cosine[j] = std::cos(angle);
            sine[j] = std::sin(angle);
        }
    }
    std::vector<double> cosine;
    std::vector<double> sine;
};

/// Re(F_N X F_d) by sums in double precision, columns and then rows.
Table definition(ConstMatrixView x)
{
    const Index rows = x.rows();
    const Index d = x.cols();
    Table re(rows, d);
    Table im(rows, d);
    Table y(rows, d);
    const Circle tokens(rows);
    for (Index k = 0; k < rows; ++k)
        for (Index n = 0; n < rows; ++n) {
            const auto at = static_cast<std::size_t>(n * k % rows);
            for (Index m = 0; m < d; ++m) {
                re(k, m) += tokens.cosine[at] * static_cast<double>(x(n, m));
                im(k, m) -= tokens.sine[at] * static_cast<double>(x(n, m));
            }
        }
    const Circle hidden(d);
    for (Index k = 0; k < rows; ++k)
        for (Index l = 0; l < d; ++l) {
            std::size_t at = 0;
            for (Index m = 0; m < d; ++m) {
                y(k, l) += re(k, m) * hidden.cosine[at] + im(k, m) * hidden.sine[at];
                at = (at + static_cast<std::size_t>(l)) % static_cast<std::size_t>(d);
            }
        }
    return y;
}

/// Root of the mean square of actual - expected over that of expected.
double relativeError(ConstMatrixView actual, const Table& expected)
{
    double error = 0.0;
    double power = 0.0;
    for (Index k = 0; k < expected.rows; ++k)
        for (Index l = 0; l < expected.cols; ++l) {
            const double difference = static_cast<double>(actual(k, l)) - expected(k, l);
            error += difference * difference;
            power += expected(k, l) * expected(k, l);
        }
    return std::sqrt(error / power);
}

bool convolves(const LaneFourierPlan& plan)
{
    const auto does = [](const LaneTransform& t, const LaneTransform& inner) {
        return inner.length > 0 || t.method == LaneTransform::Method::Chirp ||
               t.method == LaneTransform::Method::Powers || t.method == LaneTransform::Method::PaddedPowers;
    };
    return plan.rowFilter || does(plan.columns, plan.columnInner) ||
           (!plan.rowsAlone && does(plan.rows, plan.rowInner));
}

/// All widths of all tables that this processor can run.
std::vector<const LaneFourier*> allWidths()
{
    std::vector<const LaneFourier*> widths;
    for (const KernelTable* table : kernelTables())
        for (const LaneFourier& width : laneFourier(*table))
            widths.push_back(&width);
    return widths;
}

/// Every width answers to the definition, in views that are wider than the matrix, and leaves the rest alone.
void compareWithDefinition(Index n, Index d, std::uint64_t seed)
{
    const Matrix room = reference::randomMatrix(n, d + 3, seed);
    const ConstMatrixView x = room.view().middleCols(2, d);
    const Table expected = definition(x);
    for (const LaneFourier* width : allWidths()) {
        Matrix target(n, d + 7);
        std::ranges::fill(target.values(), 3.0F);
        const MatrixView y = target.view().middleCols(4, d);
        MixWorkspace workspace;
        mixByLanes(x, y, *width, workspace);
        // A transform errs by some 6e-8 sqrt(log2 N d); a convolution adds
        // another, in place of one.
        const double limit = convolves(laneFourierLayout({n, d}, width->lanes)) ? 1e-6 : 3e-7;
        const double error = relativeError(y, expected);
        QVERIFY2(error <= limit,
                 qPrintable(QString("%1 x %2 in %3 lanes: %4").arg(n).arg(d).arg(width->lanes).arg(error)));
        for (Index k = 0; k < n; ++k)
            for (const Index beside : {Index{0}, Index{1}, Index{2}, Index{3}, d + 4, d + 5, d + 6})
                QCOMPARE(target(k, beside), 3.0F);
    }
}

Matrix mixed(ConstMatrixView x, const LaneFourier& width, TaskPool* pool)
{
    Matrix y(x.shape());
    MixWorkspace workspace;
    workspace.useThreads(pool);
    mixByLanes(x, y.view(), width, workspace);
    return y;
}

} // namespace

class TestLaneFourier : public QObject
{
    Q_OBJECT

private slots:
    void everyTableHasAWidth()
    {
        for (const KernelTable* table : kernelTables()) {
            const auto widths = laneFourier(*table);
            QVERIFY(!widths.empty());
            for (const LaneFourier& width : widths)
                QVERIFY(width.lanes >= 4 && width.lanes <= 16 && width.columnPanel && width.rowPart);
        }
    }

    void everySmallShapeEqualsTheDefinition()
    {
        for (Index n = 1; n <= 18; ++n)
            for (Index d = 1; d <= 20; ++d)
                compareWithDefinition(n, d, static_cast<std::uint64_t>(100 * n + d));
    }

    void drawnShapesEqualTheDefinition()
    {
        const Philox random(31);
        for (std::uint64_t draw = 0; draw < 250; ++draw) {
            const auto upTo = [&](double most, std::uint32_t which) {
                return 1 + static_cast<Index>(most * random.uniform(draw, which));
            };
            const Index n = upTo(draw % 3 == 0 ? 300.0 : 70.0, 0);
            const Index d = draw % 5 == 0 ? 32 * upTo(10.0, 1) : upTo(draw % 3 == 1 ? 300.0 : 70.0, 1);
            compareWithDefinition(n, d, draw);
        }
    }

    void longAndPrimeLengthsEqualTheDefinition_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("hidden");
        for (const auto& [tokens, hidden] :
             {std::pair(127, 61),  std::pair(131, 40), std::pair(509, 12), std::pair(521, 5),
              std::pair(1021, 3),  std::pair(1030, 3), std::pair(1155, 2), std::pair(2048, 3),
              std::pair(2053, 2),  std::pair(12, 509), std::pair(5, 767),  std::pair(6, 769),
              std::pair(9, 770),   std::pair(3, 1024), std::pair(3, 1040), std::pair(2, 2053),
              std::pair(131, 137), std::pair(40, 256), std::pair(64, 272), std::pair(122, 5),
              std::pair(254, 6),   std::pair(766, 3),  std::pair(1031, 3), std::pair(383, 6),
              std::pair(40, 509),  std::pair(34, 263), std::pair(4, 2096), std::pair(7, 766),
              std::pair(20, 1022)})
            QTest::addRow("%dx%d", tokens, hidden) << tokens << hidden;
    }

    void longAndPrimeLengthsEqualTheDefinition()
    {
        QFETCH(int, tokens);
        QFETCH(int, hidden);
        compareWithDefinition(tokens, hidden, 32);
    }

    void backwardIsForward()
    {
        // <y', M x> = <M y', x>: M is symmetric. The sums of N d products err by their size and no more.
        for (const Shape shape : {Shape{24, 32}, Shape{64, 256}, Shape{37, 131}, Shape{139, 12}})
            for (const LaneFourier* width : allWidths()) {
                const Matrix x = reference::randomMatrix(shape.rows, shape.cols, 33);
                const Matrix gradient = reference::randomMatrix(shape.rows, shape.cols, 34);
                const Matrix forward = mixed(x.view(), *width, nullptr);
                const Matrix backward = mixed(gradient.view(), *width, nullptr);
                double left = 0.0;
                double right = 0.0;
                double size = 0.0;
                for (std::size_t i = 0; i < x.values().size(); ++i) {
                    const double product =
                        static_cast<double>(gradient.values()[i]) * static_cast<double>(forward.values()[i]);
                    left += product;
                    right += static_cast<double>(backward.values()[i]) * static_cast<double>(x.values()[i]);
                    size += product * product;
                }
                QVERIFY(std::abs(left - right) < 1e-5 * std::sqrt(size));
            }
    }

    void theNumberOfThreadsChangesNoBit()
    {
        TaskPool two(2);
        TaskPool three(3);
        for (const Shape shape :
             {Shape{1, 1}, Shape{16, 128}, Shape{256, 256}, Shape{131, 500}, Shape{509, 139}})
            for (const LaneFourier* width : allWidths()) {
                const Matrix x = reference::randomMatrix(shape.rows, shape.cols, 35);
                const Matrix alone = mixed(x.view(), *width, nullptr);
                for (TaskPool* pool : {&two, &three})
                    QVERIFY(std::ranges::equal(mixed(x.view(), *width, pool).values(), alone.values()));
            }
    }

    void everyLengthHasPasses()
    {
        using Method = LaneTransform::Method;
        const auto product = [](const FftPasses& fft) {
            Index length = 1;
            for (int i = 0; i < fft.count; ++i)
                length *= fft.pass[i].radix;
            return length == fft.length ? length : 0;
        };
        const auto convolved = [&](const LaneTransform& t) {
            const Index n = product(t.first) * product(t.second);
            if (t.method == Method::PaddedPowers)
                return product(t.back) == t.second.length && (t.length - 1) % product(t.first) == 0 &&
                       n >= 2 * (t.length - 1);
            return product(t.back) == t.second.length &&
                   (t.method == Method::Powers ? n == t.length - 1
                                               : t.method == Method::Chirp && n >= 2 * t.length);
        };
        for (Index n = 1; n <= 3000; ++n) {
            const Index lanes = n % 2 == 0 ? 16 : 4;
            const LaneTransform t = laneTransformOf(n, lanes);
            const LaneTransform inner = innerTransformOf(t, lanes);
            QCOMPARE(t.length, n);
            if (t.method == Method::Direct)
                QCOMPARE(product(t.first), n);
            else if (t.method == Method::TwoLevels) {
                QCOMPARE(product(t.first) * t.second.length, n);
                QCOMPARE(inner.length, product(t.second) == t.second.length ? 0 : t.second.length);
                QVERIFY(inner.length == 0 || convolved(inner));
            } else
                QVERIFY(convolved(t));
        }
    }

    void tablesAreShared()
    {
        const auto first = LaneFourierTables::of({20, 40}, 8);
        QCOMPARE(LaneFourierTables::of({20, 40}, 8), first);
        QVERIFY(LaneFourierTables::of({20, 40}, 4) != first);
    }
};

QTEST_APPLESS_MAIN(TestLaneFourier)
#include "tst_lane_fourier.moc"
