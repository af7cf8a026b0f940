#pragma once

#include <QJsonObject>

namespace mixlens::ui {

/// Where and when: versions, system, processor, kernels and UTC time.
[[nodiscard]] QJsonObject environmentRecord();
/// A provenance record without its sentence and tokens.
[[nodiscard]] QJsonObject withoutText(QJsonObject provenance);

} // namespace mixlens::ui
