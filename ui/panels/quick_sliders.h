#pragma once

#include "core/math/matrix.h"
#include "core/optics/device_spec.h"

#include <QWidget>

#include <string_view>
#include <vector>

namespace mixlens::ui {

class FieldControl;

/// The four values that say most about a device, always at hand: digits of modulators and converters,
/// photons, misalignment.
class QuickSliders : public QWidget
{
    Q_OBJECT

public:
    explicit QuickSliders(QWidget* parent = nullptr);

    /// `input`: of the transform; the misalignment is told in its bins.
    void show(const optics::DeviceSpec& device, Shape input);
    void setProblem(std::string_view key, const QString& sentence);
    [[nodiscard]] FieldControl* control(std::string_view key) const;

signals:
    void chosen(std::string_view key, double value);

private:
    std::vector<FieldControl*> m_controls;
};

/// The tilt that moves the light by one bin along the tokens, rad: λ / (N p).
[[nodiscard]] double tiltOfOneBin(const optics::DeviceSpec& device, Index tokens) noexcept;

} // namespace mixlens::ui
