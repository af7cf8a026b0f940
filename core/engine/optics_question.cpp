#include "core/engine/optics_question.h"

#include "core/math/fft.h"
#include "core/mixing/mixer_registry.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mixlens {

namespace {

constexpr std::string_view exactMixer = "fourier";
constexpr std::string_view deviceMixer = "optical";

bool isFourier(const TokenMixer& mixer)
{
    const MixerInfo* info = findMixer(mixer.id());
    return info != nullptr && (info->family == MixerFamily::Fourier || info->family == MixerFamily::Optical);
}

/// A core used tile by tile reads many small frames: those of the tile whose planes are shown stand for them.
void standIn(optics::BenchRun& run, const optics::DeviceSpec& device)
{
    const auto kind = optics::detection(device);
    const bool pairs = kind == optics::Detection::Balanced || kind == optics::Detection::Sequential ||
                       kind == optics::Detection::Quadratures;
    if (optics::composition(device) == optics::Composition::Whole || run.frames.empty())
        return;
    run.difference = run.frames.front().electrons;
    if (pairs && run.frames.size() > 1)
        for (std::size_t i = 0; i < run.difference.values().size(); ++i)
            run.difference.values()[i] -= run.frames[1].electrons.values()[i];
    run.pass.exposure.range = run.frames.front().differenceScale;
}

std::string whyNoPredictions(const EncoderModel& encoder)
{
    return encoder.hasMaskedTokenHead()
               ? "There is no [MASK] in the sentence to predict; insert one (Ctrl+M)."
               : "This model has no head that predicts words; open a model with one.";
}

} // namespace

std::vector<std::size_t> fourierLayers(const EncoderModel& encoder)
{
    std::vector<std::size_t> layers;
    for (std::size_t layer = 0; layer < encoder.layerCount(); ++layer)
        if (isFourier(encoder.mixer(layer)))
            layers.push_back(layer);
    return layers;
}

Lane withFourierLayersBy(const Lane& lane, const EncoderModel& encoder, std::string_view mixer)
{
    Lane other = lane;
    other.mixers.clear();
    for (std::size_t layer = 0; layer < encoder.layerCount(); ++layer)
        other.mixers.emplace_back(isFourier(encoder.mixer(layer)) ? mixer : encoder.mixer(layer).id());
    std::erase_if(other.settings, [&other](const auto& setting) {
        return std::ranges::none_of(other.mixers, [&setting](const std::string& id) {
            const MixerInfo* info = findMixer(id);
            return info != nullptr && std::ranges::any_of(info->settings, [&](const MixerSetting& known) {
                       return known.key == setting.first;
                   });
        });
    });
    return other;
}

std::map<std::string, std::string, std::less<>> deviceSettings(const optics::DeviceSpec& device)
{
    std::map<std::string, std::string, std::less<>> settings;
    for (const optics::DeviceField& field : optics::deviceFields())
        settings.emplace(field.key, optics::fieldText(field, device));
    return settings;
}

std::vector<std::string_view> fieldsOf(optics::Stage stage, const optics::DeviceSpec& device)
{
    const optics::DeviceSpec without = optics::without(stage, device);
    std::vector<std::string_view> keys;
    for (const optics::DeviceField& field : optics::deviceFields())
        if ((device.*field.member).value != (without.*field.member).value)
            keys.push_back(field.key);
    return keys;
}

void OpticsQuestion::keepExact(const OpticsRequest& request)
{
    if (request.analysis == m_analysis && request.layer == m_layer && m_exact)
        return;
    const Matrix& x = request.analysis->trace.hidden(request.layer);
    Field spectrum(x.shape());
    for (std::size_t i = 0; i < x.values().size(); ++i)
        spectrum.values()[i] = x.values()[i];
    FftPlan::plan(FftKind::Complex2d, x.shape())->forward(ConstFieldView(spectrum.view()), spectrum.view());
    auto exact = std::make_shared<Matrix>(x.shape());
    auto magnitude = std::make_shared<Matrix>(x.shape());
    for (std::size_t i = 0; i < x.values().size(); ++i) {
        exact->values()[i] = spectrum.values()[i].real();
        magnitude->values()[i] = std::abs(spectrum.values()[i]);
    }
    m_exact = std::move(exact);
    m_magnitude = std::move(magnitude);
    m_analysis = request.analysis;
    m_layer = request.layer;
}

/// What the lane's encoder predicts for the tokens of the analysis.
Result<std::vector<Prediction>> OpticsQuestion::predictionsOf(Session& session, const OpticsRequest& request,
                                                              const Lane& lane, const std::stop_token& stop)
{
    const auto loaded = session.model(lane.model);
    if (!loaded)
        return tl::unexpected(loaded.error());
    const auto encoder = session.encoder(lane, request.seed);
    if (!encoder)
        return tl::unexpected(encoder.error());
    TraceOptions options;
    options.intermediates = false;
    const auto trace = (*encoder)->encode(request.analysis->trace.input, options, m_workspace, stop);
    if (!trace)
        return tl::unexpected(trace.error());
    std::vector<Prediction> predictions;
    for (const Prediction& asked : request.analysis->predictions) {
        const Matrix logits = (*encoder)->maskedTokenLogits(
            trace->output().view().middleRows(static_cast<Index>(asked.position), 1));
        predictions.push_back(
            mixlens::predict(asked.position, logits.view(), request.candidates, (*loaded)->tokenizer.get()));
    }
    return predictions;
}

Result<void> OpticsQuestion::predict(Session& session, const OpticsRequest& request, OpticsAnswer& answer,
                                     const std::stop_token& stop)
{
    const EncoderModel& encoder = *request.analysis->encoder;
    const Lane& setup = request.analysis->setup;
    if (request.analysis->predictions.empty()) {
        answer.predictionProblem = whyNoPredictions(encoder);
        return {};
    }
    if (m_predicted != request.analysis) {
        auto exact = predictionsOf(session, request, withFourierLayersBy(setup, encoder, exactMixer), stop);
        if (!exact)
            return tl::unexpected(exact.error());
        m_exactPredictions = std::move(*exact);
        m_predicted = request.analysis;
    }
    Lane lane = withFourierLayersBy(setup, encoder, deviceMixer);
    for (auto& [key, value] : deviceSettings(request.device))
        lane.settings.insert_or_assign(key, value);
    auto device = predictionsOf(session, request, lane, stop);
    if (!device)
        return tl::unexpected(device.error());
    answer.exactPredictions = m_exactPredictions;
    answer.devicePredictions = std::move(*device);
    return {};
}

Result<void> OpticsQuestion::answer(Session& session, const OpticsRequest& request, const Publish& publish,
                                    const std::stop_token& stop, const std::stop_token& overtaken)
{
    const Matrix& x = request.analysis->trace.hidden(request.layer);
    const auto bench = optics::OpticalBench::make(request.device);
    if (!bench)
        return tl::unexpected(bench.error());
    if (auto accepted = bench->accepts(x.view()); !accepted)
        return accepted;
    auto run = bench->run(x.view(), request.seed, {.planes = true, .stages = false}, stop);
    if (!run)
        return tl::unexpected(run.error());
    keepExact(request);
    standIn(*run, request.device);

    OpticsAnswer answer;
    answer.revision = request.revision;
    answer.device = request.device;
    answer.analysis = request.analysis;
    answer.layer = request.layer;
    answer.input = x.shape();
    answer.recovered = std::make_shared<const Matrix>(run->transform);
    answer.electrons = std::make_shared<const Matrix>(run->difference);
    answer.run = std::move(*run);
    answer.exact = m_exact;
    answer.magnitude = m_magnitude;
    answer.complete = !request.stages && !request.predictions;
    publish(std::make_shared<const OpticsAnswer>(answer));
    if (answer.complete)
        return {};

    std::stop_source rest;
    const std::stop_callback whenStopped(stop, [&rest] { rest.request_stop(); });
    const std::stop_callback whenOvertaken(overtaken, [&rest] { rest.request_stop(); });
    if (request.predictions) {
        if (rest.stop_requested())
            return failure(Error::Code::Cancelled, "The simulation was cancelled.");
        if (auto predicted = predict(session, request, answer, rest.get_token()); !predicted)
            return predicted;
        if (request.stages)
            publish(std::make_shared<const OpticsAnswer>(answer));
    }
    if (request.stages) {
        auto staged = bench->run(x.view(), request.seed, {.planes = false, .stages = true}, rest.get_token());
        if (!staged)
            return tl::unexpected(staged.error());
        answer.run.stages = std::move(staged->stages);
    }
    answer.complete = true;
    publish(std::make_shared<const OpticsAnswer>(std::move(answer)));
    return {};
}

} // namespace mixlens
