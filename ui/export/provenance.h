#pragma once

#include "ui/export/environment.h"

#include <QJsonObject>

namespace mixlens::ui {

class Workbench;

/// Everything needed to make a figure again: environmentRecord(), models, sentence, tokens, lens, layer,
/// head, seed, and what is computed, simulated, modelled or measured. Figures add nothing: what they show is
/// in their table.
[[nodiscard]] QJsonObject provenanceOf(const Workbench& workbench);

} // namespace mixlens::ui
