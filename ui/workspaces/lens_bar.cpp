#include "ui/workspaces/lens_bar.h"

#include "ui/workbench.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace mixlens::ui {

LensBar::LensBar(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_row(new QHBoxLayout(this)),
      m_influence(makeButton(tr("Influence"), tr("How much each token moves each other one, as a share of "
                                                 "its row; comparable between all mixers (J)"))),
      m_weight(makeButton(tr("Weight"), tr("What the mixer multiplies by; not comparable between kinds of "
                                           "mixer (W)"))),
      m_previous(makeButton(QStringLiteral("‹"), tr("Previous layer ([)"))),
      m_next(makeButton(QStringLiteral("›"), tr("Next layer (])"))), m_layer(new QLabel(this)),
      m_padding(new QCheckBox(tr("Padding"), this)), m_special(new QCheckBox(tr("[CLS], [SEP]"), this))
{
    auto* lenses = new QButtonGroup(this);
    for (QToolButton* button : {m_influence, m_weight}) {
        button->setCheckable(true);
        lenses->addButton(button);
    }
    m_previous->setAccessibleName(tr("Previous layer"));
    m_next->setAccessibleName(tr("Next layer"));
    m_layer->setAlignment(Qt::AlignCenter);
    m_layer->setMinimumWidth(m_layer->fontMetrics().horizontalAdvance(tr("Layer %1 of %2").arg(88).arg(88)));
    m_padding->setToolTip(tr("Show the rows that a model adds to reach the length it was trained with"));
    m_special->setToolTip(
        tr("Show the tokens that the tokenizer adds; without them shares are renormalised"));

    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(2);
    m_row->addWidget(new QLabel(tr("Lens"), this));
    m_row->addSpacing(6);
    m_row->addWidget(m_influence);
    m_row->addWidget(m_weight);
    m_row->addSpacing(10);
    m_row->addWidget(m_previous);
    m_row->addWidget(m_layer);
    m_row->addWidget(m_next);
    m_row->addStretch(1);
    m_row->addWidget(m_special);
    m_row->addSpacing(8);
    m_row->addWidget(m_padding);

    connect(m_influence, &QToolButton::clicked, this, [this] { m_workbench.setLens(Lens::Influence); });
    connect(m_weight, &QToolButton::clicked, this, [this] { m_workbench.setLens(Lens::Weight); });
    connect(m_previous, &QToolButton::clicked, this,
            [this] { m_workbench.setLayer(m_workbench.layer() - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { m_workbench.setLayer(m_workbench.layer() + 1); });
    connect(m_padding, &QCheckBox::toggled, &workbench, &Workbench::setShowsPadding);
    connect(m_special, &QCheckBox::toggled, &workbench, &Workbench::setShowsSpecialTokens);
    connect(&workbench, &Workbench::viewChanged, this, &LensBar::refresh);
    connect(&workbench, &Workbench::analysisChanged, this, &LensBar::refresh);
    refresh();
}

QToolButton* LensBar::makeButton(const QString& text, const QString& tip)
{
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    return button;
}

void LensBar::addControl(QWidget* control)
{
    m_row->insertWidget(m_controls++, control);
    m_row->insertSpacing(m_controls++, 10);
}

void LensBar::addControl(const QString& name, QWidget* control)
{
    auto* label = new QLabel(name, this);
    label->setBuddy(control);
    m_row->insertWidget(m_controls++, label);
    m_row->insertSpacing(m_controls++, 6);
    addControl(control);
}

std::size_t LensBar::layerCount() const
{
    std::size_t deepest = 0;
    for (std::size_t lane = 0; lane < m_workbench.lanes().size(); ++lane)
        if (const AnalysisPtr analysis = m_workbench.analysis(lane))
            deepest = std::max(deepest, analysis->trace.layers.size());
    return deepest;
}

void LensBar::refresh()
{
    const std::size_t layers = layerCount();
    const std::size_t layer = m_workbench.layer();
    m_influence->setChecked(m_workbench.lens() == Lens::Influence);
    m_weight->setChecked(m_workbench.lens() == Lens::Weight);
    m_layer->setText(layers == 0 ? tr("Layer %1").arg(layer + 1)
                                 : tr("Layer %1 of %2").arg(layer + 1).arg(layers));
    m_previous->setEnabled(layer > 0);
    m_next->setEnabled(layer + 1 < layers);
    m_padding->setChecked(m_workbench.showsPadding());
    m_special->setChecked(m_workbench.showsSpecialTokens());
}

} // namespace mixlens::ui
