#pragma once

#include "core/engine/analysis.h"

#include <QString>
#include <QUndoCommand>

#include <chrono>
#include <functional>
#include <vector>

namespace mixlens::ui {

/// A change of the sentence. Changes within one pause of typing merge into one step.
class SentenceCommand final : public QUndoCommand
{
public:
    static constexpr std::chrono::milliseconds pause{1000};
    using Apply = std::function<void(const QString&)>;

    SentenceCommand(Apply apply, QString before, QString after, std::chrono::milliseconds when);

    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }
    [[nodiscard]] int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    Apply m_apply;
    QString m_before;
    QString m_after;
    std::chrono::milliseconds m_when; ///< of the last change in this step
};

/// A change of the lanes: one added, replaced or given other mixers.
class LanesCommand final : public QUndoCommand
{
public:
    using Apply = std::function<void(const std::vector<Lane>&)>;

    LanesCommand(Apply apply, std::vector<Lane> before, std::vector<Lane> after);

    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }

private:
    Apply m_apply;
    std::vector<Lane> m_before;
    std::vector<Lane> m_after;
};

} // namespace mixlens::ui
