#include "core/math/dft.h"
#include "core/math/fft.h"
#include "tests/support/reference.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <complex>
#include <fstream>
#include <thread>

using namespace mixlens;

namespace {

using Complex = std::complex<double>;

/// exp(-2πi jk / n) from the printed formula.
Complex root(Index j, Index k, Index n)
{
    return std::polar(1.0, -2.0 * M_PI * static_cast<double>(j * k % n) / static_cast<double>(n));
}

struct Plane
{
    explicit Plane(Shape s) : shape(s), values(static_cast<std::size_t>(s.size())) {}
    Complex& operator()(Index r, Index c) { return values[static_cast<std::size_t>(r * shape.cols + c)]; }
    Complex operator()(Index r, Index c) const
    {
        return values[static_cast<std::size_t>(r * shape.cols + c)];
    }
    Shape shape;
    std::vector<Complex> values;
};

Plane alongColumns(const Plane& x)
{
    Plane out(x.shape);
    for (Index k = 0; k < x.shape.rows; ++k)
        for (Index n = 0; n < x.shape.rows; ++n)
            for (Index c = 0; c < x.shape.cols; ++c)
                out(k, c) += x(n, c) * root(n, k, x.shape.rows);
    return out;
}

Plane alongRows(const Plane& x)
{
    Plane out(x.shape);
    for (Index r = 0; r < x.shape.rows; ++r)
        for (Index l = 0; l < x.shape.cols; ++l)
            for (Index m = 0; m < x.shape.cols; ++m)
                out(r, l) += x(r, m) * root(m, l, x.shape.cols);
    return out;
}

Field randomField(Shape shape, std::uint64_t seed)
{
    const Matrix re = reference::randomMatrix(shape.rows, shape.cols, seed);
    const Matrix im = reference::randomMatrix(shape.rows, shape.cols, seed + 1000);
    Field x(shape);
    for (std::size_t i = 0; i < x.values().size(); ++i)
        x.values()[i] = {re.values()[i], im.values()[i]};
    return x;
}

template<class T>
Plane precise(const BasicMatrix<T>& x)
{
    Plane plane(x.shape());
    for (std::size_t i = 0; i < plane.values.size(); ++i)
        plane.values[i] = Complex(std::complex<float>(x.values()[i]));
    return plane;
}

/// Largest difference in the rows and columns of `actual`, over the root mean square of `expected`. Single
/// precision FFTs err by a few times 6e-8 times sqrt(log2 of the length); the largest of thousands of values
/// lies some five deviations out.
double error(const Field& actual, const Plane& expected)
{
    double worst = 0.0;
    double power = 0.0;
    for (const Complex& value : expected.values)
        power += std::norm(value);
    for (Index r = 0; r < actual.rows(); ++r)
        for (Index c = 0; c < actual.cols(); ++c)
            worst = std::max(worst, std::abs(Complex(actual(r, c)) - expected(r, c)));
    return worst / std::sqrt(power / static_cast<double>(expected.values.size()));
}

constexpr double singlePrecision = 4e-6;

const std::vector<Shape> shapes{{1, 1},   {1, 7},    {7, 1},   {2, 2},   {3, 5},   {8, 8},
                                {11, 64}, {16, 128}, {13, 17}, {31, 30}, {33, 12}, {64, 48},
                                {97, 4},  {4, 101},  {60, 77}, {128, 9}};

} // namespace

class TestFft : public QObject
{
    Q_OBJECT

private slots:
    void everyKindEqualsTheDefinition_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("cols");
        QTest::addColumn<bool>("measured");
        for (const Shape shape : shapes) {
            QTest::addRow("%tdx%td", shape.rows, shape.cols) << int(shape.rows) << int(shape.cols) << false;
        }
        QTest::addRow("12x18, measured") << 12 << 18 << true;
        QTest::addRow("7x22, measured") << 7 << 22 << true;
    }

    void everyKindEqualsTheDefinition()
    {
        QFETCH(int, rows);
        QFETCH(int, cols);
        QFETCH(bool, measured);
        const Shape shape{rows, cols};
        const PlanRigour rigour = measured ? PlanRigour::Measure : PlanRigour::Estimate;
        const Field x = randomField(shape, 1);
        const auto transformed = [&](FftKind kind) {
            Field y(shape);
            FftPlan::plan(kind, shape, rigour)->forward(x.view(), y.view());
            return y;
        };
        QVERIFY(error(transformed(FftKind::ComplexColumns), alongColumns(precise(x))) < singlePrecision);
        QVERIFY(error(transformed(FftKind::ComplexRows), alongRows(precise(x))) < singlePrecision);
        QVERIFY(error(transformed(FftKind::Complex2d), alongRows(alongColumns(precise(x)))) <
                singlePrecision);

        const Matrix real = reference::randomMatrix(rows, cols, 5);
        Field half(rows, cols / 2 + 1);
        FftPlan::plan(FftKind::Real2d, shape, rigour)->forward(real.view(), half.view());
        QVERIFY(error(half, alongRows(alongColumns(precise(real)))) < singlePrecision);
        Field upper(rows / 2 + 1, cols);
        FftPlan::plan(FftKind::RealColumns, shape, rigour)->forward(real.view(), upper.view());
        QVERIFY(error(upper, alongColumns(precise(real))) < singlePrecision);
    }

    void inPlaceEqualsOutOfPlace()
    {
        for (const FftKind kind : {FftKind::Complex2d, FftKind::ComplexColumns, FftKind::ComplexRows}) {
            for (const Shape shape : {Shape{11, 64}, Shape{24, 13}}) {
                Field x = randomField(shape, 2);
                Field apart(shape);
                const auto plan = FftPlan::plan(kind, shape);
                plan->forward(x.view(), apart.view());
                plan->forward(x.view(), x.view());
                QVERIFY(error(x, precise(apart)) < singlePrecision);
            }
        }
    }

    void planningAndTransformingLeaveTheInputAlone()
    {
        const Shape shape{30, 22};
        const Matrix real = reference::randomMatrix(30, 22, 3);
        const Matrix before = real;
        Field half(30, 12);
        FftPlan::plan(FftKind::Real2d, shape, PlanRigour::Measure)->forward(real.view(), half.view());
        QVERIFY(std::ranges::equal(real.values(), before.values()));
        const Field x = randomField(shape, 4);
        const Field kept = x;
        Field y(shape);
        FftPlan::plan(FftKind::Complex2d, shape, PlanRigour::Measure)->forward(x.view(), y.view());
        QVERIFY(std::ranges::equal(x.values(), kept.values()));
    }

    void aPlanIsMadeOnce()
    {
        const auto first = FftPlan::plan(FftKind::Complex2d, {10, 14});
        QCOMPARE(FftPlan::plan(FftKind::Complex2d, {10, 14}).get(), first.get());
        QVERIFY(FftPlan::plan(FftKind::Complex2d, {14, 10}).get() != first.get());
        const auto measured = FftPlan::plan(FftKind::Complex2d, {10, 14}, PlanRigour::Measure);
        QVERIFY(measured.get() != first.get());
        // From then on nobody gets the lesser one.
        QCOMPARE(FftPlan::plan(FftKind::Complex2d, {10, 14}).get(), measured.get());
    }

    void aPlanThatFellOutOfTheCacheStillWorks()
    {
        const Shape shape{3, 4};
        const auto held = FftPlan::plan(FftKind::ComplexRows, shape);
        for (Index n = 1; n <= 300; ++n)
            static_cast<void>(FftPlan::plan(FftKind::ComplexRows, {1, n}));
        QVERIFY(FftPlan::plan(FftKind::ComplexRows, shape).get() != held.get());
        const Field x = randomField(shape, 6);
        Field y(shape);
        held->forward(x.view(), y.view());
        QVERIFY(error(y, alongRows(precise(x))) < singlePrecision);
    }

    void threadsShareAPlan()
    {
        const Shape shape{24, 36};
        const Field x = randomField(shape, 7);
        Field alone(shape);
        FftPlan::plan(FftKind::Complex2d, shape)->forward(x.view(), alone.view());
        std::vector<int> same(4, 0);
        {
            std::vector<std::jthread> threads;
            for (std::size_t t = 0; t < same.size(); ++t)
                threads.emplace_back([&, t] {
                    Field y(shape);
                    for (Index round = 0; round < 50; ++round) {
                        // A new length each round makes some threads plan while others transform.
                        static_cast<void>(FftPlan::plan(FftKind::ComplexColumns, {40 + round, 3}));
                        FftPlan::plan(FftKind::Complex2d, shape)->forward(x.view(), y.view());
                        same[t] += std::ranges::equal(y.values(), alone.values()) ? 1 : 0;
                    }
                });
        }
        QCOMPARE(same, std::vector<int>(4, 50));
    }

    void wisdomSurvivesTheWayThroughAFile()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("wisdom").toStdString();
        static_cast<void>(FftPlan::plan(FftKind::Complex2d, {18, 20}, PlanRigour::Measure));
        QVERIFY(exportFftWisdom(file));
        QVERIFY(std::filesystem::file_size(file) > 0);
        QVERIFY(importFftWisdom(file));
    }

    void foreignWisdomIsRefused()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("wisdom").toStdString();
        QVERIFY(!importFftWisdom(file)); // missing
        std::ofstream(file) << "(fftw-2.1.5 fftwf_wisdom nonsense";
        QVERIFY(!importFftWisdom(file));
        QVERIFY(!exportFftWisdom(folder.filePath("no/such/folder/wisdom").toStdString()));
    }

    void matricesHoldCosinesAndSines()
    {
        for (const Index n : {1, 2, 7, 16, 45}) {
            const auto plus = dftMatrix(n, SineSign::Plus);
            const auto minus = dftMatrix(n, SineSign::Minus);
            QCOMPARE(plus->cols(), 2 * n);
            for (Index j = 0; j < n; ++j)
                for (Index k = 0; k < n; ++k) {
                    const Complex w = root(j, k, n);
                    QVERIFY(std::abs(static_cast<double>((*plus)(j, k)) - w.real()) < 1e-7);
                    QVERIFY(std::abs(static_cast<double>((*plus)(j, n + k)) + w.imag()) < 1e-7);
                    QVERIFY(std::abs(static_cast<double>((*minus)(j, n + k)) - w.imag()) < 1e-7);
                }
        }
    }
};

QTEST_APPLESS_MAIN(TestFft)
#include "tst_fft.moc"
