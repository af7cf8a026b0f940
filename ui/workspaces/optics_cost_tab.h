#pragma once

#include "core/engine/optics_question.h"
#include "core/optics/device_file.h"
#include "ui/figures/figure.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QTabBar;

namespace mixlens::ui {

class FigureView;

/// What one transform takes on the device: time and energy by parts, beside digital machines, and how they
/// grow with the number of points. All modelled or cited.
class OpticsCostTab : public QWidget
{
    Q_OBJECT

public:
    explicit OpticsCostTab(QWidget* parent = nullptr);

    void show(const QString& name, const optics::DeviceSpec& device, Shape input,
              const std::vector<optics::NamedDevice>& presets);

    [[nodiscard]] FigureView* time() const noexcept { return m_time; }
    [[nodiscard]] FigureView* energy() const noexcept { return m_energy; }
    [[nodiscard]] FigureView* scaling() const noexcept { return m_scaling; }

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] bool hasRoomForBoth() const;
    void refresh();

    QString m_name;
    optics::DeviceSpec m_device;
    Shape m_input;
    std::vector<optics::NamedDevice> m_presets;
    QCheckBox* m_others = nullptr;
    QTabBar* m_kind = nullptr; ///< of the scaling chart
    QLabel* m_problem = nullptr;
    FigureView* m_time = nullptr;
    FigureView* m_energy = nullptr;
    FigureView* m_scaling = nullptr;
};

} // namespace mixlens::ui
