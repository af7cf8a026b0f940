#pragma once

#include "core/base/result.h"
#include "core/bench/grid.h"

#include <QStringList>
#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QSpinBox;
class QToolButton;

namespace mixlens::ui {

class BenchBackends;

/// What is to be measured: the two rows of controls above the charts.
class BenchControls : public QWidget
{
    Q_OBJECT

public:
    explicit BenchControls(const QStringList& models, QWidget* parent = nullptr);

    /// Where Fourier mixing overtakes attention here and what optics would add, in about twenty seconds.
    [[nodiscard]] static BenchGrid defaultGrid();

    /// The grid as it stands, or the sentence why it cannot be measured.
    [[nodiscard]] Result<BenchGrid> grid() const;
    void setGrid(const BenchGrid& grid);
    /// While a run is under way its grid can't be changed; what joinSecondRow() added can be used.
    void setLocked(bool locked);
    [[nodiscard]] bool isLocked() const;
    /// Puts `widget` behind the second row of controls, as wide as there is room.
    void joinSecondRow(QWidget* widget);

    [[nodiscard]] BenchBackends* backends() const noexcept { return m_backends; }

signals:
    void gridChanged();

private:
    void openBackends();
    void refresh();

    QWidget* m_what = nullptr;
    QWidget* m_how = nullptr;
    QHBoxLayout* m_second = nullptr;
    QComboBox* m_level = nullptr;
    QToolButton* m_backendButton = nullptr;
    BenchBackends* m_backends = nullptr;
    QComboBox* m_lengths = nullptr;
    QLabel* m_modelLabel = nullptr;
    QComboBox* m_model = nullptr;
    QLabel* m_widthLabel = nullptr;
    QSpinBox* m_width = nullptr;
    QLabel* m_headsLabel = nullptr;
    QSpinBox* m_heads = nullptr;
    QSpinBox* m_batch = nullptr;
    QSpinBox* m_threads = nullptr;
    QSpinBox* m_rounds = nullptr;
};

} // namespace mixlens::ui
