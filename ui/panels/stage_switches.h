#pragma once

#include "core/optics/error_budget.h"

#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;

namespace mixlens::ui {

/// Every imperfection of the bench with a box to tick: on or off.
class StageSwitches : public QWidget
{
    Q_OBJECT

public:
    explicit StageSwitches(QWidget* parent = nullptr);

    /// `canSwitchOn`: whether a stage that is off has something to come back to.
    void show(const optics::DeviceSpec& device, const std::function<bool(optics::Stage)>& canSwitchOn);
    [[nodiscard]] QCheckBox* box(optics::Stage stage) const;

signals:
    void switched(mixlens::optics::Stage stage, bool on);

private:
    std::vector<QCheckBox*> m_boxes; ///< in the order of optics::stages()
};

} // namespace mixlens::ui
