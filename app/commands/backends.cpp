#include "app/commands/backends.h"

#include "app/console.h"
#include "core/mixing/mixer_registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace mixlens {

namespace {

std::string_view nameOf(MixerFamily family)
{
    switch (family) {
    case MixerFamily::Attention:
        return "attention";
    case MixerFamily::Fourier:
        return "fourier";
    case MixerFamily::Optical:
        return "optical";
    case MixerFamily::Control:
        return "control";
    }
    return "";
}

QString qt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonObject asJson(const MixerInfo& info)
{
    QJsonArray settings;
    for (const MixerSetting& setting : info.settings)
        settings.append(QJsonObject{
            {"key", qt(setting.key)}, {"default", qt(setting.fallback)}, {"meaning", qt(setting.meaning)}});
    return {{"id", qt(info.id)},           {"title", qt(info.title)},   {"family", qt(nameOf(info.family))},
            {"formula", qt(info.formula)}, {"source", qt(info.source)}, {"settings", settings}};
}

void sayAsText(const MixerInfo& info)
{
    say(std::string(info.id) + ": " + std::string(info.title));
    say("    " + std::string(info.formula) + "    (" + std::string(info.source) + ")");
    for (const MixerSetting& setting : info.settings)
        say("    --set " + std::string(setting.key) + "=" + std::string(setting.fallback) + "    " +
            std::string(setting.meaning));
}

Result<void> run(const Arguments& arguments)
{
    if (!arguments.has("json")) {
        for (const MixerInfo& info : mixers())
            sayAsText(info);
        return {};
    }
    QJsonArray all;
    for (const MixerInfo& info : mixers())
        all.append(asJson(info));
    say(QJsonDocument(all).toJson().trimmed().toStdString());
    return {};
}

constexpr std::array options{OptionSpec{"json", "", "as a JSON array"}};

constexpr Command command{
    "backends", "List the mixers, their formulas and settings.", "[--json]", options, false, run};

} // namespace

const Command& backendsCommand() noexcept
{
    return command;
}

} // namespace mixlens
