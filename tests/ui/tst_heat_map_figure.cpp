#include "ui/figures/heat_map_figure.h"
#include "ui/style/colour_map.h"

#include <QAbstractTableModel>
#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>
#include <QTest>

#include <cmath>
#include <limits>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

HeatMapSpec specOf(Index rows, Index cols, const std::vector<float>& values = {})
{
    HeatMapSpec spec;
    spec.title = QStringLiteral("FNet, layer 3, influence");
    spec.valueName = QStringLiteral("share of row");
    spec.rowTitle = QStringLiteral("output token");
    spec.colTitle = QStringLiteral("input token");
    auto matrix = std::make_shared<Matrix>(rows, cols);
    std::ranges::copy(values, matrix->values().begin());
    spec.values = matrix;
    for (Index i = 0; i < rows; ++i)
        spec.rows.push_back({.text = QStringLiteral("out%1").arg(i)});
    for (Index i = 0; i < cols; ++i)
        spec.cols.push_back({.text = QStringLiteral("in%1").arg(i)});
    return spec;
}

HeatMapSpec threeByThree()
{
    return specOf(3, 3, {0.0F, 0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F, 0.8F, 1.0F});
}

HeatMapSpec threeByThreeWith(std::size_t at, float value)
{
    HeatMapSpec spec = threeByThree();
    auto changed = std::make_shared<Matrix>(*spec.values);
    changed->values()[at] = value;
    spec.values = changed;
    return spec;
}

struct Painted
{
    QImage image;
    HeatMapLayout layout;
};

Painted painted(const HeatMapFigure& figure, QSizeF size, const Theme& theme, double scale,
                QRectF visible = {})
{
    Painted result;
    result.image = QImage((size * scale).toSize(), QImage::Format_RGB32);
    result.image.fill(theme.paper);
    QPainter painter(&result.image);
    painter.scale(scale, scale);
    result.layout = figure.paintPart(painter, {QPointF(), size}, theme, visible, {.values = false});
    return result;
}

QByteArray svgOf(const Figure& figure)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(72);
    generator.setSize(figure.preferredSize().toSize());
    QPainter painter(&generator);
    figure.paint(painter, {QPointF(), figure.preferredSize()}, lightTheme());
    painter.end();
    return buffer.data();
}

bool near(const QColor& one, const QColor& other)
{
    return std::abs(one.red() - other.red()) <= 1 && std::abs(one.green() - other.green()) <= 1 &&
           std::abs(one.blue() - other.blue()) <= 1;
}

QColor colourOf(double value, const Theme& theme = lightTheme())
{
    return QColor(ColourMap::sequential(theme.paper, theme.sequential).at(value));
}

} // namespace

class TstHeatMapFigure : public QObject
{
    Q_OBJECT

private slots:
    void centresOfCellsHaveTheColourOfTheirValue_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("scale");
        for (const bool dark : {false, true})
            for (const double scale : {1.0, 1.25, 2.0})
                QTest::addRow("%s at %g", dark ? "dark" : "light", scale) << dark << scale;
    }
    void centresOfCellsHaveTheColourOfTheirValue()
    {
        QFETCH(bool, dark);
        QFETCH(double, scale);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const HeatMapFigure figure(threeByThree());
        const Painted seen = painted(figure, {300, 260}, theme, scale);
        for (Index row = 0; row < 3; ++row)
            for (Index col = 0; col < 3; ++col) {
                const QPoint centre = (seen.layout.rectOf(row, col).center() * scale).toPoint();
                const auto value = static_cast<double>((*figure.spec().values)(row, col));
                QVERIFY(near(seen.image.pixelColor(centre), colourOf(value, theme)));
            }
    }

    void edgesOfCellsLieOnDevicePixels()
    {
        for (const double scale : {1.0, 1.25, 1.5, 2.0}) {
            const Painted seen = painted(HeatMapFigure(threeByThree()), {297, 263}, lightTheme(), scale);
            const QRectF cell = seen.layout.rectOf(1, 1);
            for (const double edge : {cell.left(), cell.right(), cell.top(), cell.bottom()})
                QVERIFY(std::abs(edge * scale - std::round(edge * scale)) < 1e-6);
            // The pixels on either side of an edge have their cells' pure colours: nothing is blended.
            const int x = static_cast<int>(std::lround(cell.left() * scale));
            const int y = static_cast<int>(std::lround(cell.center().y() * scale));
            QVERIFY(near(seen.image.pixelColor(x - 1, y), colourOf(0.3)));
            QVERIFY(near(seen.image.pixelColor(x, y), colourOf(0.4)));
        }
    }

    void highDpiImagesAreAsCrisp()
    {
        // As widgets paint: the device has a ratio, the painter no scale of its own.
        QImage image(600, 520, QImage::Format_RGB32);
        image.setDevicePixelRatio(2.0);
        image.fill(Qt::white);
        QPainter painter(&image);
        const HeatMapLayout layout =
            HeatMapFigure(threeByThree())
                .paintPart(painter, {0, 0, 300, 260}, lightTheme(), {}, {.values = false});
        painter.end();
        const QRectF cell = layout.rectOf(2, 2);
        const QPoint first = (cell.topLeft() * 2).toPoint(),
                     last = (cell.bottomRight() * 2).toPoint() - QPoint(1, 1);
        QVERIFY(near(image.pixelColor(first), lightTheme().sequential));
        QVERIFY(near(image.pixelColor(last), lightTheme().sequential));
        QVERIFY(near(image.pixelColor(first.x() - 1, first.y()), colourOf(0.8)));
    }

    void layoutFindsTheCellUnderAPoint()
    {
        const Painted seen = painted(HeatMapFigure(specOf(4, 6)), {300, 260}, lightTheme(), 1.0);
        for (Index row = 0; row < 4; ++row)
            for (Index col = 0; col < 6; ++col)
                QVERIFY(seen.layout.cellAt(seen.layout.rectOf(row, col).center(), {4, 6}) ==
                        std::pair(row, col));
        QVERIFY(!seen.layout.cellAt(seen.layout.cells.topLeft() - QPointF(2, 2), {4, 6}));
        QVERIFY(!seen.layout.cellAt(seen.layout.cells.bottomRight() + QPointF(2, 2), {4, 6}));
    }

    void aPartShowsItsCellsInTheSamePlace()
    {
        const HeatMapFigure figure(threeByThree());
        const Painted seen = painted(figure, {300, 260}, lightTheme(), 1.0, {1, 1, 2, 2});
        const QPointF corner = seen.layout.cells.topLeft() + QPointF(5, 5);
        QVERIFY(seen.layout.cellAt(corner, {3, 3}) == std::pair(Index{1}, Index{1}));
        QVERIFY(near(seen.image.pixelColor(corner.toPoint()), colourOf(0.4)));
        QCOMPARE(seen.layout.cells, painted(figure, {300, 260}, lightTheme(), 1.0).layout.cells);
    }

    void nothingIsDrawnOutsideTheArea_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("cols");
        QTest::addColumn<QSizeF>("size");
        for (const auto& [rows, cols] :
             {std::pair(0, 0), {1, 1}, {1, 11}, {11, 1}, {11, 11}, {64, 64}, {512, 512}, {11, 768}})
            for (const QSizeF size : {QSizeF(420, 360), QSizeF(160, 120), QSizeF(40, 30), QSizeF(300, 60)})
                QTest::addRow("%d x %d in %g x %g", rows, cols, size.width(), size.height())
                    << rows << cols << size;
    }
    void nothingIsDrawnOutsideTheArea()
    {
        QFETCH(int, rows);
        QFETCH(int, cols);
        QFETCH(QSizeF, size);
        HeatMapSpec spec = specOf(rows, cols);
        spec.note =
            QStringLiteral("a note that is long enough to need more than one line in the smaller areas");
        for (AxisLabel& label : spec.cols)
            label.text += QStringLiteral("-with-a-very-long-token-that-has-to-be-cut-somewhere");
        spec.rowMargin.assign(static_cast<std::size_t>(rows), 3.0);
        spec.colMargin.assign(static_cast<std::size_t>(cols), 2.0);
        spec.provenanceText = QStringLiteral("computed, float32");
        const QRectF area(QPointF(50, 50), size);
        QImage image(520, 460, QImage::Format_RGB32);
        image.fill(Qt::green);
        QPainter painter(&image);
        HeatMapFigure(spec).paint(painter, area, lightTheme());
        painter.end();
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (!area.contains(QPointF(x + 0.5, y + 0.5)))
                    QVERIFY(image.pixel(x, y) == QColor(Qt::green).rgb());
    }

    void everyLabelIsInTheFile()
    {
        HeatMapSpec spec = threeByThree();
        spec.cols[1].special = true;
        spec.rowMargin = {1.2, 2.3, 3.0};
        spec.rowMarginName = QStringLiteral("reach");
        spec.colMargin = {0.9, 1.3, 1.7};
        spec.colMarginName = QStringLiteral("received");
        spec.reference = 1.0 / 3.0;
        spec.referenceName = QStringLiteral("uniform");
        spec.provenanceText = QStringLiteral("computed, float32");
        const QByteArray svg = svgOf(HeatMapFigure(spec));
        for (const char* text :
             {"FNet, layer 3, influence", "out0", "out1", "out2", "in0", "in1", "in2", "reach", "received",
              "uniform", "computed, float32", "share of row", "2.3", "output token", "input token", "0.40"})
            QVERIFY2(svg.contains(QByteArray(">") + text), text);
        QVERIFY2(svg.contains("font-style=\"italic\""), "special tokens are set apart");
    }

    void largeMatricesAreOnePictureInAFile()
    {
        const QByteArray small = svgOf(HeatMapFigure(specOf(48, 48)));
        const QByteArray large = svgOf(HeatMapFigure(specOf(49, 49)));
        QCOMPARE(small.count("<image"), 1); // the colour bar's
        QCOMPARE(large.count("<image"), 2);
        QVERIFY(small.count("<rect") > 48 * 48);
        QVERIFY(large.count("<rect") < 200);
    }

    void labelsThinWhereCellsAreSmall()
    {
        const QByteArray all = svgOf(HeatMapFigure(specOf(64, 64)));
        for (int i = 0; i < 64; ++i) {
            QVERIFY(all.contains(">out" + QByteArray::number(i)));
            QVERIFY(all.contains(">in" + QByteArray::number(i)));
        }
        const QByteArray some = svgOf(HeatMapFigure(specOf(512, 512)));
        QVERIFY2(some.contains(">out100 100"), "with its position");
        QVERIFY(!some.contains(">out101"));
    }

    void paddingIsHatchedNotColoured()
    {
        HeatMapSpec spec = threeByThree();
        spec.rows[2].padding = spec.cols[2].padding = true;
        const Painted seen = painted(HeatMapFigure(spec), {300, 260}, lightTheme(), 2.0);
        const QRectF cell = seen.layout.rectOf(2, 2);
        const QRect pixels = QRectF(cell.topLeft() * 2.0, cell.size() * 2.0).toRect().adjusted(2, 2, -2, -2);
        int lines = 0;
        for (int y = pixels.top(); y <= pixels.bottom(); ++y)
            for (int x = pixels.left(); x <= pixels.right(); ++x) {
                QVERIFY2(seen.image.pixelColor(x, y) != lightTheme().sequential, "its value is 1");
                lines += seen.image.pixelColor(x, y) == lightTheme().panel ? 0 : 1;
            }
        QVERIFY(lines > 0 && lines < pixels.width() * pixels.height() / 2);
        QVERIFY2(HeatMapFigure(spec).summary().contains(QStringLiteral("(out1 ← in1)")),
                 "padding is not the largest value");
    }

    void nanIsNeverBlack()
    {
        const HeatMapFigure figure(threeByThreeWith(4, std::numeric_limits<float>::quiet_NaN()));
        const Painted seen = painted(figure, {300, 260}, lightTheme(), 1.0);
        const QRect cell = seen.layout.rectOf(1, 1).toRect().adjusted(1, 1, -1, -1);
        for (int y = cell.top(); y <= cell.bottom(); ++y)
            for (int x = cell.left(); x <= cell.right(); ++x) {
                const QColor pixel = seen.image.pixelColor(x, y);
                QVERIFY(pixel == lightTheme().warning || pixel == lightTheme().paper);
            }
        QVERIFY(svgOf(figure).contains(">NaN"));
        QVERIFY(figure.summary().contains(QStringLiteral("one value is not a number")));
    }

    void valuesBeyondTheRangeAreMarkedAtTheBarsEnds()
    {
        const auto inkAboveBar = [](double high) {
            HeatMapSpec spec = threeByThree();
            spec.high = high;
            const Painted seen = painted(HeatMapFigure(spec), {320, 300}, lightTheme(), 2.0);
            const QRectF bar = seen.layout.colourBar;
            int ink = 0;
            for (int x = qRound(bar.left() * 2); x < qRound(bar.right() * 2); ++x)
                for (int y = qRound(bar.top() * 2) - 12; y < qRound(bar.top() * 2) - 2; ++y)
                    ink += seen.image.pixelColor(x, y).lightness() < 100 ? 1 : 0;
            return ink;
        };
        QCOMPARE(inkAboveBar(1.0), 0);
        QVERIFY(inkAboveBar(0.5) > 10);
    }

    void summarySaysWhatMatters()
    {
        std::vector<float> values(121, 0.0909F);
        values[27] = 0.0911F;
        const QString text = HeatMapFigure(specOf(11, 11, values)).summary();
        QVERIFY(text.startsWith(QStringLiteral("FNet, layer 3, influence: 11 × 11, uniform to 0.2")));
        QVERIFY(text.endsWith(QStringLiteral("largest 0.0911 (out2 ← in5)")));
        QVERIFY(HeatMapFigure(specOf(0, 0)).summary().contains(QStringLiteral("no values")));
    }

    void tableHoldsRawValuesUnderTheirTokens()
    {
        std::unique_ptr<QAbstractTableModel> table;
        {
            const HeatMapFigure figure(threeByThree());
            table = figure.table();
        } // independent of the figure's lifetime
        QCOMPARE(table->rowCount(), 3);
        QCOMPARE(table->columnCount(), 3);
        QCOMPARE(table->data(table->index(2, 1)).toDouble(), static_cast<double>(0.8F));
        QCOMPARE(table->headerData(2, Qt::Vertical).toString(), QStringLiteral("out2"));
        QCOMPARE(table->headerData(1, Qt::Horizontal).toString(), QStringLiteral("in1"));
    }

    void tableOfSixteenMillionCellsReadsTheMatrixInPlace()
    {
        const HeatMapFigure figure(specOf(4096, 4096));
        const long owners = figure.spec().values.use_count();
        const auto table = figure.table();
        QCOMPARE(table->rowCount(), 4096);
        QCOMPARE(table->columnCount(), 4096);
        QCOMPARE(figure.spec().values.use_count(), owners + 1);
    }

    void oneTokenPrintsItsValue() { QVERIFY(svgOf(HeatMapFigure(specOf(1, 1, {1.0F}))).contains(">1.00")); }
};

QTEST_MAIN(TstHeatMapFigure)
#include "tst_heat_map_figure.moc"
