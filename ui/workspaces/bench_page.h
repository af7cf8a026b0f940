#pragma once

#include "ui/figures/figure.h"

#include <QJsonObject>
#include <QString>
#include <QWidget>

#include <filesystem>
#include <memory>

namespace mixlens::ui {

class BenchDesk;
class Workbench;
struct RunFormat;

/// Workspace 5: at which length one mixer overtakes another on this machine, by how much, and how sure that
/// is.
class BenchPage : public QWidget
{
    Q_OBJECT

public:
    /// `runsFolder` empty: runs are kept in memory only.
    BenchPage(Workbench& workbench, std::filesystem::path runsFolder, QWidget* parent = nullptr);
    ~BenchPage() override;

    [[nodiscard]] BenchDesk& desk() const;
    [[nodiscard]] FigurePtr currentFigure() const; ///< null while there is nothing to show
    [[nodiscard]] FigurePtr memoryFigure() const;
    [[nodiscard]] QJsonObject provenance() const; ///< of those figures

    void run(); ///< the grid in the controls, where it can be measured
    void cancel();
    void pinBaseline();
    void openResultFile(); ///< asks for one
    void openResultFile(const QString& path);
    /// False: the page says why.
    bool exportRun(const RunFormat& format, const QString& path);

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void connectDesk();
    void connectPanels();
    void refreshBar();
    void refreshResult();
    void refreshScene();
    void refreshRuns();
    void showNewest();
    void askWhereToExport(const RunFormat& format);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens::ui
