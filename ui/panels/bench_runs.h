#pragma once

#include "core/bench/bench_result.h"
#include "core/bench/run_store.h"

#include <QWidget>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace mixlens::ui {

/// A run's name for people: its title, or when and where it was measured.
[[nodiscard]] QString runName(const SavedRun& run);
[[nodiscard]] QString runName(const BenchResult& result);

/// The saved runs: shown, compared, named, annotated, removed. Says what a person wants; the desk does it.
class BenchRuns : public QWidget
{
    Q_OBJECT

public:
    explicit BenchRuns(QWidget* parent = nullptr);

    /// `shown` and `other` are marked. What is being typed into name and note stays.
    void setRuns(const std::vector<SavedRun>& runs, const std::string& shown, const std::string& other,
                 bool canRestore);
    [[nodiscard]] std::string currentKey() const; ///< empty: none

    [[nodiscard]] QListWidget* list() const noexcept { return m_list; }
    [[nodiscard]] QLineEdit* title() const noexcept { return m_title; }
    [[nodiscard]] QLineEdit* note() const noexcept { return m_note; }

signals:
    void showRequested(const std::string& key);
    void compareRequested(const std::string& key); ///< empty: stop comparing
    void annotated(const std::string& key, const QString& title, const QString& note);
    void removeRequested(const std::string& key);
    void restoreRequested();
    void openFileRequested();

private:
    void showCurrent();
    [[nodiscard]] const SavedRun* current() const;

    std::vector<SavedRun> m_runs;
    std::string m_other;
    QListWidget* m_list = nullptr;
    QLabel* m_about = nullptr;
    QLineEdit* m_title = nullptr;
    QLineEdit* m_note = nullptr;
    QPushButton* m_show = nullptr;
    QPushButton* m_compare = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_restore = nullptr;
};

} // namespace mixlens::ui
