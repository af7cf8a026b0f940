#pragma once

#include <QJsonObject>

namespace mixlens::ui {

class Figure;
class Workbench;

/// Everything needed to make a figure again: versions, processor, kernels, models, sentence, tokens, lens,
/// layer, head, seed, UTC time. Figures add nothing: what they show is in their table.
[[nodiscard]] QJsonObject provenanceOf(const Workbench& workbench);
/// Versions, processor and time only.
[[nodiscard]] QJsonObject environmentRecord();
/// The same record without sentence and tokens.
[[nodiscard]] QJsonObject withoutText(QJsonObject provenance);

} // namespace mixlens::ui
