#include "core/math/fft.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>

using namespace mixlens;

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The lines of a wisdom file in one order; FFTW writes them as its hash table has them.
QList<QByteArray> sorted(const QByteArray& wisdom)
{
    QList<QByteArray> lines = wisdom.split('\n');
    std::ranges::sort(lines);
    return lines;
}

/// What FFTW knows in this process.
QByteArray known(const QTemporaryDir& folder)
{
    const QString path = folder.filePath("known");
    return exportFftWisdom(path.toStdString()) ? contents(path) : QByteArray();
}

constexpr const char* relay = "--import-and-export";

struct Learned
{
    bool imported = false;
    QByteArray wisdom; ///< all it knows afterwards
};

/// What a process that has planned nothing makes of `file`.
Learned afterImporting(const QString& file, const QTemporaryDir& folder)
{
    QProcess process;
    const QString relayed = folder.filePath("relayed");
    process.start(QCoreApplication::applicationFilePath(), {relay, file, relayed});
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
        qFatal("the second process did not finish");
    return {process.exitCode() == 0, contents(relayed)};
}

} // namespace

class TestFftWisdom : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        static_cast<void>(FftPlan::plan(FftKind::Complex2d, {18, 20}, PlanRigour::Measure));
        static_cast<void>(FftPlan::plan(FftKind::Real2d, {9, 28}, PlanRigour::Measure));
    }

    void aNewProcessLearnsWhatAnotherHasFoundOut()
    {
        const QTemporaryDir folder;
        const QByteArray wisdom = known(folder);
        QVERIFY(wisdom.count('\n') > 2); // more than its two parentheses
        const Learned other = afterImporting(folder.filePath("known"), folder);
        QVERIFY(other.imported);
        QCOMPARE(sorted(other.wisdom), sorted(wisdom));
    }

    void foreignOrDamagedWisdomChangesNothing_data()
    {
        const QTemporaryDir folder;
        const QByteArray wisdom = known(folder);
        const auto with = [&](const char* from, const char* to) {
            return QByteArray(wisdom).replace(from, to);
        };
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not wisdom") << QByteArray("\x7f\x45LF\0\1\2", 7);
        QTest::newRow("another version") << with("(fftw-3", "(fftw-2");
        QTest::newRow("double precision") << with("fftwf_wisdom", "fftw_wisdom");
        QTest::newRow("of another FFTW's codelets") << with("fftwf_codelet_", "fftwf_codelet_of_another_");
        QTest::newRow("cut off in the middle") << wisdom.first(wisdom.size() / 2);
        QTest::newRow("without its end") << wisdom.first(wisdom.lastIndexOf(')'));
    }

    void foreignOrDamagedWisdomChangesNothing()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        QFile file(folder.filePath("damaged"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        const Learned damaged = afterImporting(file.fileName(), folder);
        QVERIFY(!damaged.imported);
        const Learned nothing = afterImporting(folder.filePath("missing"), folder);
        QVERIFY(!nothing.wisdom.isEmpty()); // two parentheses
        QCOMPARE(sorted(damaged.wisdom), sorted(nothing.wisdom));
    }

    void aMissingFileOrFolderIsNoSuccess()
    {
        const QTemporaryDir folder;
        QVERIFY(!importFftWisdom(folder.filePath("missing").toStdString()));
        QVERIFY(!importFftWisdom(folder.path().toStdString()));
        QVERIFY(!exportFftWisdom(folder.filePath("missing/wisdom").toStdString()));
    }
};

/// FFTW can't be asked to forget through core, so a second process of this program stands for the next start.
int main(int argc, char** argv)
{
    if (argc == 4 && std::strcmp(argv[1], relay) == 0) {
        const bool imported = importFftWisdom(argv[2]);
        return exportFftWisdom(argv[3]) && imported ? 0 : 1;
    }
    QCoreApplication app(argc, argv);
    TestFftWisdom test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_fft_wisdom.moc"
