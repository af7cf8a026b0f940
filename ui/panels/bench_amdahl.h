#pragma once

#include "core/bench/statistics.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace mixlens::ui {

/// How many times faster a device is thought to run the mixing: a slider over four decades, with a box for
/// exact numbers, beside the share of the time that mixing was measured to take.
class BenchAmdahl : public QWidget
{
    Q_OBJECT

public:
    explicit BenchAmdahl(QWidget* parent = nullptr);

    /// What mixing's share of the whole was measured to be, and of what ("fourier, 512 tokens"); no samples:
    /// nothing is measured, and the article's share stands alone. `modelled`: how many times faster the run's
    /// optical device is modelled to mix, 0 unknown; the slider stands there until somebody moves it.
    void setShare(const Statistics& share, const QString& source, double modelled);
    [[nodiscard]] double factor() const;
    [[nodiscard]] bool isAssumed() const noexcept { return m_assumed; } ///< chosen here, not modelled
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSlider* slider() const noexcept { return m_slider; }

signals:
    void factorChanged();

private:
    void refresh();

    Statistics m_share;
    QString m_source;
    bool m_assumed = true;
    bool m_moved = false;
    QSlider* m_slider = nullptr;
    QDoubleSpinBox* m_box = nullptr;
    QLabel* m_text = nullptr;
};

} // namespace mixlens::ui
