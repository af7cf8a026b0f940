#pragma once

#include <QObject>

class QLabel;
class QStatusBar;

namespace mixlens::ui {

class Workbench;

/// What the status bar says: what computes, which models, how many tokens, whether something is under way,
/// and what to be wary of.
class StatusLine : public QObject
{
    Q_OBJECT

public:
    StatusLine(QStatusBar& bar, Workbench& workbench, const QString& kernelTable);

    [[nodiscard]] QString tokensText() const;
    [[nodiscard]] QString busyText() const;
    [[nodiscard]] QString warningText() const;

private:
    void refresh();

    Workbench& m_workbench;
    QLabel* m_models = nullptr;
    QLabel* m_tokens = nullptr;
    QLabel* m_warning = nullptr;
    QLabel* m_busy = nullptr;
};

} // namespace mixlens::ui
