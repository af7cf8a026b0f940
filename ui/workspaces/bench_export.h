#pragma once

#include "core/base/result.h"
#include "core/bench/bench_result.h"

#include <QString>

#include <span>
#include <string>

namespace mixlens::ui {

/// A way to write a whole run.
struct RunFormat
{
    const char* id;     ///< "json", "google", "csv", "markdown", "latex"
    const char* name;   ///< for people, untranslated
    const char* suffix; ///< without the dot
    std::string (*bytes)(const BenchResult&);
};
[[nodiscard]] std::span<const RunFormat> runFormats();

/// Atomic: after a failure the old file is whole.
[[nodiscard]] Result<void> exportRun(const BenchResult& result, const RunFormat& format, const QString& path);

} // namespace mixlens::ui
