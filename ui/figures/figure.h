#pragma once

#include "ui/style/theme.h"

#include <QAbstractTableModel>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <memory>

class QPainter;

namespace mixlens::ui {

/// A plot as a value: it can be painted at any size on any device, told in one sentence, and read as a table.
/// Views show figures and add interaction, exports write them, the command line makes both without a window.
class Figure
{
public:
    virtual ~Figure() = default;

    [[nodiscard]] virtual QString title() const = 0;
    /// One sentence with the figure's main number, for screen readers and captions.
    [[nodiscard]] virtual QString summary() const = 0;
    /// Size in points at which all labels are readable.
    [[nodiscard]] virtual QSizeF preferredSize() const = 0;
    /// Draws everything, axes and labels included, inside `area`, and nothing outside. Units are points.
    virtual void paint(QPainter& painter, const QRectF& area, const Theme& theme) const = 0;
    /// The same numbers, unrounded and complete (zero frequency and Nyquist too). Independent of the figure's
    /// lifetime.
    [[nodiscard]] virtual std::unique_ptr<QAbstractTableModel> table() const = 0;
};

using FigurePtr = std::shared_ptr<const Figure>;

} // namespace mixlens::ui
