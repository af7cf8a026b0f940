#include "core/base/files.h"
#include "core/model/safetensors.h"

#include <QTemporaryDir>
#include <QtTest>

#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace mixlens;
namespace fs = std::filesystem;

namespace {

/// A file of a header and as many bytes of data.
QByteArray fileOf(const QByteArray& header, qsizetype dataBytes = 0, qint64 claimedLength = -1)
{
    const auto length = static_cast<quint64>(claimedLength >= 0 ? claimedLength : header.size());
    QByteArray file(8, '\0');
    std::memcpy(file.data(), &length, sizeof(length));
    return file + header + QByteArray(dataBytes, '\1');
}

/// One tensor "a".
QByteArray tensor(const char* type, const char* shape, const char* offsets)
{
    return QByteArray(R"({"a":{"dtype":")") + type + R"(","shape":)" + shape + R"(,"data_offsets":)" +
           offsets + "}}";
}

template<class T>
QByteArray bytesOf(std::initializer_list<T> values)
{
    return {reinterpret_cast<const char*>(values.begin()), static_cast<qsizetype>(values.size() * sizeof(T))};
}

} // namespace

class SafetensorsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatIsWrittenIsReadBack()
    {
        const std::vector<TensorToWrite> tensors = {
            {"matrix", {2, 3}, {1, -2, 3.5F, 1e-40F, -0.0F, 6}, {}, TensorType::F32},
            {"ids", {4}, {}, {0, -1, std::numeric_limits<std::int64_t>::min(), 7}, TensorType::I64},
            {"scalar", {}, {2.5F}, {}, TensorType::F32},
            {"empty", {0}, {}, {}, TensorType::F32},
            {"no rows", {0, 5}, {}, {}, TensorType::F32},
            {"cube", {2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}, {}, TensorType::F32}};
        QVERIFY(writeSafetensors(path(), tensors, {{"key", "tab\t\"ü\""}}));
        const auto file = SafetensorsFile::open(path());
        QVERIFY2(file, message(file));
        QCOMPARE(file->tensors().size(), std::size_t{6});
        QCOMPARE(file->metadata().at("key"), std::string("tab\t\"ü\""));
        const auto values = [&](const char* name) {
            const Matrix matrix = file->matrix(name).value();
            return std::vector<float>(matrix.values().begin(), matrix.values().end());
        };
        QCOMPARE(values("matrix"), tensors[0].floats);
        QVERIFY(file->matrix("matrix")->shape() == (Shape{2, 3}));
        QCOMPARE(*file->integers("ids"), tensors[1].integers);
        QCOMPARE(values("scalar"), std::vector<float>{2.5F});
        QVERIFY(file->matrix("scalar")->shape() == (Shape{1, 1}));
        QVERIFY(file->matrix("empty")->shape() == (Shape{1, 0}));
        QVERIFY(file->matrix("no rows")->shape() == (Shape{0, 5}));
        QVERIFY(file->matrix("cube")->shape() == (Shape{4, 2}));
        QCOMPARE(values("cube"), tensors[5].floats);
    }

    void theWritersDataIsAligned()
    {
        for (std::size_t length = 1; length <= 9; ++length) {
            const TensorToWrite one{std::string(length, 'n'), {1}, {1}, {}, TensorType::F32};
            QVERIFY(writeSafetensors(path(), {&one, 1}));
            const std::string bytes = readTextFile(path()).value();
            QCOMPARE(bytes.size() % 8, std::size_t{4});
            QVERIFY(SafetensorsFile::open(path()));
        }
        QVERIFY(writeSafetensors(path(), {}));
        QVERIFY(SafetensorsFile::open(path()));
    }

    void theWriterRefusesWhatContradictsItself()
    {
        const auto refused = [&](const std::vector<TensorToWrite>& tensors) {
            return !writeSafetensors(path(), tensors) && !fs::exists(path());
        };
        QVERIFY(refused({{"a", {2}, {1}, {}, TensorType::F32}}));
        QVERIFY(refused({{"a", {-1}, {1}, {}, TensorType::F32}}));
        QVERIFY(refused({{"a", {1}, {1}, {}, TensorType::F16}}));
        QVERIFY(refused({{"__metadata__", {1}, {1}, {}, TensorType::F32}}));
        QVERIFY(refused({{"a", {1}, {1}, {}, TensorType::F32}, {"a", {1}, {1}, {}, TensorType::F32}}));
    }

    void everyTypeBecomesTheSameNumbers_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QList<double>>("expected");
        QTest::newRow("F64") << "F64" << bytesOf<double>({1.5, -2, 0.1}) << QList<double>{1.5, -2, 0.1};
        QTest::newRow("F32") << "F32" << bytesOf<float>({1.5F, -2, 8}) << QList<double>{1.5, -2, 8};
        // 1, -2, the largest, the smallest normal, the smallest subnormal, 0.333251953125
        QTest::newRow("F16") << "F16"
                             << bytesOf<quint16>({0x3C00, 0xC000, 0x7BFF, 0x0400, 0x0001, 0x3555, 0x8001})
                             << QList<double>{1, -2, 65504, 0x1p-14, 0x1p-24, 0.333251953125, -0x1p-24};
        QTest::newRow("BF16") << "BF16" << bytesOf<quint16>({0x3F80, 0xC040, 0x4049})
                              << QList<double>{1, -3, 3.140625};
        QTest::newRow("I64") << "I64" << bytesOf<qint64>({-5, 1LL << 40}) << QList<double>{-5, 0x1p40};
        QTest::newRow("I32") << "I32" << bytesOf<qint32>({-5, 70000}) << QList<double>{-5, 70000};
        QTest::newRow("I16") << "I16" << bytesOf<qint16>({-5, 300}) << QList<double>{-5, 300};
        QTest::newRow("I8") << "I8" << bytesOf<qint8>({-5, 100}) << QList<double>{-5, 100};
        QTest::newRow("U64") << "U64" << bytesOf<quint64>({5, 1ULL << 40}) << QList<double>{5, 0x1p40};
        QTest::newRow("U32") << "U32" << bytesOf<quint32>({5, 4'000'000'000}) << QList<double>{5, 4e9};
        QTest::newRow("U16") << "U16" << bytesOf<quint16>({5, 65535}) << QList<double>{5, 65535};
        QTest::newRow("U8") << "U8" << bytesOf<quint8>({5, 255}) << QList<double>{5, 255};
        QTest::newRow("BOOL") << "BOOL" << bytesOf<quint8>({0, 1}) << QList<double>{0, 1};
    }

    void everyTypeBecomesTheSameNumbers()
    {
        QFETCH(QString, type);
        QFETCH(QByteArray, data);
        QFETCH(QList<double>, expected);
        QByteArray header = tensor(qPrintable(type), qPrintable(QString("[%1]").arg(expected.size())),
                                   qPrintable(QString("[0,%1]").arg(data.size())));
        while (header.size() % 8 != 3) // data that begins at an odd byte must be readable too
            header += ' ';
        write(fileOf(header) + data);
        const auto file = SafetensorsFile::open(path());
        QVERIFY2(file, message(file));
        const std::vector<double> doubles = file->doubles("a").value();
        QCOMPARE(QList<double>(doubles.begin(), doubles.end()), expected);
        const Matrix floats = file->matrix("a").value();
        for (Index i = 0; i < floats.cols(); ++i)
            QCOMPARE(floats(0, i), static_cast<float>(expected[i]));
        const auto integers = file->integers("a");
        QCOMPARE(integers.has_value(), !type.contains('F'));
        if (integers)
            for (std::size_t i = 0; i < integers->size(); ++i)
                QCOMPARE(static_cast<double>((*integers)[i]), expected[static_cast<qsizetype>(i)]);
    }

    void halfPrecisionInfinitiesAndNansSurvive()
    {
        write(fileOf(tensor("F16", "[3]", "[0,6]")) + bytesOf<quint16>({0x7C00, 0xFC00, 0x7E00}));
        const Matrix values = SafetensorsFile::open(path())->matrix("a").value();
        QCOMPARE(values(0, 0), std::numeric_limits<float>::infinity());
        QCOMPARE(values(0, 1), -std::numeric_limits<float>::infinity());
        QVERIFY(std::isnan(values(0, 2)));
    }

    void whatCannotBeReadAsAskedIsRefused()
    {
        write(fileOf(tensor("C64", "[1]", "[0,8]"), 8));
        const auto complex = SafetensorsFile::open(path());
        QVERIFY2(complex, message(complex));
        QCOMPARE(complex->matrix("a").error().code, Error::Code::Unsupported);
        QCOMPARE(complex->matrix("b").error().code, Error::Code::NotFound);
        write(fileOf(tensor("U64", "[1]", "[0,8]")) + bytesOf<quint64>({1ULL << 63}));
        QCOMPARE(SafetensorsFile::open(path())->integers("a").error().code, Error::Code::OutOfRange);
        write(fileOf(tensor("F32", "[1]", "[0,4]"), 4));
        QCOMPARE(SafetensorsFile::open(path())->integers("a").error().code, Error::Code::BadFormat);
    }

    void soundFilesOfAnyOrderAreOpened_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << fileOf("{}");
        QTest::newRow("padded") << fileOf("{}      ");
        QTest::newRow("only metadata") << fileOf(R"({"__metadata__":{"format":"pt"}})");
        QTest::newRow("keys in another order")
            << fileOf(R"({"a":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}})", 4);
        QTest::newRow("later data first") << fileOf(R"({"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]},)"
                                                    R"("a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
                                                    4);
        QTest::newRow("empty between") << fileOf(
            R"({"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]},"z":{"dtype":"F32","shape":[0],)"
            R"("data_offsets":[2,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
            4);
    }

    void soundFilesOfAnyOrderAreOpened()
    {
        QFETCH(QByteArray, bytes);
        write(bytes);
        const auto file = SafetensorsFile::open(path());
        QVERIFY2(file, message(file));
    }

    void brokenFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto one = [](const char* name, const char* type, const char* shape, const char* offsets,
                            qsizetype data) {
            QTest::newRow(name) << fileOf(tensor(type, shape, offsets), data);
        };
        QTest::newRow("empty file") << QByteArray("");
        QTest::newRow("seven bytes") << QByteArray(7, '\0');
        QTest::newRow("no header") << fileOf("");
        QTest::newRow("header longer than the file") << fileOf("{}", 0, 3);
        QTest::newRow("header of all bits") << QByteArray(8, '\xFF') + "{}";
        QTest::newRow("header of 2^63 bytes") << QByteArray(7, '\0') + '\x80' + "{}";
        QTest::newRow("header over 100 MB") << fileOf("{}", 0, 100'000'001);
        QTest::newRow("header ends early") << fileOf(tensor("F32", "[1]", "[0,4]"), 4, 20);
        QTest::newRow("space before") << fileOf(" {}");
        QTest::newRow("list") << fileOf("[]");
        QTest::newRow("text") << fileOf("\"a\"");
        QTest::newRow("not closed") << fileOf("{");
        QTest::newRow("two objects") << fileOf("{}{}");
        QTest::newRow("zeros after") << fileOf(QByteArray("{}\0\0", 4));
        QTest::newRow("comment") << fileOf("{/**/}");
        QTest::newRow("trailing comma") << fileOf(R"({"__metadata__":{},})");
        QTest::newRow("not UTF-8") << fileOf("{\"\xFF\":{}}");
        QTest::newRow("lone surrogate")
            << fileOf(R"({"\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})");
        QTest::newRow("deep lists") << fileOf(QByteArray(1'000'000, '['));
        QTest::newRow("deep objects") << fileOf(QByteArray(R"({"a":)").repeated(200'000));
        QTest::newRow("deep shape") << fileOf(R"({"a":{"shape":)" + QByteArray(1'000'000, '['));
        QTest::newRow("tensor is null") << fileOf(R"({"a":null})");
        QTest::newRow("tensor is a number") << fileOf(R"({"a":3})");
        QTest::newRow("tensor is a list") << fileOf(R"({"a":[]})");
        QTest::newRow("tensor is empty") << fileOf(R"({"a":{}})");
        QTest::newRow("no type") << fileOf(R"({"a":{"shape":[1],"data_offsets":[0,4]}})", 4);
        QTest::newRow("no shape") << fileOf(R"({"a":{"dtype":"F32","data_offsets":[0,4]}})", 4);
        QTest::newRow("no offsets") << fileOf(R"({"a":{"dtype":"F32","shape":[1]}})", 4);
        QTest::newRow("unknown key") << fileOf(
            R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"x":1}})");
        QTest::newRow("type twice") << fileOf(
            R"({"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}})");
        QTest::newRow("shape twice") << fileOf(
            R"({"a":{"dtype":"F32","shape":[0],"shape":[0],"data_offsets":[0,0]}})");
        QTest::newRow("tensor twice") << fileOf(R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},)"
                                                R"("a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})");
        QTest::newRow("metadata twice") << fileOf(R"({"__metadata__":{},"__metadata__":{}})");
        QTest::newRow("metadata key twice") << fileOf(R"({"__metadata__":{"a":"1","a":"2"}})");
        QTest::newRow("metadata is a number") << fileOf(R"({"__metadata__":{"a":1}})");
        QTest::newRow("metadata is nested") << fileOf(R"({"__metadata__":{"a":{}}})");
        QTest::newRow("metadata is text") << fileOf(R"({"__metadata__":"a"})");
        one("unknown type", "F31", "[1]", "[0,4]", 4);
        one("lower-case type", "f32", "[1]", "[0,4]", 4);
        one("negative shape", "F32", "[-1]", "[0,4]", 4);
        one("fractional shape", "F32", "[1.0]", "[0,4]", 4);
        one("text in the shape", "F32", "[\"1\"]", "[0,4]", 4);
        one("null in the shape", "F32", "[null]", "[0,4]", 4);
        one("shape is a number", "F32", "1", "[0,4]", 4);
        one("shape is nested", "F32", "[[1]]", "[0,4]", 4);
        one("shape of 2^64", "F32", "[18446744073709551616]", "[0,4]", 4);
        one("shape of 2^63", "U8", "[9223372036854775808]", "[0,4]", 4);
        one("product of 2^64 + 4", "U8", "[4294967296,4294967297]", "[0,4]", 4);
        one("product of 2^64", "F32", "[4294967296,4294967296]", "[0,0]", 0);
        one("bytes of 2^64", "F64", "[2305843009213693952]", "[0,0]", 0);
        one("overflow times nothing", "U8", "[9223372036854775807,3,0]", "[0,0]", 0);
        one("one offset", "F32", "[1]", "[4]", 4);
        one("three offsets", "F32", "[1]", "[0,4,8]", 8);
        one("no offset", "F32", "[0]", "[]", 0);
        one("negative offset", "F32", "[1]", "[-4,0]", 4);
        one("fractional offset", "F32", "[1]", "[0,4.0]", 4);
        one("offset of 2^64", "F32", "[1]", "[0,18446744073709551620]", 4);
        one("offset of 2^64 - 1", "F32", "[1]", "[18446744073709551615,3]", 4);
        one("offsets backwards", "F32", "[1]", "[4,0]", 4);
        one("beyond the file", "F32", "[2]", "[0,8]", 4);
        one("wholly beyond the file", "F32", "[1]", "[4,8]", 4);
        one("too few bytes", "F32", "[2]", "[0,4]", 4);
        one("too many bytes", "F32", "[1]", "[0,8]", 8);
        one("scalar of eight bytes", "F32", "[]", "[0,8]", 8);
        one("bytes before", "F32", "[1]", "[4,8]", 8);
        one("bytes after", "F32", "[1]", "[0,4]", 5);
        QTest::newRow("data without tensors") << fileOf("{}", 1);
        const auto two = [](const char* first, const char* second) {
            return QByteArray(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":)") + first +
                   R"(},"b":{"dtype":"U8","shape":[4],"data_offsets":)" + second + "}}";
        };
        QTest::newRow("overlap") << fileOf(two("[0,4]", "[2,6]"), 6);
        QTest::newRow("same bytes") << fileOf(two("[0,4]", "[0,4]"), 4);
        QTest::newRow("hole") << fileOf(two("[0,4]", "[6,10]"), 10);
        QTest::newRow("empty tensor inside another")
            << fileOf(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
                      R"("b":{"dtype":"U8","shape":[0],"data_offsets":[2,2]}})",
                      4);
    }

    void brokenFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        write(bytes);
        expectBadFormat();
    }

    void everyTruncationOfARealFileIsRefused()
    {
        const fs::path real = fs::path(MIXLENS_TEST_DATA) / "goldens/models/fnet_tpu/model.safetensors";
        const std::string bytes = readTextFile(real).value();
        std::uint64_t header = 0;
        std::memcpy(&header, bytes.data(), sizeof(header));
        for (std::size_t length = 0; length < bytes.size(); length += length < header + 16 ? 1 : 997) {
            write(QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(length)));
            expectBadFormat();
        }
    }

    void changedHeadersNeverReachBeyondTheFile()
    {
        const fs::path real = fs::path(MIXLENS_TEST_DATA) / "goldens/models/fnet_tpu/model.safetensors";
        const std::string bytes = readTextFile(real).value();
        std::mt19937 random(4); // fixed, so that a failure can be repeated
        for (int round = 0; round < 2000; ++round) {
            std::string changed = bytes;
            for (auto i = 1 + random() % 3; i > 0; --i)
                changed[random() % 3600] = "0123456789\"[]{},:-eF \0"[random() % 22];
            write(QByteArray::fromRawData(changed.data(), static_cast<qsizetype>(changed.size())));
            const auto file = SafetensorsFile::open(path());
            if (!file) {
                QCOMPARE(file.error().code, Error::Code::BadFormat);
                continue;
            }
            std::size_t total = 0;
            for (const auto& [name, entry] : file->tensors()) {
                total += entry.bytes.size();
                static_cast<void>(file->doubles(name));
            }
            QVERIFY(total < changed.size());
        }
    }

    void missingFilesAndFoldersAreNamed()
    {
        QCOMPARE(SafetensorsFile::open(path()).error().code, Error::Code::NotFound);
        QCOMPARE(SafetensorsFile::open(path().parent_path()).error().code, Error::Code::Unreadable);
        QVERIFY(SafetensorsFile::open(path()).error().message.find(path().string()) != std::string::npos);
    }

private:
    fs::path path() const { return fs::path(m_folder->path().toStdString()) / "file.safetensors"; }

    /// Some tests write thousands of files: a new one each time, since file systems flush one that is
    /// truncated.
    void write(const QByteArray& bytes) const
    {
        QFile file(QString::fromStdString(path().string()));
        file.remove();
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    void expectBadFormat() const
    {
        const auto file = SafetensorsFile::open(path());
        QVERIFY(!file);
        QCOMPARE(file.error().code, Error::Code::BadFormat);
        QVERIFY2(file.error().message.starts_with(path().string() + ": "), file.error().message.c_str());
        QVERIFY(file.error().message.size() < 600);
    }

    template<class T>
    static const char* message(const Result<T>& result)
    {
        return result ? "" : result.error().message.c_str();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "tst_safetensors.moc"
