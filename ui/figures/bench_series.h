#pragma once

#include "core/bench/bench_result.h"
#include "ui/style/theme.h"

#include <QPointF>
#include <QString>

#include <map>
#include <string>
#include <vector>

class QPainter;

namespace mixlens::ui {

/// How a backend of a benchmark looks everywhere: its family's hue and mark, and a step for the second and
/// third of one family, which are darker (in dark themes lighter) and dashed otherwise.
struct BackendStyle
{
    LaneIdentity identity = LaneIdentity::Control;
    int step = 0;
    friend bool operator==(const BackendStyle&, const BackendStyle&) = default;
};

/// From Measurement::family where it is known, otherwise from the registry's row of the backend's mixer.
[[nodiscard]] LaneIdentity identityOfBackend(const std::string& backend, const std::string& family = {});
/// One style a backend, steps in the given order.
[[nodiscard]] std::map<std::string, BackendStyle> stylesOf(const BenchResult& result);
[[nodiscard]] std::map<std::string, BackendStyle> stylesOf(const std::vector<std::string>& backends);

[[nodiscard]] QColor backendColour(const Theme& theme, const BackendStyle& style); ///< marks and lines
[[nodiscard]] QColor backendText(const Theme& theme, const BackendStyle& style);   ///< words
[[nodiscard]] Qt::PenStyle backendDash(const BackendStyle& style);

/// A measured cell's mark is filled, also of the optical family: what its simulation took is measured. A
/// modelled one is hollow.
void drawFilledMark(QPainter& painter, const BackendStyle& style, QPointF centre, double diameter,
                    const QColor& colour);
void drawHollowMark(QPainter& painter, QPointF centre, double diameter, const QColor& colour);

/// Mixed with paper rather than transparent: the same in every format.
[[nodiscard]] QColor mixed(const QColor& colour, const QColor& other, double shareOfOther);

/// "4 096 tokens", "1 token".
[[nodiscard]] QString tokensText(double tokens);

} // namespace mixlens::ui
