#pragma once

#include "core/bench/bench_result.h"

#include <QFrame>

#include <vector>

class QLabel;
class QToolButton;

namespace mixlens::ui {

/// What makes the shown timings doubtful, each with its remedy: the first sentence always, the others at a
/// press. Hidden while there is none.
class BenchWarnings : public QFrame
{
    Q_OBJECT

public:
    explicit BenchWarnings(QWidget* parent = nullptr);

    void setWarnings(const std::vector<BenchWarning>& warnings);
    [[nodiscard]] QString text() const; ///< the sentences in view
    [[nodiscard]] QToolButton* moreButton() const noexcept { return m_more; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    std::vector<BenchWarning> m_warnings;
    bool m_all = false;
    QLabel* m_text = nullptr;
    QToolButton* m_more = nullptr;
};

} // namespace mixlens::ui
