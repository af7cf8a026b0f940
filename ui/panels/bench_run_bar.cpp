#include "ui/panels/bench_run_bar.h"

#include "ui/panels/elided_label.h"
#include "ui/style/number_text.h"
#include "ui/style/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

constexpr int barSteps = 1000;

/// Whole seconds: what is left is known no better.
QString roughSeconds(double seconds)
{
    const double whole = std::max(1.0, std::round(seconds));
    return whole < 60.0 ? QString::number(whole) + QStringLiteral("\u202F") + BenchRunBar::tr("s")
                        : secondsText(whole);
}

} // namespace

QString progressText(const BenchProgress& progress)
{
    QString text = BenchRunBar::tr("%1 of %2 cells").arg(progress.cellsDone).arg(progress.cells);
    if (progress.remainingSeconds > 0.0)
        text = BenchRunBar::tr("%1, %2 left").arg(text, roughSeconds(progress.remainingSeconds));
    if (!progress.now.empty())
        text += QStringLiteral("; ") + QString::fromStdString(progress.now);
    return text;
}

BenchRunBar::BenchRunBar(QWidget* parent)
    : QWidget(parent), m_run(new QPushButton(tr("&Run"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this)), m_bar(new QProgressBar(this)),
      m_text(new ElidedLabel(this, tr("State of the benchmark"))), m_why(new QLabel(this))
{
    m_run->setToolTip(tr("Measure this grid on this machine (F5)"));
    m_cancel->setToolTip(tr("Stop measuring; what is measured stays and is drawn (Shift+F5)"));
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(80);
    m_bar->setAccessibleName(tr("Progress of the benchmark"));
    m_why->setTextFormat(Qt::PlainText);
    m_why->setWordWrap(true);
    m_why->setMinimumWidth(200);
    m_why->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_why->setAccessibleName(tr("Why the benchmark can't start"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_run);
    row->addWidget(m_cancel);
    row->addWidget(m_bar);
    row->addWidget(m_text, 1);
    row->addWidget(m_why, 1);
    connect(m_run, &QPushButton::clicked, this, &BenchRunBar::runRequested);
    connect(m_cancel, &QPushButton::clicked, this, &BenchRunBar::cancelRequested);
    setState(false, false);
}

void BenchRunBar::showReady(double estimatedSeconds, std::size_t cells)
{
    setState(false, true);
    const QString count = cells == 1 ? tr("1 cell") : tr("%1 cells").arg(cells);
    setText(tr("%1, about %2 (modelled)").arg(count, roughSeconds(estimatedSeconds)), false);
}

void BenchRunBar::showProblem(const QString& sentence)
{
    setState(false, false);
    setText(sentence, true);
}

void BenchRunBar::showProgress(const BenchProgress& progress)
{
    setState(true, false);
    const double whole = progress.elapsedSeconds + progress.remainingSeconds;
    m_bar->setValue(whole > 0.0 ? static_cast<int>(barSteps * progress.elapsedSeconds / whole) : 0);
    setText(progressText(progress), false);
}

QString BenchRunBar::text() const
{
    return m_why->text().isEmpty() ? m_text->text() : m_why->text();
}

void BenchRunBar::setState(bool running, bool possible)
{
    // The focus stays on the button's place: Space runs, Space cancels.
    const bool hadFocus = m_run->hasFocus() || m_cancel->hasFocus();
    m_run->setVisible(!running);
    m_run->setEnabled(possible);
    m_cancel->setVisible(running);
    m_bar->setVisible(running);
    if (hadFocus)
        (running ? m_cancel : m_run)->setFocus();
}

void BenchRunBar::setText(const QString& text, bool problem)
{
    m_text->setText(problem ? QString() : text);
    m_why->setText(problem ? text : QString());
    m_text->setVisible(!problem);
    m_why->setVisible(problem);
    recolour();
}

void BenchRunBar::recolour()
{
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, themeFor(palette()).warning);
    m_why->setPalette(colours);
}

void BenchRunBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        recolour();
}

} // namespace mixlens::ui
