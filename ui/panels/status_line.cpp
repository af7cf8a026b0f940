#include "ui/panels/status_line.h"

#include "ui/workbench.h"

#include <QFileInfo>
#include <QLabel>
#include <QStatusBar>

#include <algorithm>

namespace mixlens::ui {

namespace {

QString modelsText(const std::vector<Lane>& lanes)
{
    QStringList names;
    for (const Lane& lane : lanes) {
        const QString name = QFileInfo(QString::fromStdString(lane.model)).fileName();
        if (!names.contains(name))
            names.push_back(name);
    }
    return names.join(QStringLiteral(", "));
}

/// Asked for by name rather than by folder: one of those that come with Mixlens.
bool isEmbedded(const Lane& lane)
{
    return lane.model.find('/') == std::string::npos;
}

} // namespace

StatusLine::StatusLine(QStatusBar& bar, Workbench& workbench, const QString& kernelTable)
    : QObject(&bar), m_workbench(workbench), m_models(new QLabel(&bar)), m_tokens(new QLabel(&bar)),
      m_warning(new QLabel(&bar)), m_busy(new QLabel(&bar))
{
    bar.setSizeGripEnabled(false);
    bar.setContentsMargins(8, 0, 8, 0);
    auto* arithmetic = new QLabel(
        kernelTable.isEmpty() ? tr("1 thread, float32") : tr("1 thread, float32, %1").arg(kernelTable), &bar);
    arithmetic->setToolTip(
        tr("What computes: one thread, 32-bit floating point, kernels of this instruction set"));
    for (QLabel* label : {arithmetic, m_models, m_tokens, m_warning}) {
        bar.addWidget(label);
        label->setContentsMargins(0, 0, 14, 0);
    }
    m_busy->setMinimumWidth(m_busy->fontMetrics().horizontalAdvance(tr("working")));
    bar.addPermanentWidget(m_busy);
    connect(&workbench, &Workbench::lanesChanged, this, &StatusLine::refresh);
    connect(&workbench, &Workbench::analysisChanged, this, &StatusLine::refresh);
    connect(&workbench, &Workbench::busyChanged, this, &StatusLine::refresh);
    connect(&workbench, &Workbench::timingChanged, this, &StatusLine::refresh);
    refresh();
}

QString StatusLine::tokensText() const
{
    return m_tokens->text();
}

QString StatusLine::busyText() const
{
    return m_busy->text();
}

QString StatusLine::warningText() const
{
    return m_warning->text();
}

void StatusLine::refresh()
{
    Index tokens = 0;
    Index padTo = 0;
    int padded = 0;
    std::size_t dropped = 0;
    int problems = 0;
    const std::size_t lanes = m_workbench.lanes().size();
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        problems += m_workbench.problem(lane) ? 1 : 0;
        const AnalysisPtr analysis = m_workbench.analysis(lane);
        if (!analysis)
            continue;
        tokens = std::max(tokens, analysis->tokenCount());
        dropped = std::max(dropped, analysis->sequence.dropped);
        if (analysis->rows() > analysis->tokenCount()) {
            ++padded;
            padTo = std::max(padTo, analysis->rows());
        }
    }
    QString text = tr("%1 tokens").arg(tokens);
    if (padded > 0)
        text += tr(", %1 of %2 lanes padded to %3").arg(padded).arg(lanes).arg(padTo);
    const bool embedded = std::ranges::all_of(m_workbench.lanes(), isEmbedded);
    m_models->setText(embedded ? tr("%1: small models that come with Mixlens, trained to illustrate")
                                     .arg(modelsText(m_workbench.lanes()))
                               : modelsText(m_workbench.lanes()));
    m_models->setToolTip(
        embedded ? tr("1.6 to 1.9 million parameters, trained briefly on public-domain text, one seed: "
                      "real learned weights, but no evidence for or against a kind of mixing")
                 : QString());
    m_tokens->setText(tokens > 0 ? text : QString());
    QStringList warnings;
    if (problems > 0)
        warnings.push_back(tr("%n lane(s) without a result", nullptr, problems));
    if (dropped > 0)
        warnings.push_back(tr("%1 tokens dropped").arg(dropped));
    m_warning->setText(warnings.join(QStringLiteral(", ")));
    m_busy->setText(m_workbench.isBusy() ? tr("working") : tr("idle"));
}

} // namespace mixlens::ui
