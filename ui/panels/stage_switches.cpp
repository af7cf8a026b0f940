#include "ui/panels/stage_switches.h"

#include <QCheckBox>
#include <QLabel>
#include <QVBoxLayout>

namespace mixlens::ui {

StageSwitches::StageSwitches(QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    auto* title = new QLabel(tr("Imperfections"), this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    column->addWidget(title);
    for (const optics::Stage stage : optics::stages()) {
        const std::string_view name = optics::title(stage);
        auto* box = new QCheckBox(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), this);
        connect(box, &QCheckBox::clicked, this, [this, stage](bool on) { emit switched(stage, on); });
        column->addWidget(box);
        m_boxes.push_back(box);
    }
    column->addStretch(1);
}

void StageSwitches::show(const optics::DeviceSpec& device,
                         const std::function<bool(optics::Stage)>& canSwitchOn)
{
    const auto stages = optics::stages();
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const bool on = optics::isOn(stages[i], device);
        const bool always = on && optics::isOn(stages[i], optics::without(stages[i], device));
        const bool possible = !always && (on || canSwitchOn(stages[i]));
        m_boxes[i]->setChecked(on);
        m_boxes[i]->setEnabled(possible);
        m_boxes[i]->setToolTip(
            always     ? tr("This device cannot do without: its mirrors show a value bit by bit.")
            : possible ? tr("Without it, the bench simulates a device that is perfect here.")
                       : tr("This device has no such imperfection; click an element of the "
                            "bench to give it one."));
    }
}

QCheckBox* StageSwitches::box(optics::Stage stage) const
{
    const auto stages = optics::stages();
    for (std::size_t i = 0; i < stages.size(); ++i)
        if (stages[i] == stage)
            return m_boxes[i];
    return nullptr;
}

} // namespace mixlens::ui
