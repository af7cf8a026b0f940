#include "ui/workspaces/bench_export.h"

#include "core/base/files.h"
#include "core/bench/result_file.h"

#include <QCoreApplication>

#include <array>

namespace mixlens::ui {

std::span<const RunFormat> runFormats()
{
    static constexpr std::array formats{
        RunFormat{"json", QT_TRANSLATE_NOOP("mixlens::ui::BenchPage", "JSON (Mixlens and hyperfine)"), "json",
                  benchJson},
        RunFormat{"google", QT_TRANSLATE_NOOP("mixlens::ui::BenchPage", "JSON (Google Benchmark)"), "json",
                  googleBenchmarkJson},
        RunFormat{"csv", QT_TRANSLATE_NOOP("mixlens::ui::BenchPage", "CSV, every repetition"), "csv",
                  benchCsv},
        RunFormat{"markdown", QT_TRANSLATE_NOOP("mixlens::ui::BenchPage", "Markdown table"), "md",
                  benchMarkdown},
        RunFormat{"latex", QT_TRANSLATE_NOOP("mixlens::ui::BenchPage", "LaTeX table"), "tex", benchLatex},
    };
    return formats;
}

Result<void> exportRun(const BenchResult& result, const RunFormat& format, const QString& path)
{
    return writeFileAtomically(path.toStdString(), format.bytes(result));
}

} // namespace mixlens::ui
