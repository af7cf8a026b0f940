#include "ui/export/figure_export.h"

#include "core/base/files.h"
#include "ui/export/table_bytes.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QJsonDocument>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::FigureExport)
};

constexpr double pointsPerInch = 72.0;
constexpr double millimetresPerInch = 25.4;
constexpr int pdfResolution = 1200;
const QString provenanceKey = QStringLiteral("mixlens-provenance");

struct Suffix
{
    FigureFormat format;
    QLatin1String text;
};
constexpr std::array<Suffix, 5> suffixes{{{FigureFormat::Png, QLatin1String("png")},
                                          {FigureFormat::Svg, QLatin1String("svg")},
                                          {FigureFormat::Pdf, QLatin1String("pdf")},
                                          {FigureFormat::Csv, QLatin1String("csv")},
                                          {FigureFormat::Json, QLatin1String("json")}}};

/// ASCII only, so that PNG keeps it as plain text whatever reads it; \u escapes are JSON's own.
QByteArray asciiJson(const QJsonObject& object)
{
    const QString text = QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    QByteArray bytes;
    for (const QChar unit : text) {
        if (unit.unicode() < 128)
            bytes += unit.toLatin1();
        else
            bytes += "\\u" + QByteArray::number(unit.unicode(), 16).rightJustified(4, '0');
    }
    return bytes;
}

tl::unexpected<Error> notDrawn(const QString& format)
{
    return failure(
        Error::Code::OutOfMemory,
        Words::tr("The %1 was not drawn: a picture of this size does not fit into memory; choose a smaller "
                  "size or resolution.")
            .arg(format)
            .toStdString());
}

const Theme& themeOf(const ExportOptions& options)
{
    return options.dark ? darkTheme() : lightTheme();
}

Result<QByteArray> png(const Figure& figure, const ExportOptions& options, QSizeF points,
                       const QJsonObject& provenance)
{
    const double scale = options.dpi / pointsPerInch;
    // A length in millimetres may be a hair more than its whole number of pixels when written in points.
    const QSizeF pixels(std::ceil(points.width() * scale - 1e-3), std::ceil(points.height() * scale - 1e-3));
    if (pixels.width() > 32767.0 || pixels.height() > 32767.0) // QPainter's limit
        return notDrawn(QStringLiteral("PNG"));
    QImage image(static_cast<int>(std::ceil(pixels.width())), static_cast<int>(std::ceil(pixels.height())),
                 QImage::Format_RGB32);
    if (image.isNull())
        return notDrawn(QStringLiteral("PNG"));
    image.fill(themeOf(options).paper);
    const int dotsPerMetre = static_cast<int>(std::lround(1000.0 * options.dpi / millimetresPerInch));
    image.setText(QStringLiteral("Title"), figure.title());
    image.setText(QStringLiteral("Description"), figure.summary());
    image.setText(provenanceKey, QString::fromLatin1(asciiJson(provenance)));
    QPainter painter(&image);
    painter.scale(scale, scale);
    figure.paint(painter, {QPointF(), points}, themeOf(options));
    painter.end();
    image.setDotsPerMeterX(dotsPerMetre); // after painting: it would change the sizes of text given in points
    image.setDotsPerMeterY(dotsPerMetre);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "png"))
        return notDrawn(QStringLiteral("PNG"));
    return bytes;
}

Result<QByteArray> svg(const Figure& figure, const ExportOptions& options, QSizeF points,
                       const QJsonObject& provenance)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(pointsPerInch));
    generator.setSize(
        {static_cast<int>(std::ceil(points.width())), static_cast<int>(std::ceil(points.height()))});
    generator.setViewBox(QRectF(QPointF(), points));
    generator.setTitle(figure.title().toHtmlEscaped()); // Qt 6.4 writes both as they are
    generator.setDescription(figure.summary().toHtmlEscaped());
    QPainter painter;
    if (!painter.begin(&generator))
        return notDrawn(QStringLiteral("SVG"));
    figure.paint(painter, {QPointF(), points}, themeOf(options));
    painter.end();
    const QByteArray metadata = "<metadata id=\"" + provenanceKey.toLatin1() + "\">" +
                                QString::fromLatin1(asciiJson(provenance)).toHtmlEscaped().toLatin1() +
                                "</metadata>\n";
    bytes.insert(bytes.indexOf("<defs>"), metadata);
    // Qt gives a drawing a whole number of points; its size is told in exact millimetres instead.
    const auto millimetres = [](double length) {
        return QByteArray::number(length / pointsPerInch * millimetresPerInch, 'g', 8) + "mm\"";
    };
    const qsizetype header = bytes.indexOf("<svg");
    const qsizetype width = bytes.indexOf("width=\"", header);
    const qsizetype box = bytes.indexOf("viewBox", header);
    if (header >= 0 && width > header && box > width)
        bytes.replace(width, box - width,
                      "width=\"" + millimetres(points.width()) + " height=\"" + millimetres(points.height()) +
                          "\n ");
    return bytes;
}

Result<QByteArray> pdf(const Figure& figure, const ExportOptions& options, QSizeF points,
                       const QJsonObject& provenance)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(figure.title());
    writer.setCreator(QStringLiteral("Mixlens ") + QCoreApplication::applicationVersion());
    // Pages of Qt are whole points: at most 0.35 mm is added, and nothing is cut.
    writer.setPageSize(QPageSize(QSizeF(std::ceil(points.width()), std::ceil(points.height())),
                                 QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setResolution(pdfResolution);
    writer.addFileAttachment(QStringLiteral("data.csv"), csvOf(*figure.table(), provenance),
                             QStringLiteral("text/csv"));
    writer.addFileAttachment(QStringLiteral("provenance.json"), QJsonDocument(provenance).toJson(),
                             QStringLiteral("application/json"));
    QPainter painter;
    if (!painter.begin(&writer))
        return notDrawn(QStringLiteral("PDF"));
    painter.scale(pdfResolution / pointsPerInch, pdfResolution / pointsPerInch);
    figure.paint(painter, {QPointF(), points}, themeOf(options));
    painter.end();
    return bytes;
}

QByteArray json(const Figure& figure, const QJsonObject& provenance)
{
    QJsonObject object = jsonOf(*figure.table());
    object[QStringLiteral("title")] = figure.title();
    object[QStringLiteral("summary")] = figure.summary();
    object[QStringLiteral("provenance")] = provenance;
    return QJsonDocument(object).toJson();
}

} // namespace

Result<FigureFormat> formatOfFile(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const Suffix& known : suffixes)
        if (suffix == known.text)
            return known.format;
    const QString given =
        suffix.isEmpty() ? Words::tr("no suffix") : Words::tr("the suffix \".%1\"").arg(suffix);
    return failure(Error::Code::Usage,
                   Words::tr("\"%1\" was not written: it has %2; use .png, .svg, .pdf, .csv or .json.")
                       .arg(path, given)
                       .toStdString());
}

QString suffixOf(FigureFormat format)
{
    return std::ranges::find(suffixes, format, &Suffix::format)->text;
}

std::span<const SizePreset> sizePresets()
{
    const auto millimetres = [](double width) { return width / millimetresPerInch * pointsPerInch; };
    static const std::vector<SizePreset> presets{
        {QStringLiteral("column"), Words::tr("Paper, one column (85 mm)"), {millimetres(85.0), 0.0}},
        {QStringLiteral("full"), Words::tr("Paper, full width (178 mm)"), {millimetres(178.0), 0.0}},
        {QStringLiteral("slide"), Words::tr("Slide 16:9"), {640.0, 360.0}},
        {QStringLiteral("screen"), Words::tr("As on the screen"), {0.0, 0.0}},
    };
    return presets;
}

QSizeF pointsFor(const SizePreset& preset, const Figure& figure)
{
    const QSizeF preferred = figure.preferredSize();
    if (preset.points.width() <= 0.0)
        return preferred;
    if (preset.points.height() > 0.0)
        return preset.points;
    // Text keeps its size, so a narrow figure needs no less height than the preferred one's labels do.
    const double inProportion = preferred.height() * preset.points.width() / preferred.width();
    return {preset.points.width(),
            std::max(inProportion, std::min(preferred.height(), 1.2 * preset.points.width()))};
}

Result<QByteArray> renderFigure(const Figure& figure, const ExportOptions& options,
                                const QJsonObject& provenance)
{
    const QSizeF points = options.points.isEmpty() ? figure.preferredSize() : options.points;
    switch (options.format) {
    case FigureFormat::Png:
        return png(figure, options, points, provenance);
    case FigureFormat::Svg:
        return svg(figure, options, points, provenance);
    case FigureFormat::Pdf:
        return pdf(figure, options, points, provenance);
    case FigureFormat::Csv:
        return csvOf(*figure.table(), provenance);
    case FigureFormat::Json:
        return json(figure, provenance);
    }
    return failure(Error::Code::Internal, "This format is not one of PNG, SVG, PDF, CSV or JSON.");
}

Result<void> exportFigure(const Figure& figure, const QString& path, const ExportOptions& options,
                          const QJsonObject& provenance)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QFileInfo(folder).isDir())
        return failure(
            Error::Code::NotFound,
            Words::tr("\"%1\" was not written: the folder \"%2\" does not exist; make it or choose another.")
                .arg(path, folder)
                .toStdString());
    const Result<QByteArray> bytes = renderFigure(figure, options, provenance);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return writeFileAtomically(QFile::encodeName(path).toStdString(),
                               {bytes->constData(), static_cast<std::size_t>(bytes->size())});
}

} // namespace mixlens::ui
