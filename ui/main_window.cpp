#include "ui/main_window.h"

#include "core/base/files.h"
#include "ui/export/provenance.h"
#include "ui/main_window_private.h"
#include "ui/panels/empty_state.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/inline_notice.h"
#include "ui/panels/inspector.h"
#include "ui/panels/live_timing_panel.h"
#include "ui/panels/samples.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/status_line.h"
#include "ui/panels/table_dialog.h"
#include "ui/panels/workspace_rail.h"
#include "ui/views/figure_actions.h"
#include "ui/workbench.h"
#include "ui/workspaces/bench_page.h"
#include "ui/workspaces/compare_page.h"
#include "ui/workspaces/mixers_page.h"
#include "ui/workspaces/optics_page.h"
#include "ui/workspaces/spectrum_page.h"
#include "ui/workspaces/sweep_desk.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

#include <utility>

namespace mixlens::ui {

namespace {

constexpr QSize smallest(1100, 680);
constexpr std::size_t mostLanes = 4;
constexpr std::size_t largestText = 4U << 20U; ///< bytes of a sentence file; models take 512 tokens

QToolBar* makeBar(const QString& name, const QString& objectName, QWidget* content, QWidget* parent)
{
    auto* bar = new QToolBar(name, parent);
    bar->setObjectName(objectName);
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->toggleViewAction()->setVisible(false);
    bar->addWidget(content);
    return bar;
}

} // namespace

MainWindow::MainWindow(Workbench& workbench, const AboutFacts& facts, QWidget* parent)
    : QMainWindow(parent), d(std::make_unique<Private>(workbench, facts))
{
    setObjectName(QStringLiteral("mixlens"));
    setWindowTitle(tr("Mixlens"));
    setMinimumSize(smallest);
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::PreventContextMenu);
    buildPanels();
    buildDocks();
    buildActions();
    d->status = new StatusLine(*statusBar(), workbench, facts.kernelTable);
    resize(1366, 768);
    resizeDocks({d->inspectorDock}, {210}, Qt::Horizontal);
    resizeDocks({d->timingDock}, {120}, Qt::Vertical);
    d->factoryLayout = saveState();
    restoreLayout();
    d->sentence->focusEdit();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPanels()
{
    Workbench& workbench = d->workbench;
    auto* top = new QWidget(this);
    d->sentence = new SentenceBar(workbench, top);
    d->notice = new InlineNotice(top);
    auto* topColumn = new QVBoxLayout(top);
    topColumn->setContentsMargins(0, 0, 0, 0);
    topColumn->setSpacing(0);
    topColumn->addWidget(d->sentence);
    topColumn->addWidget(d->notice);
    addToolBar(Qt::TopToolBarArea, makeBar(tr("Sentence"), QStringLiteral("sentence"), top, this));
    d->rail = new WorkspaceRail(this);
    addToolBar(Qt::LeftToolBarArea, makeBar(tr("Workspaces"), QStringLiteral("workspaces"), d->rail, this));

    d->compare = new ComparePage(workbench, this);
    d->mixers = new MixersPage(workbench, this);
    d->spectrum = new SpectrumPage(workbench, this);
    d->pages = new QStackedWidget(this);
    d->pages->addWidget(d->compare);
    d->pages->addWidget(d->mixers);
    d->pages->addWidget(d->spectrum);
    d->pages->addWidget(d->opticsHolder = new QWidget(this));
    d->pages->addWidget(d->benchHolder = new QWidget(this));
    auto* empty = new EmptyState(tr("There is no sentence yet: type one above, or start from a sample."),
                                 tr("Use a sample sentence"), this);
    connect(empty, &EmptyState::triggered, this,
            [this] { d->workbench.setSentence(samples().front().text); });
    d->outer = new QStackedWidget(this);
    d->outer->addWidget(d->pages);
    d->outer->addWidget(empty);
    setCentralWidget(d->outer);
    connect(&workbench, &Workbench::sentenceChanged, this, &MainWindow::showPagesOrExplain);
    showPagesOrExplain();
    serve(d->compare);
    serve(d->mixers);
    serve(d->spectrum);
}

template<class Page>
void MainWindow::serve(Page* page)
{
    connect(page, &Page::exportRequested, this, &MainWindow::showExport);
    connect(page, &Page::tableRequested, this, &MainWindow::showTable);
}

/// A benchmark needs no sentence; everything else does.
void MainWindow::showPagesOrExplain()
{
    const bool nothing = d->workbench.sentence().trimmed().isEmpty() && workspace() != Workspace::Bench;
    d->outer->setCurrentIndex(nothing ? 1 : 0);
}

BenchPage* MainWindow::benchPage()
{
    if (d->bench == nullptr) {
        d->bench = new BenchPage(d->workbench, d->runsFolder, d->benchHolder);
        auto* layout = new QVBoxLayout(d->benchHolder);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(d->bench);
        serve(d->bench);
    }
    return d->bench;
}

OpticsPage* MainWindow::opticsPage()
{
    if (d->optics == nullptr) {
        d->optics = new OpticsPage(d->workbench, d->sentenceFile, d->opticsHolder);
        if (!d->runsFolder.empty())
            d->optics->sweepDesk().keepIn(d->runsFolder / "sweeps");
        auto* layout = new QVBoxLayout(d->opticsHolder);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(d->optics);
        serve(d->optics);
    }
    return d->optics;
}

void MainWindow::setSentenceFile(std::filesystem::path file)
{
    d->sentenceFile = std::move(file);
}

void MainWindow::setRunsFolder(std::filesystem::path folder)
{
    d->runsFolder = std::move(folder);
}

void MainWindow::buildDocks()
{
    d->inspector = new Inspector(d->workbench, this);
    connect(d->inspector, &Inspector::tableRequested, this, &MainWindow::showTable);
    d->inspectorDock = new QDockWidget(tr("Inspector"), this);
    d->inspectorDock->setObjectName(QStringLiteral("inspector"));
    d->inspectorDock->setWidget(d->inspector);
    d->timing = new LiveTimingPanel(d->workbench, this);
    connect(d->timing, &LiveTimingPanel::exportRequested, this, &MainWindow::showExport);
    connect(d->timing, &LiveTimingPanel::tableRequested, this, &MainWindow::showTable);
    d->timingDock = new QDockWidget(tr("Live timing"), this);
    d->timingDock->setObjectName(QStringLiteral("liveTiming"));
    d->timingDock->setWidget(d->timing);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    addDockWidget(Qt::RightDockWidgetArea, d->inspectorDock);
    addDockWidget(Qt::BottomDockWidgetArea, d->timingDock);
}

/// Settings that cannot be read or belong to another version leave the layout as it is built.
void MainWindow::restoreLayout()
{
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    restoreState(settings.value(QStringLiteral("window/state")).toByteArray());
    const QString theme = settings.value(QStringLiteral("window/theme")).toString();
    if (theme == QLatin1String("light"))
        setThemeChoice(ThemeChoice::Light);
    else if (theme == QLatin1String("dark"))
        setThemeChoice(ThemeChoice::Dark);
    else
        setThemeChoice(ThemeChoice::System);
}

/// A home that cannot be written to is no reason to bother anyone: the next start has the built layout.
void MainWindow::saveLayout() const
{
    for (QDockWidget* dock : std::as_const(d->putAway)) // it comes back with the next start
        dock->show();
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), saveState());
    settings.setValue(QStringLiteral("window/theme"), d->theme == ThemeChoice::Dark ? QStringLiteral("dark")
                                                      : d->theme == ThemeChoice::Light
                                                          ? QStringLiteral("light")
                                                          : QStringLiteral("system"));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveLayout();
    QMainWindow::closeEvent(event);
}

void MainWindow::setWorkspace(Workspace workspace)
{
    if (workspace == Workspace::Bench)
        (void)benchPage();
    if (workspace == Workspace::Optics)
        (void)opticsPage();
    d->pages->setCurrentIndex(static_cast<int>(workspace));
    d->workspaces->actions().at(static_cast<int>(workspace))->setChecked(true);
    // There is nothing in them about benchmarks or devices.
    putDocksAway(workspace == Workspace::Bench || workspace == Workspace::Optics);
    showPagesOrExplain();
}

void MainWindow::putDocksAway(bool away)
{
    if (!away) {
        for (QDockWidget* dock : std::exchange(d->putAway, {}))
            dock->show();
        return;
    }
    for (QDockWidget* dock : {d->inspectorDock, d->timingDock})
        if (!dock->isHidden() && !dock->isFloating() && !d->putAway.contains(dock)) {
            dock->hide();
            d->putAway.push_back(dock);
        }
}

MainWindow::Workspace MainWindow::workspace() const
{
    return static_cast<Workspace>(d->pages->currentIndex());
}

void MainWindow::setThemeChoice(ThemeChoice choice)
{
    d->theme = choice;
    applyTheme(choice);
    d->themes->actions().at(static_cast<int>(choice))->setChecked(true);
}

void MainWindow::tell(const QString& problem)
{
    d->notice->setText(problem);
}

void MainWindow::openSentenceFile(const QString& path)
{
    const Result<std::string> text = readTextFile(path.toStdString(), largestText);
    if (!text.has_value())
        return tell(QString::fromStdString(text.error().message));
    tell({});
    d->workbench.setSentence(onOneLine(QString::fromStdString(*text)).trimmed());
}

void MainWindow::openModelFolder(const QString& path)
{
    if (!QFileInfo(path).isDir())
        return tell(
            tr("\"%1\" is not a folder; choose the folder that holds config.json and model.safetensors.")
                .arg(path));
    tell({});
    std::vector<Lane> lanes = d->workbench.lanes();
    Lane lane;
    lane.model = QFileInfo(path).absoluteFilePath().toStdString();
    lane.title = QFileInfo(path).fileName().toStdString();
    if (lanes.size() < mostLanes)
        lanes.push_back(std::move(lane));
    else
        lanes[d->workbench.focusLane()] = std::move(lane);
    d->workbench.setLanes(std::move(lanes));
}

void MainWindow::openResultFile(const QString& path)
{
    tell({});
    QFile file(path);
    const QByteArray beginning = file.open(QIODevice::ReadOnly) ? file.read(400) : QByteArray();
    if (beginning.contains("mixlens-sweep") || beginning.contains("mixlens-device")) {
        setWorkspace(Workspace::Optics);
        if (beginning.contains("mixlens-sweep"))
            opticsPage()->openSweep(path);
        else
            opticsPage()->openDevice(path);
        return;
    }
    setWorkspace(Workspace::Bench);
    benchPage()->openResultFile(path);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    for (const QUrl& url : event->mimeData()->urls()) {
        const QString path = url.toLocalFile();
        if (path.isEmpty())
            tell(tr("Only files and folders on this machine can be dropped here."));
        else if (QFileInfo(path).isDir())
            openModelFolder(path);
        else if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
            openResultFile(path);
        else
            openSentenceFile(path);
    }
    if (!event->mimeData()->hasUrls())
        d->workbench.setSentence(onOneLine(event->mimeData()->text()));
}

FigurePtr MainWindow::currentFigure() const
{
    if (d->outer->currentIndex() != 0)
        return nullptr;
    switch (workspace()) {
    case Workspace::Compare:
        return d->compare->currentFigure();
    case Workspace::Mixers:
        return d->mixers->currentFigure();
    case Workspace::Spectrum:
        return d->spectrum->spectrumFigure();
    case Workspace::Optics:
        return d->optics != nullptr ? d->optics->currentFigure() : nullptr;
    case Workspace::Bench:
        return d->bench != nullptr ? d->bench->currentFigure() : nullptr;
    }
    return nullptr;
}

QString MainWindow::whatToDoFirst() const
{
    return workspace() == Workspace::Bench ? tr("run a benchmark first") : tr("type a sentence first");
}

QJsonObject MainWindow::provenanceFor(const FigurePtr& figure) const
{
    if (workspace() == Workspace::Optics && d->optics != nullptr)
        return d->optics->provenance();
    const bool measured =
        d->bench != nullptr && (figure == d->bench->currentFigure() || figure == d->bench->memoryFigure());
    return measured ? d->bench->provenance() : provenanceOf(d->workbench);
}

void MainWindow::showTable(const FigurePtr& figure)
{
    if (figure == nullptr)
        return tell(tr("There is nothing to show as a table yet; %1.").arg(whatToDoFirst()));
    auto* dialog = new TableDialog(figure, provenanceFor(figure), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showExport(const FigurePtr& figure)
{
    if (figure == nullptr)
        return tell(tr("There is nothing to export yet; %1.").arg(whatToDoFirst()));
    auto* dialog = new ExportDialog(figure, provenanceFor(figure), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::copyPicture()
{
    const FigurePtr figure = currentFigure();
    if (figure == nullptr)
        return tell(tr("There is nothing to copy yet; %1.").arg(whatToDoFirst()));
    QGuiApplication::clipboard()->setMimeData(figureMimeData(*figure));
}

QList<QAction*> MainWindow::commands() const
{
    return d->commands;
}

QString MainWindow::noticeText() const
{
    return d->notice->text();
}

SentenceBar* MainWindow::sentenceBar() const
{
    return d->sentence;
}

ComparePage* MainWindow::comparePage() const
{
    return d->compare;
}

MixersPage* MainWindow::mixersPage() const
{
    return d->mixers;
}

SpectrumPage* MainWindow::spectrumPage() const
{
    return d->spectrum;
}

Inspector* MainWindow::inspector() const
{
    return d->inspector;
}

StatusLine* MainWindow::statusLine() const
{
    return d->status;
}

} // namespace mixlens::ui
