#pragma once

#include <QString>

#include <vector>

namespace mixlens::ui {

struct Sample
{
    QString name; ///< for the menu
    QString text;
    QString why; ///< what to look at
};

/// Sentences that each show one thing; the first is what the window opens with.
[[nodiscard]] const std::vector<Sample>& samples();

} // namespace mixlens::ui
