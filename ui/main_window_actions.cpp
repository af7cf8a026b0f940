#include "ui/default_lanes.h"
#include "ui/main_window_private.h"
#include "ui/panels/command_palette.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/shortcuts_dialog.h"
#include "ui/panels/workspace_rail.h"
#include "ui/workbench.h"
#include "ui/workspaces/bench_page.h"
#include "ui/workspaces/compare_page.h"
#include "ui/workspaces/optics_page.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenuBar>
#include <QStackedWidget>
#include <QUndoStack>

#include <array>

namespace mixlens::ui {

namespace {

/// Actions know their menu, for the palette and the list of shortcuts.
void fileUnder(QAction* action, const QMenu* menu)
{
    QString name = menu->title();
    action->setProperty("menu", name.remove(u'&'));
}

/// A file dialog that doesn't stop the program: what is chosen comes by signal.
template<class Chosen>
void choose(QWidget* parent, const QString& title, QFileDialog::FileMode mode, Chosen chosen)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mode);
    if (mode == QFileDialog::Directory)
        dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, chosen);
    dialog->open();
}

} // namespace

QAction* MainWindow::addCommand(QMenu* menu, const char* name, const QString& text, const QKeySequence& keys,
                                const std::function<void()>& run)
{
    QAction* action = menu->addAction(text);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(keys);
    fileUnder(action, menu);
    connect(action, &QAction::triggered, this, run);
    d->commands.push_back(action);
    return action;
}

void MainWindow::buildActions()
{
    buildFileMenu();
    buildEditMenu();
    buildViewMenu();
    buildGoMenu();
    buildRunMenu();
    buildHelpMenu();
    connect(&d->workbench, &Workbench::viewChanged, this, &MainWindow::refreshActions);
    connect(&d->workbench, &Workbench::lanesChanged, this, &MainWindow::refreshActions);
    connect(&d->workbench, &Workbench::focusLaneChanged, this, &MainWindow::refreshActions);
    refreshActions();
}

void MainWindow::buildFileMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    addCommand(menu, "openSentence", tr("&Open sentence file…"), QKeySequence::Open, [this] {
        choose(this, tr("Open sentence file"), QFileDialog::ExistingFile,
               [this](const QString& path) { openSentenceFile(path); });
    });
    addCommand(menu, "openModel", tr("Open &model folder…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, [this] {
        choose(this, tr("Open model folder"), QFileDialog::Directory,
               [this](const QString& path) { openModelFolder(path); });
    });
    menu->addSeparator();
    addCommand(menu, "export", tr("&Export…"), Qt::CTRL | Qt::Key_E, [this] { showExport(currentFigure()); });
    menu->addSeparator();
    addCommand(menu, "quit", tr("&Quit"), Qt::CTRL | Qt::Key_Q, [this] { close(); });
}

void MainWindow::buildEditMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    QUndoStack& stack = d->workbench.undoStack();
    QAction* undo = stack.createUndoAction(this, tr("&Undo"));
    undo->setObjectName(QStringLiteral("undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* redo = stack.createRedoAction(this, tr("&Redo"));
    redo->setObjectName(QStringLiteral("redo"));
    redo->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
    for (QAction* action : {undo, redo}) {
        menu->addAction(action);
        fileUnder(action, menu);
        d->commands.push_back(action);
    }
    menu->addSeparator();
    addCommand(menu, "editSentence", tr("Edit &sentence"), Qt::CTRL | Qt::Key_L,
               [this] { d->sentence->focusEdit(); });
    addCommand(menu, "insertMask", tr("Insert [&MASK]"), Qt::CTRL | Qt::Key_M,
               [this] { d->sentence->insertMask(); });
    addCommand(menu, "clearSelection", tr("&Clear selection"), Qt::Key_Escape, [this] {
        d->workbench.setHovered({});
        d->workbench.setLocked({});
    });
    menu->addSeparator();
    addCommand(menu, "copyPicture", tr("Copy &picture"), Qt::CTRL | Qt::SHIFT | Qt::Key_C,
               [this] { copyPicture(); });
    menu->addSeparator();
    addCommand(menu, "removeLane", tr("Remove &lane"), {}, [this] {
        std::vector<Lane> lanes = d->workbench.lanes();
        if (lanes.size() < 2)
            return tell(tr("The last lane stays; open a model folder to add another."));
        lanes.erase(lanes.begin() + static_cast<std::ptrdiff_t>(d->workbench.focusLane()));
        d->workbench.setLanes(std::move(lanes));
    });
    addCommand(menu, "defaultLanes", tr("&Default lanes"), {},
               [this] { d->workbench.setLanes(defaultLanes()); });
}

void MainWindow::buildViewMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    const auto group = [this] { return new QActionGroup(this); };
    const auto choice = [](QActionGroup* actions, QAction* action) {
        action->setCheckable(true);
        actions->addAction(action);
    };
    d->workspaces = group();
    struct Place
    {
        const char* name;
        QString text;
        Qt::Key digit;
    };
    const std::array places{
        Place{"compare", tr("&Compare"), Qt::Key_1}, Place{"mixers", tr("&Mixers"), Qt::Key_2},
        Place{"spectrum", tr("&Spectrum"), Qt::Key_3}, Place{"optics", tr("&Optics"), Qt::Key_4},
        Place{"bench", tr("&Bench"), Qt::Key_5}}; // in the order of Workspace
    for (std::size_t i = 0; i < places.size(); ++i) {
        QAction* action =
            addCommand(menu, places[i].name, places[i].text, QKeySequence(Qt::CTRL | places[i].digit),
                       [this, i] { setWorkspace(static_cast<Workspace>(i)); });
        choice(d->workspaces, action);
        d->rail->addWorkspace(action);
    }
    d->workspaces->actions().front()->setChecked(true);
    menu->addSeparator();
    d->lenses = group();
    choice(d->lenses, addCommand(menu, "influence", tr("Lens: &Influence"), Qt::Key_J,
                                 [this] { d->workbench.setLens(Lens::Influence); }));
    choice(d->lenses, addCommand(menu, "weight", tr("Lens: &Weight"), Qt::Key_W,
                                 [this] { d->workbench.setLens(Lens::Weight); }));
    menu->addSeparator();
    d->special = addCommand(menu, "specialTokens", tr("Show [CLS] and [S&EP]"), {},
                            [this] { d->workbench.setShowsSpecialTokens(d->special->isChecked()); });
    d->padding = addCommand(menu, "padding", tr("Show &padding"), {},
                            [this] { d->workbench.setShowsPadding(d->padding->isChecked()); });
    d->special->setCheckable(true);
    d->padding->setCheckable(true);
    addCommand(menu, "table", tr("View as &table"), Qt::CTRL | Qt::Key_T,
               [this] { showTable(currentFigure()); });
    menu->addSeparator();
    d->themes = group();
    choice(d->themes, addCommand(menu, "themeSystem", tr("Theme: as the s&ystem"), {},
                                 [this] { setThemeChoice(ThemeChoice::System); }));
    choice(d->themes, addCommand(menu, "themeLight", tr("Theme: &light"), {},
                                 [this] { setThemeChoice(ThemeChoice::Light); }));
    choice(d->themes, addCommand(menu, "themeDark", tr("Theme: &dark"), {},
                                 [this] { setThemeChoice(ThemeChoice::Dark); }));
    menu->addSeparator();
    for (QDockWidget* dock : {d->inspectorDock, d->timingDock}) {
        QAction* action = dock->toggleViewAction();
        action->setObjectName(dock->objectName() + QStringLiteral("Dock"));
        menu->addAction(action);
        fileUnder(action, menu);
        d->commands.push_back(action);
    }
    addCommand(menu, "resetLayout", tr("&Reset layout"), {}, [this] {
        d->putAway.clear();
        restoreState(d->factoryLayout);
    });
}

void MainWindow::buildGoMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Go"));
    Workbench& workbench = d->workbench;
    addCommand(menu, "previousLayer", tr("&Previous layer"), Qt::Key_BracketLeft, [&workbench] {
        if (workbench.layer() > 0)
            workbench.setLayer(workbench.layer() - 1);
    });
    addCommand(menu, "nextLayer", tr("&Next layer"), Qt::Key_BracketRight,
               [&workbench] { workbench.setLayer(workbench.layer() + 1); });
    menu->addSeparator();
    addCommand(menu, "previousHead", tr("P&revious head"), Qt::Key_Comma, [this] { stepHead(-1); });
    addCommand(menu, "nextHead", tr("Ne&xt head"), Qt::Key_Period, [this] { stepHead(1); });
    addCommand(menu, "allHeads", tr("&Mean of heads"), Qt::Key_Slash,
               [&workbench] { workbench.setHead({}); });
    menu->addSeparator();
    d->focusLane = menu->addMenu(tr("&Focus lane"));
    addCommand(menu, "nextLane", tr("Next &lane"), Qt::CTRL | Qt::Key_PageDown, [&workbench] {
        if (!workbench.lanes().empty())
            workbench.setFocusLane((workbench.focusLane() + 1) % workbench.lanes().size());
    });
}

void MainWindow::buildRunMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Run"));
    addCommand(menu, "runBenchmark", tr("&Run benchmark"), Qt::Key_F5, [this] {
        setWorkspace(Workspace::Bench);
        benchPage()->run();
    });
    addCommand(menu, "cancelBenchmark", tr("&Cancel benchmark"), Qt::SHIFT | Qt::Key_F5,
               [this] { benchPage()->cancel(); });
    menu->addSeparator();
    addCommand(menu, "pinBaseline", tr("&Pin as baseline"), Qt::CTRL | Qt::Key_B, [this] {
        setWorkspace(Workspace::Bench);
        benchPage()->pinBaseline();
    });
    addCommand(menu, "openResult", tr("&Open result file…"), Qt::CTRL | Qt::SHIFT | Qt::Key_R, [this] {
        setWorkspace(Workspace::Bench);
        benchPage()->openResultFile();
    });
    menu->addSeparator();
    const auto optics = [this](auto&& run) {
        return [this, run] {
            setWorkspace(Workspace::Optics);
            run(*opticsPage());
        };
    };
    addCommand(menu, "runSweep", tr("Run precision s&weep"), Qt::Key_F6,
               optics([](OpticsPage& page) { page.runSweep(); }));
    addCommand(menu, "cancelSweep", tr("Cancel precision sweep"), Qt::SHIFT | Qt::Key_F6,
               [this] { opticsPage()->cancelSweep(); });
    addCommand(menu, "openSweep", tr("Open sweep…"), {}, optics([](OpticsPage& page) { page.openSweep(); }));
    addCommand(menu, "openDevice", tr("Open optical &device…"), Qt::CTRL | Qt::SHIFT | Qt::Key_D,
               optics([](OpticsPage& page) { page.openDevice(); }));
    addCommand(menu, "saveDevice", tr("Save optical device…"), {},
               optics([](OpticsPage& page) { page.saveDevice(); }));
    addCommand(menu, "resetDevice", tr("Reset optical device to its preset"), {},
               optics([](OpticsPage& page) { page.resetDevice(); }));
}

void MainWindow::buildHelpMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    addCommand(menu, "commandPalette", tr("&Commands…"), Qt::CTRL | Qt::Key_K, [this] {
        auto* palette = new CommandPalette(d->commands, this);
        palette->setAttribute(Qt::WA_DeleteOnClose);
        palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, 60)));
        palette->show();
        palette->edit()->setFocus();
    });
    addCommand(menu, "shortcuts", tr("Keyboard &shortcuts"), QKeySequence::HelpContents,
               [this] { (new ShortcutsDialog(d->commands, this))->show(); });
    menu->addSeparator();
    addCommand(menu, "about", tr("&About Mixlens"), {},
               [this] { (new AboutDialog(d->facts, this))->show(); });
}

/// Through the heads of the focus lane's layer; before the first and after the last comes their mean.
void MainWindow::stepHead(int by)
{
    Workbench& workbench = d->workbench;
    const AnalysisPtr analysis = workbench.analysis(workbench.focusLane());
    if (!analysis || workbench.layer() >= analysis->encoder->layerCount())
        return;
    const Index heads = analysis->encoder->mixer(workbench.layer()).heads();
    const Index stops = heads + 1; // the mean is stop 0, head h is stop h + 1
    const Index next = (workbench.head().value_or(-1) + 1 + by + stops) % stops;
    workbench.setHead(next == 0 ? std::nullopt : std::optional<Index>(next - 1));
}

void MainWindow::refreshActions()
{
    const Workbench& workbench = d->workbench;
    d->lenses->actions().at(workbench.lens() == Lens::Influence ? 0 : 1)->setChecked(true);
    d->padding->setChecked(workbench.showsPadding());
    d->special->setChecked(workbench.showsSpecialTokens());
    d->focusLane->clear();
    for (std::size_t lane = 0; lane < workbench.lanes().size(); ++lane) {
        QAction* action = d->focusLane->addAction(QString::fromStdString(workbench.lanes()[lane].title));
        action->setCheckable(true);
        action->setChecked(lane == workbench.focusLane());
        connect(action, &QAction::triggered, this, [this, lane] { d->workbench.setFocusLane(lane); });
    }
}

} // namespace mixlens::ui
