#pragma once

#include "core/experiment/precision_sweep.h"
#include "core/experiment/sweep_store.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <string>

namespace mixlens {
struct Lane;
namespace optics {
struct DeviceSpec;
}
} // namespace mixlens

namespace mixlens::ui {

class EngineClient;

using SweepResultPtr = std::shared_ptr<const SweepResult>;

/// The precision experiment as the Optics workspace shows it, and the only one who asks the engine for one:
/// the sweep under way, and the result shown, partial ones included. Lives on the interface's thread.
class SweepDesk : public QObject
{
    Q_OBJECT

public:
    /// `sentenceFile`: held-out sentences.
    SweepDesk(EngineClient& engine, std::filesystem::path sentenceFile, QObject* parent = nullptr);

    /// Keeps what later sweeps find in this folder as they go, and shows the newest one there where nothing
    /// is shown yet. Without it sweeps live in memory only.
    void keepIn(const std::filesystem::path& folder);

    void run(const SweepPlan& plan);
    void resume(); ///< the shown result, where it is not complete
    void cancel();
    [[nodiscard]] bool isRunning() const noexcept { return m_running; }
    [[nodiscard]] const SweepProgress& progress() const noexcept { return m_progress; }
    [[nodiscard]] SweepResultPtr result() const { return m_result; } ///< null before the first

    void openFile(const QString& path);
    /// As the ending says: .csv, or JSON that can be opened again. False: problem() says why.
    bool saveFile(const QString& path);

    [[nodiscard]] const QString& problem() const noexcept { return m_problem; }
    void setProblem(const QString& sentence);

signals:
    void runningChanged();
    void progressChanged();
    void resultChanged();
    void problemChanged();

private:
    void started(bool isStarted);
    [[nodiscard]] std::filesystem::path freshFile(); ///< empty where nothing is kept

    EngineClient& m_engine;
    std::filesystem::path m_sentenceFile;
    SweepStore m_store{{}};
    std::filesystem::path m_file; ///< in the store, of the shown sweep; empty: it is in none
    SweepResultPtr m_result;
    SweepProgress m_progress;
    QString m_problem;
    bool m_running = false;
};

/// SLM bits by photons, for the device as it is set: what one click runs.
[[nodiscard]] SweepPlan defaultSweep(const std::string& model, const std::string& preset,
                                     const optics::DeviceSpec& device);

} // namespace mixlens::ui
