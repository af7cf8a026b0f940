#include "ui/panels/field_scale.h"

#include "ui/figures/optical_planes.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(FieldScale)
};

constexpr int fineSteps = 400;
constexpr double decadesOfSigned = 7.0; ///< from the largest magnitude down to the step next to zero
constexpr double evenRatio = 50.0;      ///< ranges wider than this are walked by ratio

enum class Walk { Whole, Even, Ratio, SignedRatio };

Walk walkOf(const optics::DeviceField& field)
{
    if (field.whole && field.most - field.least <= fineSteps)
        return Walk::Whole;
    if (field.least < 0.0)
        return Walk::SignedRatio;
    return field.least > 0.0 && field.most / field.least > evenRatio ? Walk::Ratio : Walk::Even;
}

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// "1.2×10⁻⁷" and all kinds of spaces and minus signs become what toDouble() reads.
QString plain(const QString& typed)
{
    static const QString superscripts = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString out;
    for (const QChar c : typed) {
        if (c.isSpace())
            continue;
        const auto digit = superscripts.indexOf(c);
        if (digit >= 0)
            out += QString::number(digit);
        else if (c == QChar(0x2212) || c == QChar(0x207B))
            out += u'-';
        else if (c == QChar(0x03BC) || c == QChar(0x00B5)) // both look like micro
            out += u'u';
        else
            out += c;
    }
    return out.replace(QStringLiteral("×10"), QStringLiteral("e"));
}

QStringList unitsOf(const optics::DeviceField& field)
{
    QString unit = text(field.unit);
    if (unit == QLatin1String("1"))
        return {};
    QStringList units{unit};
    if (unit == QLatin1String("1/s"))
        units += {QStringLiteral("S/s"), QStringLiteral("Hz")};
    if (unit == QLatin1String("bit"))
        units += QStringLiteral("bits");
    return units;
}

/// The factor that a unit with or without prefix stands for; none for another unit.
std::optional<double> factorOf(const optics::DeviceField& field, const QString& suffix)
{
    if (suffix.isEmpty())
        return 1.0;
    if (suffix == QLatin1String("%") && field.unit == "1")
        return 0.01;
    // "e⁻" has become "e-".
    constexpr std::array prefixes{std::pair{u'a', 1e-18}, std::pair{u'f', 1e-15}, std::pair{u'p', 1e-12},
                                  std::pair{u'n', 1e-9},  std::pair{u'u', 1e-6},  std::pair{u'm', 1e-3},
                                  std::pair{u'k', 1e3},   std::pair{u'M', 1e6},   std::pair{u'G', 1e9},
                                  std::pair{u'T', 1e12}};
    for (const QString& unit : unitsOf(field)) {
        if (suffix == unit)
            return 1.0;
        if (suffix.size() != unit.size() + 1 || !suffix.endsWith(unit))
            continue;
        for (const auto& [letter, factor] : prefixes)
            if (suffix.front() == QChar(letter))
                return factor;
    }
    return std::nullopt;
}

} // namespace

int sliderSteps(const optics::DeviceField& field)
{
    return walkOf(field) == Walk::Whole ? static_cast<int>(field.most - field.least) : fineSteps;
}

int sliderStepOf(const optics::DeviceField& field, double value)
{
    const double bounded = std::clamp(std::isfinite(value) ? value : field.least, field.least, field.most);
    double share = 0.0;
    switch (walkOf(field)) {
    case Walk::Whole:
        return static_cast<int>(std::lround(bounded - field.least));
    case Walk::Even:
        share = (bounded - field.least) / (field.most - field.least);
        break;
    case Walk::Ratio:
        share = std::log(bounded / field.least) / std::log(field.most / field.least);
        break;
    case Walk::SignedRatio: {
        const double largest = bounded < 0.0 ? -field.least : field.most;
        const double side =
            bounded == 0.0 ? 0.0
                           : std::max(0.0, 1.0 + std::log10(std::abs(bounded) / largest) / decadesOfSigned);
        share = 0.5 + std::copysign(0.5 * side, bounded);
        break;
    }
    }
    return static_cast<int>(std::lround(share * fineSteps));
}

double sliderValueAt(const optics::DeviceField& field, int step)
{
    const double share = static_cast<double>(step) / sliderSteps(field);
    double value = 0.0;
    switch (walkOf(field)) {
    case Walk::Whole:
        return field.least + step;
    case Walk::Even:
        value = field.least + share * (field.most - field.least);
        break;
    case Walk::Ratio:
        value = field.least * std::pow(field.most / field.least, share);
        break;
    case Walk::SignedRatio: {
        if (2 * step == fineSteps)
            return 0.0;
        const double side = std::abs(2.0 * share - 1.0);
        const double largest = share < 0.5 ? field.least : field.most;
        value = largest * std::pow(10.0, (side - 1.0) * decadesOfSigned);
        break;
    }
    }
    // Two digits are what a slider can mean.
    const double digit = std::pow(10.0, std::floor(std::log10(std::max(1e-30, std::abs(value)))) - 1.0);
    value = std::round(value / digit) * digit;
    return std::clamp(field.whole ? std::round(value) : value, field.least, field.most);
}

std::optional<double> typedValue(const optics::DeviceField& field, const QString& typed)
{
    const QString words = plain(typed);
    if (field.zeroIsOff && (words == QLatin1String("off") || words == Words::tr("off")))
        return 0.0;
    static const QRegularExpression shape(
        QStringLiteral("^([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)(.*)$"));
    const QRegularExpressionMatch match = shape.match(words);
    if (!match.hasMatch())
        return std::nullopt;
    const auto factor = factorOf(field, match.captured(2));
    bool isNumber = false;
    const double value = match.captured(1).toDouble(&isNumber);
    if (!isNumber || !factor || !std::isfinite(value))
        return std::nullopt;
    // As decimals: 50 µm is 5e-05 and not 4.9999999999999996e-05.
    return QString::number(value * *factor, 'g', 15).toDouble();
}

QString fieldName(const optics::DeviceField& field)
{
    static const QStringList acronyms{QStringLiteral("slm"),  QStringLiteral("adc"), QStringLiteral("dac"),
                                      QStringLiteral("lo"),   QStringLiteral("rin"), QStringLiteral("prnu"),
                                      QStringLiteral("sram"), QStringLiteral("dram")};
    QStringList words = text(field.key).split(u'_');
    for (QString& word : words)
        if (acronyms.contains(word))
            word = word.toUpper();
    words.front().front() = words.front().front().toUpper();
    return words.join(u' ');
}

QString fieldValueText(const optics::DeviceField& field, double value)
{
    optics::DeviceSpec device;
    (device.*field.member).value = value;
    return deviceText(device, field.key);
}

QString fieldHelp(const optics::DeviceField& field)
{
    QString meaning = text(field.meaning);
    meaning.front() = meaning.front().toUpper();
    QString range;
    if (field.names.empty() && !field.isSwitch()) {
        range =
            Words::tr("%1 to %2").arg(fieldValueText(field, field.least), fieldValueText(field, field.most));
        if (field.zeroIsOff)
            range += Words::tr(", or off");
        range += QStringLiteral(". ");
    }
    return Words::tr("%1. %2In files and commands: %3").arg(meaning, range, text(field.key));
}

} // namespace mixlens::ui
