#include "ui/panels/element_fields.h"

#include "ui/panels/field_control.h"

#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace mixlens::ui {

ElementFields::ElementFields(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_scroll(new QScrollArea(this))
{
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_scroll, 1);
    setElement(m_element);
}

void ElementFields::setElement(BenchElement element)
{
    m_element = element;
    QString name = benchElementName(element);
    name.front() = name.front().toUpper();
    m_title->setText(name);
    setAccessibleName(tr("Values of: %1").arg(name));
    m_controls.clear();
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 6, 0);
    column->setSpacing(6);
    for (const std::string_view key : benchElementFields(element)) {
        auto* control = new FieldControl(*optics::findField(key), false, list);
        connect(control, &FieldControl::chosen, this, &ElementFields::chosen);
        column->addWidget(control);
        m_controls.push_back(control);
    }
    column->addStretch(1);
    m_scroll->setWidget(list); // deletes the former
    show(m_device);
}

void ElementFields::show(const optics::DeviceSpec& device)
{
    m_device = device;
    for (FieldControl* control : m_controls)
        control->show(device);
}

void ElementFields::setProblem(std::string_view key, const QString& sentence)
{
    if (FieldControl* one = control(key))
        one->setProblem(sentence);
}

FieldControl* ElementFields::control(std::string_view key) const
{
    for (FieldControl* control : m_controls)
        if (control->field().key == key)
            return control;
    return nullptr;
}

void ElementFields::focusFirst()
{
    for (QWidget* child : m_scroll->widget()->findChildren<QWidget*>())
        if ((child->focusPolicy() & Qt::TabFocus) != 0 && child->isEnabled())
            return child->setFocus(Qt::TabFocusReason);
}

} // namespace mixlens::ui
