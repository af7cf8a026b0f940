#include "ui/panels/element_fields.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/inline_notice.h"
#include "ui/panels/optics_device_bar.h"
#include "ui/panels/optics_predictions.h"
#include "ui/panels/quick_sliders.h"
#include "ui/panels/stage_switches.h"
#include "ui/panels/sweep_bar.h"
#include "ui/style/theme.h"
#include "ui/views/figure_view.h"
#include "ui/workbench.h"
#include "ui/workspaces/optics_bench_tab.h"
#include "ui/workspaces/optics_cost_tab.h"
#include "ui/workspaces/optics_figures.h"
#include "ui/workspaces/optics_page_private.h"
#include "ui/workspaces/optics_precision_tab.h"

#include <QEvent>
#include <QLabel>
#include <QStackedWidget>
#include <QTabWidget>

namespace mixlens::ui {

OpticsPage::OpticsPage(Workbench& workbench, std::filesystem::path sentenceFile, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(workbench, std::move(sentenceFile)))
{
    setAcceptDrops(true);
    build();
    connectDesk();
    connectPanels();
    d->device->setPresets(d->desk.presets());
    refreshDevice();
    refreshPlace();
}

OpticsPage::~OpticsPage() = default;

void OpticsPage::connectDesk()
{
    OpticsDesk* desk = &d->desk;
    connect(desk, &OpticsDesk::deviceChanged, this, &OpticsPage::refreshDevice);
    connect(desk, &OpticsDesk::presetsChanged, this, [this] { d->device->setPresets(d->desk.presets()); });
    connect(desk, &OpticsDesk::placeChanged, this, &OpticsPage::refreshPlace);
    connect(desk, &OpticsDesk::answerChanged, this, &OpticsPage::refreshAnswer);
    connect(desk, &OpticsDesk::valueRefused, this, [this](std::string_view key, const QString& sentence) {
        d->quick->setProblem(key, sentence);
        d->bench->fields()->setProblem(key, sentence);
    });
    const auto tell = [this] {
        d->notice->setText(d->desk.problem().isEmpty() ? d->sweeps.problem() : d->desk.problem());
    };
    connect(desk, &OpticsDesk::problemChanged, this, tell);
    connect(&d->sweeps, &SweepDesk::problemChanged, this, tell);
    connect(d->notice, &InlineNotice::dismissed, this, [this] {
        d->desk.setProblem({});
        d->sweeps.setProblem({});
    });
}

template<class Panel>
void OpticsPage::serve(Panel* panel)
{
    connect(panel, &Panel::exportRequested, this, &OpticsPage::exportRequested);
    connect(panel, &Panel::tableRequested, this, &OpticsPage::tableRequested);
}

void OpticsPage::connectPanels()
{
    OpticsDesk* desk = &d->desk;
    connect(d->device, &OpticsDeviceBar::presetChosen, desk, &OpticsDesk::setPreset);
    connect(d->device, &OpticsDeviceBar::resetRequested, this, &OpticsPage::resetDevice);
    connect(d->device, &OpticsDeviceBar::openRequested, this, [this] { openDevice(); });
    connect(d->device, &OpticsDeviceBar::saveRequested, this, &OpticsPage::saveDevice);
    connect(d->device, &OpticsDeviceBar::layerChosen, &d->workbench, &Workbench::setLayer);
    connect(d->quick, &QuickSliders::chosen, desk, &OpticsDesk::setValue);
    connect(d->bench->fields(), &ElementFields::chosen, desk, &OpticsDesk::setValue);
    connect(d->stages, &StageSwitches::switched, desk, &OpticsDesk::setStage);
    connect(d->precision, &OpticsPrecisionTab::runRequested, this, &OpticsPage::runSweep);
    connect(d->precision, &OpticsPrecisionTab::openRequested, this, [this] { openSweep(); });
    connect(d->precision, &OpticsPrecisionTab::saveRequested, this, &OpticsPage::saveSweep);
    connect(d->tabs, &QTabWidget::currentChanged, this, &OpticsPage::refreshAnswer);
    serve(d->bench);
    serve(d->budget);
    serve(d->cost);
    serve(d->precision);
}

void OpticsPage::refreshDevice()
{
    const OpticsDesk& desk = d->desk;
    d->device->show(desk.preset(), desk.presets()[desk.preset()], desk.isChanged());
    d->quick->show(desk.device(), d->input());
    d->bench->fields()->show(desk.device());
    d->stages->show(desk.device(), [&desk](optics::Stage stage) { return desk.canSwitchOn(stage); });
    refreshAnswer();
}

void OpticsPage::refreshPlace()
{
    const QString why = d->desk.whyNothing();
    d->emptyText->setText(why);
    d->stack->setCurrentIndex(why.isEmpty() ? 0 : 1);
    const auto lane = d->desk.lane();
    const AnalysisPtr analysis = lane ? d->workbench.analysis(*lane) : nullptr;
    if (analysis)
        d->device->setLayers(QString::fromStdString(analysis->setup.title), fourierLayers(*analysis->encoder),
                             d->desk.layer().value_or(0));
    else
        d->device->setLayers({}, {}, 0);
    refreshWords();
}

/// Only what is seen is drawn: a slider's hand is waiting.
void OpticsPage::refreshAnswer()
{
    const OpticsAnswerPtr answer = d->desk.answer();
    d->bench->show(d->desk.device(), answer, false);
    const OpticsAnswerPtr complete = d->desk.complete();
    if (tab() == Tab::Budget && complete) {
        d->budget->setFigure(opticsBudget(complete));
        d->budget->setStale(d->desk.isStale(complete));
    }
    if (tab() == Tab::Cost)
        d->cost->show(d->deviceTitle(), d->desk.device(), d->input(), d->desk.presets());
    refreshWords();
}

void OpticsPage::refreshWords()
{
    const OpticsAnswerPtr answer = d->desk.answer();
    const OpticsAnswerPtr predicted = d->desk.predicted();
    if (answer)
        d->quick->show(d->desk.device(), answer->input);
    d->costs->setText(answer ? costLine(answer->run) : QString());
    d->costs->setToolTip(d->costs->text());
    QString text;
    if (predicted)
        text = predicted->devicePredictions.empty()
                   ? QString::fromStdString(predicted->predictionProblem)
                   : tr("Simulated: %1")
                         .arg(predictionsText(predicted->exactPredictions, predicted->devicePredictions));
    d->predictions->setText(text);
    d->predictions->setToolTip(
        predicted && !predicted->devicePredictions.empty()
            ? predictionsText(predicted->exactPredictions, predicted->devicePredictions, 100)
            : text);
    colourPredictions();
}

/// A flip stands out, in whatever theme.
void OpticsPage::colourPredictions()
{
    const OpticsAnswerPtr predicted = d->desk.predicted();
    QPalette colours = palette();
    if (predicted && flips(predicted->exactPredictions, predicted->devicePredictions) > 0)
        colours.setColor(QPalette::WindowText, themeFor(palette()).warning);
    d->predictions->setPalette(colours);
}

OpticsDesk& OpticsPage::desk() const
{
    return d->desk;
}

SweepDesk& OpticsPage::sweepDesk() const
{
    return d->sweeps;
}

OpticsPage::Tab OpticsPage::tab() const
{
    return static_cast<Tab>(d->tabs->currentIndex());
}

void OpticsPage::setTab(Tab tab)
{
    d->tabs->setCurrentIndex(static_cast<int>(tab));
}

OpticsBenchTab* OpticsPage::benchTab() const
{
    return d->bench;
}

OpticsCostTab* OpticsPage::costTab() const
{
    return d->cost;
}

OpticsPrecisionTab* OpticsPage::precisionTab() const
{
    return d->precision;
}

QString OpticsPage::predictions() const
{
    return d->predictions->text();
}

QString OpticsPage::costs() const
{
    return d->costs->text();
}

void OpticsPage::resetDevice()
{
    d->desk.setPreset(d->desk.preset());
}

void OpticsPage::runSweep()
{
    setTab(Tab::Precision);
    const auto lane = d->desk.lane();
    if (!lane)
        return d->sweeps.setProblem(d->desk.whyNothing());
    SweepPlan plan = defaultSweep(d->workbench.lanes()[*lane].model, d->desk.presets()[d->desk.preset()].name,
                                  d->desk.device());
    plan.sentences = d->precision->bar()->sentences();
    plan.perLayer = d->precision->bar()->perLayer();
    d->sweeps.run(plan);
}

void OpticsPage::cancelSweep()
{
    d->sweeps.cancel();
}

void OpticsPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && d->predictions != nullptr)
        colourPredictions();
    QWidget::changeEvent(event);
}

void OpticsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    d->desk.setActive(true);
    refreshAnswer();
}

void OpticsPage::hideEvent(QHideEvent* event)
{
    d->desk.setActive(false);
    QWidget::hideEvent(event);
}

} // namespace mixlens::ui
