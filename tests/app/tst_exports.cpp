#include "program.h"

#include <QDir>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

using namespace mixlens;
using program::Run;

namespace {

bool isWellFormed(const QByteArray& xml)
{
    QXmlStreamReader reader(xml);
    while (!reader.atEnd())
        reader.readNext();
    return !reader.hasError();
}

} // namespace

/// Pictures and pages made without a display.
class TestExports : public QObject
{
    Q_OBJECT

private slots:
    void everyViewIsWrittenInEveryFormat_data()
    {
        QTest::addColumn<QString>("view");
        QTest::addColumn<QString>("suffix");
        for (const char* view : {"heatmap", "spectrum", "timing"})
            for (const char* suffix : {"png", "svg", "pdf", "csv", "json"})
                QTest::addRow("%s %s", view, suffix) << view << suffix;
    }
    void everyViewIsWrittenInEveryFormat()
    {
        QFETCH(QString, view);
        QFETCH(QString, suffix);
        const QString out = m_folder.filePath("figure." + suffix);
        const Run run = program::mixlens({"export", "--view", view, "--lane", "hybrid", "--sentence",
                                          "the old man and the [MASK]", "--out", out});
        QVERIFY2(run.code == 0 && run.err.isEmpty(), run.err.constData());
        const QByteArray bytes = program::contents(out);
        if (suffix == "png") {
            const QImage image = QImage::fromData(bytes);
            QVERIFY(image.width() > 300 && image.height() > 200);
            QVERIFY(image.colorCount() == 0 || image.colorCount() > 1);
        } else if (suffix == "svg") {
            QVERIFY(isWellFormed(bytes) && bytes.contains("<svg"));
        } else if (suffix == "pdf") {
            QVERIFY(bytes.startsWith("%PDF-"));
        } else if (suffix == "csv") {
            QVERIFY(bytes.startsWith("#") && bytes.count('\n') > 5);
        } else {
            QVERIFY(!QJsonDocument::fromJson(bytes).isNull());
        }
    }

    void sizeAndResolutionArePixels()
    {
        const QString out = m_folder.filePath("small.png");
        const Run run = program::mixlens({"export", "--view", "heatmap", "--sentence", "hello", "--size",
                                          "254x203.2mm", "--dpi", "100", "--out", out});
        QVERIFY2(run.code == 0, run.err.constData());
        QCOMPARE(QImage(out).size(), QSize(1000, 800)); // 10 x 8 inches
    }

    void themesDifferInTheirPaper()
    {
        const auto corner = [this](const QString& theme) {
            const QString out = m_folder.filePath("theme.png");
            program::mixlens({"export", "--view", "heatmap", "--sentence", "hello", "--theme", theme, "--dpi",
                              "72", "--out", out});
            return QImage(out).pixelColor(0, 0).lightness();
        };
        QVERIFY(corner("light") > 200);
        QVERIFY(corner("dark") < 80);
    }

    void theReportIsAnIndexWithItsFigures()
    {
        const QString folder = m_folder.filePath("report");
        const Run run = program::mixlens({"report", "--out", folder, "--sentence", "a <b> & the [MASK]"});
        QVERIFY2(run.code == 0 && run.err.isEmpty(), run.err.constData());
        const QByteArray html = program::contents(folder + "/index.html");
        QVERIFY(html.contains("a &lt;b&gt; &amp; the [MASK]"));
        for (const char* origin : {"<td>measured</td>", "<td>modelled</td>", "simulated"})
            QVERIFY2(html.contains(origin), origin);
        const QStringList figures = QDir(folder).entryList({"*.svg"});
        QVERIFY(figures.size() >= 20); // four lanes of four layers and a spectrum, predictions, timing
        for (const QString& figure : figures) {
            QVERIFY(html.contains("\"" + figure.toUtf8() + "\""));
            QVERIFY2(isWellFormed(program::contents(folder + u'/' + figure)), qPrintable(figure));
        }
    }

    void theReportFitsInOneFile()
    {
        const QString out = m_folder.filePath("report.html");
        const Run run = program::mixlens({"report", "--out", out});
        QVERIFY2(run.code == 0, run.err.constData());
        const QByteArray html = program::contents(out);
        QVERIFY(html.contains("data:image/svg+xml;base64,") && !html.contains(".svg\""));
    }

    void theWindowSavesItsPicture_data()
    {
        QTest::addColumn<QStringList>("arguments");
        for (const char* workspace : {"compare", "mixers", "spectrum"})
            for (const char* theme : {"light", "dark"})
                QTest::addRow("%s %s", workspace, theme)
                    << QStringList{"--workspace", workspace, "--theme", theme, "--sentence", "time flies"};
    }
    void theWindowSavesItsPicture()
    {
        QFETCH(QStringList, arguments);
        const QString out = m_folder.filePath("window.png");
        QFile::remove(out);
        const Run run = program::mixlens(arguments + QStringList{"--screenshot", out},
                                         {"QT_QPA_PLATFORM=offscreen", "XDG_CONFIG_HOME=" + m_folder.path()});
        QVERIFY2(run.code == 0 && run.err.isEmpty(), run.err.constData());
        QVERIFY(QImage(out).width() >= 1000);
    }

    void theWindowOpensFiles()
    {
        const QString text = m_folder.filePath("sentence.txt");
        program::write(text, "from a file\n");
        const QString out = m_folder.filePath("files.png");
        const QStringList environment{"QT_QPA_PLATFORM=offscreen", "XDG_CONFIG_HOME=" + m_folder.path()};
        QCOMPARE(program::mixlens({text, "--screenshot", out}, environment).code, 0);
        const Run missing = program::mixlens({"--screenshot", out, "--", "nothing.txt"}, environment);
        QCOMPARE(missing.code, 3);
        QVERIFY2(missing.complainsOnce() && missing.err.contains("nothing.txt"), missing.err.constData());
    }

private:
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestExports)
#include "tst_exports.moc"
