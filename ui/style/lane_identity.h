#pragma once

#include "core/engine/analysis.h"
#include "ui/style/theme.h"

#include <QString>

namespace mixlens::ui {

/// Registry ids of the mixers that ran, one per layer.
[[nodiscard]] std::vector<std::string> mixersOf(const EncodingTrace& trace);

/// From the mixers that a lane really ran: all of one family, or a hybrid. One optical layer makes the whole
/// lane optical: its numbers are simulated.
[[nodiscard]] LaneIdentity identityOf(const std::vector<std::string>& mixers);

} // namespace mixlens::ui
