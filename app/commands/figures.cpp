#include "app/commands/figures.h"

#include "ui/export/environment.h"
#include "ui/figures/lens_figure.h"
#include "ui/figures/predictions_figure.h"
#include "ui/figures/spectrum_figure.h"
#include "ui/figures/timing_figure.h"
#include "ui/style/lane_identity.h"

#include <QJsonArray>

#include <algorithm>

namespace mixlens {

namespace {

QString qt(const std::string& text)
{
    return QString::fromStdString(text);
}

ui::LaneIdentity identityOf(const Analysis& analysis)
{
    return ui::identityOf(ui::mixersOf(analysis.trace));
}

} // namespace

Result<std::vector<AnalysisPtr>> analyseLanes(Session& session, const AnalysisRequest& request)
{
    std::vector<AnalysisPtr> lanes;
    for (std::size_t lane = 0; lane < request.lanes.size(); ++lane) {
        auto analysis = session.analyse(request, lane, {});
        if (!analysis)
            return tl::unexpected(analysis.error());
        lanes.push_back(std::move(*analysis));
    }
    return lanes;
}

LaneTimings timeLanes(Session& session, const std::vector<AnalysisPtr>& lanes)
{
    LaneTimings newest;
    LiveTimingJob job(session, lanes, [&](LaneTimings timings) { newest = std::move(timings); });
    while (job.step({})) {
    }
    return newest;
}

Result<ui::FigurePtr> heatMapOf(const Analysis& analysis, const LensOptions& options)
{
    const std::size_t layers = analysis.trace.layers.size();
    if (options.layer >= layers)
        return failure(Error::Code::OutOfRange, "This model has layers 1 to " + std::to_string(layers) +
                                                    ", but --layer is " + std::to_string(options.layer + 1) +
                                                    ".");
    const Index heads = analysis.encoder->mixer(options.layer).heads();
    if (options.head && *options.head >= heads)
        return failure(Error::Code::OutOfRange, "Layer " + std::to_string(options.layer + 1) + " has " +
                                                    std::to_string(heads) + " heads, but --head is " +
                                                    std::to_string(*options.head + 1) + ".");
    if (auto figure = ui::lensFigure(analysis, options))
        return ui::FigurePtr(std::move(figure));
    if (options.lens == Lens::Influence && analysis.influenceRefused)
        return failure(Error::Code::OutOfMemory,
                       "The influence of so many tokens would take too long; shorten the "
                       "sentence or use --lens weight.");
    return failure(Error::Code::Unsupported, "The mixer '" + analysis.trace.layers[options.layer].mixer +
                                                 "' has no such matrix; use --lens influence.");
}

ui::FigurePtr spectrumOf(const Analysis& analysis, std::size_t layer)
{
    const Matrix& activation = analysis.trace.hidden(layer);
    const bool last = layer == analysis.trace.layers.size();
    ui::SpectrumSpec spec;
    spec.title = QStringLiteral("%1: spectrum along the tokens").arg(qt(analysis.setup.title));
    spec.note = QStringLiteral("%1, N = %2 rows, no window, unnormalised")
                    .arg(last ? QStringLiteral("output of the last layer")
                              : QStringLiteral("input of layer %1").arg(layer + 1))
                    .arg(activation.rows());
    spec.spectrum = std::make_shared<const TokenSpectrum>(tokenSpectrum(activation.view()));
    spec.identity = identityOf(analysis);
    return std::make_shared<const ui::SpectrumFigure>(std::move(spec));
}

ui::FigurePtr timingOf(const std::vector<AnalysisPtr>& lanes, const LaneTimings& timings)
{
    ui::TimingSpec spec;
    spec.title = QStringLiteral("Time of one inference");
    spec.note =
        QStringLiteral("measured: whole model, 1 thread, float32, median of %1 after %2 for warm-up, P10–P90")
            .arg(LiveTimingJob::rounds)
            .arg(LiveTimingJob::warmUp);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const Analysis& lane = *lanes[i];
        ui::TimingRow row;
        row.lane = qt(lane.setup.title);
        row.identity = identityOf(lane);
        if (row.identity == ui::LaneIdentity::Optical)
            row.what = QStringLiteral("simulation took");
        const auto found = std::ranges::find(timings, lane.lane, &LaneTiming::lane);
        if (found != timings.end()) {
            row.seconds = found->seconds;
            row.median = found->median;
            row.low = found->low;
            row.high = found->high;
            row.tokens = found->tokens;
        } else {
            row.missing = QStringLiteral("not timed");
        }
        if (!lane.device.empty())
            spec.modelled.push_back({row.lane, row.identity, lane.device});
        spec.measured.push_back(std::move(row));
    }
    return std::make_shared<const ui::TimingFigure>(std::move(spec));
}

ui::FigurePtr predictionsOf(const std::vector<AnalysisPtr>& lanes, std::size_t mask)
{
    ui::PredictionsSpec spec;
    spec.title = QStringLiteral("Predictions for [MASK]");
    spec.mask = mask;
    for (const AnalysisPtr& lane : lanes) {
        ui::PredictionColumn column;
        column.lane = qt(lane->setup.title);
        column.identity = identityOf(*lane);
        if (mask < lane->predictions.size())
            column.best = lane->predictions[mask].best;
        else
            column.missing = QStringLiteral("no prediction");
        spec.maskCount = std::max(spec.maskCount, lane->predictions.size());
        spec.columns.push_back(std::move(column));
    }
    return mask < spec.maskCount ? std::make_shared<const ui::PredictionsFigure>(std::move(spec)) : nullptr;
}

QJsonObject provenanceOf(const AnalysisRequest& request, const std::vector<AnalysisPtr>& lanes)
{
    QJsonObject record = ui::environmentRecord();
    record["sentence"] = lanes.empty() ? QString() : qt(lanes.front()->sequence.text);
    record["seed"] = static_cast<qint64>(request.seed);
    QJsonArray all;
    for (const AnalysisPtr& lane : lanes) {
        QJsonArray tokens;
        for (const Token& token : lane->sequence.tokens)
            tokens.append(qt(token.piece));
        QJsonArray mixers;
        for (const LayerTrace& layer : lane->trace.layers)
            mixers.append(qt(layer.mixer));
        QJsonObject settings;
        for (const auto& [key, value] : lane->setup.settings)
            settings[qt(key)] = qt(value);
        all.append(QJsonObject{{"title", qt(lane->setup.title)},
                               {"model", qt(lane->setup.model)},
                               {"mixers", mixers},
                               {"settings", settings},
                               {"rows", static_cast<qint64>(lane->rows())},
                               {"tokens", tokens}});
    }
    record["lanes"] = all;
    return record;
}

} // namespace mixlens
