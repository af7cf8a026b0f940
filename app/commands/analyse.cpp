#include "app/commands/analyse.h"

#include "app/commands/lane_options.h"
#include "app/console.h"
#include "app/data_folders.h"
#include "core/bench/environment.h"
#include "core/engine/analysis_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace mixlens {

namespace {

/// What is run: ids as they were given, or the tokens of a sentence.
struct Question
{
    EncoderInput input;
    TokenSequence sequence; ///< no tokens when ids were given
};

std::string jsonText(const QJsonArray& array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString();
}

Result<Question> questionFromIds(const Arguments& arguments)
{
    auto ids = arguments.integers("ids");
    if (!ids)
        return tl::unexpected(ids.error());
    Question question;
    question.input.ids = std::move(*ids);
    if (!arguments.has("token-types"))
        return question;
    auto types = arguments.integers("token-types");
    if (!types)
        return tl::unexpected(types.error());
    if (types->size() != question.input.ids.size())
        return failure(Error::Code::Usage,
                       "--token-types has " + std::to_string(types->size()) + " numbers and --ids has " +
                           std::to_string(question.input.ids.size()) + "; give one type for each id.");
    question.input.tokenTypes = std::move(*types);
    return question;
}

Result<Question> questionFromSentence(const std::string& sentence, const LoadedModel& model, Index rows)
{
    if (model.tokenizer == nullptr)
        return failure(Error::Code::Unsupported, "The model '" + model.id +
                                                     "' has no vocabulary (vocab.txt), so it cannot read a "
                                                     "sentence; give the tokens as --ids.");
    const Index positions = model.model->config().positions;
    const Index limit = rows > 0 ? std::min(rows, positions) : positions;
    if (limit < 2)
        return failure(Error::Code::Usage,
                       "--pad is 1, but a sentence needs 2 rows for [CLS] and [SEP]; give at least 2.");
    Question question;
    question.sequence = model.tokenizer->encode(sentence, static_cast<std::size_t>(limit));
    for (const Token& token : question.sequence.tokens)
        question.input.ids.push_back(token.id);
    if (question.sequence.repaired > 0)
        complain("The sentence had " + std::to_string(question.sequence.repaired) +
                 " bytes that are not UTF-8; they were read as U+FFFD.");
    if (question.sequence.dropped > 0)
        complain("The sentence is too long for the " + std::to_string(limit) +
                 " rows of this model; its last " + std::to_string(question.sequence.dropped) +
                 " tokens were left out.");
    return question;
}

Result<void> pad(EncoderInput& input, Index rows, TokenId padding)
{
    const auto count = static_cast<std::size_t>(rows);
    if (rows == 0)
        return {};
    if (count < input.ids.size())
        return failure(Error::Code::Usage, "--pad is " + std::to_string(rows) + ", but there are " +
                                               std::to_string(input.ids.size()) +
                                               " tokens; give at least as many rows.");
    input.mask.assign(input.ids.size(), 1);
    input.mask.resize(count, 0);
    input.ids.resize(count, padding);
    if (!input.tokenTypes.empty())
        input.tokenTypes.resize(count, 0);
    return {};
}

std::map<std::string, std::string> metadataOf(const Lane& lane, const Question& question,
                                              const EncodingTrace& trace, std::uint64_t seed)
{
    std::map<std::string, std::string> metadata{{"program", "mixlens " MIXLENS_VERSION},
                                                {"kernels", environment().kernels},
                                                {"model", lane.model},
                                                {"seed", std::to_string(seed)}};
    QJsonArray mixers;
    for (std::size_t l = 0; l < trace.layers.size(); ++l) {
        mixers.append(QString::fromStdString(trace.layers[l].mixer));
        QJsonArray facts;
        for (const Quantity& fact : trace.layers[l].tape.facts)
            facts.append(QJsonObject{{"name", QString::fromStdString(fact.name)},
                                     {"value", fact.value},
                                     {"unit", QString::fromStdString(fact.unit)},
                                     {"provenance", QString::fromUtf8(word(fact.provenance))}});
        if (!facts.isEmpty())
            metadata.emplace("facts." + std::to_string(l), jsonText(facts));
    }
    metadata.emplace("mixers", jsonText(mixers));
    if (!question.sequence.tokens.empty()) {
        QJsonArray tokens;
        for (const Token& token : question.sequence.tokens)
            tokens.append(QString::fromStdString(token.piece));
        metadata.emplace("text", question.sequence.text);
        metadata.emplace("tokens", jsonText(tokens));
    }
    return metadata;
}

Result<void> run(const Arguments& arguments)
{
    if (arguments.has("sentence") == arguments.has("ids"))
        return failure(Error::Code::Usage, "Give either --sentence or --ids, one of the two.");
    if (arguments.has("token-types") && !arguments.has("ids"))
        return failure(Error::Code::Usage, "--token-types goes with --ids, one type for each id.");
    const auto out = arguments.required("out");
    const auto lane = readLane(arguments);
    const auto seed = readSeed(arguments);
    const auto padding = arguments.integer("pad", -1, 0, INT32_MAX);
    if (const Error* problem = firstError(out, lane, seed, padding))
        return tl::unexpected(*problem);
    if (!out->ends_with(".safetensors") && !out->ends_with(".json"))
        return failure(Error::Code::Usage,
                       "--out is '" + *out + "', but takes a file that ends in .safetensors or .json.");

    Session session(modelFolders());
    const auto model = session.model(lane->model);
    if (!model)
        return tl::unexpected(model.error());
    const auto encoder = session.encoder(*lane, *seed);
    if (!encoder)
        return tl::unexpected(encoder.error());

    const EncoderConfig& config = (*encoder)->config();
    const bool typed = arguments.has("sentence");
    const Index rows = *padding >= 0 ? static_cast<Index>(*padding) : typed ? config.padTo : 0;
    auto question = typed ? questionFromSentence(arguments.text("sentence", ""), **model, rows)
                          : questionFromIds(arguments);
    if (!question)
        return tl::unexpected(question.error());
    if (const auto padded = pad(question->input, rows, config.paddingId); !padded)
        return padded;

    EncoderWorkspace workspace;
    TraceOptions keep;
    keep.influence = arguments.has("influence");
    const auto trace = (*encoder)->encode(question->input, keep, workspace);
    if (!trace)
        return tl::unexpected(trace.error());
    const auto written = writeAnalysis(*out, **encoder, *trace, metadataOf(*lane, *question, *trace, *seed));
    if (written)
        say("Wrote " + *out + ": " + std::to_string(question->input.ids.size()) + " rows through " +
            std::to_string(trace->layers.size()) + " layers.");
    return written;
}

constexpr std::array options{
    modelOption,
    sentenceOption,
    OptionSpec{"ids", "4,17,5", "token ids, run exactly as given"},
    OptionSpec{"token-types", "0,0,1", "segment of each id (default 0)"},
    mixerOption,
    OptionSpec{"pad", "N",
               "rows to pad to with the model's padding id (a sentence: as the model was trained; 0: none)"},
    OptionSpec{"influence", "", "also the influence of token on token in every mixing layer, jac_mix.l"},
    setOption,
    seedOption,
    OptionSpec{"out", "FILE", "where to write: .safetensors or .json"},
};

constexpr Command command{"analyse",
                          "Run a model on a sentence and write every activation.",
                          "--model DIR|ID (--sentence TEXT | --ids 4,17,5) --out FILE",
                          options,
                          false,
                          run};

} // namespace

const Command& analyseCommand() noexcept
{
    return command;
}

} // namespace mixlens
