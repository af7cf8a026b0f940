#pragma once

#include "core/bench/environment.h"

#include <string>

namespace mixlens {

class JsonObject;

/// The member "environment" of every file with results.
[[nodiscard]] std::string environmentJson(const Environment& environment);
/// What is missing or wrong is told to the object's problem.
[[nodiscard]] Environment readEnvironment(const JsonObject& json);

} // namespace mixlens
