#include "figure_samples.h"
#include "ui/export/environment.h"
#include "ui/export/figure_export.h"
#include "ui/export/table_bytes.h"
#include "ui/figures/predictions_figure.h"
#include "ui/figures/spectrum_figure.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/table_dialog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

std::shared_ptr<const SpectrumFigure> figure()
{
    SpectrumSpec spec;
    spec.title = QStringLiteral("Chord <&> \"quoted\"");
    spec.spectrum = chord(12);
    return std::make_shared<const SpectrumFigure>(spec);
}

QJsonObject provenance()
{
    return {{QStringLiteral("sentence"), QStringLiteral("l'été, «naïve»\n第二行")},
            {QStringLiteral("seed"), 7},
            {QStringLiteral("lanes"),
             QJsonArray{QJsonObject{{QStringLiteral("title"), QStringLiteral("FNet")},
                                    {QStringLiteral("tokens"), QJsonArray{QStringLiteral("été")}}}}}};
}

ExportOptions as(FigureFormat format)
{
    ExportOptions options;
    options.format = format;
    return options;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

/// No file may grow beyond `bytes` while this lives: what a full disk looks like to write(2).
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit m_before{};
};

} // namespace

class FigureExportTest : public QObject
{
    Q_OBJECT

private slots:
    void pngHasTheSizeAndTheProvenance()
    {
        ExportOptions options = as(FigureFormat::Png);
        options.points = {240.0, 180.0};
        options.dpi = 300;
        const auto png = renderFigure(*figure(), options, provenance());
        QVERIFY(png);
        const QImage image = QImage::fromData(*png, "png");
        QCOMPARE(image.size(), QSize(1000, 750));
        QCOMPARE(qRound(image.dotsPerMeterX() * 0.0254), 300);
        QCOMPARE(image.pixelColor(1, 1), lightTheme().paper); // light whatever the interface is
        QCOMPARE(QJsonDocument::fromJson(image.text(QStringLiteral("mixlens-provenance")).toUtf8()).object(),
                 provenance());
        options.dark = true;
        QCOMPARE(QImage::fromData(*renderFigure(*figure(), options, {}), "png").pixelColor(1, 1),
                 darkTheme().paper);
    }

    void sizesInMillimetresAreExact()
    {
        const auto points = [](double millimetres) { return millimetres / 25.4 * 72.0; };
        ExportOptions options = as(FigureFormat::Png);
        options.points = {points(100.0), points(75.0)};
        options.dpi = 254; // ten pixels a millimetre
        QCOMPARE(QImage::fromData(*renderFigure(*figure(), options, {}), "png").size(), QSize(1000, 750));
        options.format = FigureFormat::Svg;
        QXmlStreamReader xml(*renderFigure(*figure(), options, {}));
        while (xml.name() != QLatin1String("svg") && !xml.atEnd())
            xml.readNext();
        QCOMPARE(xml.attributes().value(QLatin1String("width")).toString(), QStringLiteral("100mm"));
        QCOMPARE(xml.attributes().value(QLatin1String("height")).toString(), QStringLiteral("75mm"));
        const QStringList box =
            xml.attributes().value(QLatin1String("viewBox")).toString().split(QLatin1Char(' '));
        QVERIFY(std::abs(box[2].toDouble() - points(100.0)) < 1e-3);
    }

    void aPictureThatCannotExistIsRefusedInWords()
    {
        ExportOptions options = as(FigureFormat::Png);
        options.points = {100000.0, 100000.0};
        const auto png = renderFigure(*figure(), options, {});
        QVERIFY(!png);
        QVERIFY(png.error().message.ends_with('.'));
    }

    void svgIsWellFormedWithTextAsTextAndNothingOutside()
    {
        const auto svg = renderFigure(*figure(), as(FigureFormat::Svg), provenance());
        QVERIFY(svg);
        QXmlStreamReader xml(*svg);
        QRectF viewBox;
        QByteArray metadata;
        QString family;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == QLatin1String("svg")) {
                const auto box =
                    xml.attributes().value(QLatin1String("viewBox")).toString().split(QLatin1Char(' '));
                viewBox = {box[0].toDouble(), box[1].toDouble(), box[2].toDouble(), box[3].toDouble()};
            } else if (xml.name() == QLatin1String("text")) {
                family = xml.attributes().value(QLatin1String("font-family")).toString();
            } else if (xml.name() == QLatin1String("metadata")) {
                metadata = xml.readElementText().toUtf8();
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(viewBox, QRectF(QPointF(), figure()->preferredSize()));
        QVERIFY(viewBox.adjusted(-0.5, -0.5, 0.5, 0.5).contains(inkOf(*svg)));
        QCOMPARE(QJsonDocument::fromJson(metadata).object(), provenance());
        QCOMPARE(family, plotFont().family());
        QVERIFY(!family.startsWith(QStringLiteral("Sans"))); // an alias, not a font
        const auto texts = textsIn(*svg);
        QVERIFY(find(texts, figure()->title()));
        QVERIFY(find(texts, QStringLiteral("Nyquist")));
    }

    void pdfCarriesItsDataAndProvenance()
    {
        const auto pdf = renderFigure(*figure(), as(FigureFormat::Pdf), provenance());
        QVERIFY(pdf);
        QVERIFY(pdf->startsWith("%PDF-1."));
        QVERIFY(pdf->trimmed().endsWith("%%EOF"));
        QVERIFY(pdf->contains("/EmbeddedFiles"));
        QVERIFY(pdf->contains("/MediaBox [0 0 480 260]") ||
                pdf->contains("/MediaBox [0 0 480.000000 260.000000]"));
        QVERIFY(!pdf->contains("/Subtype /Image")); // lines stay lines
        // Names of attachments are UTF-16 strings.
        for (const QString& name : {QStringLiteral("data.csv"), QStringLiteral("provenance.json")}) {
            QByteArray utf16;
            for (const QChar unit : name)
                utf16 += QByteArray(1, '\0') + unit.toLatin1();
            QVERIFY2(pdf->contains(utf16) || pdf->contains(name.toLatin1()), qPrintable(name));
        }
    }

    void csvIsCompleteAndReadsBackExactly()
    {
        const auto csv = renderFigure(*figure(), as(FigureFormat::Csv), provenance());
        QVERIFY(csv);
        QList<QByteArray> lines = csv->split('\n');
        QVERIFY(lines.takeLast().isEmpty());
        int comments = 0;
        while (lines.front().startsWith('#')) {
            lines.removeFirst();
            ++comments;
        }
        QCOMPARE(comments, 3);
        QCOMPARE(lines.size(), 1 + 7); // headers, zero frequency … Nyquist
        const auto spectrum = chord(12);
        for (int k = 0; k <= 6; ++k) {
            const QByteArray line = lines[k + 1];
            QVERIFY(line.endsWith('\r'));
            const QList<QByteArray> cells = line.chopped(1).split(',');
            QCOMPARE(cells[0].toInt(), k);
            QCOMPARE(cells[2].toDouble(), spectrum->mean[static_cast<std::size_t>(k)]);
        }
        QVERIFY(lines[1].startsWith("0,inf,"));
    }

    void csvQuotesAsTheStandardSays()
    {
        QStandardItemModel model(2, 4);
        model.setHorizontalHeaderLabels({"a,b", "plain", "q\"q", "d"});
        model.setItem(0, 0, new QStandardItem("line\nbreak"));
        model.setItem(0, 1, new QStandardItem("##ing"));
        model.setItem(0, 2, new QStandardItem(" space "));
        model.setData(model.index(0, 3), 0.1F);
        model.setData(model.index(1, 3), 0.1);
        QCOMPARE(
            csvOf(model),
            QByteArray("\"a,b\",plain,\"q\"\"q\",d\r\n\"line\nbreak\",\"##ing\", space ,0.1\r\n,,,0.1\r\n"));
    }

    void jsonHoldsTableSummaryAndProvenance()
    {
        const auto json = renderFigure(*figure(), as(FigureFormat::Json), provenance());
        QVERIFY(json);
        const QJsonObject object = QJsonDocument::fromJson(*json).object();
        QCOMPARE(object[QStringLiteral("rows")].toArray().size(), 7);
        QCOMPARE(object[QStringLiteral("provenance")].toObject(), provenance());
        QCOMPARE(object[QStringLiteral("summary")].toString(), figure()->summary());
        QCOMPARE(object[QStringLiteral("rows")].toArray()[0].toArray()[1].toString(), QStringLiteral("inf"));
    }

    void theTextCanBeLeftOut()
    {
        const QByteArray bare = QJsonDocument(withoutText(provenance())).toJson();
        QVERIFY(!bare.contains("été") && !bare.contains("第二行"));
        QVERIFY(bare.contains("FNet") && bare.contains("seed"));
        for (const char* key : {"application", "qt", "processor", "kernels", "time"})
            QVERIFY2(!environmentRecord()[QLatin1String(key)].toString().isEmpty(), key);
    }

    void everyFormatIsWrittenToAFile_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("png") << "png" << QByteArray("\x89PNG");
        QTest::newRow("svg") << "SVG" << QByteArray("<?xml");
        QTest::newRow("pdf") << "pdf" << QByteArray("%PDF");
        QTest::newRow("csv") << "csv" << QByteArray("# ");
        QTest::newRow("json") << "json" << QByteArray("{");
    }
    void everyFormatIsWrittenToAFile()
    {
        QFETCH(QString, suffix);
        QFETCH(QByteArray, begin);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("été ") + suffix + QLatin1Char('.') + suffix);
        ExportDialog dialog(figure(), provenance());
        QVERIFY(dialog.saveTo(path));
        QVERIFY(contentOf(path).startsWith(begin));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(),
                 1); // nothing left beside it
    }

    void anUnknownSuffixIsToldWithTheKnownOnes()
    {
        for (const char* name : {"figure.bmp", "figure"}) {
            const auto format = formatOfFile(QLatin1String(name));
            QVERIFY(!format);
            QVERIFY(format.error().message.find(".svg") != std::string::npos);
            QCOMPARE(format.error().code, Error::Code::Usage);
        }
    }

    void aMissingFolderIsTold()
    {
        const auto written =
            exportFigure(*figure(), QStringLiteral("/no/such/folder/f.csv"), as(FigureFormat::Csv), {});
        QVERIFY(!written);
        QVERIFY(written.error().message.find("/no/such/folder") != std::string::npos);
    }

    void afterAFullDiskTheOldFileIsWhole()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("f.csv"));
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        TableDialog dialog(figure(), provenance());
        {
            const FileSizeLimit full(64);
            QVERIFY(!dialog.saveTo(path));
        }
        QVERIFY(!dialog.problem().isEmpty());
        QCOMPARE(contentOf(path), QByteArray("old"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void aFolderThatTakesNoFilesIsTold()
    {
        // Not even root may make files there.
        const auto written =
            exportFigure(*figure(), QStringLiteral("/proc/self/f.csv"), as(FigureFormat::Csv), {});
        QVERIFY(!written);
        QVERIFY(written.error().message.find("f.csv") != std::string::npos);
    }

    void aFolderThatMayNotBeWrittenIsToldAndTheOldFileIsWhole()
    {
        if (::geteuid() == 0)
            QSKIP("root may write anywhere");
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("f.csv"));
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        QVERIFY(QFile::setPermissions(folder.path(), QFileDevice::ReadOwner | QFileDevice::ExeOwner));
        const auto written = exportFigure(*figure(), path, as(FigureFormat::Csv), {});
        QFile::setPermissions(folder.path(),
                              QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
        QVERIFY(!written);
        QVERIFY(!written.error().message.empty());
        QCOMPARE(contentOf(path), QByteArray("old"));
    }

    void everyPresetLeavesRoomForTheLabels()
    {
        for (const SizePreset& preset : sizePresets()) {
            ExportOptions options = as(FigureFormat::Svg);
            options.points = pointsFor(preset, *figure());
            const auto svg = renderFigure(*figure(), options, {});
            QVERIFY(svg);
            QVERIFY2(overlapsIn(*svg).isEmpty(),
                     qPrintable(preset.id + overlapsIn(*svg).join(QLatin1Char(';'))));
        }
        QVERIFY(std::abs(pointsFor(sizePresets()[0], *figure()).width() / 72.0 * 25.4 - 85.0) < 1e-9);
    }
};

QTEST_MAIN(FigureExportTest)
#include "tst_figure_export.moc"
