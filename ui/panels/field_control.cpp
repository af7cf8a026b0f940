#include "ui/panels/field_control.h"

#include "ui/panels/field_scale.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

constexpr int editWidth = 80;

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

QLabel* smallPrint(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    QFont font = label->font();
    font.setPointSizeF(std::max(7.0, 0.85 * font.pointSizeF()));
    label->setFont(font);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

} // namespace

FieldControl::FieldControl(const optics::DeviceField& field, bool brief, QWidget* parent)
    : QWidget(parent), m_field(field), m_walk(field), m_problem(smallPrint(this))
{
    const QString name = fieldName(field);
    const QString help = fieldHelp(field);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(4);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(0, 1);
    if (field.zeroIsOff || field.isSwitch()) {
        m_tick = new QCheckBox(name, this);
        m_tick->setToolTip(help);
        grid->addWidget(m_tick, 0, 0, 1, field.isSwitch() ? 2 : 1);
    } else {
        m_name = new QLabel(name, this);
        m_name->setToolTip(help);
        grid->addWidget(m_name, 0, 0);
    }
    if (!field.names.empty()) {
        m_choice = new QComboBox(this);
        for (const std::string_view one : field.names)
            m_choice->addItem(text(one));
        m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_choice->setMinimumContentsLength(9);
        m_choice->setToolTip(help);
        m_choice->setAccessibleName(name);
        grid->addWidget(m_choice, 0, 1);
        connect(m_choice, &QComboBox::activated, this,
                [this](int index) { emit chosen(m_field.key, static_cast<double>(index)); });
    } else if (!field.isSwitch()) {
        buildNumber();
        m_slider->setToolTip(help);
        m_edit->setToolTip(help);
        m_slider->setAccessibleName(name);
        m_edit->setAccessibleName(tr("%1, number").arg(name));
        grid->addWidget(m_edit, 0, 1);
        grid->addWidget(m_slider, 1, 0, 1, 2);
    }
    if (!brief) {
        m_source = smallPrint(this);
        grid->addWidget(m_source, 2, 0, 1, 2);
    }
    for (QWidget* words : {static_cast<QWidget*>(m_tick), static_cast<QWidget*>(m_name)})
        if (words != nullptr) // a long name never widens the column
            words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    grid->addWidget(m_problem, 3, 0, 1, 2);
    m_problem->hide();
    if (m_tick != nullptr)
        connect(m_tick, &QCheckBox::clicked, this, [this](bool on) {
            const double back = m_field.isSwitch() ? 1.0 : m_lastOn;
            emit chosen(m_field.key, on ? back : 0.0);
        });
    tintLabels();
}

void FieldControl::buildNumber()
{
    m_lastOn = m_field.fallback > 0.0 ? m_field.fallback : m_field.least;
    m_slider = new QSlider(Qt::Horizontal, this);
    m_slider->setRange(0, sliderSteps(m_walk));
    m_slider->setSingleStep(std::max(1, sliderSteps(m_walk) / 100));
    m_slider->setPageStep(std::max(1, sliderSteps(m_walk) / 10));
    m_edit = new QLineEdit(this);
    m_edit->setFixedWidth(editWidth);
    m_edit->setAlignment(Qt::AlignRight);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int step) { emit chosen(m_field.key, sliderValueAt(m_walk, step)); });
    connect(m_edit, &QLineEdit::editingFinished, this, &FieldControl::takeText);
}

void FieldControl::setName(const QString& name)
{
    if (m_name != nullptr)
        m_name->setText(name);
    if (m_tick != nullptr)
        m_tick->setText(name);
    if (m_slider != nullptr)
        m_slider->setAccessibleName(name);
    if (m_edit != nullptr)
        m_edit->setAccessibleName(tr("%1, number").arg(name));
}

void FieldControl::setSliderRange(double least, double most)
{
    if (m_walk.least == least && m_walk.most == most)
        return;
    m_walk.least = least;
    m_walk.most = most;
    const QSignalBlocker silent(m_slider);
    m_slider->setRange(0, sliderSteps(m_walk));
    m_slider->setSingleStep(std::max(1, sliderSteps(m_walk) / 100));
    m_slider->setPageStep(std::max(1, sliderSteps(m_walk) / 10));
    if (!m_slider->isSliderDown())
        m_slider->setValue(sliderStepOf(m_walk, m_value));
}

void FieldControl::show(const optics::DeviceSpec& device)
{
    const optics::DeviceValue& value = device.*m_field.member;
    m_value = value.value;
    setProblem({});
    if (m_tick != nullptr)
        m_tick->setChecked(m_value != 0.0);
    if (m_choice != nullptr)
        m_choice->setCurrentIndex(static_cast<int>(m_value));
    if (m_slider != nullptr) {
        const bool off = m_field.zeroIsOff && m_value == 0.0;
        if (!off)
            m_lastOn = m_value;
        // Where the hand is, the slider stays: its own value is rounded.
        const QSignalBlocker silent(m_slider);
        if (!off && !m_slider->isSliderDown())
            m_slider->setValue(sliderStepOf(m_walk, m_value));
        m_slider->setEnabled(!off);
        const QString words = fieldValueText(m_field, m_value);
        if (m_edit->text() != words)
            m_edit->setText(words);
        m_edit->setModified(false);
    }
    if (m_source != nullptr) {
        const QString source = QString::fromStdString(value.source);
        m_source->setText(source);
        m_source->setVisible(!source.isEmpty());
    }
}

/// A number that was not touched is the device's, whatever digits are shown of it.
void FieldControl::takeText()
{
    if (!m_edit->isModified())
        return;
    m_edit->setModified(false);
    if (const auto value = typedValue(m_field, m_edit->text()))
        return emit chosen(m_field.key, *value);
    optics::DeviceSpec scratch;
    const auto refused = optics::setField(scratch, m_field.key, m_edit->text().toStdString());
    setProblem(QString::fromStdString(refused ? std::string() : refused.error().message));
}

void FieldControl::setProblem(const QString& sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
    setAccessibleDescription(sentence);
}

QString FieldControl::problem() const
{
    return m_problem->text();
}

void FieldControl::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tintLabels();
}

void FieldControl::tintLabels()
{
    const Theme& theme = themeFor(palette());
    const auto tint = [](QLabel* label, const QColor& colour) {
        QPalette colours = label->palette();
        if (colours.color(QPalette::WindowText) == colour)
            return;
        colours.setColor(QPalette::WindowText, colour);
        label->setPalette(colours);
    };
    tint(m_problem, theme.warning);
    if (m_source != nullptr)
        tint(m_source, theme.fadedInk);
}

} // namespace mixlens::ui
