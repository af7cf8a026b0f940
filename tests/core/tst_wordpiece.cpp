#include "core/base/files.h"
#include "core/text/tokenizer.h"
#include "core/text/unicode.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace mixlens;
using namespace std::string_view_literals;
namespace fs = std::filesystem;

namespace {

using Pieces = std::vector<std::string>;
const fs::path goldens = fs::path(MIXLENS_TEST_DATA) / "goldens" / "tokenizers";
constexpr std::size_t everything = 1'000'000'000;

std::string shown(const std::string& text)
{
    return nlohmann::json(text).dump();
}

/// The sentence's own pieces, without [CLS] and [SEP].
Pieces piecesOf(const Tokenizer& tokenizer, std::string_view text)
{
    Pieces pieces;
    const TokenSequence sequence = tokenizer.encode(text, everything);
    for (std::size_t i = 1; i + 1 < sequence.tokens.size(); ++i)
        pieces.push_back(sequence.tokens[i].piece);
    return pieces;
}

std::vector<std::string> spannedTexts(const Tokenizer& tokenizer, const std::string& text)
{
    std::vector<std::string> spans;
    const TokenSequence sequence = tokenizer.encode(text, everything);
    for (std::size_t i = 1; i + 1 < sequence.tokens.size(); ++i) {
        const TextSpan span = sequence.tokens[i].span;
        spans.push_back(text.substr(span.begin, span.end - span.begin));
    }
    return spans;
}

} // namespace

#define COMPARE_PIECES(actual, ...) QCOMPARE((actual), (Pieces __VA_ARGS__))

class WordPieceTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everyGoldenTextIsSplitAsHuggingFaceSplitsIt()
    {
        const auto uncased = golden("{}");
        const auto cased = golden(R"({"do_lower_case": false})");
        const auto cases = nlohmann::json::parse(*readTextFile(goldens / "wordpiece.json"));
        QCOMPARE(cases.size(), std::size_t{91});
        for (const auto& row : cases) {
            const auto text = row["text"].get<std::string>();
            QVERIFY2(piecesOf(*uncased, text) == row["uncased_tokens"].get<Pieces>(), shown(text).c_str());
            QVERIFY2(piecesOf(*cased, text) == row["cased_tokens"].get<Pieces>(), shown(text).c_str());
            std::vector<TokenId> ids;
            for (const Token& token : uncased->encode(text, everything).tokens)
                ids.push_back(token.id);
            QVERIFY2(ids == row["uncased_ids"].get<std::vector<TokenId>>(), shown(text).c_str());
        }
    }

    // What follows was taken from BertTokenizer.from_pretrained of transformers 4.27.1.
    void specialTokensAreFoundInsideWords()
    {
        const auto t = golden("{}");
        COMPARE_PIECES(piecesOf(*t, "x[MASK]y"), {"x", "[MASK]", "y"});
        COMPARE_PIECES(piecesOf(*t, "[MASK][MASK] [MASK]"), {"[MASK]", "[MASK]", "[MASK]"});
        COMPARE_PIECES(piecesOf(*t, "[[MASK]]ing"), {"[", "[MASK]", "]", "in", "##g"});
        COMPARE_PIECES(piecesOf(*t, "the [MASK], of"), {"the", "[MASK]", ",", "of"});
        COMPARE_PIECES(piecesOf(*t, "[CLS]x[SEP] [PAD][UNK]"), {"[CLS]", "x", "[SEP]", "[PAD]", "[UNK]"});
        COMPARE_PIECES(piecesOf(*t, "[mask]"), {"[", "ma", "##s", "##k", "]"});
        COMPARE_PIECES(piecesOf(*t, "[MA\0SK]"sv), {"[", "ma", "##s", "##k", "]"});
        COMPARE_PIECES(piecesOf(*golden(R"({"do_lower_case": false})"), "[MA\0SK]"sv), {"[MASK]"});
        COMPARE_PIECES(
            piecesOf(*golden(R"({"do_lower_case": false, "strip_accents": true})"), "[MA\xCC\x81SK]"),
            {"[MASK]"});
    }

    void tokensKnowWhetherTheyAreSpecial()
    {
        const TokenSequence sequence = golden("{}")->encode("the [MASK] [UNK]", everything);
        std::vector<bool> special;
        for (const Token& token : sequence.tokens)
            special.push_back(token.special);
        QCOMPARE(special, (std::vector<bool>{true, false, true, false, true}));
        QVERIFY(sequence.tokens.front().span.empty());
        QVERIFY(sequence.tokens.back().span.empty());
        QVERIFY(!sequence.tokens[2].span.empty());
    }

    void charactersThatCarryNothingAreDropped_data()
    {
        QTest::addColumn<QByteArray>("between");
        QTest::newRow("zero") << QByteArray("\0", 1);
        QTest::newRow("bell") << QByteArray("\a");
        QTest::newRow("vertical tab") << QByteArray("\v");
        QTest::newRow("next line U+0085") << QByteArray("\xC2\x85");
        QTest::newRow("soft hyphen") << QByteArray("\xC2\xAD");
        QTest::newRow("zero width joiner") << QByteArray("\u200D");
        QTest::newRow("right-to-left override") << QByteArray("\u202E");
        QTest::newRow("byte order mark") << QByteArray("\uFEFF");
        QTest::newRow("variation selector") << QByteArray("\uFE0F");
        QTest::newRow("private use") << QByteArray("\uE000");
        QTest::newRow("not assigned") << QByteArray("\u0378");
        QTest::newRow("not a character") << QByteArray("\uFFFF");
        QTest::newRow("replacement character") << QByteArray("\uFFFD");
        QTest::newRow("invalid byte") << QByteArray("\xFF");
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80");
        QTest::newRow("combining accent") << QByteArray("\u0301");
    }

    void charactersThatCarryNothingAreDropped()
    {
        QFETCH(QByteArray, between);
        const auto t = golden("{}");
        const std::string text = "run" + between.toStdString() + "ning";
        COMPARE_PIECES(piecesOf(*t, text), {"running"});
        QCOMPARE(spannedTexts(*t, text), std::vector<std::string>{text});
    }

    void anyWhiteSpaceSeparatesWords_data()
    {
        QTest::addColumn<QString>("space");
        for (const char16_t code : {u' ', u'\t', u'\n', u'\r', u'\u00A0', u'\u1680', u'\u2003', u'\u2028',
                                    u'\u2029', u'\u202F', u'\u3000'})
            QTest::addRow("U+%04X", code) << QString(QChar(code));
    }

    void anyWhiteSpaceSeparatesWords()
    {
        QFETCH(QString, space);
        COMPARE_PIECES(piecesOf(*golden("{}"), ("the" + space + "of" + space).toStdString()), {"the", "of"});
    }

    void lettersAreLoweredAndDecomposedAsByPython()
    {
        const Pieces vocabulary = {"[PAD]",    "[UNK]",  "[CLS]",  "[SEP]",    "[MASK]",   "i",
                                   "\u0131",   "\u00DF", "\u1112", "##\u1161", "##\u11AB", "\u03BF",
                                   "##\u03C3", "##s",    "\uFB01", "e"};
        const auto t = withVocabulary(vocabulary, "{}");
        COMPARE_PIECES(piecesOf(*t, "\u0130"), {"i"});      // I with dot: i and a dot that is dropped
        COMPARE_PIECES(piecesOf(*t, "\u0131"), {"\u0131"}); // dotless i has no accent
        COMPARE_PIECES(piecesOf(*t, "\u1E9E"), {"\u00DF"}); // capital sharp s
        COMPARE_PIECES(piecesOf(*t, "\uFB01"), {"\uFB01"}); // ligatures are not canonical
        COMPARE_PIECES(piecesOf(*t, "\uD55C"), {"\u1112", "##\u1161", "##\u11AB"}); // Hangul falls apart
        COMPARE_PIECES(piecesOf(*t, "\u039F\u03A3"), {"\u03BF", "##\u03C3"});       // no final sigma
        COMPARE_PIECES(piecesOf(*t, "e\u0323\u0307\u0301"), {"e"});
        COMPARE_PIECES(piecesOf(*t, "\u1EC6"), {"e"}); // E with two accents in one
    }

    void accentsStayWhereTheConfigurationSaysSo()
    {
        const Pieces vocabulary = {"[PAD]",  "[UNK]", "[CLS]",  "[SEP]", "[MASK]",
                                   "\u00E9", "e",     "\u00C9", "E"};
        COMPARE_PIECES(piecesOf(*withVocabulary(vocabulary, R"({"strip_accents": false})"), "\u00C9"),
                       {"\u00E9"});
        COMPARE_PIECES(piecesOf(*withVocabulary(vocabulary, R"({"do_lower_case": false})"), "\u00C9"),
                       {"\u00C9"});
        COMPARE_PIECES(
            piecesOf(*withVocabulary(vocabulary, R"({"do_lower_case": false, "strip_accents": true})"),
                     "\u00C9"),
            {"E"});
        COMPARE_PIECES(piecesOf(*withVocabulary(vocabulary, R"({"strip_accents": null})"), "\u00C9"), {"e"});
    }

    void ideographsAreWordsUnlessSwitchedOff()
    {
        const Pieces vocabulary = {"[PAD]", "[UNK]",  "[CLS]",    "[SEP]", "[MASK]",
                                   "a",     "\u6F22", "##\u6F22", "##b",   "b"};
        COMPARE_PIECES(piecesOf(*withVocabulary(vocabulary, "{}"), "a\u6F22b"), {"a", "\u6F22", "b"});
        COMPARE_PIECES(
            piecesOf(*withVocabulary(vocabulary, R"({"tokenize_chinese_chars": false})"), "a\u6F22b"),
            {"a", "##\u6F22", "##b"});
    }

    void spansAreTheBytesAsTyped()
    {
        const auto t = golden("{}");
        using Texts = std::vector<std::string>;
        QCOMPARE(spannedTexts(*t, " The QUICK\tbro\u00ADwn"), (Texts{"The", "QUICK", "bro", "wn"}));
        QCOMPARE(spannedTexts(*t, "caf\u00E9 cafe\u0301"),
                 (Texts{"ca", "f", "\u00E9", "ca", "f", "e\u0301"}));
        QCOMPARE(spannedTexts(*t, "x[MASK]y"), (Texts{"x", "[MASK]", "y"}));
        QCOMPARE(spannedTexts(*t, "\u4E2Da\xFF!"), (Texts{"\u4E2D", "a", "!"}));
    }

    void invalidBytesAreRepairedAndCounted()
    {
        const TokenSequence sequence = golden("{}")->encode("a\xC3 \xE2\x82 \xF0\x9F\x98\xFFz", everything);
        QCOMPARE(sequence.text, std::string("a\uFFFD \uFFFD \uFFFD\uFFFDz"));
        QCOMPARE(sequence.repaired, std::size_t{7});
        QCOMPARE(golden("{}")->encode("sch\u00F6n", everything).repaired, std::size_t{0});
    }

    void whatDoesNotFitIsDroppedFromTheEndAndCounted()
    {
        const auto t = golden("{}");
        const TokenSequence all = t->encode("unaffable unwanted [MASK] running", everything);
        QCOMPARE(all.dropped, std::size_t{0});
        for (std::size_t limit = 2; limit <= all.tokens.size(); ++limit) {
            const TokenSequence some = t->encode("unaffable unwanted [MASK] running", limit);
            QCOMPARE(some.tokens.size(), limit);
            QCOMPARE(some.dropped, all.tokens.size() - limit);
            QCOMPARE(some.tokens.back().piece, std::string("[SEP]"));
            for (std::size_t i = 0; i + 1 < limit; ++i)
                QCOMPARE(some.tokens[i].piece, all.tokens[i].piece);
        }
    }

    void wordsOfMoreThanHundredCharactersAreUnknown()
    {
        const auto t = golden("{}");
        QCOMPARE(piecesOf(*t, std::string(100, 'x')).size(), std::size_t{100});
        COMPARE_PIECES(piecesOf(*t, std::string(101, 'x')), {"[UNK]"});
    }

    void anyBytesAreTakenAndSpansStayInside()
    {
        const auto t = golden("{}");
        std::mt19937 random(20'231); // fixed, so that a failure can be repeated
        const std::vector<std::string> parts = {"[MASK]", "[",      "\u0301", "\u0130",
                                                "\uD55C", "\u4E2D", " ",      "the"};
        for (int round = 0; round < 3000; ++round) {
            std::string text;
            for (auto i = random() % 40; i > 0; --i)
                text += random() % 3 == 0 ? parts[random() % parts.size()]
                                          : std::string(1, static_cast<char>(random()));
            const TokenSequence sequence = t->encode(text, 20);
            QVERIFY(sequence.tokens.size() >= 2 && sequence.tokens.size() <= 20);
            QCOMPARE(decodeUtf8(sequence.text).invalidBytes, std::size_t{0});
            for (const Token& token : sequence.tokens) {
                QVERIFY(token.span.begin <= token.span.end && token.span.end <= text.size());
                QCOMPARE(t->piece(token.id), std::string_view(token.piece));
            }
        }
    }

    void aMillionBytesOfAnythingAreSplit_data()
    {
        QTest::addColumn<QByteArray>("unit");
        QTest::addColumn<int>("tokensEach"); // 0: all units together are one unknown word or none
        QTest::newRow("one word") << QByteArray("x") << 0;
        QTest::newRow("accents alone") << QByteArray("\u0301\u0323") << 0;
        QTest::newRow("brackets") << QByteArray("[") << 1;
        QTest::newRow("words of the longest kind") << QByteArray(100, 'x') + " " << 100;
        QTest::newRow("masks") << QByteArray("[MASK]") << 1;
    }

    /// Where the time grew with the square of the length, this would not end before CTest's limit.
    void aMillionBytesOfAnythingAreSplit()
    {
        QFETCH(QByteArray, unit);
        QFETCH(int, tokensEach);
        const qsizetype units = 1'000'000 / unit.size();
        const TokenSequence sequence = golden("{}")->encode(unit.repeated(units).toStdString(), 512);
        const std::size_t total = sequence.tokens.size() - 2 + sequence.dropped;
        if (tokensEach > 0)
            QCOMPARE(total, static_cast<std::size_t>(units * tokensEach));
        else
            QVERIFY(total <= 1);
    }

    void vocabulariesMayEndTheirLinesInAnyWay()
    {
        for (const char* end : {"\n", "\r\n", "\r"}) {
            std::string text = "\uFEFF";
            for (const char* piece : {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "", "a", "##b"})
                text += std::string(piece) + end;
            const auto t = withFile(text, "{}");
            QVERIFY(t);
            QCOMPARE((*t)->vocabularySize(), std::size_t{8});
            QCOMPARE((*t)->specialTokens().padding, std::optional<TokenId>(0));
            COMPARE_PIECES(piecesOf(**t, "ab"), {"a", "##b"});
            QVERIFY((*t)->piece(8).empty());
            QVERIFY((*t)->piece(-1).empty());
        }
    }

    void specialTokensMayHaveOtherNames()
    {
        const Pieces vocabulary = {"<pad>", "<unk>", "<s>", "</s>", "<mask>", "<", "mask", ">"};
        const auto t =
            withVocabulary(vocabulary, R"({"unk_token": "<unk>", "cls_token": "<s>", "sep_token": "</s>",
            "pad_token": "<pad>", "mask_token": {"content": "<mask>", "lstrip": true}})");
        COMPARE_PIECES(piecesOf(*t, "a<mask>"), {"<unk>", "<mask>"});
        QCOMPARE(t->specialTokens().mask, std::optional<TokenId>(4));
        QCOMPARE(t->encode("", 2).tokens.front().piece, std::string("<s>"));
    }

    void aVocabularyWithoutAMaskStillSplits()
    {
        const auto t = withVocabulary({"[UNK]", "[CLS]", "[SEP]", "a"}, "{}");
        QVERIFY(!t->specialTokens().mask);
        QVERIFY(!t->specialTokens().padding);
        COMPARE_PIECES(piecesOf(*t, "a [MASK]"), {"a", "[UNK]", "[UNK]", "[UNK]"});
    }

    void damagedTokenizersAreRefusedWithAReason_data()
    {
        QTest::addColumn<QByteArray>("vocabulary");
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("reason");
        const QByteArray good = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n";
        QTest::newRow("empty") << QByteArray("") << QByteArray("{}") << "empty";
        QTest::newRow("no separator") << QByteArray("[UNK]\n[CLS]\n") << QByteArray("{}") << "[SEP]";
        QTest::newRow("not UTF-8") << good + "\xFF\n" << QByteArray("{}") << "line 7";
        QTest::newRow("no JSON") << good << QByteArray("{") << "tokenizer_config.json";
        QTest::newRow("a list") << good << QByteArray("[]") << "tokenizer_config.json";
        QTest::newRow("deep") << good << QByteArray(1'000'000, '[') << "tokenizer_config.json";
        QTest::newRow("not a flag") << good << QByteArray(R"({"do_lower_case": "yes"})") << "do_lower_case";
        QTest::newRow("not a name") << good << QByteArray(R"({"mask_token": 3})") << "mask_token";
        QTest::newRow("no such token") << good << QByteArray(R"({"unk_token": "<u>"})") << "<u>";
        QTest::newRow("not basic") << good << QByteArray(R"({"do_basic_tokenize": false})")
                                   << "do_basic_tokenize";
    }

    void damagedTokenizersAreRefusedWithAReason()
    {
        QFETCH(QByteArray, vocabulary);
        QFETCH(QByteArray, config);
        QFETCH(QString, reason);
        const auto t = withFile(vocabulary.toStdString(), config.toStdString());
        QVERIFY(!t);
        QVERIFY(t.error().code == Error::Code::BadFormat || t.error().code == Error::Code::Unsupported);
        QVERIFY2(QString::fromStdString(t.error().message).contains(reason), t.error().message.c_str());
    }

    void aFolderWithoutAVocabularySaysSo()
    {
        const fs::path folder = m_folder->path().toStdString();
        const auto none = openTokenizer(folder);
        QVERIFY(!none);
        QCOMPARE(none.error().code, Error::Code::NotFound);
        QVERIFY(none.error().message.find("vocab.txt") != std::string::npos);
        QVERIFY(writeFileAtomically(folder / "spiece.model", "x"));
        QVERIFY(openTokenizer(folder).error().message.find("spiece.model") != std::string::npos);
        QVERIFY(openTokenizer(folder / "none").error().message.find("does not exist") != std::string::npos);
    }

private:
    using Opened = Result<std::unique_ptr<const Tokenizer>>;

    Opened withFile(const std::string& vocabulary, const std::string& config) const
    {
        const fs::path folder = m_folder->path().toStdString();
        if (!writeFileAtomically(folder / "vocab.txt", vocabulary) ||
            !writeFileAtomically(folder / "tokenizer_config.json", config))
            qFatal("cannot write the test's own files");
        return openTokenizer(folder);
    }

    std::unique_ptr<const Tokenizer> withVocabulary(const Pieces& pieces, const std::string& config) const
    {
        std::string text;
        for (const std::string& piece : pieces)
            text += piece + '\n';
        Opened opened = withFile(text, config);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        return std::move(*opened);
    }

    std::unique_ptr<const Tokenizer> golden(const std::string& config) const
    {
        Opened opened = withFile(readTextFile(goldens / "vocab.txt").value(), config);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        return std::move(*opened);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(WordPieceTest)
#include "tst_wordpiece.moc"
