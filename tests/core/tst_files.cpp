#include "core/base/file_handle.h"
#include "core/base/files.h"
#include "core/base/in_quotes.h"
#include "core/base/mapped_file.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cerrno>
#include <clocale>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace mixlens;
namespace fs = std::filesystem;

class FilesTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatIsWrittenIsReadBack_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("text") << QByteArray("one line\n");
        QTest::newRow("zeros and invalid UTF-8") << QByteArray("\0\xFF\0\x80", 4);
        QTest::newRow("three megabytes") << QByteArray(3'000'000, 'x');
    }

    void whatIsWrittenIsReadBack()
    {
        QFETCH(QByteArray, bytes);
        const std::string_view wanted(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        QVERIFY(writeFileAtomically(path("file"), wanted));
        const auto text = readTextFile(path("file"));
        QVERIFY(text);
        QVERIFY(*text == wanted);
        const auto mapped = MappedFile::open(path("file"));
        QVERIFY(mapped);
        const auto* const data = reinterpret_cast<const char*>(mapped->bytes().data());
        QVERIFY(std::string_view(data, mapped->bytes().size()) == wanted);
    }

    void writingLeavesNothingBesideTheFile()
    {
        QVERIFY(writeFileAtomically(path("file"), "old"));
        QVERIFY(writeFileAtomically(path("file"), "new"));
        QCOMPARE(namesInFolder(), std::vector<std::string>{"file"});
        QCOMPARE(*readTextFile(path("file")), std::string("new"));
    }

    void writingKeepsTheFilesPermissions()
    {
        QVERIFY(writeFileAtomically(path("file"), "old"));
        QCOMPARE(::chmod(path("file").c_str(), 0640), 0);
        QVERIFY(writeFileAtomically(path("file"), "new"));
        struct stat status = {};
        QCOMPARE(::stat(path("file").c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0640U);
    }

    void writingThroughALinkKeepsTheLink()
    {
        QVERIFY(writeFileAtomically(path("target"), "old"));
        fs::create_symlink("target", path("link"));
        QVERIFY(writeFileAtomically(path("link"), "new"));
        QVERIFY(fs::is_symlink(path("link")));
        QCOMPARE(*readTextFile(path("target")), std::string("new"));
    }

    void aFullDiskIsNamed()
    {
        const auto written = writeFileAtomically("/dev/full", "x");
        QVERIFY(!written);
        QCOMPARE(written.error().code, Error::Code::Unreadable);
        QVERIFY(contains(written.error(), "/dev/full"));
        QVERIFY(contains(written.error(), "the disk is full"));
        QVERIFY(fs::is_character_file("/dev/full"));
    }

    void aMissingFolderIsNamed()
    {
        for (const fs::path& target : {path("missing/file"), path("missing/deeper/file")}) {
            const auto written = writeFileAtomically(target, "x");
            QVERIFY(!written);
            QCOMPARE(written.error().code, Error::Code::NotFound);
            QVERIFY(contains(written.error(), target.string()));
            QVERIFY(contains(written.error(), "folder does not exist"));
        }
    }

    void aFolderIsNotAFile()
    {
        const auto written = writeFileAtomically(path("."), "x");
        QVERIFY(!written);
        QVERIFY(contains(written.error(), "it is a folder"));
        for (const auto& error : {readTextFile(path(".")).error(), MappedFile::open(path(".")).error()}) {
            QCOMPARE(error.code, Error::Code::Unreadable);
            QVERIFY(contains(error, "it is a folder"));
        }
        QVERIFY(!writeFileAtomically("", "x"));
    }

    void aFailedWriteKeepsTheOldFileAndRemovesTheNew()
    {
        QVERIFY(writeFileAtomically(path("file"), "old"));
        // A limit on the size of files stands in for the disk that is full in the middle of writing.
        rlimit limit = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
        const rlimit small = {100'000, limit.rlim_max};
        const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto written = writeFileAtomically(path("file"), std::string(1'000'000, 'x'));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
        std::signal(SIGXFSZ, oldHandler);
        QVERIFY(!written);
        QCOMPARE(written.error().code, Error::Code::Unreadable);
        QCOMPARE(namesInFolder(), std::vector<std::string>{"file"});
        QCOMPARE(*readTextFile(path("file")), std::string("old"));
    }

    void permissionIsDeniedInOneSentence()
    {
        if (::geteuid() == 0) { // nothing is forbidden to root: the sentence itself is what can be seen
            QVERIFY(cannot("write", "/a/b", EACCES).find("permission was denied") != std::string::npos);
            return;
        }
        QVERIFY(writeFileAtomically(path("file"), "old"));
        QCOMPARE(::chmod(path("file").c_str(), 0), 0);
        const auto read = readTextFile(path("file"));
        QVERIFY(!read);
        QCOMPARE(read.error().code, Error::Code::Unreadable);
        QVERIFY(contains(read.error(), "permission was denied"));
        QCOMPARE(::chmod(path(".").c_str(), 0500), 0);
        const auto written = writeFileAtomically(path("other"), "x");
        QCOMPARE(::chmod(path(".").c_str(), 0700), 0);
        QVERIFY(!written);
        QVERIFY(contains(written.error(), "permission was denied"));
    }

    void everyReasonIsOneSentenceThatNamesTheFile()
    {
        for (const int reason :
             {ENOENT, EACCES, EPERM, EROFS, ENOSPC, EDQUOT, EFBIG, EISDIR, ENAMETOOLONG, EIO}) {
            const std::string sentence = cannot("write", "/a/b", reason);
            QVERIFY(sentence.starts_with("Cannot write /a/b: "));
            QVERIFY(sentence.ends_with('.'));
            QCOMPARE(std::count(sentence.begin(), sentence.end(), '\n'), 0);
        }
    }

    void aFileThatIsNotThereIsNotFound()
    {
        QCOMPARE(readTextFile(path("none")).error().code, Error::Code::NotFound);
        QCOMPARE(MappedFile::open(path("none")).error().code, Error::Code::NotFound);
        QVERIFY(contains(readTextFile(path("none")).error(), path("none").string()));
    }

    void aPipeIsRefusedWithoutWaiting()
    {
        QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
        QCOMPARE(readTextFile(path("pipe")).error().code, Error::Code::Unreadable);
        QCOMPARE(MappedFile::open(path("pipe")).error().code, Error::Code::Unreadable);
    }

    void whatIsLargerThanTheLimitIsRefused()
    {
        QVERIFY(writeFileAtomically(path("file"), "12345"));
        QVERIFY(readTextFile(path("file"), 5));
        const auto refused = readTextFile(path("file"), 4);
        QVERIFY(!refused);
        QVERIFY(contains(refused.error(), "5 bytes"));
        QVERIFY(contains(refused.error(), "4 bytes"));
    }

    void aMappedFileMovesAndOutlivesItsName()
    {
        QVERIFY(writeFileAtomically(path("file"), "abc"));
        MappedFile first = *MappedFile::open(path("file"));
        fs::remove(path("file"));
        MappedFile second;
        second = std::move(first);
        QCOMPARE(second.bytes().size(), std::size_t{3});
        QCOMPARE(static_cast<char>(second.bytes()[2]), 'c');
    }

    void memoryIsReportedInBytes()
    {
        QVERIFY(availableMemory() > 1'000'000);
        QVERIFY(peakResidentMemory() > 1'000'000);
        const std::size_t before = peakResidentMemory();
        std::vector<char> block(64'000'000, 'x');
        QVERIFY(block[before % block.size()] == 'x');
        QVERIFY(peakResidentMemory() >= before + 32'000'000);
    }

    void bytesAreSpelledInDecimalUnitsWhateverTheLocale()
    {
        std::setlocale(LC_ALL, "de_DE.UTF-8");
        QCOMPARE(bytesText(0), std::string("0 bytes"));
        QCOMPARE(bytesText(999), std::string("999 bytes"));
        QCOMPARE(bytesText(1000), std::string("1.0 kB"));
        QCOMPARE(bytesText(38.7e9), std::string("38.7 GB"));
        QCOMPARE(bytesText(999.99e6), std::string("1.0 GB"));
        QCOMPARE(bytesText(5e18), std::string("5000.0 PB"));
    }

    void namesFromFilesFitIntoASentence()
    {
        QCOMPARE(inQuotes("a\nb"), std::string("\"a?b\""));
        QVERIFY(inQuotes(std::string(1000, 'x')).size() < 110);
        const std::string accents = "x" + QString(500, u'é').toStdString();
        QVERIFY(!QString::fromStdString(inQuotes(accents)).contains(QChar::ReplacementCharacter));
    }

private:
    fs::path path(const char* name) const { return fs::path(m_folder->path().toStdString()) / name; }

    std::vector<std::string> namesInFolder() const
    {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(path("")))
            names.push_back(entry.path().filename().string());
        return names;
    }

    static bool contains(const Error& error, const std::string& part)
    {
        return error.message.find(part) != std::string::npos;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(FilesTest)
#include "tst_files.moc"
