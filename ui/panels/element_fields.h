#pragma once

#include "core/optics/device_spec.h"
#include "ui/figures/schematic_figure.h"

#include <QWidget>

#include <string_view>
#include <vector>

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace mixlens::ui {

class FieldControl;

/// The values of one element of the bench, in a column: what a click on the element opens.
class ElementFields : public QWidget
{
    Q_OBJECT

public:
    explicit ElementFields(QWidget* parent = nullptr);

    void setElement(BenchElement element);
    [[nodiscard]] BenchElement element() const noexcept { return m_element; }
    void show(const optics::DeviceSpec& device);
    void setProblem(std::string_view key, const QString& sentence);  ///< below the field, where it is shown
    [[nodiscard]] FieldControl* control(std::string_view key) const; ///< null when it is not shown
    void focusFirst();

signals:
    void chosen(std::string_view key, double value);

private:
    BenchElement m_element = BenchElement::Modulator;
    optics::DeviceSpec m_device;
    QLabel* m_title = nullptr;
    QScrollArea* m_scroll = nullptr;
    std::vector<FieldControl*> m_controls;
};

} // namespace mixlens::ui
