#include "ui/panels/sweep_bar.h"

#include "ui/panels/elided_label.h"
#include "ui/style/number_text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

constexpr int barSteps = 1000;

} // namespace

QString sweepProgressText(const SweepProgress& progress)
{
    QString text = SweepBar::tr("%1 of %2 points").arg(progress.pointsDone).arg(progress.points);
    if (progress.remainingSeconds > 0.0)
        text = SweepBar::tr("%1, %2 left")
                   .arg(text, secondsText(std::max(1.0, std::round(progress.remainingSeconds))));
    if (!progress.now.empty())
        text += QStringLiteral("; ") + QString::fromStdString(progress.now);
    return text;
}

SweepBar::SweepBar(QWidget* parent)
    : QWidget(parent), m_run(new QPushButton(tr("Run s&weep"), this)),
      m_resume(new QPushButton(tr("&Go on"), this)), m_cancel(new QPushButton(tr("Cancel"), this)),
      m_sentences(new QSpinBox(this)), m_perLayer(new QCheckBox(tr("&Each layer alone too"), this)),
      m_bar(new QProgressBar(this)), m_text(new ElidedLabel(this, tr("State of the sweep"))),
      m_open(new QToolButton(this)), m_save(new QToolButton(this))
{
    m_run->setToolTip(tr("How many bits and photons this model needs: SLM bits × photons over held-out "
                         "sentences, one masked word in each"));
    m_resume->setToolTip(tr("Compute the points that are missing"));
    m_cancel->setToolTip(tr("Stop; what is computed stays and is drawn"));
    m_sentences->setRange(1, 400);
    m_sentences->setValue(200);
    m_sentences->setToolTip(tr("Held-out sentences for each point; more narrow the intervals"));
    auto* sentences = new QLabel(tr("&Sentences"), this);
    sentences->setBuddy(m_sentences);
    m_perLayer->setChecked(true);
    m_perLayer->setToolTip(tr("One more point for each Fourier layer: that layer through the device, the "
                              "others exact"));
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(140);
    m_bar->setAccessibleName(tr("Progress of the sweep"));
    m_open->setText(tr("Open s&weep…"));
    m_open->setToolTip(tr("Show a sweep that was saved, here or by the command line"));
    m_save->setText(tr("Sa&ve sweep…"));
    m_save->setToolTip(tr("Write the sweep, every point of it, as JSON or CSV"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_run), static_cast<QWidget*>(m_resume), static_cast<QWidget*>(m_cancel),
          static_cast<QWidget*>(sentences), static_cast<QWidget*>(m_sentences),
          static_cast<QWidget*>(m_perLayer), static_cast<QWidget*>(m_bar)})
        row->addWidget(widget);
    row->addWidget(m_text, 1);
    row->addWidget(m_open);
    row->addWidget(m_save);
    connect(m_run, &QPushButton::clicked, this, &SweepBar::runRequested);
    connect(m_resume, &QPushButton::clicked, this, &SweepBar::resumeRequested);
    connect(m_cancel, &QPushButton::clicked, this, &SweepBar::cancelRequested);
    connect(m_open, &QToolButton::clicked, this, &SweepBar::openRequested);
    connect(m_save, &QToolButton::clicked, this, &SweepBar::saveRequested);
    showReady(false, false);
}

std::size_t SweepBar::sentences() const
{
    return static_cast<std::size_t>(m_sentences->value());
}

void SweepBar::setSentences(std::size_t count)
{
    m_sentences->setValue(static_cast<int>(count));
}

bool SweepBar::perLayer() const
{
    return m_perLayer->isChecked();
}

void SweepBar::setPerLayer(bool on)
{
    m_perLayer->setChecked(on);
}

void SweepBar::showReady(bool canResume, bool hasResult)
{
    setRunning(false);
    m_resume->setVisible(canResume);
    m_save->setEnabled(hasResult);
    m_text->clear();
}

void SweepBar::showProgress(const SweepProgress& progress)
{
    setRunning(true);
    m_bar->setValue(progress.points > 0
                        ? static_cast<int>(barSteps * static_cast<double>(progress.pointsDone) /
                                           static_cast<double>(progress.points))
                        : 0);
    m_text->setText(progress.points > 0 ? sweepProgressText(progress) : tr("opening the model"));
}

QString SweepBar::text() const
{
    return m_text->text();
}

void SweepBar::setRunning(bool running)
{
    // The focus stays on the button's place: Space runs, Space cancels.
    const bool hadFocus = m_run->hasFocus() || m_cancel->hasFocus() || m_resume->hasFocus();
    m_run->setVisible(!running);
    m_cancel->setVisible(running);
    m_bar->setVisible(running);
    m_sentences->setEnabled(!running);
    m_perLayer->setEnabled(!running);
    m_open->setEnabled(!running);
    if (running)
        m_resume->hide();
    if (hadFocus)
        (running ? m_cancel : m_run)->setFocus();
}

} // namespace mixlens::ui
