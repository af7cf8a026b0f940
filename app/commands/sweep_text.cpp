#include "app/commands/sweep_text.h"

#include "app/commands/text_table.h"
#include "core/experiment/sweep_axis.h"
#include "ui/style/number_text.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mixlens {

namespace {

using Row = std::vector<std::string>;

std::string fixed(double value, int decimals)
{
    return QString::number(value, 'f', decimals).toStdString();
}

std::string decibels(double value)
{
    return std::isfinite(value) ? fixed(value, 1) : ui::numberText(value).toStdString();
}

/// "93.0 (86.3–96.6)", per cent.
std::string shareText(const Share& share)
{
    const Interval interval = share.confidence95();
    return fixed(100.0 * share.value(), 1) + " (" + fixed(100.0 * interval.low, 1) + "–" +
           fixed(100.0 * interval.high, 1) + ')';
}

Row headersOf(const SweepResult& result)
{
    Row row{"point"};
    for (const SweepAxis& axis : result.plan.axes)
        row.push_back(axis.key);
    if (result.plan.perLayer)
        row.emplace_back("layer");
    row.insert(row.end(), {"agreement %", "KL nat", "accuracy %"});
    if (result.plan.control)
        row.emplace_back("white noise %");
    row.insert(row.end(), {"SNR dB modelled", "simulated", "energy/sentence"});
    return row;
}

Row rowOf(const SweepResult& result, const SweepPoint& point)
{
    Row row{std::to_string(point.number)};
    for (const SweepAxis& axis : result.plan.axes)
        row.push_back(axisValueText(axis.key, point.values.at(axis.key)));
    if (result.plan.perLayer)
        row.push_back(point.layer ? std::to_string(*point.layer + 1) : "all");
    if (!point.refusal.empty()) {
        row.emplace_back("refused");
        return row;
    }
    row.push_back(shareText(point.device.agreement));
    row.push_back(ui::numberText(point.device.divergence).toStdString());
    row.push_back(fixed(100.0 * point.device.accuracy.value(), 1));
    if (result.plan.control)
        row.push_back(point.whiteNoise ? fixed(100.0 * point.whiteNoise->agreement.value(), 1) : "");
    row.push_back(decibels(point.predictedSnr));
    row.push_back(decibels(point.simulatedSnr));
    row.push_back(ui::energyText(point.joulesPerSentence).toStdString());
    return row;
}

std::string thresholdText(const SweepResult& result)
{
    const SweepThreshold& threshold = result.threshold;
    std::string text = threshold.sentence;
    if (threshold.found)
        text += " It takes " + ui::energyText(threshold.joulesPerSentence).toStdString() +
                " a sentence (modelled).";
    if (std::isfinite(threshold.snr) && !result.points.empty())
        text += "\nAgreement reaches 99 % at " + decibels(threshold.snr) + " dB (95 % interval " +
                decibels(threshold.snr95.low) + "–" + decibels(threshold.snr95.high) + " dB), simulated.";
    else
        text += "\nAgreement reaches 99 % at no signal-to-noise ratio of this sweep.";
    return text;
}

} // namespace

std::string sweepText(const SweepResult& result)
{
    std::vector<Row> rows{headersOf(result)};
    for (const SweepPoint& point : result.points)
        rows.push_back(rowOf(result, point));
    std::string text = textTable(rows);
    text += "simulated: " + result.plan.model + " through the device " + result.plan.preset;
    for (const auto& [key, value] : result.plan.settings)
        text += ", " + key + '=' + value;
    text += "; " + std::to_string(result.exactAccuracy.of) + " sentences with one hidden word, seed " +
            std::to_string(result.plan.seed) +
            ". Agreement with the exact model, in brackets its 95 % interval.";
    if (result.plan.control)
        text += " White noise: agreement at the same simulated SNR.";
    text += "\nThe exact model guesses " + shareText(result.exactAccuracy) + " % of the words.";
    if (!result.complete)
        text += "\n" + std::to_string(result.points.size()) + " of " + std::to_string(result.pointCount) +
                " points are there.";
    return text + '\n' + thresholdText(result);
}

std::vector<std::string> refusalTexts(const SweepResult& result)
{
    std::map<std::string, std::size_t> reasons;
    for (const SweepPoint& point : result.points)
        if (!point.refusal.empty())
            ++reasons[point.refusal];
    std::vector<std::string> texts;
    for (const auto& [reason, count] : reasons)
        texts.push_back(std::to_string(count) + (count == 1 ? " point cannot be: " : " points cannot be: ") +
                        reason);
    return texts;
}

} // namespace mixlens
