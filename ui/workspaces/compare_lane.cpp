#include "ui/workspaces/compare_lane.h"

#include "ui/panels/inline_notice.h"
#include "ui/style/lane_identity.h"
#include "ui/style/number_text.h"
#include "ui/views/lane_header.h"
#include "ui/views/layer_strip.h"
#include "ui/workspaces/token_cells.h"

#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr int lowestMap = 190; ///< pixels: labels, twelve rows and margins are readable

/// Room for so many lines whatever the text, so that columns keep the same layout. QLabel would switch to
/// height for width at every wrapped text, and a scroll area then gives the page all the height it would
/// like.
class Lines final : public QLabel
{
public:
    using QLabel::QLabel;
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }
};

QLabel* makeLines(int lines, QWidget* parent)
{
    auto* label = new Lines(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    label->setFixedHeight(lines * label->fontMetrics().lineSpacing() + 2);
    return label;
}

void colourText(QLabel* label, const QColor& ink)
{
    QPalette own = label->palette();
    own.setColor(QPalette::WindowText, ink);
    label->setPalette(own);
}

const Quantity* quantity(const std::vector<Quantity>& quantities, std::string_view name)
{
    const auto found = std::find_if(quantities.begin(), quantities.end(),
                                    [name](const Quantity& one) { return one.name == name; });
    return found == quantities.end() ? nullptr : &*found;
}

} // namespace

CompareLane::CompareLane(Workbench& workbench, std::size_t lane, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_lane(lane), m_header(new LaneHeader(this)),
      m_layers(new LayerStrip(this)), m_map(new HeatMapView(this)), m_problem(new InlineNotice(this)),
      m_reach(makeLines(3, this)), m_note(makeLines(3, this)), m_timing(makeLines(2, this)),
      m_device(makeLines(2, this))
{
    m_map->setParts({.title = false, .colourBar = false});
    m_map->setMinimumHeight(lowestMap);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_header);
    column->addWidget(m_layers);
    column->addWidget(m_problem);
    column->addWidget(m_map, 1);
    column->addWidget(m_reach);
    column->addWidget(m_note);
    column->addWidget(m_timing);
    column->addWidget(m_device);

    connect(m_header, &LaneHeader::picked, this, [this] { m_workbench.setFocusLane(m_lane); });
    connect(m_layers, &LayerStrip::layerPicked, &workbench, &Workbench::setLayer);
    connect(m_problem, &InlineNotice::dismissed, this, [this] { m_workbench.dismissProblem(m_lane); });
    connect(m_map, &HeatMapView::cellHovered, this,
            [this](std::optional<HeatCell> cell) { m_workbench.setHovered(pairOf(shownTokens(), cell)); });
    connect(m_map, &HeatMapView::cellLocked, this,
            [this](std::optional<HeatCell> cell) { m_workbench.setLocked(pairOf(shownTokens(), cell)); });
    connect(m_map, &HeatMapView::exportRequested, this, &CompareLane::exportRequested);
    connect(m_map, &HeatMapView::tableRequested, this, &CompareLane::tableRequested);
    applyColours();
    readAnalysis();
    showTiming();
}

QString CompareLane::reachLine() const
{
    return m_reach->text();
}

QString CompareLane::timingLine() const
{
    return m_timing->text();
}

QString CompareLane::missingText() const
{
    const AnalysisPtr analysis = m_workbench.analysis(m_lane);
    if (!analysis)
        return m_workbench.problem(m_lane) ? tr("No result.") : tr("Waiting for the first result.");
    if (m_workbench.layer() >= analysis->trace.layers.size())
        return tr("This model has %1 layers only.").arg(analysis->trace.layers.size());
    if (m_workbench.lens() == Lens::Influence)
        return analysis->influenceRefused
                   ? tr("Influence was left out: at this length it would make typing stutter. Press W for "
                        "the weights.")
                   : tr("This layer's influence was not computed.");
    return tr("This mixer has no weights between tokens. Press J for its influence.");
}

void CompareLane::readAnalysis()
{
    const Lane& lane = m_workbench.lanes()[m_lane];
    const AnalysisPtr analysis = m_workbench.analysis(m_lane);
    const QString model = QFileInfo(QString::fromStdString(lane.model)).fileName();
    m_header->setLane(QString::fromStdString(lane.title), model,
                      analysis ? std::optional(m_workbench.identity(m_lane)) : std::nullopt);
    m_header->setFocused(m_workbench.focusLane() == m_lane);
    const std::optional<Error> problem = m_workbench.problem(m_lane);
    m_problem->setText(problem ? QString::fromStdString(problem->message) : QString());
    m_map->setStale(m_workbench.isStale(m_lane) && problem.has_value());

    m_matrix.reset();
    if (!analysis)
        return;
    m_layers->setLayers(mixersOf(analysis->trace));
    m_layers->setCurrent(m_workbench.layer());
    m_matrix = lensMatrix(*analysis->encoder, analysis->trace, analysis->sequence, m_workbench.lensOptions());
}

void CompareLane::draw(std::optional<ValueRange> sharedRange)
{
    const AnalysisPtr analysis = m_workbench.analysis(m_lane);
    if (!analysis || !m_matrix) {
        m_map->setMessage(missingText());
        m_reach->clear();
        m_note->clear();
        m_device->clear();
        return;
    }
    m_map->setMessage({});
    m_reach->setText(m_matrix->isSigned ? tr("signed: cos 2πij/%1").arg(m_matrix->mixed)
                                        : reachText(*analysis, *m_matrix));
    const QString uniform = uniformText(*m_matrix);
    m_note->setText(uniform.isEmpty() ? QString() : tr("%1. Press W for the signs.").arg(uniform));
    const Quantity* device = quantity(analysis->device, "device_time");
    m_device->setText(device != nullptr ? tr("device model: %1 (modelled)").arg(secondsText(device->value))
                                        : QString());
    m_map->setFigure(lensFigure(*analysis, *m_matrix, m_workbench.lensOptions(), sharedRange));
    showSelection();
}

const std::vector<Index>& CompareLane::shownTokens() const
{
    static const std::vector<Index> none;
    return m_matrix ? m_matrix->tokens : none;
}

void CompareLane::dimIfStale()
{
    m_map->setStale(m_workbench.isStale(m_lane));
}

void CompareLane::showSelection()
{
    m_map->setHovered(cellOf(shownTokens(), m_workbench.hovered()));
    m_map->setLocked(cellOf(shownTokens(), m_workbench.locked()));
}

void CompareLane::showTiming()
{
    const std::optional<LaneTiming> timing = m_workbench.timing(m_lane);
    if (!timing) {
        m_timing->clear();
        return;
    }
    const QString median = secondsText(timing->median);
    const QString spread = secondsRangeText(timing->low, timing->high);
    m_timing->setText(m_workbench.identity(m_lane) == LaneIdentity::Optical
                          ? tr("simulation took %1 (measured)").arg(median)
                          : tr("%1, P10–P90 %2").arg(median, spread));
    m_timing->setToolTip(tr("Median of %1 runs on one thread, %2 rows; P10–P90 %3")
                             .arg(timing->seconds.size())
                             .arg(timing->tokens)
                             .arg(spread));
}

void CompareLane::applyColours()
{
    const Theme& theme = themeFor(palette());
    colourText(m_note, theme.fadedInk);
    colourText(m_timing, theme.fadedInk);
    colourText(m_device, theme.fadedInk);
}

void CompareLane::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        applyColours();
    QWidget::changeEvent(event);
}

} // namespace mixlens::ui
