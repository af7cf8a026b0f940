#pragma once

#include "ui/figures/figure.h"
#include "ui/panels/about_dialog.h"
#include "ui/style/theme.h"

#include <QJsonObject>
#include <QKeySequence>
#include <QMainWindow>

#include <filesystem>
#include <functional>
#include <memory>

class QAction;
class QMenu;

namespace mixlens::ui {

class BenchPage;
class ComparePage;
class Inspector;
class LiveTimingPanel;
class MixersPage;
class OpticsPage;
class SentenceBar;
class SpectrumPage;
class StatusLine;
class Workbench;

/// The window: the sentence on top, workspaces on the left, one of them in the middle, inspector and live
/// timing in docks. Everything that can be done is an action in a menu; palette and list of shortcuts read
/// those.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    enum class Workspace { Compare, Mixers, Spectrum, Optics, Bench };

    MainWindow(Workbench& workbench, const AboutFacts& facts, QWidget* parent = nullptr);
    ~MainWindow() override;

    void setWorkspace(Workspace workspace);
    [[nodiscard]] Workspace workspace() const;
    void setThemeChoice(ThemeChoice choice);

    /// The file's text becomes the sentence; a problem is told below the sentence.
    void openSentenceFile(const QString& path);
    /// A further lane with this model, or the focus lane's where there are four already.
    void openModelFolder(const QString& path);
    /// A benchmark's result file, drawn on the Bench workspace, or a device or a precision sweep, which the
    /// Optics workspace shows.
    void openResultFile(const QString& path);
    /// Where benchmarks are kept; before the Bench workspace is shown. Otherwise they are kept in memory
    /// only.
    void setRunsFolder(std::filesystem::path folder);
    /// Held-out sentences for precision sweeps; before the Optics workspace is shown.
    void setSentenceFile(std::filesystem::path file);

    [[nodiscard]] QList<QAction*> commands() const; ///< every action of the menus
    [[nodiscard]] FigurePtr currentFigure() const;  ///< what copy, export and table act on; may be null
    [[nodiscard]] QString noticeText() const;

    [[nodiscard]] SentenceBar* sentenceBar() const;
    [[nodiscard]] ComparePage* comparePage() const;
    [[nodiscard]] MixersPage* mixersPage() const;
    [[nodiscard]] SpectrumPage* spectrumPage() const;
    [[nodiscard]] OpticsPage* opticsPage(); ///< built when it is first wanted
    [[nodiscard]] BenchPage* benchPage();   ///< the same
    [[nodiscard]] Inspector* inspector() const;
    [[nodiscard]] StatusLine* statusLine() const;

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // main_window.cpp
    void buildPanels();
    void buildDocks();
    void restoreLayout();
    void saveLayout() const;
    template<class Page>
    void serve(Page* page);
    void showPagesOrExplain();
    void putDocksAway(bool away);
    void tell(const QString& problem); ///< inline, below the sentence
    [[nodiscard]] QString whatToDoFirst() const;
    [[nodiscard]] QJsonObject provenanceFor(const FigurePtr& figure) const;
    void showTable(const FigurePtr& figure);
    void showExport(const FigurePtr& figure);
    void copyPicture();

    // main_window_actions.cpp
    void buildActions();
    void buildFileMenu();
    void buildEditMenu();
    void buildViewMenu();
    void buildGoMenu();
    void buildRunMenu();
    void buildHelpMenu();
    void refreshActions();
    void stepHead(int by);
    QAction* addCommand(QMenu* menu, const char* name, const QString& text, const QKeySequence& keys,
                        const std::function<void()>& run);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens::ui
