#include "core/base/random.h"
#include "core/optics/device_file.h"
#include "core/optics/device_spec.h"

#include <QTest>

#include <filesystem>
#include <fstream>
#include <limits>
#include <set>

using namespace mixlens;
using namespace mixlens::optics;

namespace {

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

NamedDevice preset(std::string_view name)
{
    auto device = builtInDevice(name);
    if (!device)
        qFatal("%s", device.error().message.c_str());
    return std::move(*device);
}

/// `text` with its first `from` replaced.
std::string with(std::string text, std::string_view from, std::string_view to)
{
    const auto at = text.find(from);
    if (at == std::string::npos)
        qFatal("nothing to replace");
    return text.replace(at, from.size(), to);
}

void refuses(const std::string& json, std::initializer_list<const char*> words)
{
    const auto device = parseDevice(json, "my.json");
    QVERIFY(!device.has_value());
    const QString sentence = text(device.error().message);
    for (const char* word : words)
        QVERIFY2(sentence.contains(QString::fromUtf8(word)), qPrintable(sentence));
}

} // namespace

class TestOpticsDevice : public QObject
{
    Q_OBJECT

private slots:
    void everyFieldSaysWhatItIsAndWhereItsValueComesFrom()
    {
        std::set<std::string_view> keys;
        for (const DeviceField& field : deviceFields()) {
            QVERIFY(keys.insert(field.key).second);
            QVERIFY(!field.meaning.empty() && !field.unit.empty() && field.least < field.most);
            QVERIFY2(!sourceWord(field.source).empty(), qPrintable(text(field.source)));
            QVERIFY(checkValue(field, field.fallback).has_value());
            QVERIFY(checkValue(field, field.least).has_value());
            QVERIFY(checkValue(field, field.most).has_value());
        }
        QCOMPARE(findField("slm_bits")->unit, std::string_view("bit"));
        QVERIFY(findField("no such field") == nullptr);
    }

    void impossibleValuesAreRefusedByNameAndRange()
    {
        for (const DeviceField& field : deviceFields()) {
            for (const double value : {std::numeric_limits<double>::quiet_NaN(), -1e30, 1e30}) {
                DeviceSpec device;
                (device.*field.member).value = value;
                const auto checked = checkDevice(device);
                QVERIFY(!checked.has_value());
                QCOMPARE(checked.error().code, Error::Code::OutOfRange);
                QVERIFY(text(checked.error().message).contains(text(field.key)));
            }
        }
    }

    void aCoreLargerThanItsPanelIsRefused()
    {
        DeviceSpec device;
        device.composition.value = static_cast<double>(Composition::MultiPass);
        device.tile.value = 64;
        device.panelHidden.value = 32;
        const auto checked = checkDevice(device);
        QVERIFY(!checked.has_value());
        QVERIFY(text(checked.error().message).contains("tile"));
        QVERIFY(text(checked.error().message).contains("panel_hidden"));
    }

    void anInputLargerThanThePanelIsRefused()
    {
        DeviceSpec device = preset("dmd-camera").device;
        QVERIFY(checkInput(device, {768, 1024}).has_value());
        for (const Shape shape : {Shape{769, 4}, {4, 1025}}) {
            const auto checked = checkInput(device, shape);
            QVERIFY(!checked.has_value());
            QVERIFY(text(checked.error().message).contains("panel_"));
        }
        device.composition.value = static_cast<double>(Composition::MultiPass);
        QVERIFY(checkInput(device, {4096, 4096}).has_value());
    }

    void fieldsAreSetFromText()
    {
        DeviceSpec device;
        QVERIFY(setField(device, "encoding", "offset").has_value());
        QVERIFY(encoding(device) == Encoding::Offset);
        QVERIFY(setField(device, "bypass", "off").has_value());
        QCOMPARE(device.bypass.value, 0.0);
        QVERIFY(setField(device, "photons", "1e3").has_value());
        QCOMPARE(device.photons.value, 1000.0);
        QCOMPARE(sourceWord(device.photons.source), std::string_view("set"));
        for (const auto& [key, value] : {std::pair{"encoding", "morse"},
                                         {"encoding", "1"},
                                         {"photons", "many"},
                                         {"photons", ""},
                                         {"photons", "nan"},
                                         {"nothing", "1"}}) {
            const auto set = setField(device, key, value);
            QVERIFY(!set.has_value());
            QCOMPARE(set.error().code, Error::Code::Usage);
            QVERIFY(text(set.error().message).contains(QString::fromUtf8(key)));
        }
        QCOMPARE(setField(device, "photons", "-1").error().code, Error::Code::OutOfRange);
        QCOMPARE(setField(device, "slm_bits", "7.5").error().code, Error::Code::OutOfRange);
        QCOMPARE(device.photons.value, 1000.0);
    }

    void presetsAreThoseOfTheFolder()
    {
        std::set<std::string> files;
        for (const auto& entry : std::filesystem::directory_iterator(MIXLENS_MODELS "/../devices")) {
            files.insert(entry.path().stem().string());
            const auto device = readDevice(entry.path());
            QVERIFY2(device.has_value(), device.has_value() ? "" : device.error().message.c_str());
            QCOMPARE(device->name, entry.path().stem().string());
            QCOMPARE(deviceText(*device), deviceText(preset(device->name)));
        }
        std::set<std::string> known;
        for (const NamedDevice& device : builtInDevices()) {
            known.insert(device.name);
            QVERIFY(!device.title.empty() && !device.note.empty());
        }
        QVERIFY(files == known);
        QVERIFY(known.contains("ideal") && known.contains("article-claim") && known.size() == 7);
    }

    void idealPresetIsTheIdealDevice()
    {
        const DeviceSpec from = preset("ideal").device;
        const DeviceSpec ideal = idealDevice();
        for (const DeviceField& field : deviceFields())
            QCOMPARE((from.*field.member).value, (ideal.*field.member).value);
    }

    void unknownPresetsAreAnsweredWithTheKnownOnes()
    {
        const auto device = builtInDevice("crystal ball");
        QVERIFY(!device.has_value());
        QCOMPARE(device.error().code, Error::Code::NotFound);
        QVERIFY(text(device.error().message).contains("lcos-scmos"));
    }

    void filesComeBackAsTheyWere()
    {
        for (const NamedDevice& device : builtInDevices()) {
            const auto again = parseDevice(deviceText(device), "again");
            QVERIFY2(again.has_value(), again.has_value() ? "" : again.error().message.c_str());
            QCOMPARE(deviceText(*again), deviceText(device));
            QCOMPARE(again->title, device.title);
            QCOMPARE(again->note, device.note);
        }
    }

    void wrongFilesAreRefusedByKey()
    {
        const std::string good = deviceText(preset("lcos-scmos"));
        refuses("", {"my.json", "JSON"});
        refuses("[1, 2]", {"JSON"});
        refuses("{}", {"format"});
        refuses(with(good, "\"photons\"", "\"fotons\""), {"my.json", "fotons"});
        refuses(with(good, "\"title\"", "\"titel\""), {"titel"});
        refuses(with(good, "\"unit\": \"m\"", "\"unit\": \"mm\""), {"wavelength", "mm"});
        refuses(with(good, "\"value\": 6.33e-07", "\"value\": [1]"), {"wavelength"});
        refuses(with(good, "\"value\": 6.33e-07", "\"value\": -1"), {"wavelength", "2e-07"});
        refuses(with(good, "\"value\": 6.33e-07", "\"wert\": 1"), {"wavelength", "value"});
        refuses(with(good, "assumed: HeNe laser", "heard of"), {"wavelength", "source"});
        refuses(with(good, "\"bipolar\"", "\"tripolar\""), {"encoding", "bipolar", "double-phase"});
    }

    void missingFieldsAreNamed()
    {
        const std::string none = R"({"format": "mixlens-device", "name": "x", "values": {}})";
        refuses(none, {"wavelength", "missing", "based_on"});
        QVERIFY(
            parseDevice(with(none, "\"values\"", "\"based_on\": \"default\", \"values\""), "x").has_value());
        refuses(with(none, "\"values\"", "\"based_on\": \"magic\", \"values\""), {"based_on", "magic"});
    }

    /// Whatever bytes a file has, the answer is a device that can be built or a sentence.
    void damagedFilesNeverGetThrough()
    {
        const std::string good = deviceText(preset("dmd-camera"));
        const Philox random(1, 99);
        int refused = 0;
        for (std::uint64_t round = 0; round < 400; ++round) {
            std::string bytes = good;
            const auto at = [&](unsigned index, std::size_t size) {
                return static_cast<std::size_t>(random.uniform(round, index) * static_cast<double>(size));
            };
            switch (round % 4) {
            case 0:
                bytes.resize(at(0, bytes.size()));
                break;
            case 1:
                bytes[at(0, bytes.size())] = static_cast<char>(at(1, 256));
                break;
            case 2:
                bytes.erase(at(0, bytes.size()), at(1, 40));
                break;
            default:
                bytes.insert(at(0, bytes.size()), bytes.substr(at(1, bytes.size()), at(2, 60)));
            }
            const auto device = parseDevice(bytes, "damaged");
            if (device) {
                QVERIFY(checkDevice(device->device).has_value());
            } else {
                ++refused;
                QVERIFY(device.error().message.starts_with("damaged: "));
                QVERIFY(device.error().message.ends_with("."));
            }
        }
        QVERIFY(refused > 200);
    }

    void missingFilesAreNamed()
    {
        const auto device = readDevice("/nowhere/device.json");
        QVERIFY(!device.has_value());
        QVERIFY(text(device.error().message).contains("/nowhere/device.json"));
    }
};

QTEST_APPLESS_MAIN(TestOpticsDevice)
#include "tst_optics_device.moc"
