#include "ui/export/provenance.h"

#include "ui/workbench.h"

#include <QJsonArray>

namespace mixlens::ui {

namespace {

QString text(const std::string& bytes)
{
    return QString::fromStdString(bytes);
}

QJsonObject laneRecord(const Workbench& workbench, std::size_t index)
{
    const Lane& lane = workbench.lanes()[index];
    QJsonObject record{{QStringLiteral("title"), text(lane.title)},
                       {QStringLiteral("model"), text(lane.model)}};
    QJsonArray mixers;
    QJsonArray origins{QStringLiteral("activations and transforms: computed in float32")};
    if (const AnalysisPtr analysis = workbench.analysis(index)) {
        for (const LayerTrace& layer : analysis->trace.layers)
            mixers.append(text(layer.mixer));
        record[QStringLiteral("rows")] = static_cast<qint64>(analysis->rows());
        QJsonArray tokens;
        for (const Token& token : analysis->sequence.tokens)
            tokens.append(text(token.piece));
        record[QStringLiteral("tokens")] = tokens;
        if (!analysis->device.empty()) {
            origins.append(QStringLiteral("optical mixing: simulated"));
            origins.append(QStringLiteral("device time and energy: modelled"));
        }
    }
    if (workbench.timing(index))
        origins.append(QStringLiteral("times: measured, 1 thread"));
    record[QStringLiteral("mixers")] = mixers;
    record[QStringLiteral("origins")] = origins;
    QJsonObject settings;
    for (const auto& [key, value] : lane.settings)
        settings[text(key)] = text(value);
    record[QStringLiteral("settings")] = settings;
    return record;
}

} // namespace

QJsonObject provenanceOf(const Workbench& workbench)
{
    QJsonObject record = environmentRecord();
    record[QStringLiteral("sentence")] = workbench.sentence();
    record[QStringLiteral("lens")] =
        workbench.lens() == Lens::Weight ? QStringLiteral("weight") : QStringLiteral("influence");
    record[QStringLiteral("layer")] = static_cast<qint64>(workbench.layer());
    record[QStringLiteral("head")] = workbench.head() ? QJsonValue(static_cast<qint64>(*workbench.head()))
                                                      : QJsonValue(QStringLiteral("mean"));
    record[QStringLiteral("seed")] =
        static_cast<qint64>(AnalysisRequest().seed); // what the workbench asks with
    QJsonArray lanes;
    for (std::size_t lane = 0; lane < workbench.lanes().size(); ++lane)
        lanes.append(laneRecord(workbench, lane));
    record[QStringLiteral("lanes")] = lanes;
    return record;
}

} // namespace mixlens::ui
