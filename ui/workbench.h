#pragma once

#include "core/analysis/lens.h"
#include "core/engine/analysis.h"
#include "core/engine/live_timing.h"
#include "ui/style/theme.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QUndoStack;

namespace mixlens::ui {

class EngineClient;

/// A pair of tokens, by row of the model: `output` listens to `input`. Either may be missing.
struct TokenPair
{
    std::optional<Index> output;
    std::optional<Index> input;
    friend bool operator==(const TokenPair&, const TokenPair&) = default;
};

/// The state that every view shows, and the only one who asks the engine. Views read it and tell it what the
/// person meant; they never talk to each other. Lives on the interface's thread.
class Workbench : public QObject
{
    Q_OBJECT

public:
    /// Time that only grows; edits closer together than a second are one step of undo.
    using Clock = std::function<std::chrono::milliseconds()>;

    /// `clock` empty: the machine's.
    explicit Workbench(EngineClient& engine, QObject* parent = nullptr, Clock clock = {});
    ~Workbench() override;

    [[nodiscard]] EngineClient& engine() const; ///< for what is asked besides sentences: benchmarks

    // What is asked.
    [[nodiscard]] QString sentence() const;
    void setSentence(const QString& text); ///< undoable; edits within one pause are one step
    [[nodiscard]] const std::vector<Lane>& lanes() const;
    void setLanes(std::vector<Lane> lanes); ///< undoable
    /// What the window opens with: one request, and nothing that undo could take away.
    void open(std::vector<Lane> lanes, const QString& text);
    [[nodiscard]] QUndoStack& undoStack() const;
    [[nodiscard]] std::size_t focusLane() const; ///< the lane that Mixers and Spectrum show
    void setFocusLane(std::size_t lane);

    // What is known. Null until it arrives; the last good one stays while a newer is on its way.
    [[nodiscard]] AnalysisPtr analysis(std::size_t lane) const;
    [[nodiscard]] TokensPtr tokens(std::size_t lane) const;
    [[nodiscard]] std::optional<Error> problem(std::size_t lane) const;
    [[nodiscard]] bool isStale(std::size_t lane) const; ///< shown result is not of the newest sentence
    [[nodiscard]] std::optional<LaneTiming> timing(std::size_t lane) const;
    [[nodiscard]] std::vector<double> timingHistory(
        std::size_t lane) const; ///< medians of the last 60 keystrokes, seconds, NaN where not timed
    [[nodiscard]] LaneIdentity identity(std::size_t lane) const;
    [[nodiscard]] bool isBusy() const; ///< the newest request has not been answered by every lane
    void dismissProblem(std::size_t lane);

    // How it is looked at.
    [[nodiscard]] Lens lens() const;
    void setLens(Lens lens);
    [[nodiscard]] std::size_t layer() const;
    void setLayer(std::size_t layer);
    [[nodiscard]] std::optional<Index> head() const; ///< none: mean over heads
    void setHead(std::optional<Index> head);
    [[nodiscard]] bool showsPadding() const;
    void setShowsPadding(bool on);
    [[nodiscard]] bool showsSpecialTokens() const;
    void setShowsSpecialTokens(bool on);
    [[nodiscard]] LensOptions lensOptions() const;

    [[nodiscard]] TokenPair hovered() const;
    void setHovered(const TokenPair& pair); ///< transient
    [[nodiscard]] TokenPair locked() const;
    void setLocked(const TokenPair& pair);     ///< survives until Esc
    [[nodiscard]] TokenPair shownPair() const; ///< hovered where set, otherwise locked

signals:
    void sentenceChanged(const QString& text);
    void lanesChanged();
    void focusLaneChanged();
    void tokensChanged(std::size_t lane);
    void analysisChanged(std::size_t lane); ///< a result or a problem of that lane
    void timingChanged();
    void busyChanged();
    void viewChanged();      ///< lens, layer, head, padding, special tokens
    void selectionChanged(); ///< hovered or locked

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens::ui
