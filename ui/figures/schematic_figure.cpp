#include "ui/figures/schematic_figure.h"

#include "ui/figures/hollow_paint.h"
#include "ui/figures/log_axes.h"
#include "ui/figures/optical_planes.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SchematicFigure)
};

constexpr double nameHeight = 12.0;
constexpr double valueHeight = 10.5;
constexpr double spacingHeight = 14.0;
constexpr double thumbnailName = 11.0;

PlaneThumbnail signedPlane(const QString& name, std::shared_ptr<const Matrix> values)
{
    const double most = values ? largestMagnitude(values->view()) : 0.0;
    return {name,
            std::move(values),
            HeatColours::Diverging,
            HeatScale::Linear,
            -std::max(most, 1e-30),
            std::max(most, 1e-30)};
}

} // namespace

SchematicSpec schematicSpec(const optics::DeviceSpec& device, Shape input, const optics::BenchRun* run)
{
    SchematicSpec spec;
    spec.title = Words::tr("Optical bench");
    spec.device = device;
    spec.input = input;
    spec.modulator = signedPlane(Words::tr("transmission"), nullptr);
    spec.focal = {Words::tr("|F|², log"), nullptr};
    spec.receiver = signedPlane(Words::tr("readings"), nullptr);
    if (run == nullptr)
        return spec;
    for (const optics::FieldPlane& plane : run->planes) {
        if (plane.amplitude.empty())
            continue;
        if (plane.name == "modulator")
            spec.modulator = signedPlane(spec.modulator.name, realPart(plane.amplitude.view()));
        if (plane.name == "detector") {
            auto light =
                std::make_shared<const Matrix>(zeroOrderInMiddle(intensity(plane.amplitude.view())->view()));
            const double most = std::max(largestMagnitude(light->view()), 1e-30);
            spec.focal = {spec.focal.name,        std::move(light), HeatColours::Sequential,
                          HeatScale::Logarithmic, 1e-4 * most,      most};
        }
    }
    if (!run->difference.empty() && largestMagnitude(run->difference.view()) > 0.0) {
        spec.receiver = signedPlane(
            spec.receiver.name, std::make_shared<const Matrix>(zeroOrderInMiddle(run->difference.view())));
    } else if (!run->frames.empty() && !run->frames.front().electrons.empty()) {
        // A device that works in tiles has no readings of the whole plane; its planes are of a pass of all.
        const optics::CameraFrame& frame = run->frames.front();
        auto electrons = std::make_shared<const Matrix>(zeroOrderInMiddle(frame.electrons.view()));
        const double most = std::max(largestMagnitude(electrons->view()), 1e-30);
        spec.receiver = {
            Words::tr("electrons, %1")
                .arg(QString::fromUtf8(frame.name.data(), static_cast<qsizetype>(frame.name.size()))),
            std::move(electrons),
            HeatColours::Sequential,
            HeatScale::Linear,
            0.0,
            most};
    }
    return spec;
}

SchematicFigure::SchematicFigure(SchematicSpec spec) : m_spec(std::move(spec)) {}

SchematicLayout SchematicFigure::layoutIn(const QRectF& area) const
{
    SchematicLayout layout;
    const QRectF inner = FigurePaper::inside(area);
    layout.note = fittingNote(
        inner,
        {m_spec.note, Words::tr("Simulated. The lens adds up all light of one direction in one point of its "
                                "focal plane: a Fourier transform.")});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const double height = std::max(60.0, body.height());
    const double symbol = std::clamp(0.30 * height, 26.0, 130.0);
    const double rest = height - nameHeight - symbol - spacingHeight;
    double pictures = std::min(0.42 * height, rest - valueHeight);
    if (pictures < thumbnailName + 24.0)
        pictures = 0.0; // values come first
    layout.valueLines = std::clamp(static_cast<int>((rest - pictures - 4.0) / valueHeight), 0, 5);
    if (pictures > 0.0)
        pictures = rest - layout.valueLines * valueHeight - 4.0;

    const double column = body.width() / static_cast<double>(benchElements.size());
    const double symbolTop = body.top() + nameHeight;
    layout.axis = symbolTop + symbol / 2;
    const double wordsTop = symbolTop + symbol + spacingHeight;
    const double wordsHeight = layout.valueLines * valueHeight;
    layout.bench = {body.left(), body.top(), body.width(), wordsTop + wordsHeight - body.top()};
    layout.spacings = {body.left(), symbolTop + symbol, body.width(), spacingHeight};
    for (std::size_t i = 0; i < benchElements.size(); ++i) {
        const double left = body.left() + static_cast<double>(i) * column;
        layout.elements[i] = {left, body.top(), column, layout.bench.height()};
        layout.words[i] = {left + 2.0, wordsTop, column - 4.0, wordsHeight};
        const double middle = left + column / 2;
        const double wide = std::min(0.62 * column, 1.1 * symbol);
        const auto box = [&](double width, double tall) {
            return QRectF(middle - width / 2, layout.axis - tall / 2, width, tall);
        };
        switch (benchElements[i]) {
        case BenchElement::Laser:
            layout.symbols[i] = box(wide, 0.34 * symbol);
            break;
        case BenchElement::Modulator:
            layout.symbols[i] = box(std::min(0.16 * column, 14.0), 0.72 * symbol);
            break;
        case BenchElement::Lens:
            layout.symbols[i] = box(std::min(0.26 * column, 0.28 * symbol), 0.98 * symbol);
            break;
        case BenchElement::Receiver:
            layout.symbols[i] = box(std::min(0.16 * column, 14.0), 0.86 * symbol);
            break;
        case BenchElement::Converter:
        case BenchElement::Recovery:
            layout.symbols[i] = box(wide, std::min(0.62 * symbol, wide));
            break;
        }
    }
    if (pictures > 0.0) {
        const double top = wordsTop + wordsHeight + 4.0 + thumbnailName;
        const double tall = body.bottom() - top - 1.0;
        for (std::size_t i = 0; i < 3; ++i) {
            const double middle = body.left() + (2.0 * static_cast<double>(i) + 1.0) * column;
            const double wide = std::min(2.0 * column - 10.0, 2.4 * tall);
            layout.thumbnails[i] = {middle - wide / 2, top, wide, tall};
        }
    }
    return layout;
}

std::optional<BenchElement> SchematicFigure::elementAt(QPointF point, const QRectF& area) const
{
    const SchematicLayout layout = layoutIn(area);
    for (std::size_t i = 0; i < benchElements.size(); ++i)
        if (layout.elements[i].contains(point))
            return benchElements[i];
    return {};
}

QString SchematicFigure::title() const
{
    return m_spec.title;
}

QString SchematicFigure::summary() const
{
    const optics::DeviceSpec& device = m_spec.device;
    return Words::tr("Simulated bench: light of %1, modulators of %2, a lens of f = %3, a %4 receiver, "
                     "converters of %5.")
        .arg(deviceText(device, "wavelength"), valuesOf(BenchElement::Modulator).front(),
             deviceText(device, "focal_length"), deviceText(device, "detection"),
             valuesOf(BenchElement::Converter).front());
}

QSizeF SchematicFigure::preferredSize() const
{
    return {680.0, 300.0};
}

std::unique_ptr<QAbstractTableModel> SchematicFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    const auto text = [](std::string_view words) {
        return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
    };
    for (const BenchElement element : benchElements)
        for (const std::string_view key : benchElementFields(element)) {
            const optics::DeviceField& field = *optics::findField(key);
            const optics::DeviceValue& value = m_spec.device.*field.member;
            rows.push_back({benchElementName(element), text(key), value.value, text(field.unit),
                            deviceText(m_spec.device, key), text(field.meaning),
                            QString::fromStdString(value.source)});
        }
    return std::make_unique<ColumnTable>(QStringList{Words::tr("element"), Words::tr("setting"),
                                                     Words::tr("value"), Words::tr("unit"), Words::tr("text"),
                                                     Words::tr("meaning"), Words::tr("source")},
                                         std::move(rows));
}

} // namespace mixlens::ui
