#include "ui/workspaces/spectrum_controls.h"

#include "ui/workbench.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

namespace {

/// Replaces what the box offers and keeps silent.
void offer(QComboBox* box, const QStringList& texts, std::size_t current)
{
    const QSignalBlocker silent(box);
    bool same = box->count() == texts.size();
    for (int i = 0; same && i < box->count(); ++i)
        same = box->itemText(i) == texts[i];
    if (!same) {
        box->clear();
        box->addItems(texts);
    }
    box->setCurrentIndex(
        texts.isEmpty() ? -1 : std::min(static_cast<int>(current), static_cast<int>(texts.size()) - 1));
    box->setEnabled(texts.size() > 1);
}

} // namespace

SpectrumControls::SpectrumControls(QWidget* parent)
    : QWidget(parent), m_lane(new QComboBox(this)), m_layer(new QComboBox(this)),
      m_place(new QComboBox(this)), m_length(new QComboBox(this)), m_scale(new QComboBox(this)),
      m_unit(new QSpinBox(this)), m_shifted(new QCheckBox(tr("Zero in the &middle"), this))
{
    m_place->addItems({tr("input of the layer"), tr("output of the layer")});
    m_length->addItems({tr("as the model sees it"), tr("as typed")});
    m_scale->addItems({tr("dB"), tr("linear")});
    m_unit->setRange(-1, -1);
    m_unit->setSpecialValueText(tr("none"));
    m_shifted->setToolTip(tr("Negative frequencies before zero in the planes (fftshift)."));

    // What is transformed above, how it is shown below: two short rows let the window stay narrow.
    auto* source = new QHBoxLayout;
    auto* shown = new QHBoxLayout;
    const auto add = [this](QHBoxLayout* row, const QString& name, QWidget* control) {
        auto* label = new QLabel(name, this);
        label->setBuddy(control);
        row->addWidget(label);
        row->addWidget(control);
        row->addSpacing(6);
    };
    add(source, tr("L&ane"), m_lane);
    add(source, tr("&Layer"), m_layer);
    source->addWidget(m_place);
    source->addStretch();
    add(shown, tr("Le&ngth"), m_length);
    add(shown, tr("&Scale"), m_scale);
    add(shown, tr("Hidden &unit"), m_unit);
    shown->addWidget(m_shifted);
    shown->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(source);
    layout->addLayout(shown);
    m_place->setAccessibleName(tr("Place"));
    for (QComboBox* box : {m_layer, m_place, m_length})
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_lane->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // titles may be long
    m_lane->setMinimumContentsLength(12);

    connect(m_lane, &QComboBox::currentIndexChanged, this, [this](int at) {
        if (at >= 0)
            emit laneChosen(static_cast<std::size_t>(at));
    });
    connect(m_layer, &QComboBox::currentIndexChanged, this, [this](int at) {
        if (at >= 0)
            emit layerChosen(static_cast<std::size_t>(at));
    });
    for (QComboBox* box : {m_place, m_length, m_scale})
        connect(box, &QComboBox::currentIndexChanged, this, &SpectrumControls::choiceChanged);
    connect(m_unit, &QSpinBox::valueChanged, this, &SpectrumControls::choiceChanged);
    connect(m_shifted, &QCheckBox::toggled, this, &SpectrumControls::choiceChanged);
}

void SpectrumControls::show(const Workbench& workbench)
{
    QStringList lanes;
    for (const Lane& lane : workbench.lanes())
        lanes.append(QString::fromStdString(lane.title));
    const std::size_t focus = workbench.focusLane();
    offer(m_lane, lanes, focus);

    const AnalysisPtr analysis = focus < workbench.lanes().size() ? workbench.analysis(focus) : nullptr;
    const std::size_t layerCount = analysis ? analysis->trace.layers.size() : 0;
    QStringList layers;
    for (std::size_t layer = 0; layer < layerCount; ++layer)
        layers.append(tr("%1 of %2").arg(layer + 1).arg(layerCount));
    offer(m_layer, layers, workbench.layer());

    const bool padded = analysis && analysis->rows() > analysis->tokenCount();
    m_length->setEnabled(padded);
    m_length->setToolTip(padded ? tr("A Fourier layer mixes padding too: it cannot be masked.")
                                : tr("This lane runs the sentence without padding."));
    const QSignalBlocker silent(m_unit);
    m_unit->setMaximum(analysis ? static_cast<int>(analysis->trace.embeddings.cols()) - 1 : -1);
    m_unit->setEnabled(analysis != nullptr);
}

SpectrumChoice SpectrumControls::choice() const
{
    SpectrumChoice choice;
    choice.ofOutput = m_place->currentIndex() == 1;
    choice.asModel = m_length->currentIndex() == 0;
    choice.decibel = m_scale->currentIndex() == 0;
    choice.shifted = m_shifted->isChecked();
    if (m_unit->value() >= 0)
        choice.unit = m_unit->value();
    return choice;
}

} // namespace mixlens::ui
