#pragma once

#include <QJsonObject>
#include <QString>

namespace mixlens {
struct BenchGrid;
struct BenchResult;
} // namespace mixlens

namespace mixlens::ui {

/// The command line that measures this grid again: "mixlens bench --backends … --lengths …". What has its
/// default value there is left out, except the grid's two axes.
[[nodiscard]] QString benchCommand(const BenchGrid& grid);

/// What a chart of a benchmark says of its making: the machine and build that measured, which need not be
/// this one, its limits, the grid, the command, the seed, what is measured and what modelled, warnings and
/// refusals. The keys that environmentRecord() has too mean the same.
[[nodiscard]] QJsonObject provenanceOf(const BenchResult& result);

} // namespace mixlens::ui
