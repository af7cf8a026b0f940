#include "app/commands/tokenize.h"

#include "app/commands/lane_options.h"
#include "app/console.h"
#include "app/data_folders.h"
#include "core/base/files.h"
#include "core/text/tokenizer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace mixlens {

namespace {

Result<std::vector<std::string>> readTexts(const std::string& path)
{
    const auto bytes = readTextFile(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(*bytes), &problem);
    if (problem.error != QJsonParseError::NoError)
        return failure(Error::Code::BadFormat, "'" + path +
                                                   "' is no JSON: " + problem.errorString().toStdString() +
                                                   " at byte " + std::to_string(problem.offset) + ".");
    std::vector<std::string> texts;
    if (!document.isArray())
        return failure(Error::Code::BadFormat,
                       "'" + path + "' is no JSON array; write one string for each text.");
    for (const QJsonValue& value : document.array()) {
        if (!value.isString())
            return failure(Error::Code::BadFormat,
                           "'" + path + "': entry " + std::to_string(texts.size()) + " is no string.");
        texts.push_back(value.toString().toStdString());
    }
    return texts;
}

/// A folder needs only a vocabulary for this; an id is looked up among the embedded models.
Result<std::unique_ptr<const Tokenizer>> openTokenizerOf(const std::string& model)
{
    for (const std::filesystem::path& folder : modelFolders())
        if (model.find('/') == std::string::npos && std::filesystem::is_directory(folder / model))
            return openTokenizer(folder / model);
    return openTokenizer(model);
}

QJsonObject tokenized(const Tokenizer& tokenizer, const std::string& text)
{
    // No text makes more tokens than this: a byte gives at most one character, canonical decomposition at
    // most four for each of them. So nothing is ever dropped.
    const TokenSequence sequence = tokenizer.encode(text, 4 * text.size() + 2);
    QJsonArray tokens;
    QJsonArray ids;
    for (const Token& token : sequence.tokens) {
        ids.append(token.id);
        if (!(token.special && token.span.empty())) // [CLS] and [SEP] are the model's, not the text's
            tokens.append(QString::fromStdString(token.piece));
    }
    return {{"tokens", tokens}, {"ids", ids}};
}

Result<void> run(const Arguments& arguments)
{
    const auto model = arguments.required("model");
    const auto texts = arguments.required("texts");
    const auto out = arguments.required("out");
    if (const Error* problem = firstError(model, texts, out))
        return tl::unexpected(*problem);
    const auto tokenizer = openTokenizerOf(*model);
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    const auto strings = readTexts(*texts);
    if (!strings)
        return tl::unexpected(strings.error());

    QJsonArray all;
    for (const std::string& text : *strings)
        all.append(tokenized(**tokenizer, text));
    const QByteArray json = QJsonDocument(all).toJson();
    const auto written = writeFileAtomically(*out, json.toStdString());
    if (written)
        say("Wrote " + *out + ": " + std::to_string(strings->size()) + " texts.");
    return written;
}

constexpr std::array options{
    modelOption,
    OptionSpec{"texts", "FILE.json", "an array of strings"},
    OptionSpec{"out", "FILE.json", "an array of {tokens, ids}: ids with [CLS] and [SEP], tokens without"},
};

constexpr Command command{"tokenize",
                          "Split texts into a model's tokens, whole and without padding.",
                          "--model DIR|ID --texts FILE.json --out FILE.json",
                          options,
                          false,
                          run};

} // namespace

const Command& tokenizeCommand() noexcept
{
    return command;
}

} // namespace mixlens
