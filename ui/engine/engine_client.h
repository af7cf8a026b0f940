#pragma once

#include "core/base/result.h"
#include "core/engine/analysis.h"
#include "core/engine/live_timing.h"
#include "core/engine/session.h"
#include "core/engine/worker.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <vector>

namespace mixlens::ui {

/// The interface's only door to the engine. Everything it emits arrives on the interface's thread, never
/// older than what came before: while somebody types faster than lanes answer, answers to a sentence that is
/// a few keys old still come, so that views move. Errors, timings and idle() are of the newest request only.
/// After the last lane of a question the worker times the lanes.
class EngineClient : public QObject
{
    Q_OBJECT

public:
    explicit EngineClient(std::vector<std::filesystem::path> modelFolders, QObject* parent = nullptr);
    ~EngineClient() override;

    /// Sets the revision, takes the place of a request that still waits, and drops timing under way.
    /// Returns the revision.
    std::uint64_t request(AnalysisRequest request);

    /// Off while, say, a recording or a test needs silence. On by default.
    void setLiveTiming(bool on);

signals:
    void tokensReady(const mixlens::TokensPtr& tokens);
    void analysed(const mixlens::AnalysisPtr& analysis);
    void failed(std::uint64_t revision, std::size_t lane, const mixlens::Error& error);
    void timed(const mixlens::LaneTimings& timings);
    void idle(std::uint64_t revision); ///< every lane of this revision has answered

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens::ui
