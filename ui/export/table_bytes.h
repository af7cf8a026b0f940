#pragma once

#include <QByteArray>
#include <QJsonObject>

class QAbstractItemModel;

namespace mixlens::ui {

/// One cell, with every digit and a decimal point in any locale: "0.1", "inf", "text".
[[nodiscard]] QString cellText(const QAbstractItemModel& table, int row, int column);

/// RFC 4180 with CRLF; `provenance` as '#' lines before the headers, one a key.
[[nodiscard]] QByteArray csvOf(const QAbstractItemModel& table, const QJsonObject& provenance = {});

/// Columns and rows; numbers JSON cannot hold (inf, nan) are strings.
[[nodiscard]] QJsonObject jsonOf(const QAbstractItemModel& table);

} // namespace mixlens::ui
