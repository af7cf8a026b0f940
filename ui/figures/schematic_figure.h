#pragma once

#include "core/optics/optical_bench.h"
#include "ui/figures/figure.h"
#include "ui/figures/heat_map_figure.h"

#include <QStringList>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace mixlens::ui {

/// What stands on the bench, in the order of the light. Each is a control: a click asks for its values.
enum class BenchElement { Laser, Modulator, Lens, Receiver, Converter, Recovery };
inline constexpr std::array benchElements{BenchElement::Laser,     BenchElement::Modulator,
                                          BenchElement::Lens,      BenchElement::Receiver,
                                          BenchElement::Converter, BenchElement::Recovery};

[[nodiscard]] QString benchElementName(BenchElement element);
/// The fields of the device that belong to an element, by their keys, in the order of deviceFields().
[[nodiscard]] std::vector<std::string_view> benchElementFields(BenchElement element);

/// A small picture of one plane.
struct PlaneThumbnail
{
    QString name;                         ///< "transmission", "|F|²"
    std::shared_ptr<const Matrix> values; ///< null: the slot says that nothing has passed yet
    HeatColours colours = HeatColours::Sequential;
    HeatScale scale = HeatScale::Linear;
    double low = 0.0, high = 1.0;
};

struct SchematicSpec
{
    QString title;
    QString note;
    optics::DeviceSpec device;
    Shape input; ///< 0 x 0: no sentence yet
    PlaneThumbnail modulator, focal, receiver;
    std::optional<BenchElement> selected;
};

/// Device, input and thumbnails from a run; thumbnails stay empty without one. The zero order is in the
/// middle of focal plane and receiver, as light has it.
[[nodiscard]] SchematicSpec schematicSpec(const optics::DeviceSpec& device, Shape input,
                                          const optics::BenchRun* run);

struct SchematicLayout
{
    QString note;
    QRectF bench;                     ///< elements, axis and rays
    double axis = 0.0;                ///< y of the optical axis
    std::array<QRectF, 6> symbols;    ///< what is drawn, in the order of benchElements
    std::array<QRectF, 6> elements;   ///< what answers to a click: symbol, name and values; side by side
    std::array<QRectF, 6> words;      ///< names and values, above or below the symbols
    std::array<QRectF, 3> thumbnails; ///< modulator, focal plane, receiver; null where there is no room
    QRectF spacings;                  ///< dimension lines; null where there is no room
    int valueLines = 0;               ///< of each element
    [[nodiscard]] QRectF rectOf(BenchElement element) const
    {
        return elements[static_cast<std::size_t>(element)];
    }
};

/// Plan view of the bench: laser, modulator, lens, receiver in the focal plane, converter, digital recovery,
/// with the distances of the device. Rays are schematic and say so.
class SchematicFigure : public Figure
{
public:
    explicit SchematicFigure(SchematicSpec spec);

    [[nodiscard]] const SchematicSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] SchematicLayout layoutIn(const QRectF& area) const;
    /// What a click at `point` means when the figure was painted in `area`.
    [[nodiscard]] std::optional<BenchElement> elementAt(QPointF point, const QRectF& area) const;
    /// "8 bit", "fill 93 %": an element's values, the most telling first.
    [[nodiscard]] QStringList valuesOf(BenchElement element) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    SchematicSpec m_spec;
};

} // namespace mixlens::ui
