#include "ui/panels/inspector.h"

#include "ui/figures/lens_figure.h"
#include "ui/style/lane_identity.h"
#include "ui/style/number_text.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace mixlens::ui {

namespace {

constexpr int narrowest = 200; ///< pixels: names and numbers side by side

/// Figures measure in points; a screen's pixel at 96 dpi is three quarters of one.
double pixelsPerPoint(const QWidget& widget)
{
    return widget.logicalDpiY() / 72.0;
}

QString predictionText(const Analysis& analysis, Index row)
{
    for (const Prediction& prediction : analysis.predictions) {
        if (static_cast<Index>(prediction.position) != row)
            continue;
        if (prediction.best.empty())
            return {};
        const Candidate& best = prediction.best.front();
        return QString::fromStdString(best.piece) + u' ' + probabilityText(best.probability);
    }
    return {};
}

/// "2 fourier", "2 attention", in the order of the layers.
QStringList mixerRuns(const std::vector<std::string>& mixers)
{
    QStringList runs;
    for (std::size_t first = 0, end = 0; first < mixers.size(); first = end) {
        while (end < mixers.size() && mixers[end] == mixers[first])
            ++end;
        runs << Inspector::tr("%1 %2").arg(end - first).arg(QString::fromStdString(mixers[first]));
    }
    return runs;
}

} // namespace

/// Shows the figure at the size of the application's text; as high as it needs.
class Inspector::Canvas : public QWidget
{
public:
    explicit Canvas(QWidget* parent) : QWidget(parent) {}

    void setFigure(std::shared_ptr<const PairFigure> figure)
    {
        m_figure = std::move(figure);
        setAccessibleName(m_figure->summary());
        setMinimumHeight(static_cast<int>(m_figure->preferredSize().height() * pixelsPerPoint(*this)) + 1);
        update();
    }

    [[nodiscard]] std::shared_ptr<const PairFigure> figure() const { return m_figure; }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        if (!m_figure)
            return;
        QPainter painter(this);
        const double scale = pixelsPerPoint(*this);
        painter.scale(scale, scale);
        m_figure->paint(painter, QRectF(0, 0, width() / scale, height() / scale), themeFor(palette()));
    }

private:
    std::shared_ptr<const PairFigure> m_figure;
};

Inspector::Inspector(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_headline(new QLabel(this)), m_explanation(new QLabel(this)),
      m_canvas(new Canvas(this)), m_table(new QPushButton(tr("View as table"), this)),
      m_refresh(new QTimer(this))
{
    QFont font = m_headline->font();
    font.setBold(true);
    font.setPointSizeF(1.15 * font.pointSizeF());
    m_headline->setFont(font);
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_explanation->setWordWrap(true);
    setMinimumWidth(narrowest);

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_canvas);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    m_canvas->setAutoFillBackground(false);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 6, 6, 8);
    column->setSpacing(8);
    column->addWidget(m_headline);
    column->addWidget(m_explanation);
    column->addWidget(scroll, 1);
    column->addWidget(m_table, 0, Qt::AlignLeft);

    m_refresh->setSingleShot(true);
    m_refresh->setInterval(0);
    connect(m_refresh, &QTimer::timeout, this, &Inspector::readLanes);
    const auto later = [this] { m_refresh->start(); };
    connect(&workbench, &Workbench::analysisChanged, this, later);
    connect(&workbench, &Workbench::lanesChanged, this, later);
    connect(&workbench, &Workbench::viewChanged, this, later);
    connect(&workbench, &Workbench::selectionChanged, this, &Inspector::showPair);
    connect(m_table, &QPushButton::clicked, this, [this] { emit tableRequested(figure()); });
    applyColours();
    readLanes();
}

std::shared_ptr<const PairFigure> Inspector::figure() const
{
    return m_canvas->figure();
}

QString Inspector::headline() const
{
    return m_headline->text();
}

void Inspector::readLanes()
{
    m_lanes.clear();
    LensOptions options = m_workbench.lensOptions();
    options.padding = true;
    options.specialTokens = true;
    for (std::size_t lane = 0; lane < m_workbench.lanes().size(); ++lane) {
        LaneLenses& one = m_lanes.emplace_back();
        one.analysis = m_workbench.analysis(lane);
        if (!one.analysis)
            continue;
        const Analysis& analysis = *one.analysis;
        options.lens = Lens::Weight;
        one.weight = lensMatrix(*analysis.encoder, analysis.trace, analysis.sequence, options);
        options.lens = Lens::Influence;
        one.influence = lensMatrix(*analysis.encoder, analysis.trace, analysis.sequence, options);
    }
    showPair();
}

PairRow Inspector::rowOf(std::size_t lane, Index output, Index input) const
{
    PairRow row;
    row.lane = QString::fromStdString(m_workbench.lanes()[lane].title);
    row.identity = m_workbench.identity(lane);
    const LaneLenses& known = m_lanes[lane];
    if (!known.analysis || std::max(output, input) >= known.analysis->rows()) {
        row.missing = known.analysis ? tr("this lane has no such token") : tr("no result yet");
        return row;
    }
    if (known.weight)
        row.weight = known.weight->values(output, input);
    if (known.influence) {
        const auto shares = known.influence->values.view().row(output);
        const float own = shares[static_cast<std::size_t>(input)];
        row.influence = own;
        row.rank =
            1 + std::count_if(shares.begin(), shares.end(), [own](float share) { return share > own; });
        row.reach = known.influence->reach[static_cast<std::size_t>(output)];
        row.of = known.influence->mixed;
    }
    row.predicts = predictionText(*known.analysis, output);
    row.device = known.analysis->device;
    return row;
}

/// What the lane is, and what its mixing costs.
PairRow Inspector::overviewOf(std::size_t lane) const
{
    PairRow row;
    row.lane = QString::fromStdString(m_workbench.lanes()[lane].title);
    row.identity = m_workbench.identity(lane);
    const AnalysisPtr analysis = m_lanes[lane].analysis;
    if (!analysis) {
        row.missing = m_workbench.problem(lane) ? tr("no result") : tr("no result yet");
        return row;
    }
    double flops = 0.0;
    for (const LayerTrace& layer : analysis->trace.layers)
        flops += static_cast<double>(layer.cost.flops);
    const Index padding = analysis->rows() - analysis->tokenCount();
    QString name = tr("mixers");
    for (const QString& run : mixerRuns(mixersOf(analysis->trace)))
        row.facts.push_back({std::exchange(name, QString()), run});
    const auto millions = [](double count) { return numberText(count / 1e6, 2) + QChar(0x202F); };
    row.facts.push_back(
        {tr("params"),
         tr("%1M counted").arg(millions(static_cast<double>(analysis->encoder->parameters().count())))});
    row.facts.push_back({tr("mixing"), tr("%1Mflop modelled").arg(millions(flops))});
    row.facts.push_back({tr("tokens"), padding > 0
                                           ? tr("%1 + %2 padding").arg(analysis->tokenCount()).arg(padding)
                                           : QString::number(analysis->tokenCount())});
    row.device = analysis->device;
    return row;
}

void Inspector::showPair()
{
    const TokenPair pair = m_workbench.shownPair();
    PairSpec spec;
    spec.layer = m_workbench.layer();
    const std::size_t focus = m_workbench.focusLane();
    const bool known = focus < m_lanes.size() && m_lanes[focus].analysis != nullptr;
    if (known && (pair.output || pair.input)) {
        const Index output = pair.output.value_or(pair.input.value_or(0));
        const Index input = pair.input.value_or(output);
        spec.output = tokenText(m_lanes[focus].analysis->sequence, output);
        spec.input = tokenText(m_lanes[focus].analysis->sequence, input);
        for (std::size_t lane = 0; lane < m_lanes.size() && lane < m_workbench.lanes().size(); ++lane)
            spec.rows.push_back(rowOf(lane, output, input));
        m_headline->setText(tr("%1 ← %2").arg(spec.output, spec.input));
        m_explanation->setText(
            m_workbench.lens() == Lens::Influence
                ? tr("Influence: how much the input token moves the output token through this layer, as a "
                     "share of all that moves it.")
                : tr("Weight: what this layer multiplies the input token by on its way to the output "
                     "token."));
    } else {
        m_headline->setText(tr("Nothing selected"));
        m_explanation->setText(
            tr("Point at a cell or a token to see its numbers in every lane; click to keep it."));
        for (std::size_t lane = 0; lane < m_lanes.size() && lane < m_workbench.lanes().size(); ++lane)
            spec.rows.push_back(overviewOf(lane));
    }
    m_table->setVisible(!spec.output.isEmpty());
    m_canvas->setFigure(std::make_shared<const PairFigure>(std::move(spec)));
}

void Inspector::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        applyColours();
    QWidget::changeEvent(event);
}

void Inspector::applyColours()
{
    QPalette own = m_explanation->palette();
    own.setColor(QPalette::WindowText, themeFor(palette()).fadedInk);
    m_explanation->setPalette(own);
}

} // namespace mixlens::ui
