#pragma once

#include "core/base/result.h"
#include "core/engine/analysis.h"
#include "core/model/model_loader.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace mixlens {

/// What the engine keeps between questions: opened models, lanes built from them, workspaces. Lives on one
/// thread, the worker's or a command's, and so holds no lock.
class Session
{
public:
    /// `folders` are searched in order for models asked for by id (each model is a sub-folder).
    explicit Session(std::vector<std::filesystem::path> folders);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Ids of the models in the search folders.
    [[nodiscard]] std::vector<std::string> modelIds() const;

    /// By id or by folder; kept open for the next question.
    [[nodiscard]] Result<std::shared_ptr<const LoadedModel>> model(const std::string& idOrFolder);

    /// The encoder of a lane: its model with its mixers. Kept for the next question.
    [[nodiscard]] Result<std::shared_ptr<const EncoderModel>> encoder(const Lane& lane, std::uint64_t seed);

    /// Tokens of lane `lane` of the request.
    [[nodiscard]] Result<TokensPtr> tokenize(const AnalysisRequest& request, std::size_t lane);

    /// Runs lane `lane` of the request: tokens, every layer, influence where asked and affordable,
    /// predictions. `tokensReady`, where given, is called before the layers run.
    [[nodiscard]] Result<AnalysisPtr> analyse(const AnalysisRequest& request, std::size_t lane,
                                              const std::stop_token& stop,
                                              const std::function<void(TokensPtr)>& tokensReady = {});

    /// One plain inference of an analysed lane, nothing kept: the thing that live timing times.
    [[nodiscard]] Result<std::chrono::nanoseconds> timeOnce(const Analysis& analysis,
                                                            const std::stop_token& stop);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens
