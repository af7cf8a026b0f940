#pragma once

#include "ui/style/theme.h"

#include <QRgb>

#include <array>
#include <memory>

namespace mixlens::ui {

/// Colours from the low end (0) to the high end (1) of a scale, as a table: one look-up a pixel.
class ColourMap
{
public:
    static constexpr int size = 1024;

    /// Paper to one hue in equal steps of lightness: nothing looks like nothing.
    [[nodiscard]] static ColourMap sequential(const QColor& paper, const QColor& end);
    /// Cividis, which looks nearly the same to people with and without red-green vision.
    /// Nuñez, Anderton & Renslow 2018, doi:10.1371/journal.pone.0199239.
    [[nodiscard]] static ColourMap cividis();
    /// `negative` – paper – `positive`; equally far from zero means equally far from paper.
    [[nodiscard]] static ColourMap diverging(const QColor& negative, const QColor& paper,
                                             const QColor& positive);
    /// A closed ring of hues for angles: position 0 and 1 are the same colour.
    [[nodiscard]] static ColourMap cyclic();

    [[nodiscard]] const std::array<QRgb, size>& table() const noexcept { return *m_table; }
    /// `position` is clamped to 0 … 1.
    [[nodiscard]] QRgb at(double position) const noexcept;

private:
    using Table = std::array<QRgb, size>;
    explicit ColourMap(std::shared_ptr<const Table> table) : m_table(std::move(table)) {}
    template<class LabAt>
    static ColourMap sampled(LabAt labAt);

    std::shared_ptr<const Table> m_table;
};

} // namespace mixlens::ui
