#include "core/experiment/device_model.h"

#include "core/base/quantity.h"
#include "core/bench/csv_field.h"
#include "core/bench/environment_json.h"
#include "core/bench/json_lines.h"
#include "core/bench/number_text.h"
#include "core/bench/provenance_lines.h"
#include "core/experiment/device_json.h"

#include <map>
#include <utility>

namespace mixlens {
namespace {

/// Points of an input; more would leave the range in which frames and operations are counted.
constexpr double mostInput = 1e12;

std::string quoted(const char* key)
{
    return std::string(", \"") + key + "\": ";
}

std::string costJson(const DeviceModel& model, const DeviceModel::Series& series, std::size_t length)
{
    return "{\"device\": " + textJson(series.device.name) + quoted("tokens") +
           std::to_string(model.lengths[length]) + quoted("hidden") + std::to_string(model.width) +
           quoted("cost") + deviceCostJson(series.costs[length]) + '}';
}

std::string referenceJson(const optics::ReferenceCost& reference, Index tokens, Index width)
{
    return "{\"reference\": " + textJson(reference.id) + quoted("title") + textJson(reference.title) +
           quoted("tokens") + std::to_string(tokens) + quoted("hidden") + std::to_string(width) +
           quoted("provenance") + textJson(word(reference.provenance)) + quoted("seconds") +
           (reference.seconds > 0.0 ? numberJson(reference.seconds) : "null") + quoted("joules") +
           numberJson(reference.joules) + quoted("joules_least") + numberJson(reference.joulesLeast) +
           quoted("joules_most") + numberJson(reference.joulesMost) + quoted("source") +
           textJson(reference.source) + '}';
}

std::string markJson(const DeviceModel::Series& series, const optics::ScalingMark& mark)
{
    return "{\"device\": " + textJson(series.device.name) + quoted("points") + numberJson(mark.points) +
           quoted("meaning") + textJson(mark.meaning) + '}';
}

std::string rowOf(const std::string& name, Index tokens, Index width, const std::vector<std::string>& cells)
{
    std::string row = csvField(name) + ',' + std::to_string(tokens) + ',' + std::to_string(width);
    for (const std::string& cell : cells)
        row += ',' + csvField(cell);
    return row + std::string(csvLineEnd);
}

std::string allOf(const std::vector<std::string>& sentences)
{
    std::string text;
    for (const std::string& sentence : sentences)
        text += (text.empty() ? "" : " ") + sentence;
    return text;
}

} // namespace

Result<DeviceModel> modelDevices(std::vector<optics::NamedDevice> devices, std::vector<Index> lengths,
                                 Index width)
{
    DeviceModel model;
    model.width = width;
    model.lengths = std::move(lengths);
    for (const Index tokens : model.lengths)
        if (tokens < 1 || width < 1 || static_cast<double>(tokens) * static_cast<double>(width) > mostInput)
            return failure(Error::Code::OutOfRange,
                           "An input of " + std::to_string(tokens) + " x " + std::to_string(width) +
                               " cannot be modelled; give at least 1 and at most 1e12 points.");
    for (optics::NamedDevice& device : devices) {
        if (auto sound = optics::checkDevice(device.device); !sound)
            return tl::unexpected(sound.error());
        DeviceModel::Series series;
        for (const Index tokens : model.lengths)
            series.costs.push_back(optics::deviceCost(device.device, {tokens, width}));
        series.marks = optics::scalingMarks(device.device);
        series.device = std::move(device);
        model.series.push_back(std::move(series));
    }
    for (const Index tokens : model.lengths)
        model.references.push_back(optics::referenceCosts({tokens, width}));
    return model;
}

std::vector<std::string> problemsOf(const DeviceModel& model, const DeviceModel::Series& series)
{
    std::map<std::string, std::string> lengthsOf;
    std::vector<std::string> order;
    for (std::size_t i = 0; i < series.costs.size(); ++i)
        for (const std::string& problem : series.costs[i].problems) {
            std::string& lengths = lengthsOf[problem];
            if (lengths.empty())
                order.push_back(problem);
            lengths += (lengths.empty() ? "" : ", ") + std::to_string(model.lengths[i]);
        }
    std::vector<std::string> sentences;
    for (const std::string& problem : order)
        sentences.push_back("at " + lengthsOf[problem] + " tokens: " + problem);
    return sentences;
}

std::string deviceModelJson(const DeviceModel& model, const Environment& environment)
{
    JsonLines lines;
    lines.member("format", "\"mixlens-device-model\"");
    lines.member("version", "1");
    lines.member("environment", environmentJson(environment));
    lines.member("units", "{\"seconds\": \"s\", \"joules\": \"J\", \"watts\": \"W\", \"points\": \"1\"}");
    std::vector<std::string> devices, costs, references, marks;
    for (const DeviceModel::Series& series : model.series) {
        devices.push_back(optics::deviceText(series.device));
        devices.back().pop_back(); // its own line end
        for (std::size_t i = 0; i < series.costs.size(); ++i)
            costs.push_back(costJson(model, series, i));
        for (const optics::ScalingMark& mark : series.marks)
            marks.push_back(markJson(series, mark));
    }
    for (std::size_t i = 0; i < model.references.size(); ++i)
        for (const optics::ReferenceCost& reference : model.references[i])
            references.push_back(referenceJson(reference, model.lengths[i], model.width));
    lines.list("costs", costs);
    lines.list("references", references);
    lines.list("scaling_marks", marks);
    lines.list("devices", devices);
    return lines.text();
}

std::string deviceModelCsv(const DeviceModel& model, const Environment& environment)
{
    const std::string lineEnd(csvLineEnd);
    std::string text = "# Mixlens " + onOneLine(environment.version + " (source " + environment.commit) +
                       "), time and energy of one Re(F X F): modelled, or as the column provenance says" +
                       lineEnd;
    for (const DeviceModel::Series& series : model.series)
        for (const optics::ScalingMark& mark : series.marks)
            text += "# " + onOneLine(series.device.name) + ": " + mark.meaning + ", one exposure up to " +
                    exactText(mark.points) + " points" + lineEnd;
    for (const optics::ReferenceCost& reference :
         model.references.empty() ? std::vector<optics::ReferenceCost>{} : model.references.front())
        text += "# " + std::string(reference.title) + " (" + std::string(word(reference.provenance)) +
                "): " + std::string(reference.source) + lineEnd;
    text += "device,tokens,hidden,provenance,seconds,period_seconds,joules,joules_least,joules_most,"
            "core_joules,frames,passes,problems" +
            lineEnd;
    for (const DeviceModel::Series& series : model.series)
        for (std::size_t i = 0; i < series.costs.size(); ++i) {
            const optics::DeviceCost& cost = series.costs[i];
            text += rowOf(series.device.name, model.lengths[i], model.width,
                          {std::string(word(Provenance::Modelled)), exactText(cost.seconds),
                           exactText(cost.periodSeconds), exactText(cost.joules), "", "",
                           exactText(cost.coreJoules), std::to_string(cost.frames),
                           std::to_string(cost.passes), allOf(cost.problems)});
        }
    for (std::size_t i = 0; i < model.references.size(); ++i)
        for (const optics::ReferenceCost& reference : model.references[i])
            text += rowOf(std::string(reference.id), model.lengths[i], model.width,
                          {std::string(word(reference.provenance)),
                           reference.seconds > 0.0 ? exactText(reference.seconds) : "", "",
                           exactText(reference.joules), exactText(reference.joulesLeast),
                           exactText(reference.joulesMost), "", "", "", ""});
    return text;
}

} // namespace mixlens
