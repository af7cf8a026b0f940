#include "ui/workspaces/bench_page.h"

#include "core/bench/run_estimate.h"
#include "ui/engine/engine_client.h"
#include "ui/export/bench_provenance.h"
#include "ui/panels/bench_drawer.h"
#include "ui/panels/bench_results.h"
#include "ui/panels/bench_run_bar.h"
#include "ui/panels/bench_runs.h"
#include "ui/panels/bench_warnings.h"
#include "ui/panels/empty_state.h"
#include "ui/panels/inline_notice.h"
#include "ui/workbench.h"
#include "ui/workspaces/bench_charts.h"
#include "ui/workspaces/bench_controls.h"
#include "ui/workspaces/bench_desk.h"
#include "ui/workspaces/bench_export.h"
#include "ui/workspaces/bench_layout.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace mixlens::ui {

namespace {

QStringList modelsOf(const Workbench& workbench)
{
    QStringList models;
    for (const std::string& id : workbench.engine().modelIds())
        models.push_back(QString::fromStdString(id));
    for (const Lane& lane : workbench.lanes()) // a model folder that somebody opened
        if (const QString model = QString::fromStdString(lane.model); !models.contains(model))
            models.push_back(model);
    return models;
}

} // namespace

struct BenchPage::Private : BenchParts
{
    Private(Workbench& shown, std::filesystem::path runsFolder)
        : workbench(shown), desk(shown.engine(), std::move(runsFolder))
    {}

    Workbench& workbench;
    BenchDesk desk;
};

BenchPage::BenchPage(Workbench& workbench, std::filesystem::path runsFolder, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(workbench, std::move(runsFolder)))
{
    setAcceptDrops(true);
    d->controls = new BenchControls(modelsOf(workbench), this);
    d->bar = new BenchRunBar(this);
    d->notice = new InlineNotice(this);
    d->stack = new QStackedWidget(this);
    d->empty =
        new EmptyState(tr("At which length does Fourier mixing overtake attention on this machine, and "
                          "by how much? The grid above answers in about twenty seconds."),
                       tr("Run benchmark"), this);
    d->charts = new BenchCharts(this);
    d->warnings = new BenchWarnings(this);
    d->tabs = new BenchDrawer(this);
    d->results = new BenchResults(this);
    d->runs = new BenchRuns(this);
    d->exportButton = new QToolButton(this);
    d->exportButton->setText(tr("E&xport run as"));
    d->exportButton->setToolTip(tr("Write the whole run, every repetition of it, to a file"));
    d->exportButton->setPopupMode(QToolButton::InstantPopup);
    auto* formats = new QMenu(d->exportButton);
    for (const RunFormat& format : runFormats())
        formats->addAction(tr(format.name), this, [this, &format] { askWhereToExport(format); });
    d->exportButton->setMenu(formats);
    layOut(this, *d);
    connectDesk();
    connectPanels();
    refreshResult();
    refreshRuns();
    refreshBar();
}

BenchPage::~BenchPage() = default;

void BenchPage::connectDesk()
{
    BenchDesk* desk = &d->desk;
    connect(desk, &BenchDesk::progressChanged, this, &BenchPage::refreshBar);
    connect(desk, &BenchDesk::runningChanged, this, [this] {
        refreshBar();
        refreshResult();
        refreshRuns();
    });
    connect(desk, &BenchDesk::resultChanged, this, [this] {
        refreshResult();
        refreshRuns();
    });
    connect(desk, &BenchDesk::studyChanged, this, &BenchPage::refreshResult);
    connect(desk, &BenchDesk::comparisonChanged, this, [this] {
        refreshScene();
        refreshRuns();
        if (d->desk.other() && d->desk.result())
            d->charts->setView(BenchView::Difference);
        else if (d->charts->view() == BenchView::Difference)
            d->charts->setView(BenchView::Time);
    });
    connect(desk, &BenchDesk::runsChanged, this, &BenchPage::refreshRuns);
    connect(desk, &BenchDesk::runsChanged, this, &BenchPage::showNewest, Qt::SingleShotConnection);
    connect(desk, &BenchDesk::problemChanged, this, [this] { d->notice->setText(d->desk.problem()); });
    connect(d->notice, &InlineNotice::dismissed, this, [this] { d->desk.setProblem({}); });
    connect(&d->workbench, &Workbench::tokensChanged, this, [this](std::size_t lane) {
        // The rule at the sentence's length; not while nothing else may happen.
        if (lane == d->workbench.focusLane() && isVisible() && !d->desk.isRunning())
            refreshScene();
    });
}

void BenchPage::connectPanels()
{
    connect(d->controls, &BenchControls::gridChanged, this, &BenchPage::refreshBar);
    connect(d->bar, &BenchRunBar::runRequested, this, &BenchPage::run);
    connect(d->bar, &BenchRunBar::cancelRequested, this, &BenchPage::cancel);
    connect(d->empty, &EmptyState::triggered, this, &BenchPage::run);
    connect(d->charts, &BenchCharts::exportRequested, this, &BenchPage::exportRequested);
    connect(d->charts, &BenchCharts::tableRequested, this, &BenchPage::tableRequested);
    connect(d->results, &BenchResults::baselineChosen, &d->desk, &BenchDesk::setBaseline);
    BenchRuns* runs = d->runs;
    connect(runs, &BenchRuns::showRequested, this, [this](const std::string& key) {
        d->desk.show(key);
        if (d->desk.shownKey() == key && d->desk.result()) // one press of Run away from measuring it again
            d->controls->setGrid(d->desk.result()->grid);
    });
    connect(runs, &BenchRuns::compareRequested, &d->desk, &BenchDesk::compareWith);
    connect(runs, &BenchRuns::annotated, &d->desk, &BenchDesk::annotate);
    connect(runs, &BenchRuns::removeRequested, &d->desk, &BenchDesk::remove);
    connect(runs, &BenchRuns::restoreRequested, &d->desk, &BenchDesk::restore);
    connect(runs, &BenchRuns::openFileRequested, this, [this] { openResultFile(); });
}

BenchDesk& BenchPage::desk() const
{
    return d->desk;
}

FigurePtr BenchPage::currentFigure() const
{
    return d->desk.result() ? d->charts->figure() : nullptr;
}

FigurePtr BenchPage::memoryFigure() const
{
    return d->charts->memoryFigure();
}

QJsonObject BenchPage::provenance() const
{
    return d->desk.result() ? provenanceOf(*d->desk.result()) : QJsonObject();
}

void BenchPage::run()
{
    if (const auto grid = d->controls->grid())
        d->desk.run(*grid);
}

void BenchPage::cancel()
{
    d->desk.cancel();
}

void BenchPage::pinBaseline()
{
    d->results->pinCurrent();
}

void BenchPage::openResultFile()
{
    auto* dialog = new QFileDialog(this, tr("Open benchmark result"), QString(),
                                   tr("Benchmark results (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { openResultFile(path); });
    dialog->open();
}

void BenchPage::openResultFile(const QString& path)
{
    const bool first = !d->desk.result();
    d->desk.openFile(path);
    if (first && d->desk.result()) // as with a saved run that is shown
        d->controls->setGrid(d->desk.result()->grid);
}

bool BenchPage::exportRun(const RunFormat& format, const QString& path)
{
    if (!d->desk.result())
        return false;
    const auto written = ui::exportRun(*d->desk.result(), format, path);
    d->desk.setProblem(written ? QString() : QString::fromStdString(written.error().message));
    return written.has_value();
}

void BenchPage::askWhereToExport(const RunFormat& format)
{
    const QString suffix = QString::fromLatin1(format.suffix);
    auto* dialog = new QFileDialog(this, tr("Export run"), tr("bench.%1").arg(suffix));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, &format](const QString& path) { exportRun(format, path); });
    dialog->open();
}

void BenchPage::refreshBar()
{
    const bool running = d->desk.isRunning();
    d->controls->setLocked(running);
    if (running)
        return d->bar->showProgress(d->desk.progress());
    const auto grid = d->controls->grid();
    if (!grid)
        return d->bar->showProblem(QString::fromStdString(grid.error().message));
    d->bar->showReady(estimateSeconds(*grid, d->desk.result().get()), cellsOf(*grid).size());
}

void BenchPage::refreshResult()
{
    const BenchResultPtr result = d->desk.result();
    const bool charts = result || d->desk.isRunning();
    d->stack->setCurrentWidget(charts ? static_cast<QWidget*>(d->charts) : d->empty);
    if (!d->desk.isSummarising()) // the former rows until then
        d->results->setResult(result, d->desk.summary());
    d->warnings->setWarnings(result ? result->warnings : std::vector<BenchWarning>());
    d->exportButton->setEnabled(result != nullptr);
    refreshScene();
}

void BenchPage::refreshScene()
{
    // The former picture until the engine has summarised this run, a moment later.
    if (d->desk.isSummarising() && d->charts->figure())
        return d->charts->setStale(true);
    BenchScene scene;
    scene.result = d->desk.result();
    scene.other = d->desk.other();
    scene.otherName = d->desk.otherName();
    scene.summary = d->desk.summary();
    scene.otherSummary = d->desk.otherSummary();
    scene.comparison = d->desk.comparison();
    const TokensPtr tokens = d->workbench.tokens(d->workbench.focusLane());
    scene.now = tokens ? tokens->rows : 0;
    d->charts->setScene(scene);
    // The former run is drawn until the first length of the new one is there.
    d->charts->setStale(d->desk.isShowingFormer());
}

/// What was found out last time stands here until there is something newer.
void BenchPage::showNewest()
{
    const auto& saved = d->desk.runs();
    const auto newest = std::ranges::find_if(saved, [](const SavedRun& run) { return run.problem.empty(); });
    if (newest != saved.end() && !d->desk.result() && !d->desk.isRunning())
        d->desk.show(newest->key);
}

void BenchPage::refreshRuns()
{
    const BenchDesk& desk = d->desk;
    d->runs->setRuns(desk.runs(), desk.shownKey(), desk.otherKey(), desk.canRestore());
    d->tabs->setVisible(desk.result() || desk.isRunning() || !desk.runs().empty());
}

void BenchPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refreshScene();
}

/// In a low window the chart comes first, and the table is one press away.
void BenchPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    constexpr int roomForBoth = 650; // a time plot of some 220 with the table open
    d->tabs->suggestOpen(height() >= roomForBoth);
}

void BenchPage::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (std::ranges::any_of(urls, [](const QUrl& url) {
            return url.toLocalFile().endsWith(QLatin1String(".json"), Qt::CaseInsensitive);
        }))
        event->acceptProposedAction();
}

void BenchPage::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    for (const QUrl& url : event->mimeData()->urls())
        if (const QString path = url.toLocalFile(); !path.isEmpty())
            openResultFile(path);
}

} // namespace mixlens::ui
