#pragma once

#include "core/optics/device_spec.h"

#include <QString>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSlider;

namespace mixlens::ui {

/// One value of a device as a person sets it: a slider and a number with its unit, a box to tick where it may
/// be off, a switch, or a choice. Says where the value comes from, and what is wrong with one that cannot be.
class FieldControl : public QWidget
{
    Q_OBJECT

public:
    /// `brief`: without the source, as one of a row of sliders.
    FieldControl(const optics::DeviceField& field, bool brief, QWidget* parent = nullptr);

    [[nodiscard]] const optics::DeviceField& field() const noexcept { return m_field; }
    void show(const optics::DeviceSpec& device); ///< also forgets the problem
    /// The value stays as typed, with this sentence below it.
    void setProblem(const QString& sentence);
    [[nodiscard]] QString problem() const;

    void setName(const QString& name); ///< in the place of fieldName()
    /// The narrower part of the range that the slider covers; numbers may still be typed beyond it.
    void setSliderRange(double least, double most);

    // Null where the field has no such part.
    [[nodiscard]] QSlider* slider() const noexcept { return m_slider; }
    [[nodiscard]] QLineEdit* edit() const noexcept { return m_edit; }
    [[nodiscard]] QCheckBox* tick() const noexcept { return m_tick; }
    [[nodiscard]] QComboBox* choice() const noexcept { return m_choice; }

signals:
    void chosen(std::string_view key, double value); ///< in range or not

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildNumber();
    void takeText();
    void tintLabels();

    const optics::DeviceField& m_field;
    optics::DeviceField m_walk; ///< m_field with the slider's range
    double m_value = 0.0;
    double m_lastOn = 0.0; ///< what ticking the box brings back
    QCheckBox* m_tick = nullptr;
    QLabel* m_name = nullptr;
    QSlider* m_slider = nullptr;
    QLineEdit* m_edit = nullptr;
    QComboBox* m_choice = nullptr;
    QLabel* m_source = nullptr;
    QLabel* m_problem = nullptr;
};

} // namespace mixlens::ui
