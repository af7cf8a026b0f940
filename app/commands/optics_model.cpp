#include "app/commands/optics_model.h"

#include "app/commands/bench_output.h"
#include "app/commands/optics_device.h"
#include "app/commands/text_table.h"
#include "app/console.h"
#include "core/base/files.h"
#include "core/bench/grid.h"
#include "core/experiment/device_model.h"
#include "ui/style/number_text.h"

#include <array>
#include <limits>

namespace mixlens {

namespace {

constexpr const char* usualLengths = "64..4096";

Result<std::vector<optics::NamedDevice>> readDevices(const Arguments& arguments)
{
    std::vector<optics::NamedDevice> devices;
    if (arguments.has("device") || arguments.text("preset", "all") != "all") {
        auto device = readDeviceOptions(arguments);
        if (!device)
            return tl::unexpected(device.error());
        devices.push_back(std::move(*device));
        return devices;
    }
    for (optics::NamedDevice device : optics::builtInDevices()) {
        if (auto applied = applySettings(arguments, device.device); !applied)
            return tl::unexpected(applied.error());
        devices.push_back(std::move(device));
    }
    return devices;
}

std::string tableOf(const DeviceModel& model)
{
    std::vector<std::vector<std::string>> rows{
        {"device", "tokens", "time", "one every", "energy", "frames", "passes"}};
    for (std::size_t i = 0; i < model.lengths.size(); ++i) {
        const std::string tokens = std::to_string(model.lengths[i]);
        for (const DeviceModel::Series& series : model.series) {
            const optics::DeviceCost& cost = series.costs[i];
            rows.push_back({series.device.name + (cost.feasible ? "" : " !"), tokens,
                            ui::secondsText(cost.seconds).toStdString(),
                            ui::secondsText(cost.periodSeconds).toStdString(),
                            ui::energyText(cost.joules).toStdString(), std::to_string(cost.frames),
                            std::to_string(cost.passes)});
        }
        for (const optics::ReferenceCost& reference : model.references[i])
            rows.push_back(
                {std::string(reference.title) + " (" + std::string(word(reference.provenance)) + ')', tokens,
                 reference.seconds > 0.0 ? ui::secondsText(reference.seconds).toStdString() : "", "",
                 ui::energyText(reference.joules).toStdString(), "", ""});
    }
    return textTable(rows);
}

void sayNotes(const DeviceModel& model)
{
    say("modelled: time and energy of one Re(F X F) of tokens x " + std::to_string(model.width) +
        "; conversions, link and memory are charged. Devices with ! have the problems below.\n");
    for (const DeviceModel::Series& series : model.series) {
        for (const optics::ScalingMark& mark : series.marks)
            say(series.device.name + ": the light takes a constant time up to " +
                ui::countText(static_cast<qint64>(mark.points)).toStdString() + " points (" + mark.meaning +
                "), beyond that it comes again and again.");
        for (const std::string& problem : problemsOf(model, series))
            say(series.device.name + " ! " + problem);
    }
    for (const optics::ReferenceCost& reference : model.references.front())
        say(std::string(reference.title) + ", " + std::string(word(reference.provenance)) + ": " +
            std::string(reference.source) + ".");
}

Result<void> write(const Arguments& arguments, const char* option, const std::string& text)
{
    const auto file = arguments.text(option);
    if (!file)
        return {};
    const auto written = writeFileAtomically(*file, text);
    if (written)
        say("Wrote " + *file + ".");
    return written;
}

Result<void> run(const Arguments& arguments)
{
    auto devices = readDevices(arguments);
    auto lengths = readLengths(arguments.text("lengths", usualLengths));
    const auto width = arguments.integer("width", 768, 1, std::numeric_limits<int>::max());
    if (const Error* problem = firstError(devices, lengths, width))
        return tl::unexpected(*problem);
    const auto model = modelDevices(std::move(*devices), std::move(*lengths), static_cast<Index>(*width));
    if (!model)
        return tl::unexpected(model.error());
    say(tableOf(*model));
    sayNotes(*model);
    const auto json = write(arguments, "json", deviceModelJson(*model, environment()));
    const auto csv = write(arguments, "csv", deviceModelCsv(*model, environment()));
    if (const Error* problem = firstError(json, csv))
        return tl::unexpected(*problem);
    return {};
}

constexpr std::array options{
    OptionSpec{"lengths", "8..4096|A,B,…",
               "tokens: powers of two, 8..4096*1.5, or a list (default 64..4096)"},
    OptionSpec{"width", "N", "hidden units (default 768)"},
    OptionSpec{"preset", "all|NAME", "the device ('mixlens optics devices' lists them; default all)"},
    deviceFileOption,
    deviceSetOption,
    OptionSpec{"json", "FILE", "every item of time and energy with its source"},
    OptionSpec{"csv", "FILE", "a row each device and length"},
};

constexpr Command command{.name = "optics model",
                          .summary = "Model time and energy of devices over lengths; nothing is simulated.",
                          .synopsis = "[--lengths 64..4096] [--width 768] [--preset all|NAME]",
                          .options = options,
                          .run = run};

} // namespace

const Command& opticsModelCommand() noexcept
{
    return command;
}

} // namespace mixlens
