#pragma once

#include "core/optics/device_file.h"

#include <QWidget>

#include <cstddef>
#include <span>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace mixlens::ui {

/// Which device: the built-in ones and those from files, back to its values, open and save.
class OpticsDeviceBar : public QWidget
{
    Q_OBJECT

public:
    explicit OpticsDeviceBar(QWidget* parent = nullptr);

    void setPresets(std::span<const optics::NamedDevice> presets);
    void show(std::size_t preset, const optics::NamedDevice& device, bool changed);
    /// Layers with a Fourier transform, by number from 1, and the one shown.
    void setLayers(const QString& lane, const std::vector<std::size_t>& layers, std::size_t current);

    [[nodiscard]] QComboBox* presetBox() const noexcept { return m_preset; }
    [[nodiscard]] QComboBox* layerBox() const noexcept { return m_layer; }
    [[nodiscard]] QToolButton* resetButton() const noexcept { return m_reset; }

signals:
    void presetChosen(std::size_t index);
    void resetRequested();
    void openRequested();
    void saveRequested();
    void layerChosen(std::size_t layer);

private:
    QComboBox* m_preset = nullptr;
    QToolButton* m_reset = nullptr;
    QLabel* m_lane = nullptr;
    QComboBox* m_layer = nullptr;
};

} // namespace mixlens::ui
