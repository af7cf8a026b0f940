#pragma once

#include "core/engine/analysis.h"
#include "ui/style/theme.h"

#include <QString>

namespace mixlens::ui {

/// From the mixers that a lane really ran: all of one family, or a hybrid.
[[nodiscard]] LaneIdentity identityOf(const std::vector<std::string>& mixers);

} // namespace mixlens::ui
