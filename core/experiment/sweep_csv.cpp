#include "core/bench/csv_field.h"
#include "core/bench/number_text.h"
#include "core/bench/provenance_lines.h"
#include "core/experiment/sweep_axis.h"
#include "core/experiment/sweep_file.h"

namespace mixlens {
namespace {

std::vector<std::string> headLines(const SweepResult& result)
{
    const SweepPlan& plan = result.plan;
    std::vector<std::string> lines{"Mixlens " + result.environment.version + " (source " +
                                   result.environment.commit + "), precision sweep, started " +
                                   result.started + (result.complete ? "" : ", not complete")};
    for (std::string& line : machineLines(result.environment))
        lines.push_back(std::move(line));
    std::string device = plan.preset.empty() ? "default" : plan.preset;
    for (const auto& [key, value] : plan.settings)
        device += ", " + key + '=' + value;
    lines.push_back("Model: " + plan.model + "; device: " + device + "; " +
                    std::to_string(result.exactAccuracy.of) + " sentences with one hidden word; seed " +
                    std::to_string(plan.seed));
    if (!result.sentenceFile.hash.empty())
        lines.push_back("Sentences: " + result.sentenceFile.name + ", " +
                        std::to_string(result.sentenceFile.count) + " in all, FNV-1a " +
                        result.sentenceFile.hash);
    lines.push_back("The exact model guesses " + std::to_string(result.exactAccuracy.count) + " of " +
                    std::to_string(result.exactAccuracy.of) + " words (measured).");
    lines.push_back("Agreement, accuracy, divergence, simulated_snr_db and saturated are simulated; "
                    "predicted_snr_db, seconds and joules are modelled; intervals are 95 %.");
    if (!result.threshold.sentence.empty())
        lines.push_back(result.threshold.sentence);
    for (const SweepPoint& point : result.points)
        if (!point.refusal.empty())
            lines.push_back("Refused: point " + std::to_string(point.number) + ": " + point.refusal);
    return lines;
}

void append(std::string& row, double value)
{
    row += ',' + exactText(value);
}

void append(std::string& row, const Share& share)
{
    const Interval interval = share.confidence95();
    row += ',' + std::to_string(share.count);
    append(row, share.value());
    append(row, interval.low);
    append(row, interval.high);
}

std::string rowOf(const SweepResult& result, const SweepPoint& point, const char* mixing,
                  const SweepOutcome& outcome)
{
    std::string row = std::to_string(point.number) + ',' + mixing;
    for (const SweepAxis& axis : result.plan.axes)
        row += ',' + axisValueText(axis.key, point.values.at(axis.key));
    row += ',' + (point.layer ? std::to_string(*point.layer) : "all");
    row += ',' + std::to_string(outcome.agreement.of);
    append(row, outcome.agreement);
    append(row, outcome.accuracy);
    for (const double value :
         {outcome.divergence, outcome.divergence95.low, outcome.divergence95.high, point.predictedSnr,
          point.simulatedSnr, point.saturated, point.secondsPerSentence, point.joulesPerSentence})
        append(row, value);
    return row;
}

} // namespace

std::string sweepCsv(const SweepResult& result)
{
    const std::string lineEnd(csvLineEnd);
    std::string text;
    for (const std::string& line : headLines(result))
        text += "# " + onOneLine(line) + lineEnd;
    text += "point,mixing";
    for (const SweepAxis& axis : result.plan.axes)
        text += ',' + csvField(axis.key);
    text += ",layer,sentences,agreeing,agreement,agreement_low,agreement_high,correct,accuracy,accuracy_low,"
            "accuracy_high,divergence_nat,divergence_low,divergence_high,predicted_snr_db,simulated_snr_db,"
            "saturated,seconds_per_sentence,joules_per_sentence" +
            lineEnd;
    for (const SweepPoint& point : result.points) {
        if (!point.refusal.empty())
            continue;
        text += rowOf(result, point, "device", point.device) + lineEnd;
        if (point.whiteNoise)
            text += rowOf(result, point, "white noise", *point.whiteNoise) + lineEnd;
    }
    return text;
}

} // namespace mixlens
