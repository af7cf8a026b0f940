#pragma once

#include "core/math/matrix.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace mixlens::ui {

class Workbench;

/// Which activation is transformed, and how it is shown.
struct SpectrumChoice
{
    std::size_t layer = 0;
    bool ofOutput = false; ///< of the layer, otherwise its input
    bool asModel = true;   ///< with padding, otherwise the tokens as typed
    bool decibel = true;
    bool shifted = false;      ///< zero frequency in the middle of the planes
    std::optional<Index> unit; ///< a hidden unit of its own
};

/// The row of controls above the spectra.
class SpectrumControls : public QWidget
{
    Q_OBJECT

public:
    explicit SpectrumControls(QWidget* parent = nullptr);

    /// Lanes, layers and lengths as they are now; emits nothing.
    void show(const Workbench& workbench);
    using QWidget::show;
    [[nodiscard]] SpectrumChoice choice() const; ///< all but the layer, which is the workbench's

signals:
    void choiceChanged();
    void laneChosen(std::size_t lane);
    void layerChosen(std::size_t layer);

private:
    QComboBox* m_lane = nullptr;
    QComboBox* m_layer = nullptr;
    QComboBox* m_place = nullptr;
    QComboBox* m_length = nullptr;
    QComboBox* m_scale = nullptr;
    QSpinBox* m_unit = nullptr;
    QCheckBox* m_shifted = nullptr;
};

} // namespace mixlens::ui
