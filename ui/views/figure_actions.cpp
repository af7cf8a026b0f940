#include "ui/views/figure_actions.h"

#include "ui/export/figure_export.h"
#include "ui/export/table_bytes.h"

#include <QImage>
#include <QMimeData>

namespace mixlens::ui {

QMimeData* figureMimeData(const Figure& figure)
{
    auto mime = std::make_unique<QMimeData>();
    ExportOptions options;
    options.dpi = 192; // sharp on dense screens, small enough to paste
    if (const auto png = renderFigure(figure, options, {})) {
        mime->setData(QStringLiteral("image/png"), *png);
        mime->setImageData(QImage::fromData(*png, "png")); // what most programs ask for
    }
    options.format = FigureFormat::Svg;
    if (const auto svg = renderFigure(figure, options, {}))
        mime->setData(QStringLiteral("image/svg+xml"), *svg);
    mime->setData(QStringLiteral("text/csv"), csvOf(*figure.table()));
    mime->setText(figure.summary());
    return mime.release();
}

QString figureValuesText(const Figure& figure)
{
    const auto table = figure.table();
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < table->columnCount(); ++column)
        cells.append(table->headerData(column, Qt::Horizontal).toString());
    lines.append(cells.join(QLatin1Char('\t')));
    for (int row = 0; row < table->rowCount(); ++row) {
        cells.clear();
        for (int column = 0; column < table->columnCount(); ++column)
            cells.append(cellText(*table, row, column));
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace mixlens::ui
