#pragma once

#include <string>

namespace mixlens {

/// Qt wants a UTF-8 locale and says so on every start without one; takes C.UTF-8 where the shell has none.
/// Call before anything else.
void ensureUtf8Locale();

/// Pictures without a window: Qt's offscreen platform, whatever the shell says.
void drawOffscreen();

/// Empty, or why no window can be opened, and what to do. Asked before QApplication, which would abort.
[[nodiscard]] std::string displayProblem();

/// Turns Qt's last words (no platform plug-in, an X server that refuses) into one sentence and an exit code,
/// where Qt would abort. Other messages go to the standard error as ever.
void catchFatalMessages();

/// Empty, or that there are no fonts, and what to do. Needs a QGuiApplication.
[[nodiscard]] std::string fontProblem();

} // namespace mixlens
