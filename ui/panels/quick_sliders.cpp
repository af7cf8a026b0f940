#include "ui/panels/quick_sliders.h"

#include "ui/panels/field_control.h"
#include "ui/style/number_text.h"

#include <QHBoxLayout>

#include <algorithm>
#include <array>

namespace mixlens::ui {

namespace {

constexpr std::array<std::string_view, 4> keys{"slm_bits", "adc_bits", "photons", "tilt_tokens"};
constexpr double mostBins = 2.0;

} // namespace

double tiltOfOneBin(const optics::DeviceSpec& device, Index tokens) noexcept
{
    return device.wavelength.value / (device.pitch.value * static_cast<double>(std::max<Index>(1, tokens)));
}

QuickSliders::QuickSliders(QWidget* parent) : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    for (const std::string_view key : keys) {
        auto* control = new FieldControl(*optics::findField(key), true, this);
        connect(control, &FieldControl::chosen, this, &QuickSliders::chosen);
        row->addWidget(control, 1, Qt::AlignTop);
        m_controls.push_back(control);
    }
    control("photons")->setSliderRange(1.0, 1e7); // beyond, nothing changes that could be seen
}

void QuickSliders::show(const optics::DeviceSpec& device, Shape input)
{
    FieldControl* tilt = control("tilt_tokens");
    const double bin = tiltOfOneBin(device, input.rows);
    tilt->setSliderRange(0.0, std::min(mostBins * bin, tilt->field().most));
    tilt->setName(tr("Misalignment, %1 bins").arg(numberText(device.tiltTokens.value / bin, 2)));
    for (FieldControl* control : m_controls)
        control->show(device);
}

void QuickSliders::setProblem(std::string_view key, const QString& sentence)
{
    if (FieldControl* one = control(key))
        one->setProblem(sentence);
}

FieldControl* QuickSliders::control(std::string_view key) const
{
    for (FieldControl* control : m_controls)
        if (control->field().key == key)
            return control;
    return nullptr;
}

} // namespace mixlens::ui
