#include "ui/figures/matrix_image.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

using Keep = MatrixPyramid::Keep;
constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

std::shared_ptr<Matrix> zeros(Index rows, Index cols)
{
    return std::make_shared<Matrix>(rows, cols);
}

std::shared_ptr<Matrix> noise(Index rows, Index cols, float low = 0.0F)
{
    auto matrix = zeros(rows, cols);
    std::mt19937 generator(5);
    std::uniform_real_distribution<float> draw(low, 1.0F);
    for (float& value : matrix->values())
        value = draw(generator);
    return matrix;
}

ImageColours colours(HeatScale scale, double low, double high, HeatColours kind = HeatColours::Sequential)
{
    return {ValueScale(scale, low, high), colourMapOf(kind, lightTheme()), lightTheme().paper,
            lightTheme().warning};
}

QImage wholeImage(const MatrixPyramid& pyramid, const PixelWindow& window, const ImageColours& chosen,
                  Plane plane = Plane::Kept)
{
    return renderPart(pyramid, window, QRect(QPoint(), window.size), chosen, plane);
}

bool near(QRgb one, QRgb other, int tolerance)
{
    return std::abs(qRed(one) - qRed(other)) <= tolerance &&
           std::abs(qGreen(one) - qGreen(other)) <= tolerance &&
           std::abs(qBlue(one) - qBlue(other)) <= tolerance;
}

/// Pixels that are not the colour of zero.
int inked(const QImage& image, QRgb zero)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) != zero ? 1 : 0;
    return count;
}

int stripedPixels(const QImage& image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == lightTheme().warning.rgb() ? 1 : 0;
    return count;
}

} // namespace

class TstMatrixImage : public QObject
{
    Q_OBJECT

private slots:
    void positionsFollowTheFormulas()
    {
        QCOMPARE(ValueScale(HeatScale::Linear, 0, 2).position(0.5), 0.25);
        QCOMPARE(ValueScale(HeatScale::SquareRoot, 0, 1).position(0.25), 0.5);
        QCOMPARE(ValueScale(HeatScale::SquareRoot, -1, 1).position(-0.25), 0.25);
        QVERIFY(std::abs(ValueScale(HeatScale::Logarithmic, 1e-4, 1).position(1e-2) - 0.5) < 1e-12);
        QVERIFY(std::abs(ValueScale(HeatScale::Decibel, 1e-3, 1).position(std::pow(10.0, -20.0 / 20)) -
                         2.0 / 3) < 1e-12);
        QCOMPARE(ValueScale(HeatScale::Logarithmic, -1, 1).position(0.0), 0.5);
        for (const HeatScale scale :
             {HeatScale::Linear, HeatScale::SquareRoot, HeatScale::Logarithmic, HeatScale::Decibel})
            for (const double low : {-1.0, 1e-3}) {
                const ValueScale values(scale, low, 1.0);
                QCOMPARE(values.position(low), 0.0);
                QCOMPARE(values.position(1.0), 1.0);
                QCOMPARE(values.position(9.0), 1.0);
                QCOMPARE(values.position(-9.0), 0.0);
                QVERIFY(std::isnan(values.position(std::nan(""))));
                for (const double position : {0.1, 0.4, 0.9})
                    QVERIFY(std::abs(values.position(values.valueAt(position)) - position) < 1e-9);
            }
    }

    void rowsOfPixelsAgreeWithTheFormulas()
    {
        for (const HeatScale scale :
             {HeatScale::Linear, HeatScale::SquareRoot, HeatScale::Logarithmic, HeatScale::Decibel})
            for (const double low : {-1.0, 0.0, 1e-3}) {
                const ValueScale values(scale, low, 1.0);
                std::vector<float> row;
                for (int i = -110; i <= 110; ++i)
                    row.push_back(static_cast<float>(i) / 100.0F);
                row.insert(row.end(),
                           {notANumber, 1e-7F, 3e-4F, 1e30F, std::numeric_limits<float>::infinity()});
                const std::vector<float> before = row;
                values.toPositions(row, 1.0F);
                for (std::size_t i = 0; i < row.size(); ++i) {
                    const double expected = values.position(static_cast<double>(before[i]));
                    if (std::isnan(expected))
                        QVERIFY(std::isnan(row[i]));
                    else
                        QVERIFY(std::abs(static_cast<double>(row[i]) - expected) < 1e-4);
                }
            }
    }

    void enlargedCellsAreBlocksOfTheirColour_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<QRectF>("visible");
        QTest::newRow("whole, whole pixels") << 35 << QRectF(0, 0, 5, 7);
        QTest::newRow("whole, uneven") << 37 << QRectF(0, 0, 5, 7);
        QTest::newRow("one pixel a cell") << 7 << QRectF(0, 0, 5, 7);
        QTest::newRow("part, between cells") << 64 << QRectF(1.3, 2.6, 2.2, 3.1);
    }
    void enlargedCellsAreBlocksOfTheirColour()
    {
        QFETCH(int, side);
        QFETCH(QRectF, visible);
        const auto values = noise(7, 5);
        const ImageColours chosen = colours(HeatScale::SquareRoot, 0, 1);
        const QImage image =
            wholeImage(MatrixPyramid(values, Keep::Largest), {visible, {side, side}}, chosen);
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                const auto row = static_cast<Index>(visible.y() + (y + 0.5) * visible.height() / side);
                const auto col = static_cast<Index>(visible.x() + (x + 0.5) * visible.width() / side);
                const QRgb expected =
                    chosen.map.at(chosen.scale.position(static_cast<double>((*values)(row, col))));
                QVERIFY(near(image.pixel(x, y), expected, 1)); // float32 may round to the next entry
            }
    }

    void edgesOfCellsAreWhereTheirPixelsBegin()
    {
        const PixelWindow window{QRectF(0.4, 0, 3.2, 4), {50, 61}};
        auto values = zeros(4, 4);
        (*values)(2, 1) = 1.0F;
        const QImage image =
            wholeImage(MatrixPyramid(values, Keep::Largest), window, colours(HeatScale::Linear, 0, 1));
        const QRgb hot = lightTheme().sequential.rgb();
        for (int x = 0; x < 50; ++x)
            for (int y = 0; y < 61; ++y)
                QCOMPARE(image.pixel(x, y) == hot, x >= window.leftOf(1) && x < window.leftOf(2) &&
                                                       y >= window.topOf(2) && y < window.topOf(3));
    }

    void shrunkPixelsShowTheMaximumOfTheirCells()
    {
        // Naive reference: the maximum over whole blocks of the power of two below the cells a pixel.
        const auto values = noise(61, 83);
        const MatrixPyramid pyramid = MatrixPyramid(values, Keep::Largest).withLevels();
        const ImageColours chosen = colours(HeatScale::Linear, 0, 1);
        for (const QSize size :
             {QSize(83, 61), QSize(40, 30), QSize(17, 12), QSize(9, 7), QSize(83, 7), QSize(1, 1)}) {
            const double stepX = 83.0 / size.width(), stepY = 61.0 / size.height();
            const double block = std::exp2(std::floor(std::log2(std::min(stepX, stepY))));
            const QImage image = wholeImage(pyramid, {QRectF(0, 0, 83, 61), size}, chosen);
            const double usedBlock = std::min(block, std::exp2(pyramid.levelCount() - 1));
            Matrix expected(size.height(), size.width());
            for (Index row = 0; row < 61; ++row)
                for (Index col = 0; col < 83; ++col) {
                    // A block belongs to the pixel in which it begins.
                    const auto pixelOf = [usedBlock](Index cell, double step, int count) {
                        const double start = std::floor(static_cast<double>(cell) / usedBlock);
                        int pixel = 0;
                        while (pixel + 1 < count && std::floor((pixel + 1) * step / usedBlock) <= start)
                            ++pixel;
                        return pixel;
                    };
                    float& largest =
                        expected(pixelOf(row, stepY, size.height()), pixelOf(col, stepX, size.width()));
                    largest = std::max(largest, (*values)(row, col));
                }
            for (int y = 0; y < size.height(); ++y)
                for (int x = 0; x < size.width(); ++x)
                    QVERIFY(near(image.pixel(x, y),
                                 chosen.map.at(chosen.scale.position(static_cast<double>(expected(y, x)))),
                                 1));
        }
    }

    void oneHotCellOfSixteenMillionSurvivesEveryZoomAndPhase()
    {
        constexpr Index side = 4096;
        const ImageColours chosen = colours(HeatScale::Linear, 0, 1);
        const QRgb zero = lightTheme().paper.rgb(), hot = lightTheme().sequential.rgb();
        auto values = zeros(side, side);
        // All 64 phases of an 8 × 8 block, each far from the others: one pixel each must be hot.
        for (Index phase = 0; phase < 64; ++phase)
            (*values)(64 + (phase / 8) * 500 + phase / 8, 64 + (phase % 8) * 500 + phase % 8) = 1.0F;
        const MatrixPyramid pyramid = MatrixPyramid(values, Keep::Largest).withLevels();
        for (const int pixels : {64, 100, 257, 511, 512, 513, 777, 800, 1000, 1365, 2047, 2048, 2900, 4096}) {
            const QImage image = wholeImage(pyramid, {QRectF(0, 0, side, side), {pixels, pixels}}, chosen);
            QCOMPARE(inked(image, zero), 64);
            for (Index phase = 0; phase < 64; ++phase) {
                const double row = 64.5 + static_cast<double>((phase / 8) * 501);
                const double col = 64.5 + static_cast<double>((phase % 8) * 501);
                const int x = static_cast<int>(col * pixels / side),
                          y = static_cast<int>(row * pixels / side);
                bool found = false; // a block begins at most one pixel before its cells
                for (int dy = -1; dy <= 1; ++dy)
                    for (int dx = -1; dx <= 1; ++dx)
                        found |= image.valid(x + dx, y + dy) && image.pixel(x + dx, y + dy) == hot;
                QVERIFY(found);
            }
        }
        // The window may begin anywhere between cells.
        for (const double start : {0.0, 0.25, 1.0, 3.7, 17.9})
            QCOMPARE(inked(wholeImage(pyramid, {QRectF(start, start, 4000, 4000), {333, 333}}, chosen), zero),
                     64);
    }

    void ofSignedValuesTheOneFartherFromZeroIsKept()
    {
        auto values = zeros(64, 64);
        (*values)(3, 3) = 0.5F;
        (*values)(4, 4) = -1.0F;
        (*values)(40, 40) = 0.25F;
        (*values)(41, 41) = -0.2F;
        const ImageColours chosen = colours(HeatScale::Linear, -1, 1, HeatColours::Diverging);
        const MatrixPyramid pyramid = MatrixPyramid(values, Keep::LargestMagnitude).withLevels();
        const QImage image = wholeImage(pyramid, {QRectF(0, 0, 64, 64), {8, 8}}, chosen);
        QCOMPARE(image.pixel(0, 0), lightTheme().negative.rgb());
        QVERIFY(near(image.pixel(5, 5), chosen.map.at(0.625), 1));
    }

    void nanIsStripedAndNeverLostOrBlack()
    {
        auto values = zeros(64, 64);
        (*values)(10, 20) = notANumber;
        (*values)(11, 20) = 1.0F; // in the same block
        const ImageColours chosen = colours(HeatScale::SquareRoot, 0, 1);
        const MatrixPyramid pyramid = MatrixPyramid(values, Keep::Largest).withLevels();
        const QRgb stripe = lightTheme().warning.rgb(), paper = lightTheme().paper.rgb();
        const QImage large = wholeImage(pyramid, {QRectF(0, 0, 64, 64), {64 * 12, 64 * 12}}, chosen);
        int striped = 0;
        for (int y = 120; y < 132; ++y)
            for (int x = 240; x < 252; ++x) {
                QVERIFY(large.pixel(x, y) == stripe || large.pixel(x, y) == paper);
                striped += large.pixel(x, y) == stripe ? 1 : 0;
            }
        QCOMPARE(striped, 72);
        QVERIFY(std::isnan(pyramid.kept(1)(5, 10)));
        for (const int side : {192, 64, 32, 21})
            QVERIFY(stripedPixels(wholeImage(pyramid, {QRectF(0, 0, 64, 64), {side, side}}, chosen)) > 0);
    }

    void meansAreOfCellsAlsoAtTheEdges()
    {
        const auto values = noise(45, 37);
        const MatrixPyramid pyramid = MatrixPyramid(values, Keep::Largest).withLevels();
        const ConstMatrixView means = pyramid.mean(pyramid.levelCount() - 1);
        const Index block = Index{1} << (pyramid.levelCount() - 1);
        for (Index r = 0; r < means.rows(); ++r)
            for (Index c = 0; c < means.cols(); ++c) {
                double sum = 0.0, count = 0.0;
                for (Index row = r * block; row < std::min<Index>(45, (r + 1) * block); ++row)
                    for (Index col = c * block; col < std::min<Index>(37, (c + 1) * block); ++col) {
                        sum += static_cast<double>((*values)(row, col));
                        count += 1.0;
                    }
                QVERIFY(std::abs(static_cast<double>(means(r, c)) - sum / count) < 1e-5);
            }
    }

    void tilesFitTogether()
    {
        const auto values = noise(700, 900, -1.0F);
        const MatrixPyramid pyramid = MatrixPyramid(values, Keep::LargestMagnitude).withLevels();
        const ImageColours chosen = colours(HeatScale::Linear, -1, 1, HeatColours::Diverging);
        const PixelWindow window{QRectF(20.3, 40.9, 800, 600), {530, 410}};
        const QImage whole = wholeImage(pyramid, window, chosen);
        int pixels = 0;
        for (const QRect& tile : tilesOf(window)) {
            QVERIFY(tile.width() <= tileSide && tile.height() <= tileSide);
            QCOMPARE(renderPart(pyramid, window, tile, chosen), whole.copy(tile));
            pixels += tile.width() * tile.height();
        }
        QCOMPARE(pixels, 530 * 410);
    }

    void anglesFadeIntoPaperWithTheirOpacity()
    {
        auto values = zeros(1, 3), opacity = zeros(1, 3);
        (*opacity)(0, 1) = 0.5F;
        (*opacity)(0, 2) = 1.0F;
        const ImageColours chosen =
            colours(HeatScale::Linear, -std::numbers::pi, std::numbers::pi, HeatColours::Cyclic);
        const MatrixPyramid pyramid(values, Keep::MostOpaque, opacity);
        const QImage image = wholeImage(pyramid, {QRectF(0, 0, 3, 1), {3, 1}}, chosen);
        const QRgb full = chosen.map.at(0.5), paper = lightTheme().paper.rgb();
        QCOMPARE(image.pixel(0, 0), paper);
        QCOMPARE(image.pixel(2, 0), full);
        QVERIFY(std::abs(qRed(image.pixel(1, 0)) - (qRed(full) + qRed(paper)) / 2) <= 1);
    }

    void ofSharedPixelsTheMostOpaqueAngleIsShown()
    {
        auto values = zeros(64, 64), opacity = zeros(64, 64);
        (*values)(9, 9) = 2.0F;
        (*opacity)(9, 9) = 1.0F;
        const ImageColours chosen = colours(HeatScale::Linear, -3, 3, HeatColours::Cyclic);
        const MatrixPyramid pyramid = MatrixPyramid(values, Keep::MostOpaque, opacity).withLevels();
        for (const int side : {48, 32, 21, 8}) {
            const QImage image = wholeImage(pyramid, {QRectF(0, 0, 64, 64), {side, side}}, chosen);
            QCOMPARE(inked(image, lightTheme().paper.rgb()), 1);
        }
    }
};

QTEST_MAIN(TstMatrixImage)
#include "tst_matrix_image.moc"
