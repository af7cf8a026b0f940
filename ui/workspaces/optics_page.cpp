#include "ui/workspaces/optics_page.h"

#include "ui/default_lanes.h"
#include "ui/export/provenance.h"
#include "ui/panels/element_fields.h"
#include "ui/panels/inline_notice.h"
#include "ui/panels/optics_device_bar.h"
#include "ui/panels/optics_predictions.h"
#include "ui/panels/quick_sliders.h"
#include "ui/panels/stage_switches.h"
#include "ui/panels/sweep_bar.h"
#include "ui/style/theme.h"
#include "ui/views/figure_view.h"
#include "ui/views/schematic_view.h"
#include "ui/workbench.h"
#include "ui/workspaces/optics_bench_tab.h"
#include "ui/workspaces/optics_cost_tab.h"
#include "ui/workspaces/optics_desk.h"
#include "ui/workspaces/optics_figures.h"
#include "ui/workspaces/optics_precision_tab.h"
#include "ui/workspaces/sweep_desk.h"

#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace mixlens::ui {

namespace {

/// A file dialog that doesn't stop the program: what is chosen comes by signal.
template<class Chosen>
void choose(QWidget* parent, const QString& title, const QString& filter, const QString& saveAs,
            Chosen chosen)
{
    auto* dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (saveAs.isEmpty()) {
        dialog->setFileMode(QFileDialog::ExistingFile);
    } else {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("json"));
        dialog->selectFile(saveAs);
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, chosen);
    dialog->open();
}

QLabel* lineOfText(QWidget* parent, const QString& name)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // a long line never widens the window
    label->setAccessibleName(name);
    return label;
}

bool isSweep(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(400).contains("mixlens-sweep");
}

} // namespace

struct OpticsPage::Private
{
    Private(Workbench& shown, std::filesystem::path sentenceFile)
        : workbench(shown), desk(shown), sweeps(shown.engine(), std::move(sentenceFile))
    {}

    Workbench& workbench;
    OpticsDesk desk;
    SweepDesk sweeps;
    OpticsDeviceBar* device = nullptr;
    QuickSliders* quick = nullptr;
    InlineNotice* notice = nullptr;
    QLabel* predictions = nullptr;
    QLabel* costs = nullptr;
    QStackedWidget* stack = nullptr; ///< the tabs, or what to do when there is nothing to simulate
    QLabel* emptyText = nullptr;
    QTabWidget* tabs = nullptr;
    OpticsBenchTab* bench = nullptr;
    QWidget* budgetTab = nullptr;
    StageSwitches* stages = nullptr;
    FigureView* budget = nullptr;
    OpticsCostTab* cost = nullptr;
    OpticsPrecisionTab* precision = nullptr;

    [[nodiscard]] Shape input() const { return desk.answer() ? desk.answer()->input : Shape{}; }
    [[nodiscard]] QString deviceTitle() const
    {
        const QString title = QString::fromStdString(desk.presets()[desk.preset()].title);
        return desk.isChanged() ? OpticsPage::tr("%1, changed").arg(title) : title;
    }
};

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

void OpticsPage::build()
{
    d->device = new OpticsDeviceBar(this);
    d->quick = new QuickSliders(this);
    d->notice = new InlineNotice(this);
    d->predictions = lineOfText(this, tr("Predictions, exact and through the device"));
    d->costs = lineOfText(this, tr("Quality and cost of one transform"));
    d->bench = new OpticsBenchTab(this);
    d->cost = new OpticsCostTab(this);
    d->precision = new OpticsPrecisionTab(d->sweeps, this);
    d->budgetTab = new QWidget(this);
    d->stages = new StageSwitches(d->budgetTab);
    d->budget = new FigureView(d->budgetTab);
    auto* budgetRow = new QHBoxLayout(d->budgetTab);
    budgetRow->setContentsMargins(0, 4, 0, 0);
    budgetRow->addWidget(d->stages);
    budgetRow->addWidget(d->budget, 1);

    d->tabs = new QTabWidget(this);
    d->tabs->setDocumentMode(true);
    d->tabs->addTab(d->bench, tr("Bench"));
    d->tabs->addTab(d->budgetTab, tr("Error budget"));
    d->tabs->addTab(d->cost, tr("Time and energy"));
    d->tabs->addTab(d->precision, tr("Precision"));
    d->tabs->setAccessibleName(tr("What of the optical bench is shown"));

    auto* nothing = new QWidget(this);
    d->emptyText = new QLabel(nothing);
    d->emptyText->setWordWrap(true);
    d->emptyText->setAlignment(Qt::AlignCenter);
    auto* lanes = new QPushButton(tr("Use the default lanes"), nothing);
    connect(lanes, &QPushButton::clicked, this, [this] { d->workbench.setLanes(defaultLanes()); });
    auto* nothingColumn = new QVBoxLayout(nothing);
    nothingColumn->addStretch(2);
    nothingColumn->addWidget(d->emptyText);
    nothingColumn->addWidget(lanes, 0, Qt::AlignHCenter);
    nothingColumn->addStretch(3);
    d->stack = new QStackedWidget(this);
    d->stack->addWidget(d->tabs);
    d->stack->addWidget(nothing);

    auto* words = new QHBoxLayout;
    words->setSpacing(12);
    words->addWidget(d->predictions, 5);
    words->addWidget(d->costs, 6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 2);
    column->setSpacing(3);
    column->addWidget(d->device);
    column->addWidget(d->quick);
    column->addLayout(words);
    column->addWidget(d->notice);
    column->addWidget(d->stack, 1);
}

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
    QPalette colours = palette();
    const bool flipped = predicted && flips(predicted->exactPredictions, predicted->devicePredictions) > 0;
    if (flipped)
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

FigurePtr OpticsPage::currentFigure() const
{
    if (d->stack->currentIndex() != 0)
        return nullptr;
    const auto focused = [](std::initializer_list<FigureView*> views) -> FigurePtr {
        for (const FigureView* view : views)
            if (view->hasFocus() && view->figure())
                return view->figure();
        return (*views.begin())->figure();
    };
    switch (tab()) {
    case Tab::Bench:
        return focused(
            {d->bench->recovery(), d->bench->camera(), d->bench->histogram(), d->bench->schematic()});
    case Tab::Budget:
        return d->budget->figure();
    case Tab::Cost:
        return focused({d->cost->time(), d->cost->energy(), d->cost->scaling()});
    case Tab::Precision:
        return focused({d->precision->map(), d->precision->curve(), d->precision->layers()});
    }
    return nullptr;
}

QJsonObject OpticsPage::provenance() const
{
    QJsonObject record = provenanceOf(d->workbench);
    optics::NamedDevice device = d->desk.presets()[d->desk.preset()];
    device.device = d->desk.device();
    record[QStringLiteral("device")] =
        QJsonDocument::fromJson(QByteArray::fromStdString(optics::deviceText(device))).object();
    record[QStringLiteral("device_changed")] = d->desk.isChanged();
    if (const SweepResultPtr sweep = d->sweeps.result(); sweep && tab() == Tab::Precision) {
        record[QStringLiteral("sweep")] =
            QJsonObject{{QStringLiteral("model"), QString::fromStdString(sweep->plan.model)},
                        {QStringLiteral("preset"), QString::fromStdString(sweep->plan.preset)},
                        {QStringLiteral("sentences"), static_cast<qint64>(sweep->plan.sentences)},
                        {QStringLiteral("seed"), static_cast<qint64>(sweep->plan.seed)},
                        {QStringLiteral("started"), QString::fromStdString(sweep->started)},
                        {QStringLiteral("complete"), sweep->complete}};
    }
    return record;
}

void OpticsPage::openDevice()
{
    choose(this, tr("Open device"), tr("Devices (*.json)"), {},
           [this](const QString& path) { openDevice(path); });
}

void OpticsPage::openDevice(const QString& path)
{
    d->desk.openDevice(path);
}

void OpticsPage::saveDevice()
{
    const optics::NamedDevice& device = d->desk.presets()[d->desk.preset()];
    choose(this, tr("Save device"), tr("Devices (*.json)"),
           QString::fromStdString(device.name) + QStringLiteral(".json"),
           [this](const QString& path) { d->desk.saveDevice(path); });
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

void OpticsPage::openSweep()
{
    choose(this, tr("Open sweep"), tr("Sweeps (*.json)"), {},
           [this](const QString& path) { openSweep(path); });
}

void OpticsPage::openSweep(const QString& path)
{
    setTab(Tab::Precision);
    d->sweeps.openFile(path);
}

void OpticsPage::saveSweep()
{
    choose(this, tr("Save sweep"), tr("Sweeps (*.json *.csv)"), QStringLiteral("sweep.json"),
           [this](const QString& path) { d->sweeps.saveFile(path); });
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

void OpticsPage::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().toLocalFile().endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        event->acceptProposedAction();
}

void OpticsPage::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    const QString path = event->mimeData()->urls().value(0).toLocalFile();
    if (isSweep(path))
        openSweep(path);
    else
        openDevice(path);
}

} // namespace mixlens::ui
