#include "ui/style/number_text.h"

#include <array>
#include <cmath>
#include <span>

namespace mixlens::ui {

namespace {

constexpr QChar narrowSpace(0x202F);
constexpr QChar minus(0x2212);

QString withRealMinus(QString text)
{
    return text.replace(QLatin1Char('-'), minus);
}

QString notFinite(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    return value > 0 ? QStringLiteral("∞") : minus + QStringLiteral("∞");
}

/// Exponent of the leading digit once rounded to `digits`: 9.996 to three digits has exponent 1.
int leadingExponent(double value, int digits)
{
    const QString text = QString::number(std::abs(value), 'e', digits - 1);
    return text.mid(text.indexOf(QLatin1Char('e')) + 1).toInt();
}

/// Digits before and after the point, none lost and none invented; "0" has no sign.
QString fixed(double value, int digits)
{
    if (value == 0.0)
        return QStringLiteral("0");
    const int decimals = std::max(0, digits - 1 - leadingExponent(value, digits));
    return withRealMinus(QString::number(value, 'f', decimals));
}

QString superscript(int exponent)
{
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text = exponent < 0 ? QStringLiteral("⁻") : QString();
    const QString plain = QString::number(std::abs(exponent));
    for (const QChar digit : plain)
        text += digits.at(digit.digitValue());
    return text;
}

struct Prefix
{
    double factor;
    const char16_t* unit;
};

/// In the largest unit of which there is at least one after rounding; below the smallest, in that one.
const Prefix& prefixFor(double value, std::span<const Prefix> prefixes)
{
    const Prefix* best = &prefixes.front();
    for (const Prefix& prefix : prefixes) {
        const double scaled = std::abs(value) / prefix.factor;
        if (scaled != 0.0 && leadingExponent(scaled, 3) >= 0)
            best = &prefix;
    }
    return *best;
}

QString scaled(double value, std::span<const Prefix> prefixes)
{
    if (!std::isfinite(value))
        return notFinite(value);
    const Prefix& prefix = prefixFor(value, prefixes);
    return fixed(value / prefix.factor, 3) + narrowSpace + QString::fromUtf16(prefix.unit);
}

constexpr std::array<Prefix, 5> secondPrefixes{
    {{1e-12, u"ps"}, {1e-9, u"ns"}, {1e-6, u"µs"}, {1e-3, u"ms"}, {1.0, u"s"}}};
constexpr std::array<Prefix, 5> bytePrefixes{
    {{1.0, u"B"}, {1e3, u"kB"}, {1e6, u"MB"}, {1e9, u"GB"}, {1e12, u"TB"}}};
constexpr std::array<Prefix, 7> joulePrefixes{
    {{1e-15, u"fJ"}, {1e-12, u"pJ"}, {1e-9, u"nJ"}, {1e-6, u"µJ"}, {1e-3, u"mJ"}, {1.0, u"J"}, {1e3, u"kJ"}}};

} // namespace

QString numberText(double value, int significantDigits)
{
    if (!std::isfinite(value))
        return notFinite(value);
    const double size = std::abs(value);
    if (size == 0.0 || (size >= 1e-4 && size < 1e6))
        return fixed(value, significantDigits);
    const int exponent = leadingExponent(value, significantDigits);
    const QString scientific = QString::number(value, 'e', significantDigits - 1);
    return withRealMinus(scientific.left(scientific.indexOf(QLatin1Char('e')))) + narrowSpace +
           QStringLiteral("×") + narrowSpace + QStringLiteral("10") + superscript(exponent);
}

QString countText(qint64 count)
{
    QString text = QString::number(count);
    const qsizetype first = count < 0 ? 1 : 0;
    if (text.size() - first > 4) // four digits read well as they are
        for (qsizetype at = text.size() - 3; at > first; at -= 3)
            text.insert(at, narrowSpace);
    return withRealMinus(text);
}

QString secondsText(double seconds)
{
    if (seconds == 0.0)
        return QStringLiteral("0") + narrowSpace + QLatin1Char('s');
    if (!std::isfinite(seconds) || std::abs(seconds) < 59.95)
        return scaled(seconds, secondPrefixes);
    const auto whole = static_cast<qint64>(std::llround(std::abs(seconds)));
    const QString sign = seconds < 0 ? QString(minus) : QString();
    if (whole < 3600)
        return sign + QStringLiteral("%1%3min %2%3s").arg(whole / 60).arg(whole % 60).arg(narrowSpace);
    return sign + QStringLiteral("%1%3h %2%3min").arg(whole / 3600).arg(whole % 3600 / 60).arg(narrowSpace);
}

QString secondsTickText(double seconds)
{
    if (seconds == 0.0 || !std::isfinite(seconds))
        return numberText(seconds);
    const Prefix& prefix = prefixFor(seconds, secondPrefixes);
    return withRealMinus(QString::number(seconds / prefix.factor, 'g', 6)) + narrowSpace +
           QString::fromUtf16(prefix.unit);
}

QString memoryText(double bytes)
{
    if (std::isfinite(bytes) && std::abs(bytes) < 1000.0)
        return withRealMinus(QString::number(bytes, 'f', 0)) + narrowSpace + QLatin1Char('B');
    return scaled(bytes, bytePrefixes);
}

QString energyText(double joules)
{
    return scaled(joules, joulePrefixes);
}

QString decibelText(double decibels)
{
    if (!std::isfinite(decibels))
        return notFinite(decibels) + narrowSpace + QStringLiteral("dB");
    const double rounded = std::round(decibels * 10.0) / 10.0;
    return withRealMinus(QString::number(rounded == 0.0 ? 0.0 : rounded, 'f', 1)) + narrowSpace +
           QStringLiteral("dB");
}

QString shareText(double share)
{
    if (!std::isfinite(share))
        return notFinite(share);
    const double percent = 100.0 * share;
    const QString unit = narrowSpace + QStringLiteral("%");
    if (share > 0.0 && percent < 0.005)
        return QStringLiteral("< 0.01") + unit;
    if (share < 1.0 && percent >= 99.95)
        return QStringLiteral("> 99.9") + unit;
    return (std::abs(percent) < 1.0 ? fixed(percent, percent < 0.1 ? 1 : 2)
                                    : withRealMinus(QString::number(percent, 'f', 1))) +
           unit;
}

QString probabilityText(double value)
{
    if (!std::isfinite(value))
        return notFinite(value);
    if (value > 0.0 && value < 0.0005)
        return QStringLiteral("< 0.001");
    if (value < 1.0 && value >= 0.9995)
        return QStringLiteral("> 0.999");
    return withRealMinus(QString::number(value, 'f', 3));
}

QString angleText(double radians)
{
    return numberText(radians) + narrowSpace + QStringLiteral("rad");
}

QString spreadText(double value, double spread)
{
    if (!std::isfinite(value) || !std::isfinite(spread) || spread <= 0.0)
        return numberText(value) + QStringLiteral(" ± ") + numberText(spread);
    // A leading 1 keeps a second digit: 0.03, but 0.012 (Particle Data Group's rule, roughly).
    const double lead = spread / std::pow(10.0, std::floor(std::log10(spread)));
    const int decimals = (lead < 2.0 ? 1 : 0) - leadingExponent(spread, 1);
    if (decimals > 6 || std::abs(value) >= 1e6)
        return numberText(value) + QStringLiteral(" ± ") + numberText(spread, 2);
    const int shown = std::max(0, decimals);
    return withRealMinus(QString::number(value, 'f', shown)) + QStringLiteral(" ± ") +
           QString::number(spread, 'f', shown);
}

QString secondsRangeText(double low, double high)
{
    if (!std::isfinite(low) || !std::isfinite(high) || high >= 59.95)
        return secondsText(low) + QStringLiteral("–") + secondsText(high);
    const Prefix& prefix = prefixFor(high, secondPrefixes);
    const int decimals = std::max(0, 2 - (high == 0.0 ? 0 : leadingExponent(high / prefix.factor, 3)));
    const auto part = [&](double value) {
        return withRealMinus(QString::number(value / prefix.factor, 'f', decimals));
    };
    return part(low) + QStringLiteral("–") + part(high) + narrowSpace + QString::fromUtf16(prefix.unit);
}

QString quantityText(const Quantity& quantity)
{
    if (quantity.unit == "s")
        return secondsText(quantity.value);
    if (quantity.unit == "J")
        return energyText(quantity.value);
    if (quantity.unit == "dB")
        return decibelText(quantity.value);
    if (quantity.unit == "B" || quantity.unit == "bytes")
        return memoryText(quantity.value);
    if (quantity.unit == "1" || quantity.unit.empty())
        return numberText(quantity.value);
    const QString unit = quantity.unit == "e-" ? QStringLiteral("e⁻") : QString::fromStdString(quantity.unit);
    return numberText(quantity.value) + narrowSpace + unit;
}

} // namespace mixlens::ui
