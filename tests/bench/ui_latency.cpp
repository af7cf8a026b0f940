// Types a sentence into the real window, key by key, and prints how long people would wait, beside the
// budgets of the design. A program, not a test: run it on a quiet machine, built for release.

#include "core/base/files.h"
#include "ui/default_lanes.h"
#include "ui/engine/engine_client.h"
#include "ui/main_window.h"
#include "ui/panels/sentence_bar.h"
#include "ui/views/heat_map_view.h"
#include "ui/views/token_strip.h"
#include "ui/workbench.h"
#include "ui/workspaces/compare_lane.h"
#include "ui/workspaces/compare_page.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QLineEdit>
#include <QMouseEvent>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

using Times = std::vector<double>; ///< milliseconds

double milliseconds(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double quantileOf(Times sample, double p)
{
    if (sample.empty())
        return 0.0;
    std::sort(sample.begin(), sample.end());
    return sample[static_cast<std::size_t>(p * static_cast<double>(sample.size() - 1) + 0.5)];
}

void print(const char* what, const Times& sample, double budget)
{
    std::printf("%-44s %8.2f %8.2f %8.2f %8.1f  %s\n", what, quantileOf(sample, 0.5),
                quantileOf(sample, 0.95), quantileOf(sample, 1.0), budget,
                quantileOf(sample, 0.95) <= budget ? "kept" : "MISSED");
}

/// Watches how long the interface's thread is busy without a break. Dispatchers differ in when they say that
/// they wait, so the deliveries of events are timed themselves; those that follow each other closely are one
/// stretch.
class WatchedApplication : public QApplication
{
public:
    WatchedApplication(int& argc, char** argv) : QApplication(argc, argv) { m_clock.start(); }

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth++ == 0 && milliseconds(m_clock) - m_end > breath)
            m_begin = milliseconds(m_clock);
        const bool result = QApplication::notify(receiver, event);
        if (--m_depth == 0) {
            m_end = milliseconds(m_clock);
            m_longest = std::max(m_longest, m_end - m_begin);
        }
        return result;
    }

    void resetLongest() { m_longest = 0.0; }
    [[nodiscard]] double longest() const { return m_longest; }

private:
    static constexpr double breath = 0.2; ///< milliseconds without an event that end a stretch

    QElapsedTimer m_clock;
    int m_depth = 0; ///< events sent while another is delivered
    double m_begin = 0.0;
    double m_end = -1.0;
    double m_longest = 0.0;
};

/// Runs the event loop until `done`, at most ten seconds.
void waitFor(const std::function<bool()>& done)
{
    QElapsedTimer timer;
    timer.start();
    while (!done() && milliseconds(timer) < 10000.0)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
}

/// The event loop for a while, as between two keys.
void idleFor(int duration)
{
    QEventLoop loop;
    QTimer::singleShot(duration, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Sees when a widget has been painted.
class PaintWatch : public QObject
{
public:
    explicit PaintWatch(QWidget* widget) { widget->installEventFilter(this); }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            ++paints;
        return QObject::eventFilter(watched, event);
    }
    int paints = 0;
};

double residentMegabytes()
{
    QFile statm(QStringLiteral("/proc/self/statm"));
    if (!statm.open(QIODevice::ReadOnly))
        return 0.0;
    return statm.readAll().split(' ').value(1).toDouble() * 4096.0 / 1e6;
}

/// The window and everything behind it.
struct Stage
{
    EngineClient client{{MIXLENS_MODELS}};
    Workbench workbench{client};
    MainWindow window{workbench, {QStringLiteral("0"), QString(), QString()}};
};

void typeSentence(WatchedApplication& app, Stage& stage, const QString& text, int pause)
{
    Times chips, lanes, busy;
    QLineEdit* edit = stage.window.sentenceBar()->edit();
    stage.workbench.setSentence(QString());
    waitFor([&] { return !stage.workbench.isBusy(); });
    for (const QChar key : text) {
        PaintWatch strip(stage.window.sentenceBar()->strip());
        QElapsedTimer timer;
        bool chipsCame = false;
        double chipTime = -1.0;
        const auto connection =
            QObject::connect(&stage.workbench, &Workbench::tokensChanged, &stage.window,
                             [&](std::size_t lane) { chipsCame = chipsCame || lane == 0; });
        app.resetLongest();
        timer.start();
        edit->insert(QString(key));
        emit edit->textEdited(edit->text());
        waitFor([&] {
            if (chipsCame && strip.paints > 0 && chipTime < 0.0)
                chipTime = milliseconds(timer);
            return !stage.workbench.isBusy() && chipTime >= 0.0;
        });
        QCoreApplication::processEvents(); // the last lane's paint
        lanes.push_back(milliseconds(timer));
        chips.push_back(chipTime);
        QObject::disconnect(connection);
        idleFor(pause);
        busy.push_back(app.longest());
    }
    print("key to chips painted", chips, 8.0);
    print("key to all lanes painted", lanes, 50.0);
    print("longest busy stretch of the window a key", busy, 16.0);
}

void hoverCells(Stage& stage)
{
    Times times;
    const auto& lanes = stage.window.comparePage()->lanes();
    HeatMapView* map = lanes.front()->heatMap();
    for (Index step = 0; step < 60; ++step) {
        const QPoint point = map->layoutNow().rectOf(step % 8, (step * 3) % 8).center().toPoint();
        QElapsedTimer timer;
        timer.start();
        QMouseEvent move(QEvent::MouseMove, point, map->mapToGlobal(point), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(map, &move);
        QCoreApplication::processEvents();
        times.push_back(milliseconds(timer));
    }
    print("hover to crosshair in every view", times, 16.0);
}

void switchThings(Stage& stage)
{
    Times pages, lenses;
    for (int round = 0; round < 15; ++round) {
        for (const auto page : {MainWindow::Workspace::Mixers, MainWindow::Workspace::Spectrum,
                                MainWindow::Workspace::Compare}) {
            QElapsedTimer timer;
            timer.start();
            stage.window.setWorkspace(page);
            QCoreApplication::processEvents();
            pages.push_back(milliseconds(timer));
        }
        for (const auto lens : {Lens::Weight, Lens::Influence}) {
            QElapsedTimer timer;
            timer.start();
            stage.workbench.setLens(lens);
            QCoreApplication::processEvents();
            QCoreApplication::processEvents();
            lenses.push_back(milliseconds(timer));
        }
    }
    print("switch of workspace", pages, 100.0);
    print("switch of lens", lenses, 100.0);
}

} // namespace

int main(int argc, char** argv)
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    WatchedApplication app(argc, argv);
    const QTemporaryDir settings;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());

    Stage stage;
    stage.workbench.open(defaultLanes(),
                         QStringLiteral("the president of the united [MASK] spoke to congress ."));
    stage.window.show();
    waitFor(
        [&] { return !stage.workbench.isBusy() && stage.window.comparePage()->currentFigure() != nullptr; });
    QCoreApplication::processEvents();
    const double firstPaint = milliseconds(sinceStart);

    std::printf("milliseconds%32s %8s %8s %8s %8s\n", "", "p50", "p95", "max", "budget");
    print("start of main to complete first paint", {firstPaint}, 500.0);
    typeSentence(app, stage, QStringLiteral("the keys to the cabinet are on the [MASK] ."), 120);
    stage.client.setLiveTiming(false);
    idleFor(300);
    hoverCells(stage);
    switchThings(stage);
    std::printf("resident memory %.0f MB (budget 250 MB), peak %.0f MB\n", residentMegabytes(),
                static_cast<double>(peakResidentMemory()) / 1e6);
    return 0;
}
