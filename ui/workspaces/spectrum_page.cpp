#include "ui/workspaces/spectrum_page.h"

#include "ui/figures/plane_spectrum_figure.h"
#include "ui/views/heat_map_view.h"
#include "ui/views/spectrum_view.h"
#include "ui/workbench.h"
#include "ui/workspaces/spectrum_controls.h"

#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

struct SpectrumPage::Private
{
    explicit Private(Workbench& shown) : workbench(shown) {}

    Workbench& workbench;
    SpectrumControls* controls = nullptr;
    QStackedWidget* stack = nullptr;
    QWidget* empty = nullptr;
    QLabel* emptyText = nullptr;
    QSplitter* plots = nullptr;
    SpectrumView* spectrum = nullptr;
    QLabel* readOut = nullptr;
    HeatMapView* amplitude = nullptr;
    HeatMapView* phase = nullptr;

    // What the shown figures were made from: an activation is transformed once.
    AnalysisPtr source;
    SpectrumChoice choice;
    std::shared_ptr<const TokenSpectrum> tokenTransform;
    std::shared_ptr<const PlaneSpectrum> planeTransform;

    void refresh();
    void showNothing(const QString& why);
    void showReadOut();
};

namespace {

QString noteFor(const Analysis& analysis, const SpectrumChoice& choice, Index rows)
{
    const Index padding = rows - analysis.tokenCount();
    const QString length =
        padding > 0 ? SpectrumPage::tr("N = %1 as the model sees it: %2 tokens, %3 padding")
                          .arg(rows)
                          .arg(analysis.tokenCount())
                          .arg(padding)
        : analysis.rows() > rows
            ? SpectrumPage::tr("N = %1 as typed; the model mixed %2 rows").arg(rows).arg(analysis.rows())
            : SpectrumPage::tr("N = %1, no padding").arg(rows);
    const QString place =
        choice.ofOutput ? SpectrumPage::tr("layer %1 output") : SpectrumPage::tr("layer %1 input");
    return place.arg(choice.layer + 1) + QStringLiteral("; ") + length +
           SpectrumPage::tr("; no window, unnormalised");
}

} // namespace

void SpectrumPage::Private::showNothing(const QString& why)
{
    emptyText->setText(why);
    source = nullptr;
    spectrum->setSpectrum(nullptr);
    stack->setCurrentWidget(empty);
}

void SpectrumPage::Private::refresh()
{
    const std::size_t lane = workbench.focusLane();
    const AnalysisPtr analysis = lane < workbench.lanes().size() ? workbench.analysis(lane) : nullptr;
    controls->show(workbench);
    if (!analysis || analysis->tokenCount() == 0) {
        const auto problem = lane < workbench.lanes().size() ? workbench.problem(lane) : std::nullopt;
        showNothing(problem ? QString::fromStdString(problem->message)
                            : SpectrumPage::tr("There is nothing to transform yet: type a sentence above."));
        return;
    }
    SpectrumChoice wanted = controls->choice();
    wanted.layer = std::min(workbench.layer(), std::max<std::size_t>(1, analysis->trace.layers.size()) - 1);
    const std::size_t hidden =
        std::min(wanted.layer + (wanted.ofOutput ? 1 : 0), analysis->trace.layers.size());
    const Matrix& activation = analysis->trace.hidden(hidden);
    const Index rows = wanted.asModel ? analysis->rows() : std::min(analysis->tokenCount(), analysis->rows());
    if (analysis != source || wanted.layer != choice.layer || wanted.ofOutput != choice.ofOutput ||
        wanted.asModel != choice.asModel) {
        const ConstMatrixView shown = activation.view().middleRows(0, rows);
        tokenTransform = std::make_shared<const TokenSpectrum>(tokenSpectrum(shown));
        planeTransform = std::make_shared<const PlaneSpectrum>(planeSpectrum(shown));
        source = analysis;
    }
    choice = wanted;
    if (choice.unit && *choice.unit >= activation.cols())
        choice.unit.reset();
    const QString title = QString::fromStdString(analysis->setup.title);
    const QString note = noteFor(*analysis, choice, rows);
    const LaneIdentity identity = workbench.identity(lane);
    spectrum->setSpectrum(std::make_shared<const SpectrumFigure>(
        SpectrumSpec{SpectrumPage::tr("%1: spectrum along tokens").arg(title), note, tokenTransform,
                     choice.unit, choice.decibel, identity}));
    const PlaneSpec plane{SpectrumPage::tr("%1: 2-D spectrum").arg(title),
                          {},
                          planeTransform,
                          choice.shifted,
                          choice.decibel,
                          identity};
    amplitude->setFigure(planeAmplitudeFigure(plane));
    phase->setFigure(planePhaseFigure(plane));
    const bool stale = workbench.isStale(lane);
    spectrum->setStale(stale);
    amplitude->setStale(stale);
    phase->setStale(stale);
    stack->setCurrentWidget(plots);
    showReadOut();
}

void SpectrumPage::Private::showReadOut()
{
    const QString text = spectrum->readOut();
    readOut->setText(text.isEmpty()
                         ? SpectrumPage::tr("Point at a frequency to read it; arrow keys move, Enter locks.")
                         : text);
}

SpectrumPage::SpectrumPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(workbench))
{
    d->controls = new SpectrumControls(this);
    d->stack = new QStackedWidget(this);
    d->empty = new QWidget(this);
    d->emptyText = new QLabel(d->empty);
    d->emptyText->setWordWrap(true);
    d->emptyText->setAlignment(Qt::AlignCenter);
    auto* example = new QPushButton(tr("Use an example"), d->empty);
    auto* emptyLayout = new QVBoxLayout(d->empty);
    emptyLayout->addStretch();
    emptyLayout->addWidget(d->emptyText);
    emptyLayout->addWidget(example, 0, Qt::AlignHCenter);
    emptyLayout->addStretch();

    d->plots = new QSplitter(Qt::Vertical, this);
    auto* upper = new QWidget(d->plots);
    d->spectrum = new SpectrumView(upper);
    d->readOut = new QLabel(upper);
    d->readOut->setTextInteractionFlags(Qt::TextSelectableByMouse);
    d->readOut->setSizePolicy(QSizePolicy::Ignored,
                              QSizePolicy::Fixed); // a long line never widens the window
    auto* upperLayout = new QVBoxLayout(upper);
    upperLayout->setContentsMargins(0, 0, 0, 0);
    upperLayout->setSpacing(1);
    upperLayout->addWidget(d->spectrum, 1);
    upperLayout->addWidget(d->readOut);
    auto* planes = new QSplitter(Qt::Horizontal, d->plots);
    d->amplitude = new HeatMapView(planes);
    d->phase = new HeatMapView(planes);
    d->spectrum->setMinimumHeight(130);
    for (HeatMapView* view : {d->amplitude, d->phase})
        view->setMinimumHeight(100);
    d->plots->setStretchFactor(0, 3);
    d->plots->setStretchFactor(1, 2);
    d->plots->setSizes({300, 200}); // the one line of numbers first, the planes below it
    d->stack->addWidget(d->empty);
    d->stack->addWidget(d->plots);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 2);
    layout->setSpacing(3);
    layout->addWidget(d->controls);
    layout->addWidget(d->stack, 1);

    connect(d->spectrum, &SpectrumView::exportRequested, this, &SpectrumPage::exportRequested);
    connect(d->spectrum, &SpectrumView::tableRequested, this, &SpectrumPage::tableRequested);
    for (HeatMapView* view : {d->amplitude, d->phase}) {
        connect(view, &HeatMapView::exportRequested, this, &SpectrumPage::exportRequested);
        connect(view, &HeatMapView::tableRequested, this, &SpectrumPage::tableRequested);
    }
    connect(d->spectrum, &SpectrumView::frequencyHovered, this, [this] { d->showReadOut(); });
    connect(d->spectrum, &SpectrumView::frequencyLocked, this, [this] { d->showReadOut(); });
    // Transforms of a page that nobody sees would slow down every key.
    const auto refresh = [this] {
        if (isVisible())
            d->refresh();
    };
    connect(d->controls, &SpectrumControls::choiceChanged, this, refresh);
    connect(d->controls, &SpectrumControls::laneChosen, &workbench, &Workbench::setFocusLane);
    connect(d->controls, &SpectrumControls::layerChosen, &workbench, &Workbench::setLayer);
    connect(&workbench, &Workbench::lanesChanged, this, refresh);
    connect(&workbench, &Workbench::focusLaneChanged, this, refresh);
    connect(&workbench, &Workbench::viewChanged, this, refresh);
    connect(&workbench, &Workbench::analysisChanged, this, [this](std::size_t lane) {
        if (lane == d->workbench.focusLane() && isVisible())
            d->refresh();
    });
    connect(example, &QPushButton::clicked, this,
            [this] { d->workbench.setSentence(tr("the cat sat on the mat and the dog lay on the rug")); });
}

SpectrumPage::~SpectrumPage() = default;

void SpectrumPage::showEvent(QShowEvent* event)
{
    d->refresh();
    QWidget::showEvent(event);
}

FigurePtr SpectrumPage::spectrumFigure() const
{
    return d->spectrum->spectrum();
}

FigurePtr SpectrumPage::amplitudeFigure() const
{
    return d->source ? d->amplitude->figure() : nullptr;
}

FigurePtr SpectrumPage::phaseFigure() const
{
    return d->source ? d->phase->figure() : nullptr;
}

} // namespace mixlens::ui
