#pragma once

#include "core/experiment/precision_sweep.h"

#include <QString>
#include <QWidget>

class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace mixlens::ui {

class ElidedLabel;

/// Starts and stops a precision sweep: how many sentences, each layer alone too or not, how far it is and how
/// long it will take; opens and saves its file.
class SweepBar : public QWidget
{
    Q_OBJECT

public:
    explicit SweepBar(QWidget* parent = nullptr);

    [[nodiscard]] std::size_t sentences() const;
    void setSentences(std::size_t count);
    [[nodiscard]] bool perLayer() const;
    void setPerLayer(bool on);

    void showReady(bool canResume, bool hasResult);
    void showProgress(const SweepProgress& progress);

    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* runButton() const noexcept { return m_run; }
    [[nodiscard]] QPushButton* cancelButton() const noexcept { return m_cancel; }
    [[nodiscard]] QPushButton* resumeButton() const noexcept { return m_resume; }

signals:
    void runRequested();
    void resumeRequested();
    void cancelRequested();
    void openRequested();
    void saveRequested();

private:
    void setRunning(bool running);

    QPushButton* m_run = nullptr;
    QPushButton* m_resume = nullptr;
    QPushButton* m_cancel = nullptr;
    QSpinBox* m_sentences = nullptr;
    QCheckBox* m_perLayer = nullptr;
    QProgressBar* m_bar = nullptr;
    ElidedLabel* m_text = nullptr;
    QToolButton* m_open = nullptr;
    QToolButton* m_save = nullptr;
};

/// "12 of 200 points, 41 s left; 6 bit, 1 000 e⁻".
[[nodiscard]] QString sweepProgressText(const SweepProgress& progress);

} // namespace mixlens::ui
