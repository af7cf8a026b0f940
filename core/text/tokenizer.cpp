#include "core/text/tokenizer.h"

#include "core/base/files.h"
#include "core/text/wordpiece.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace mixlens {
namespace {

using Json = nlohmann::json;

/// Reads one tokenizer_config.json; remembers the first thing that is wrong with it.
class ConfigReader
{
public:
    ConfigReader(const Json& config, std::string file) : m_config(config), m_file(std::move(file)) {}

    /// `fallback` where the key is missing or null.
    bool flag(const char* key, bool fallback)
    {
        const Json* const value = find(key);
        if (value == nullptr)
            return fallback;
        if (!value->is_boolean()) {
            complain(key, "true or false");
            return fallback;
        }
        return value->get<bool>();
    }

    /// A token's spelling: a string, or an object with "content".
    std::string spelling(const char* key, std::string fallback)
    {
        const Json* value = find(key);
        if (value != nullptr && value->is_object()) {
            const auto content = value->find("content");
            value = content != value->end() ? &*content : value;
        }
        if (value == nullptr)
            return fallback;
        const auto* const text = value->get_ptr<const std::string*>();
        if (text == nullptr || text->empty()) {
            complain(key, "the spelling of a token");
            return fallback;
        }
        return *text;
    }

    [[nodiscard]] const std::optional<Error>& error() const noexcept { return m_error; }

private:
    const Json* find(const char* key) const
    {
        const auto found = m_config.find(key);
        return found == m_config.end() || found->is_null() ? nullptr : &*found;
    }

    void complain(const char* key, const char* expected)
    {
        if (!m_error)
            m_error = Error{Error::Code::BadFormat, m_file + ": \"" + key + "\" must be " + expected +
                                                        "; correct it or copy the file again."};
    }

    const Json& m_config;
    std::string m_file;
    std::optional<Error> m_error;
};

Result<Json> readConfig(const std::filesystem::path& path)
{
    const auto text = readTextFile(path, 1U << 20U);
    if (!text && text.error().code == Error::Code::NotFound)
        return Json::object();
    if (!text)
        return tl::unexpected(text.error());
    Json config = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
    if (!config.is_object())
        return failure(Error::Code::BadFormat, path.string() + " is not a JSON object; copy the file again.");
    return config;
}

Error noVocabulary(const std::filesystem::path& folder)
{
    std::error_code ignored;
    const std::string where = "The folder " + folder.string();
    if (!std::filesystem::exists(folder, ignored))
        return {Error::Code::NotFound, where + " does not exist; check its name."};
    for (const char* other : {"spiece.model", "tokenizer.json"})
        if (std::filesystem::exists(folder / other, ignored))
            return {Error::Code::NotFound,
                    where + " has its vocabulary in " + other +
                        ", and Mixlens reads vocab.txt (WordPiece); give token ids instead."};
    return {Error::Code::NotFound,
            where + " has no vocab.txt to split sentences with; copy it there or give token ids instead."};
}

} // namespace

Result<std::unique_ptr<const Tokenizer>> openTokenizer(const std::filesystem::path& folder)
{
    const std::filesystem::path file = folder / "vocab.txt";
    auto vocabulary = Vocabulary::read(file);
    if (!vocabulary && vocabulary.error().code == Error::Code::NotFound)
        return tl::unexpected(noVocabulary(folder));
    if (!vocabulary)
        return tl::unexpected(std::move(vocabulary.error()));
    const std::filesystem::path configFile = folder / "tokenizer_config.json";
    const auto config = readConfig(configFile);
    if (!config)
        return tl::unexpected(config.error());

    ConfigReader reader(*config, configFile.string());
    WordPieceOptions options;
    options.lowerCase = reader.flag("do_lower_case", true);
    options.stripAccents = reader.flag("strip_accents", options.lowerCase);
    options.spaceChineseCharacters = reader.flag("tokenize_chinese_chars", true);
    const bool basic = reader.flag("do_basic_tokenize", true);

    SpecialTokens special;
    struct Name
    {
        const char* key;
        const char* fallback;
        std::optional<TokenId> SpecialTokens::*id;
        bool required;
    };
    constexpr Name names[] = {{"unk_token", "[UNK]", &SpecialTokens::unknown, true},
                              {"cls_token", "[CLS]", &SpecialTokens::begin, true},
                              {"sep_token", "[SEP]", &SpecialTokens::end, true},
                              {"pad_token", "[PAD]", &SpecialTokens::padding, false},
                              {"mask_token", "[MASK]", &SpecialTokens::mask, false}};
    for (const Name& name : names) {
        const std::string spelling = reader.spelling(name.key, name.fallback);
        special.*name.id = vocabulary->find(spelling);
        if (name.required && !(special.*name.id) && !reader.error())
            return failure(Error::Code::BadFormat,
                           file.string() + " has no line \"" + spelling +
                               "\", without which sentences cannot be split; copy the "
                               "model's vocabulary again.");
    }
    if (reader.error())
        return tl::unexpected(*reader.error());
    if (!basic)
        return failure(Error::Code::Unsupported, configFile.string() +
                                                     " switches off \"do_basic_tokenize\", which "
                                                     "Mixlens needs; set it to true.");
    return std::make_unique<const WordPiece>(std::move(*vocabulary), special, options);
}

} // namespace mixlens
