#pragma once

#include "core/analysis/spectrum.h"
#include "ui/figures/figure.h"
#include "ui/figures/plot_paint.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <memory>
#include <numbers>
#include <vector>

// Figures for tests, and ways to read back what was drawn.
namespace mixlens::ui::test {

/// The transform along tokens by its definition, in double: what tokenSpectrum() answers to.
inline std::shared_ptr<const TokenSpectrum> naiveSpectrum(Index tokens, Index hidden,
                                                          const std::function<double(Index, Index)>& value)
{
    auto spectrum = std::make_shared<TokenSpectrum>();
    spectrum->tokens = tokens;
    spectrum->amplitude = Matrix(tokens / 2 + 1, hidden);
    for (Index k = 0; k <= tokens / 2; ++k) {
        double sum = 0.0;
        double largest = 0.0;
        double power = 0.0;
        for (Index m = 0; m < hidden; ++m) {
            std::complex<double> x = 0.0;
            for (Index n = 0; n < tokens; ++n)
                x += value(n, m) *
                     std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k * n % tokens) /
                                         static_cast<double>(tokens));
            const double amplitude =
                std::abs(x) < 1e-9 ? 0.0 : std::abs(x); // exact zeros, as theory has them
            spectrum->amplitude(k, m) = static_cast<float>(amplitude);
            sum += amplitude;
            largest = std::max(largest, amplitude);
            power += amplitude * amplitude * (k == 0 || 2 * k == tokens ? 1.0 : 2.0);
        }
        spectrum->mean.push_back(sum / static_cast<double>(hidden));
        spectrum->max.push_back(largest);
        spectrum->power.push_back(power);
    }
    return spectrum;
}

/// Mean 10, and cosines of 2 and of 5 cycles per sequence with amplitudes 1 and 0.1, the same in every hidden
/// unit: |X| is 10 N, N / 2 and N / 20 at k = 0, 2 and 5, and 0 elsewhere (for N > 10).
inline std::shared_ptr<const TokenSpectrum> chord(Index tokens, Index hidden = 4)
{
    return naiveSpectrum(tokens, hidden, [tokens](Index n, Index) {
        const double turn = 2.0 * std::numbers::pi * static_cast<double>(n) / static_cast<double>(tokens);
        return 10.0 + std::cos(2.0 * turn) + 0.1 * std::cos(5.0 * turn);
    });
}

inline QImage imageOf(const Figure& figure, QSize size, const Theme& theme)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(theme.paper);
    QPainter painter(&image);
    figure.paint(painter, QRectF(QPointF(), QSizeF(size)), theme);
    return image;
}

inline QByteArray svgOf(const Figure& figure, QSize size, const Theme& theme)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(72);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    QPainter painter(&generator);
    figure.paint(painter, QRectF(QPointF(), QSizeF(size)), theme);
    painter.end();
    return bytes;
}

struct DrawnText
{
    QString text;
    QPointF at; ///< left end of the baseline
    double size = 0.0;
    QString colour;
};

inline std::vector<DrawnText> textsIn(const QByteArray& svg)
{
    std::vector<DrawnText> texts;
    QXmlStreamReader xml(svg);
    QString fill;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        if (xml.name() == QLatin1String("g") && attributes.hasAttribute(QLatin1String("stroke")))
            fill = attributes.value(QLatin1String("stroke")).toString();
        if (xml.name() != QLatin1String("text"))
            continue;
        DrawnText text;
        text.at = {attributes.value(QLatin1String("x")).toDouble(),
                   attributes.value(QLatin1String("y")).toDouble()};
        text.size = attributes.value(QLatin1String("font-size")).toDouble();
        text.colour = attributes.value(QLatin1String("fill")).toString();
        text.text = xml.readElementText().trimmed();
        texts.push_back(text);
    }
    return texts;
}

inline const DrawnText* find(const std::vector<DrawnText>& texts, const QString& wanted)
{
    const auto found =
        std::ranges::find_if(texts, [&](const DrawnText& text) { return text.text == wanted; });
    return found == texts.end() ? nullptr : &*found;
}

inline bool contains(const std::vector<DrawnText>& texts, const QString& part)
{
    return std::ranges::any_of(texts, [&](const DrawnText& text) { return text.text.contains(part); });
}

/// Width of a drawn text from its font size.
inline double widthOf(const DrawnText& text)
{
    QFont font = plotFont();
    font.setPixelSize(static_cast<int>(std::lround(text.size)));
    return textWidth(font, text.text);
}

/// Bounds of every coordinate in an SVG drawing, texts with their width.
inline QRectF inkOf(const QByteArray& svg)
{
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    const auto add = [&](double x, double y) {
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = std::max(bottom, y);
    };
    static const QRegularExpression number(QStringLiteral("-?[0-9.]+(?:e-?[0-9]+)?"));
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        const auto value = [&](const char* name) { return attributes.value(QLatin1String(name)).toDouble(); };
        if (xml.name() == QLatin1String("rect")) {
            add(value("x"), value("y"));
            add(value("x") + value("width"), value("y") + value("height"));
        } else if (xml.name() == QLatin1String("circle") || xml.name() == QLatin1String("ellipse")) {
            const double radius = std::max({value("r"), value("rx"), value("ry")});
            add(value("cx") - radius, value("cy") - radius);
            add(value("cx") + radius, value("cy") + radius);
        } else if (xml.name() == QLatin1String("path") || xml.name() == QLatin1String("polyline") ||
                   xml.name() == QLatin1String("polygon")) {
            const QString points = attributes.value(QLatin1String("d")).toString() +
                                   attributes.value(QLatin1String("points")).toString();
            std::vector<double> values;
            for (auto match = number.globalMatch(points); match.hasNext();)
                values.push_back(match.next().captured().toDouble());
            for (std::size_t i = 0; i + 1 < values.size(); i += 2)
                add(values[i], values[i + 1]);
        }
    }
    for (const DrawnText& text : textsIn(svg)) {
        add(text.at.x(), text.at.y() - text.size);
        add(text.at.x() + widthOf(text), text.at.y() + 0.25 * text.size);
    }
    return {QPointF(left, top), QPointF(right, bottom)};
}

/// Pairs of texts whose boxes overlap by more than a hair.
inline QStringList overlapsIn(const QByteArray& svg)
{
    const std::vector<DrawnText> texts = textsIn(svg);
    QStringList overlaps;
    const auto box = [](const DrawnText& text) {
        return QRectF(text.at.x(), text.at.y() - 0.72 * text.size, widthOf(text), 0.72 * text.size);
    };
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t j = i + 1; j < texts.size(); ++j)
            if (!texts[i].text.isEmpty() && !texts[j].text.isEmpty() &&
                box(texts[i]).adjusted(0.3, 0.3, -0.3, -0.3).intersects(box(texts[j])))
                overlaps.append(QStringLiteral("'%1' over '%2'").arg(texts[i].text, texts[j].text));
    return overlaps;
}

} // namespace mixlens::ui::test
