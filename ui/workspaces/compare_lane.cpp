#include "ui/workspaces/compare_lane.h"

#include "ui/panels/inline_notice.h"
#include "ui/style/lane_identity.h"
#include "ui/style/number_text.h"
#include "ui/views/colour_bar.h"
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

/// Room for as many lines as the page says, so that columns keep the same layout. QLabel would switch to
/// height for width at every wrapped text, and a scroll area then gives the page all the height it would
/// like.
class Lines final : public QLabel
{
public:
    using QLabel::QLabel;
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }
};

QLabel* makeLines(QWidget* parent)
{
    auto* label = new Lines(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    QFont small = label->font();
    small.setPointSizeF(0.9 * small.pointSizeF());
    label->setFont(small);
    return label;
}

void colourText(QLabel* label, const QColor& ink)
{
    QPalette own = label->palette();
    own.setColor(QPalette::WindowText, ink);
    label->setPalette(own);
}

/// One line in the narrowest column; the whole is its tool tip.
QString leastReachText(const LensMatrix& matrix)
{
    return CompareLane::tr("reach %1 of %2").arg(matrix.meanReach, 0, 'f', 1).arg(matrix.mixed);
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
      m_reach(makeLines(this)), m_note(makeLines(this)), m_timing(makeLines(this)), m_device(makeLines(this)),
      m_above(new QVBoxLayout), m_below(new QVBoxLayout), m_bar(new ColourBar(this))
{
    m_above->setSpacing(2);
    m_above->addWidget(m_header);
    m_above->addWidget(m_layers);
    m_below->setSpacing(1);
    m_below->addWidget(m_bar);
    for (QLabel* paragraph : paragraphs())
        m_below->addWidget(paragraph);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addLayout(m_above);
    column->addWidget(m_map);
    column->addWidget(m_problem); // below, so that maps stay in line
    column->addLayout(m_below);
    column->addStretch(1);

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
        m_bar->setFigure(nullptr);
        m_bar->hide();
        return;
    }
    m_map->setMessage({});
    const auto figure = lensFigure(*analysis, *m_matrix, m_workbench.lensOptions(), sharedRange);
    m_map->setFigure(figure);
    // Without a common scale every lane shows its own.
    m_bar->setFigure(sharedRange ? nullptr : figure);
    m_bar->setVisible(!sharedRange.has_value());
    showTexts();
    showSelection();
}

void CompareLane::showTexts()
{
    const AnalysisPtr analysis = m_workbench.analysis(m_lane);
    if (!analysis || !m_matrix)
        return;
    m_reach->setText(m_matrix->isSigned              ? tr("signed: cos 2πij/%1").arg(m_matrix->mixed)
                     : m_detail == LaneDetail::Least ? leastReachText(*m_matrix)
                                                     : shortReachText(*analysis, *m_matrix));
    m_reach->setToolTip(m_matrix->isSigned ? QString() : reachText(*analysis, *m_matrix));
    const QString percent = QString::number(100.0 * m_matrix->spread, 'f', 1);
    const QString note = tr("uniform to %1 %: Fourier mixing weighs all tokens alike; its information is in "
                            "the signs → press W")
                             .arg(percent);
    const bool uniform = isUniform(*analysis, *m_matrix);
    m_note->setText(!uniform                        ? QString()
                    : m_detail == LaneDetail::Full  ? note
                    : m_detail == LaneDetail::Short ? tr("uniform to %1 %: all tokens weigh alike, the signs "
                                                         "differ → press W")
                                                          .arg(percent)
                                                    : tr("uniform to %1 % → press W").arg(percent));
    m_note->setToolTip(uniform ? note : QString());
    const Quantity* device = quantity(analysis->device, "device_time");
    m_device->setText(device != nullptr ? tr("device %1 (modelled)").arg(secondsText(device->value))
                                        : QString());
}

void CompareLane::setDetail(LaneDetail detail)
{
    m_detail = detail;
    showTexts();
}

void CompareLane::setIndent(int pixels)
{
    m_above->setContentsMargins(pixels, 0, 0, 0);
    m_below->setContentsMargins(pixels, 0, 0, 0);
}

std::vector<int> CompareLane::linesAt(int width) const
{
    std::vector<int> lines;
    for (const QLabel* paragraph : paragraphs()) {
        const bool shown = m_detail != LaneDetail::Least || paragraph == m_reach || paragraph == m_note;
        const int line = paragraph->fontMetrics().lineSpacing();
        const QRect room(0, 0, std::max(1, width), 100 * line);
        const int height =
            paragraph->fontMetrics().boundingRect(room, Qt::TextWordWrap, paragraph->text()).height();
        lines.push_back(!shown || paragraph->text().isEmpty() ? 0 : (height + line - 1) / line);
    }
    return lines;
}

void CompareLane::setLines(const std::vector<int>& lines)
{
    const std::vector<QLabel*> labels = paragraphs();
    for (std::size_t i = 0; i < labels.size() && i < lines.size(); ++i) {
        labels[i]->setVisible(lines[i] > 0);
        labels[i]->setFixedHeight(lines[i] * labels[i]->fontMetrics().lineSpacing() + 1);
    }
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
                          ? tr("simulation took %1").arg(median)
                          : tr("median %1 (%2)").arg(median, spread));
    m_timing->setToolTip(tr("Measured: median of %1 runs on one thread, %2 rows; P10–P90 %3")
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
