#include "app/platform.h"

#include "app/console.h"

#include <QFontDatabase>
#include <QStringList>
#include <QtGlobal>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <langinfo.h>

namespace mixlens {

namespace {

bool isSet(const char* name)
{
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): no thread runs yet
    return value != nullptr && *value != '\0';
}

/// Qt's remarks about the platform help nobody who typed a command; what matters of them is said in a
/// sentence.
bool isChatter(const QMessageLogContext& context, const QString& message)
{
    return (context.category != nullptr && std::strncmp(context.category, "qt.qpa", 6) == 0) ||
           message.startsWith(QLatin1String("QStandardPaths: "));
}

void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (type != QtFatalMsg) {
        if (!isChatter(context, message))
            std::fprintf(stderr, "%s\n", qPrintable(message));
        return;
    }
    complain(message.contains(QLatin1String("platform plugin"))
                 ? "No window can be opened on this display; start it on a desktop, or use a command such as "
                   "'mixlens report --out report.html', which needs none."
                 : message.toStdString());
    std::fflush(nullptr);
    std::_Exit(static_cast<int>(ExitCode::Resources));
}

} // namespace

void ensureUtf8Locale()
{
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
        return;
    setenv("LC_ALL", "C.UTF-8", 1);
    std::setlocale(LC_ALL, "");
}

void drawOffscreen()
{
    setenv("QT_QPA_PLATFORM", "offscreen", 1);
}

std::string displayProblem()
{
    if (isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM"))
        return {};
    return "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set); start it on a "
           "desktop, or use a command such as 'mixlens report --out report.html', which needs none.";
}

void catchFatalMessages()
{
    qInstallMessageHandler(handleMessage);
}

std::string fontProblem()
{
    // Qt lists fontconfig's generic names even where there is no font behind them.
    static const QStringList generic{QStringLiteral("Monospace"), QStringLiteral("Sans Serif"),
                                     QStringLiteral("Serif")};
    const QStringList families = QFontDatabase::families();
    if (std::ranges::any_of(families, [](const QString& family) { return !generic.contains(family); }))
        return {};
    return "There are no fonts on this machine, so pictures have no readable text; install one, for example "
           "with "
           "'apt install fonts-dejavu-core'.";
}

} // namespace mixlens
