#include "ui/figures/optical_planes.h"

#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::OpticalPlanes)
};

constexpr QChar narrowSpace(0x202F);

template<class Map>
std::shared_ptr<const Matrix> mapped(ConstFieldView field, Map map)
{
    auto result = std::make_shared<Matrix>(field.shape());
    for (Index row = 0; row < field.rows(); ++row)
        std::ranges::transform(field.row(row), result->view().row(row).begin(), map);
    return result;
}

QString withUnit(double value, const char* unit)
{
    return QString::number(value, 'g', 4).replace(u'-', QChar(0x2212)) + narrowSpace +
           QString::fromUtf8(unit);
}

QString rateText(double value, const QString& unit)
{
    constexpr std::array prefixes{std::pair{1e12, 'T'}, std::pair{1e9, 'G'}, std::pair{1e6, 'M'},
                                  std::pair{1e3, 'k'}};
    for (const auto& [factor, prefix] : prefixes)
        if (value >= 0.9995 * factor)
            return QString::number(value / factor, 'g', 3) + narrowSpace + QLatin1Char(prefix) + unit;
    return QString::number(value, 'g', 3) + narrowSpace + unit;
}

bool isShare(std::string_view key)
{
    constexpr std::array<std::string_view, 4> shares{"fill", "detector_fill", "quantum_efficiency",
                                                     "wall_plug"};
    return std::ranges::find(shares, key) != shares.end();
}

} // namespace

std::shared_ptr<const Matrix> realPart(ConstFieldView field)
{
    return mapped(field, [](std::complex<float> a) { return a.real(); });
}

std::shared_ptr<const Matrix> magnitude(ConstFieldView field)
{
    return mapped(field, [](std::complex<float> a) { return std::abs(a); });
}

std::shared_ptr<const Matrix> intensity(ConstFieldView field)
{
    return mapped(field, [](std::complex<float> a) { return std::norm(a); });
}

Matrix zeroOrderInMiddle(ConstMatrixView plane)
{
    Matrix shifted(plane.shape());
    for (Index row = 0; row < plane.rows(); ++row)
        for (Index col = 0; col < plane.cols(); ++col)
            shifted((row + plane.rows() / 2) % plane.rows(), (col + plane.cols() / 2) % plane.cols()) =
                plane(row, col);
    return shifted;
}

double largestMagnitude(ConstMatrixView values) noexcept
{
    float largest = 0.0F;
    for (Index row = 0; row < values.rows(); ++row)
        for (const float value : values.row(row))
            if (std::isfinite(value))
                largest = std::max(largest, std::abs(value));
    return static_cast<double>(largest);
}

std::vector<AxisLabel> binLabels(Index count, bool centred)
{
    std::vector<AxisLabel> labels;
    for (Index at = 0; at < count; ++at)
        labels.push_back({QString::number(at - (centred ? count / 2 : 0)).replace(u'-', QChar(0x2212))});
    return labels;
}

QString lengthText(double metres)
{
    const double size = std::abs(metres);
    if (size == 0.0)
        return QStringLiteral("0") + narrowSpace + QLatin1Char('m');
    if (size < 1.9995e-6)
        return withUnit(metres * 1e9, "nm");
    if (size < 0.99995e-3)
        return withUnit(metres * 1e6, "µm");
    return size < 0.99995 ? withUnit(metres * 1e3, "mm") : withUnit(metres, "m");
}

QString electronText(double electrons)
{
    const QString number =
        std::abs(electrons) >= 1000.0 && std::abs(electrons) < 1e7 ? countText(std::llround(electrons))
        : std::abs(electrons) < 1000.0 ? QString::number(electrons, 'g', 3).replace(u'-', QChar(0x2212))
                                       : numberText(electrons);
    return number + narrowSpace + QStringLiteral("e⁻");
}

QString deviceText(const optics::DeviceSpec& device, std::string_view key)
{
    const optics::DeviceField* field = optics::findField(key);
    if (field == nullptr)
        return {};
    const double value = (device.*field->member).value;
    if (!field->names.empty()) {
        const auto at = static_cast<std::size_t>(std::max(0.0, value));
        const std::string_view name = at < field->names.size() ? field->names[at] : std::string_view();
        return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    if (field->isSwitch())
        return value > 0.0 ? Words::tr("on") : Words::tr("off");
    if (field->zeroIsOff && value == 0.0)
        return Words::tr("off");
    if (field->unit == "m")
        return lengthText(value);
    if (field->unit == "s")
        return secondsText(value);
    if (field->unit == "J")
        return energyText(value);
    if (field->unit == "J/bit")
        return energyText(value) + Words::tr("/bit");
    if (field->unit == "e-")
        return electronText(value);
    if (field->unit == "1/s")
        return rateText(value, QStringLiteral("S/s"));
    if (field->unit == "B/s")
        return rateText(value, QStringLiteral("B/s"));
    if (field->unit == "1")
        return isShare(key)
                   ? shareText(value)
                   : (field->whole ? countText(std::llround(value)) : QString::number(value, 'g', 4));
    return QString::number(value, 'g', 4).replace(u'-', QChar(0x2212)) + narrowSpace +
           QString::fromUtf8(field->unit.data(), static_cast<qsizetype>(field->unit.size()));
}

} // namespace mixlens::ui
