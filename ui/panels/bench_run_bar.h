#pragma once

#include "core/bench/bench_run.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace mixlens::ui {

/// Starts and stops a benchmark and says in one line how long it will take, how far it is, or why it cannot
/// start.
class BenchRunBar : public QWidget
{
    Q_OBJECT

public:
    explicit BenchRunBar(QWidget* parent = nullptr);

    void showReady(double estimatedSeconds, std::size_t cells);
    void showProblem(const QString& sentence); ///< Run is off until showReady()
    void showProgress(const BenchProgress& progress);

    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* runButton() const noexcept { return m_run; }
    [[nodiscard]] QPushButton* cancelButton() const noexcept { return m_cancel; }
    [[nodiscard]] QProgressBar* bar() const noexcept { return m_bar; }

signals:
    void runRequested();
    void cancelRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void setState(bool running, bool possible);
    void setText(const QString& text, bool problem);
    void recolour();

    QPushButton* m_run = nullptr;
    QPushButton* m_cancel = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel* m_text = nullptr; ///< one line, so that nothing moves while it counts
    QLabel* m_why = nullptr;  ///< as many lines as the sentence needs
};

/// "12 of 36 cells, 41 s left; fourier, 512 tokens, round 3 of 21".
[[nodiscard]] QString progressText(const BenchProgress& progress);

} // namespace mixlens::ui
