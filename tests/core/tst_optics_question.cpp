#include "core/engine/optics_question.h"
#include "core/optics/device_file.h"
#include "tests/support/reference.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace mixlens;

namespace {

constexpr const char* sentence = "the president of the united [MASK] spoke to congress .";

AnalysisPtr analysisOf(Session& session, const Lane& lane, const std::string& text = sentence)
{
    AnalysisRequest request;
    request.revision = 1;
    request.text = text;
    request.lanes = {lane};
    request.influence = false;
    return session.analyse(request, 0, {}).value();
}

OpticsRequest requestFor(AnalysisPtr analysis, optics::DeviceSpec device = {})
{
    OpticsRequest request;
    request.revision = 7;
    request.device = std::move(device);
    request.analysis = std::move(analysis);
    return request;
}

struct Asked
{
    std::vector<OpticsAnswerPtr> answers;
    Result<void> done;
};

Asked ask(Session& session, const OpticsRequest& request, const std::stop_token& stop = {},
          const std::stop_token& overtaken = {})
{
    OpticsQuestion question;
    Asked asked;
    asked.done = question.answer(
        session, request, [&](OpticsAnswerPtr answer) { asked.answers.push_back(std::move(answer)); }, stop,
        overtaken);
    return asked;
}

/// Re Σ x exp(-2πi (n k / N + m l / D)), one bin.
double exactBin(ConstMatrixView x, Index k, Index l)
{
    double sum = 0.0;
    for (Index n = 0; n < x.rows(); ++n)
        for (Index m = 0; m < x.cols(); ++m) {
            const double turns = static_cast<double>((n * k) % x.rows()) / static_cast<double>(x.rows()) +
                                 static_cast<double>((m * l) % x.cols()) / static_cast<double>(x.cols());
            sum += static_cast<double>(x(n, m)) * std::cos(2.0 * std::numbers::pi * turns);
        }
    return sum;
}

double errorOf(const OpticsAnswer& answer)
{
    double error = 0.0;
    for (std::size_t i = 0; i < answer.exact->values().size(); ++i)
        error += std::pow(static_cast<double>(answer.recovered->values()[i]) -
                              static_cast<double>(answer.exact->values()[i]),
                          2);
    return std::sqrt(error);
}

} // namespace

class TestOpticsQuestion : public QObject
{
    Q_OBJECT

private:
    const Lane m_fnet{"FNet", "tiny-fnet", {}, {}};

private slots:
    void theExactTransformIsTheClosedForm()
    {
        Session session({MIXLENS_MODELS});
        auto request = requestFor(analysisOf(session, m_fnet));
        request.layer = 2;
        const Asked asked = ask(session, request);
        QVERIFY(asked.done);
        const Matrix& x = request.analysis->trace.hidden(2);
        const Matrix& exact = *asked.answers.back()->exact;
        double scale = 0.0;
        for (const float value : x.values())
            scale += static_cast<double>(value) * static_cast<double>(value);
        scale = std::sqrt(scale * static_cast<double>(x.shape().size())); // no bin is larger (Cauchy-Schwarz)
        for (const auto& [k, l] :
             {std::pair<Index, Index>{0, 0}, {0, 5}, {3, 0}, {1, 1}, {31, 64}, {63, 127}}) {
            const double difference = std::abs(static_cast<double>(exact(k, l)) - exactBin(x.view(), k, l));
            QVERIFY2(difference <= 1e-6 * scale, // a few roundings of a float
                     qPrintable(QString::number(difference / scale)));
        }
    }

    void anIdealDevicePredictsWhatTheDigitalModelDoes()
    {
        Session session({MIXLENS_MODELS});
        const Asked asked =
            ask(session, requestFor(analysisOf(session, m_fnet), optics::builtInDevice("ideal")->device));
        QVERIFY(asked.done);
        const OpticsAnswer& last = *asked.answers.back();
        QCOMPARE(last.exactPredictions.size(), std::size_t{1});
        QCOMPARE(last.devicePredictions.size(), std::size_t{1});
        for (std::size_t i = 0; i < last.exactPredictions[0].best.size(); ++i) {
            QCOMPARE(last.devicePredictions[0].best[i].id, last.exactPredictions[0].best[i].id);
            QVERIFY(std::abs(last.devicePredictions[0].best[i].probability -
                             last.exactPredictions[0].best[i].probability) < 1e-3);
        }
    }

    void anOpticalLaneIsHeldAgainstItsDigitalSelf()
    {
        Session session({MIXLENS_MODELS});
        const AnalysisPtr digital = analysisOf(session, m_fnet);
        const AnalysisPtr optical =
            analysisOf(session, {"Optical", "tiny-fnet", {"optical"}, {{"slm_bits", "2"}, {"photons", "1"}}});
        const Asked asked = ask(session, requestFor(optical));
        QVERIFY(asked.done);
        const Prediction& exact = asked.answers.back()->exactPredictions.front();
        QCOMPARE(exact.best.front().id, digital->predictions.front().best.front().id);
        QVERIFY(std::abs(exact.best.front().probability -
                         digital->predictions.front().best.front().probability) < 1e-5);
    }

    void thePassComesBeforePredictionsAndStages()
    {
        Session session({MIXLENS_MODELS});
        const Asked asked = ask(session, requestFor(analysisOf(session, m_fnet)));
        QVERIFY(asked.done);
        QCOMPARE(asked.answers.size(), std::size_t{3});
        QVERIFY(!asked.answers[0]->complete && asked.answers[0]->devicePredictions.empty());
        QVERIFY(!asked.answers[0]->run.frames.empty() && asked.answers[0]->run.stages.empty());
        QVERIFY(!asked.answers[1]->complete && !asked.answers[1]->devicePredictions.empty());
        QVERIFY(asked.answers[2]->complete && !asked.answers[2]->run.stages.empty());
        for (const OpticsAnswerPtr& answer : asked.answers)
            QCOMPARE(answer->revision, std::uint64_t{7});
    }

    void anOvertakenRequestStillShowsItsLight()
    {
        Session session({MIXLENS_MODELS});
        std::stop_source overtaken;
        overtaken.request_stop();
        const Asked asked = ask(session, requestFor(analysisOf(session, m_fnet)), {}, overtaken.get_token());
        QCOMPARE(asked.answers.size(), std::size_t{1});
        QVERIFY(!asked.done && asked.done.error().code == Error::Code::Cancelled);
    }

    void aStoppedRequestShowsNothing()
    {
        Session session({MIXLENS_MODELS});
        std::stop_source stop;
        stop.request_stop();
        const Asked asked = ask(session, requestFor(analysisOf(session, m_fnet)), stop.get_token());
        QVERIFY(asked.answers.empty());
        QVERIFY(!asked.done && asked.done.error().code == Error::Code::Cancelled);
    }

    void anImpossibleDeviceIsASentenceAndNoPicture()
    {
        Session session({MIXLENS_MODELS});
        optics::DeviceSpec device;
        device.pitch.value = -1.0;
        Asked asked = ask(session, requestFor(analysisOf(session, m_fnet), device));
        QVERIFY(asked.answers.empty() && !asked.done);
        QVERIFY(asked.done.error().message.find("pitch") != std::string::npos);

        device = {};
        device.panelTokens.value = 8; // the model pads to 64
        asked = ask(session, requestFor(analysisOf(session, m_fnet), device));
        QVERIFY(asked.answers.empty() && !asked.done);
        QVERIFY(asked.done.error().message.find("panel_tokens") != std::string::npos);
    }

    void fewerPhotonsMeanMoreError()
    {
        Session session({MIXLENS_MODELS});
        const AnalysisPtr analysis = analysisOf(session, m_fnet);
        double before = 0.0;
        for (const double photons : {1e5, 1e3, 1e1}) {
            optics::DeviceSpec device;
            device.photons.value = photons;
            const double error = errorOf(*ask(session, requestFor(analysis, device)).answers.front());
            QVERIFY(error > before);
            before = error;
        }
    }

    void aCoreUsedInTilesHasAPictureToo()
    {
        Session session({MIXLENS_MODELS});
        const Asked asked = ask(
            session, requestFor(analysisOf(session, m_fnet), optics::builtInDevice("photonic-16")->device));
        QVERIFY(asked.done);
        const OpticsAnswer& first = *asked.answers.front();
        QVERIFY(std::ranges::any_of(first.electrons->values(), [](float e) { return e != 0.0F; }));
        QVERIFY(first.run.pass.exposure.range > 0.0);
    }

    void withoutAMaskThereIsASentence()
    {
        Session session({MIXLENS_MODELS});
        const Asked asked = ask(session, requestFor(analysisOf(session, m_fnet, "the bank by the river")));
        QVERIFY(asked.done);
        QVERIFY(asked.answers.back()->devicePredictions.empty());
        QVERIFY(asked.answers.back()->predictionProblem.find("[MASK]") != std::string::npos);
    }

    void onlyFourierLayersAreReplaced()
    {
        Session session({MIXLENS_MODELS});
        const AnalysisPtr hybrid = analysisOf(session, {"Hybrid", "tiny-hybrid", {}, {}});
        const std::vector<std::size_t> layers = fourierLayers(*hybrid->encoder);
        QVERIFY(!layers.empty() && layers.size() < hybrid->encoder->layerCount());
        const Lane lane = withFourierLayersBy(hybrid->setup, *hybrid->encoder, "optical");
        for (std::size_t layer = 0; layer < hybrid->encoder->layerCount(); ++layer)
            QCOMPARE(lane.mixers[layer] == "optical", std::ranges::find(layers, layer) != layers.end());
        QVERIFY(
            fourierLayers(*analysisOf(session, {"Attention", "tiny-attention", {}, {}})->encoder).empty());

        const Lane optical{"Optical", "tiny-fnet", {"optical"}, {{"slm_bits", "4"}}};
        const AnalysisPtr analysis = analysisOf(session, optical);
        QVERIFY(withFourierLayersBy(optical, *analysis->encoder, "fourier").settings.empty());
        QCOMPARE(withFourierLayersBy(optical, *analysis->encoder, "optical").settings.size(), std::size_t{1});
    }

    void settingsMakeTheSameDevice()
    {
        for (const optics::NamedDevice& preset : optics::builtInDevices()) {
            optics::DeviceSpec built;
            for (const auto& [key, value] : deviceSettings(preset.device))
                QVERIFY(optics::setField(built, key, value));
            for (const optics::DeviceField& field : optics::deviceFields())
                QCOMPARE((built.*field.member).value, (preset.device.*field.member).value);
        }
    }

    void zeroingItsFieldsSwitchesAStageOff()
    {
        for (const optics::NamedDevice& preset : optics::builtInDevices())
            for (const optics::Stage stage : optics::stages()) {
                optics::DeviceSpec device = preset.device;
                const optics::DeviceSpec without = optics::without(stage, preset.device);
                const auto keys = fieldsOf(stage, preset.device);
                for (const std::string_view key : keys) {
                    const auto member = optics::findField(key)->member;
                    device.*member = without.*member;
                }
                // Mirrors show a value by its bits: they have some number of them.
                const bool mirrors = optics::encoding(preset.device) == optics::Encoding::BitPlane &&
                                     stage == optics::Stage::Modulator;
                QCOMPARE(optics::isOn(stage, device), mirrors);
                if (optics::isOn(stage, preset.device))
                    QVERIFY(!keys.empty());
            }
    }
};

QTEST_APPLESS_MAIN(TestOpticsQuestion)
#include "tst_optics_question.moc"
