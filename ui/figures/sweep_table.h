#pragma once

#include "core/experiment/precision_sweep.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace mixlens::ui {

/// Everything that a sweep knows of the given points (null ones are skipped), and its threshold; every axis
/// has a column. Null result: no rows.
[[nodiscard]] std::unique_ptr<QAbstractTableModel> sweepTable(const SweepResult* result,
                                                              const std::vector<const SweepPoint*>& points);

} // namespace mixlens::ui
