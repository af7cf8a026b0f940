#include "app/window.h"

#include "app/console.h"
#include "app/data_folders.h"
#include "app/platform.h"
#include "core/bench/environment.h"
#include "ui/default_lanes.h"
#include "ui/engine/engine_client.h"
#include "ui/main_window.h"
#include "ui/panels/samples.h"
#include "ui/workbench.h"

#include <QApplication>
#include <QFileInfo>
#include <QSize>
#include <QStringList>
#include <QTimer>

#include <algorithm>
#include <array>

namespace mixlens {

namespace {

using ui::MainWindow;

constexpr std::array<std::string_view, 5> workspaces{"compare", "mixers", "spectrum", "optics", "bench"};
constexpr std::array<std::string_view, 3> themes{"system", "light", "dark"};

constexpr std::array options{
    OptionSpec{"sentence", "TEXT", "the sentence to open with"},
    OptionSpec{"workspace", "compare|mixers|spectrum|optics|bench", "the workspace to open with"},
    OptionSpec{"theme", "system|light|dark", "colours"},
    OptionSpec{"window-size", "WIDTHxHEIGHT", "size of the window, in points"},
    OptionSpec{"screenshot", "FILE.png", "save the window once all is drawn and timed, then quit"},
};

template<std::size_t count>
std::size_t indexOf(const std::array<std::string_view, count>& choices, const std::string& given)
{
    return static_cast<std::size_t>(std::ranges::find(choices, std::string_view(given)) - choices.begin());
}

QString path(const std::string& bytes)
{
    return QString::fromLocal8Bit(bytes.c_str());
}

/// "1100x680"; empty when not asked for.
Result<QSize> windowSize(const Arguments& arguments)
{
    const auto given = arguments.text("window-size");
    if (!given)
        return QSize();
    const QStringList sides = QString::fromStdString(*given).split(QLatin1Char('x'));
    bool wide = false;
    bool high = false;
    const QSize size(sides.value(0).toInt(&wide), sides.value(1).toInt(&high));
    if (sides.size() != 2 || !wide || !high || size.isEmpty() || size.width() > 16384 ||
        size.height() > 16384)
        return failure(Error::Code::Usage,
                       "--window-size is '" + *given + "', but it takes width and height, as in 1280x800.");
    return size;
}

/// Saves the window when every lane has answered and been timed, or has failed, and a benchmark that is shown
/// has been summarised.
void takeScreenshot(MainWindow& window, ui::EngineClient& engine, const ui::Workbench& workbench,
                    const QString& file)
{
    const auto save = [&window, file] {
        QTimer::singleShot(0, &window,
                           [&window, file] { QApplication::exit(window.grab().save(file) ? 0 : 1); });
    };
    const auto shoot = [&window, &engine, save] {
        if (!engine.isStudying())
            return save();
        QObject::connect(&engine, &ui::EngineClient::studyReady, &window, save);
        QObject::connect(&engine, &ui::EngineClient::studyFailed, &window, save);
    };
    QObject::connect(&engine, &ui::EngineClient::timed, &window, [shoot](const LaneTimings& timings) {
        if (std::ranges::all_of(
                timings, [](const LaneTiming& lane) { return lane.seconds.size() >= LiveTimingJob::rounds; }))
            shoot();
    });
    QObject::connect(&engine, &ui::EngineClient::idle, &window, [shoot, &workbench] {
        for (std::size_t lane = 0; lane < workbench.lanes().size(); ++lane)
            if (workbench.analysis(lane))
                return;
        shoot();
    });
}

} // namespace

std::span<const OptionSpec> windowOptions() noexcept
{
    return options;
}

Result<void> runWindow(const Arguments& arguments, int argc, char** argv)
{
    const auto workspace = arguments.choice("workspace", workspaces);
    const auto theme = arguments.choice("theme", themes);
    const auto size = windowSize(arguments);
    if (const Error* problem = firstError(workspace, theme, size))
        return tl::unexpected(*problem);
    for (const std::string& file : arguments.files())
        if (!QFileInfo::exists(path(file)))
            return failure(Error::Code::NotFound,
                           "There is no file or folder '" + file + "'; check its name.");
    if (const std::string problem = displayProblem(); !problem.empty())
        return failure(Error::Code::OutOfMemory, problem);

    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("mixlens"));
    QApplication::setApplicationDisplayName(QStringLiteral("Mixlens"));
    QApplication::setOrganizationName(QStringLiteral("mixlens"));
    QApplication::setApplicationVersion(QStringLiteral(MIXLENS_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("mixlens"));
    if (const std::string problem = fontProblem(); !problem.empty())
        complain(problem);

    ui::EngineClient engine(modelFolders());
    ui::Workbench workbench(engine);
    MainWindow window(workbench,
                      {QStringLiteral(MIXLENS_VERSION), QString::fromStdString(environment().kernels),
                       QString::fromStdString(environment().fft)});
    window.setRunsFolder(runsFolder());
    window.setSentenceFile(dataFolder() / "sentences" / "held-out.txt");
    if (arguments.has("theme"))
        window.setThemeChoice(std::array{ui::ThemeChoice::System, ui::ThemeChoice::Light,
                                         ui::ThemeChoice::Dark}[indexOf(themes, *theme)]);
    if (arguments.has("workspace"))
        window.setWorkspace(static_cast<MainWindow::Workspace>(indexOf(workspaces, *workspace)));
    const auto sentence = arguments.text("sentence");
    workbench.open(ui::defaultLanes(), sentence ? QString::fromStdString(repairedText(*sentence, "sentence"))
                                                : ui::samples().front().text);
    for (const std::string& file : arguments.files()) {
        if (QFileInfo(path(file)).isDir())
            window.openModelFolder(path(file));
        else if (path(file).endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
            window.openResultFile(path(file));
        else
            window.openSentenceFile(path(file));
    }
    if (!size->isEmpty())
        window.resize(*size);
    const auto screenshot = arguments.text("screenshot");
    if (screenshot)
        takeScreenshot(window, engine, workbench, path(*screenshot));
    window.show();
    if (QApplication::exec() != 0)
        return failure(Error::Code::Unreadable, "The picture '" + screenshot.value_or("") +
                                                    "' cannot be written; check the folder and the disk.");
    return {};
}

} // namespace mixlens
