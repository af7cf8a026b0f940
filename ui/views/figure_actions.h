#pragma once

#include "ui/figures/figure.h"

#include <QString>

class QMimeData;

namespace mixlens::ui {

/// A figure for the clipboard: image/png, image/svg+xml, text/csv and, for editors, its summary as
/// text/plain.
[[nodiscard]] QMimeData* figureMimeData(const Figure& figure); ///< caller owns
/// Rows of the figure's table, tab-separated, headers first.
[[nodiscard]] QString figureValuesText(const Figure& figure);

} // namespace mixlens::ui
