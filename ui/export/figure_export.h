#pragma once

#include "core/base/result.h"
#include "ui/figures/figure.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <span>

namespace mixlens::ui {

enum class FigureFormat { Png, Svg, Pdf, Csv, Json };

/// From a file's suffix. Usage, with the suffixes that exist, for any other.
[[nodiscard]] Result<FigureFormat> formatOfFile(const QString& path);
[[nodiscard]] QString suffixOf(FigureFormat format); ///< "png"

struct SizePreset
{
    QString id;    ///< "column", "full", "slide", "screen"
    QString name;  ///< for people
    QSizeF points; ///< null height or width: the figure's preferred one, in proportion
};
[[nodiscard]] std::span<const SizePreset> sizePresets();

struct ExportOptions
{
    FigureFormat format = FigureFormat::Png;
    QSizeF points;     ///< size of the picture; null: the figure's preferred one
    int dpi = 300;     ///< of PNG
    bool dark = false; ///< light also when the interface is dark
};
/// The size that a preset gives this figure: never too low for its labels.
[[nodiscard]] QSizeF pointsFor(const SizePreset& preset, const Figure& figure);

/// The whole file, in memory. `provenance` goes inside: a text chunk of PNG, <metadata> of SVG, attachments
/// of PDF (data.csv, provenance.json), '#' lines of CSV, a member of JSON.
[[nodiscard]] Result<QByteArray> renderFigure(const Figure& figure, const ExportOptions& options,
                                              const QJsonObject& provenance);

/// renderFigure() to a file, atomically: after a failure the old file is whole.
[[nodiscard]] Result<void> exportFigure(const Figure& figure, const QString& path,
                                        const ExportOptions& options, const QJsonObject& provenance);

} // namespace mixlens::ui
