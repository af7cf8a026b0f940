#include "ui/workspaces/optics_figures.h"

#include "ui/figures/camera_figure.h"
#include "ui/figures/device_scaling_figure.h"
#include "ui/figures/error_budget_figure.h"
#include "ui/figures/histogram_figure.h"
#include "ui/figures/recovery_figure.h"
#include "ui/figures/schematic_figure.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <utility>
#include <vector>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(OpticsFigures)
};

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

const optics::CameraFrame* frameOf(const OpticsAnswer& answer, std::size_t frame)
{
    return frame < answer.run.frames.size() ? &answer.run.frames[frame] : nullptr;
}

/// Shares the answer's storage.
std::shared_ptr<const Matrix> electronsOf(const OpticsAnswerPtr& answer, std::size_t frame)
{
    const optics::CameraFrame* counted = frameOf(*answer, frame);
    return counted != nullptr ? std::shared_ptr<const Matrix>(answer, &counted->electrons)
                              : answer->electrons;
}

bool hasBypass(const OpticsAnswer& answer)
{
    return answer.device.bypass.value > 0.0;
}

/// The converter of a balanced pair reads the difference of its ports; a camera's reads each frame.
bool readsDifference(const optics::DeviceSpec& device)
{
    return optics::detection(device) == optics::Detection::Balanced ||
           optics::detection(device) == optics::Detection::Quadratures;
}

std::vector<Shape> scalingShapes(Index hidden)
{
    std::vector<Shape> shapes;
    for (Index tokens = 8; tokens <= 8192; tokens *= 2)
        shapes.push_back({tokens, hidden});
    return shapes;
}

} // namespace

QString placeText(const OpticsAnswer& answer)
{
    return Words::tr("%1, input of layer %2, %3 × %4")
        .arg(QString::fromStdString(answer.analysis->setup.title))
        .arg(answer.layer + 1)
        .arg(answer.input.rows)
        .arg(answer.input.cols);
}

std::shared_ptr<const SchematicFigure> opticsSchematic(const optics::DeviceSpec& device,
                                                       const OpticsAnswerPtr& answer)
{
    return std::make_shared<const SchematicFigure>(
        schematicSpec(device, answer ? answer->input : Shape{}, answer ? &answer->run : nullptr));
}

FigurePtr opticsCamera(const OpticsAnswerPtr& answer, std::size_t frame, bool logarithmic)
{
    const optics::CameraFrame* counted = frameOf(*answer, frame);
    CameraSpec spec;
    const QString name = counted != nullptr ? text(counted->name) : QString();
    const bool isTile = name.contains(QLatin1Char(',')); // "real, plus, tile 1 of 32": too long for a title
    spec.title = name.isEmpty() || isTile ? Words::tr("Camera") : Words::tr("Camera: %1").arg(name);
    spec.note = isTile ? Words::tr("%1 of %2").arg(name, placeText(*answer)) : placeText(*answer);
    spec.electrons = electronsOf(answer, frame);
    spec.logarithmic = logarithmic;
    spec.fullWell = answer->device.fullWell.value;
    if (!readsDifference(answer->device)) {
        spec.converterTop = counted != nullptr ? counted->fullScale : answer->run.pass.exposure.range;
        spec.bits = static_cast<int>(answer->device.converterBits.value);
    }
    return std::make_shared<const CameraFigure>(std::move(spec));
}

FigurePtr opticsHistogram(const OpticsAnswerPtr& answer, std::size_t frame)
{
    const bool ofDifference = readsDifference(answer->device);
    HistogramSpec spec;
    spec.title = Words::tr("Readings");
    spec.valueName = ofDifference ? Words::tr("difference of the ports") : Words::tr("electrons a pixel");
    spec.readings = ofDifference ? answer->electrons : electronsOf(answer, frame);
    const double range = answer->run.pass.exposure.range;
    spec.converterHigh = range;
    spec.converterLow = ofDifference ? -range : 0.0;
    spec.fullWell = ofDifference ? 0.0 : answer->device.fullWell.value;
    return std::make_shared<const HistogramFigure>(std::move(spec));
}

FigurePtr opticsRecovery(const OpticsAnswerPtr& answer, bool bareCamera)
{
    RecoverySpec spec;
    spec.title = Words::tr("What the camera cannot see");
    spec.note = placeText(*answer);
    spec.exact = answer->exact;
    spec.recovered = answer->recovered;
    spec.magnitude = bareCamera ? answer->magnitude : nullptr;
    spec.bypass = hasBypass(*answer);
    return std::make_shared<const RecoveryFigure>(std::move(spec));
}

FigurePtr opticsBudget(const OpticsAnswerPtr& answer)
{
    ErrorBudgetSpec spec;
    spec.title = Words::tr("Error budget");
    spec.note = placeText(*answer);
    spec.stages = answer->run.stages;
    spec.total = answer->run.assessment;
    return std::make_shared<const ErrorBudgetFigure>(std::move(spec));
}

FigurePtr opticsCost(CostKind kind, Shape input, const QString& name, const optics::DeviceSpec& device,
                     std::span<const DeviceCostRow> others)
{
    DeviceCostSpec spec;
    spec.title = kind == CostKind::Time ? Words::tr("Time of one transform, modelled")
                                        : Words::tr("Energy of one transform, modelled");
    spec.note = Words::tr("%1\u00A0×\u00A0%2.").arg(input.rows).arg(input.cols); // kept on one line
    spec.input = input;
    spec.devices.push_back({name, optics::deviceCost(device, input)});
    spec.devices.insert(spec.devices.end(), others.begin(), others.end());
    spec.references = optics::referenceCosts(input);
    spec.selected = 0;
    if (kind == CostKind::Time)
        return std::make_shared<const DeviceTimeFigure>(std::move(spec));
    return std::make_shared<const DeviceEnergyFigure>(std::move(spec));
}

FigurePtr opticsScaling(CostKind kind, Index hidden, const QString& name, const optics::DeviceSpec& device)
{
    const std::vector<Shape> shapes = scalingShapes(hidden);
    DeviceScalingSpec spec;
    spec.kind = kind;
    spec.title = kind == CostKind::Time ? Words::tr("Time over points") : Words::tr("Energy over points");
    spec.note = Words::tr("8 to 8192 tokens × %1; modelled and cited").arg(hidden);
    spec.series.push_back(deviceScaling(kind, name, device, shapes));
    for (ScalingSeries& reference : referenceScaling(kind, shapes))
        spec.series.push_back(std::move(reference));
    return std::make_shared<const DeviceScalingFigure>(std::move(spec));
}

QString costLine(const optics::BenchRun& run)
{
    const QString frames = run.cost.frames == 1
                               ? Words::tr("1 frame")
                               : Words::tr("%1 frames").arg(countText(static_cast<qint64>(run.cost.frames)));
    return Words::tr("%1 simulated, %2 modelled; modelled: %3, %4, %5")
        .arg(decibelText(run.assessment.simulatedSnr), decibelText(run.assessment.predictedSnr),
             secondsText(run.cost.seconds), energyText(run.cost.joules), frames);
}

} // namespace mixlens::ui
