#include "ui/export/table_bytes.h"

#include <QAbstractItemModel>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>
#include <charconv>
#include <cmath>

namespace mixlens::ui {

namespace {

/// Models that show rounded text keep the number in EditRole.
QVariant valueOf(const QAbstractItemModel& table, int row, int column)
{
    const QModelIndex index = table.index(row, column);
    const QVariant exact = index.data(Qt::EditRole);
    return exact.isValid() ? exact : index.data(Qt::DisplayRole);
}

/// The shortest text that reads back as the same number.
template<class Number>
QString shortest(Number value)
{
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return QString::fromLatin1(buffer.data(), end - buffer.data());
}

QString textOf(const QVariant& value)
{
    if (value.typeId() == QMetaType::Float)
        return shortest(value.toFloat());
    if (value.typeId() == QMetaType::Double)
        return shortest(value.toDouble());
    return value.toString();
}

QByteArray field(const QString& text)
{
    QByteArray bytes = text.toUtf8();
    const bool first = bytes.startsWith('#'); // would read as a comment
    if (first || bytes.contains('"') || bytes.contains(',') || bytes.contains('\n') || bytes.contains('\r'))
        bytes = '"' + bytes.replace('"', "\"\"") + '"';
    return bytes;
}

QJsonValue jsonValue(const QVariant& value)
{
    switch (value.typeId()) {
    case QMetaType::Float:
    case QMetaType::Double:
        // Through text, so that a float's 0.1 does not become 0.10000000149.
        return std::isfinite(value.toDouble()) ? QJsonValue(textOf(value).toDouble())
                                               : QJsonValue(textOf(value));
    case QMetaType::UnknownType:
        return QJsonValue::Null;
    default:
        return QJsonValue::fromVariant(value);
    }
}

} // namespace

QString cellText(const QAbstractItemModel& table, int row, int column)
{
    return textOf(valueOf(table, row, column));
}

QByteArray csvOf(const QAbstractItemModel& table, const QJsonObject& provenance)
{
    QByteArray csv;
    for (auto entry = provenance.begin(); entry != provenance.end(); ++entry)
        csv += "# " +
               QJsonDocument(QJsonObject{{entry.key(), entry.value()}}).toJson(QJsonDocument::Compact) +
               "\r\n";
    for (int column = 0; column < table.columnCount(); ++column)
        csv += (column > 0 ? "," : "") + field(table.headerData(column, Qt::Horizontal).toString());
    csv += "\r\n";
    for (int row = 0; row < table.rowCount(); ++row) {
        for (int column = 0; column < table.columnCount(); ++column)
            csv += (column > 0 ? "," : "") + field(cellText(table, row, column));
        csv += "\r\n";
    }
    return csv;
}

QJsonObject jsonOf(const QAbstractItemModel& table)
{
    QJsonArray columns;
    for (int column = 0; column < table.columnCount(); ++column)
        columns.append(table.headerData(column, Qt::Horizontal).toString());
    QJsonArray rows;
    for (int row = 0; row < table.rowCount(); ++row) {
        QJsonArray cells;
        for (int column = 0; column < table.columnCount(); ++column)
            cells.append(jsonValue(valueOf(table, row, column)));
        rows.append(cells);
    }
    return {{QStringLiteral("columns"), columns}, {QStringLiteral("rows"), rows}};
}

} // namespace mixlens::ui
