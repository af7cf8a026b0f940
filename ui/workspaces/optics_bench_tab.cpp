#include "ui/workspaces/optics_bench_tab.h"

#include "ui/panels/element_fields.h"
#include "ui/views/schematic_view.h"
#include "ui/workspaces/optics_figures.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr int fieldsWidth = 232;

} // namespace

OpticsBenchTab::OpticsBenchTab(QWidget* parent)
    : QWidget(parent), m_schematic(new SchematicView(this)), m_camera(new FigureView(this)),
      m_histogram(new FigureView(this)), m_recovery(new FigureView(this)), m_fields(new ElementFields(this)),
      m_frame(new QComboBox(this)), m_logarithmic(new QCheckBox(tr("&Logarithmic"), this)),
      m_bareCamera(new QCheckBox(tr("&Bare camera: |F|, no sign"), this))
{
    m_frame->setSizeAdjustPolicy(QComboBox::AdjustToContents); // frames of tiles have long names
    m_frame->setAccessibleName(tr("Port or frame of the camera"));
    m_frame->setToolTip(tr("Which exposure the camera's picture and histogram show"));
    m_logarithmic->setToolTip(tr("Shades of the camera's picture by decades"));
    m_bareCamera->setToolTip(tr("What is left where only intensities are seen: the magnitude, and how far it "
                                "is from the signed transform"));
    auto* switches = new QHBoxLayout;
    switches->setContentsMargins(0, 0, 0, 0);
    switches->addWidget(new QLabel(tr("Camera"), this));
    switches->addWidget(m_frame);
    switches->addWidget(m_logarithmic);
    switches->addStretch(1);
    switches->addWidget(m_bareCamera);

    auto* pictures = new QSplitter(Qt::Horizontal, this);
    pictures->setChildrenCollapsible(false);
    for (FigureView* view : {m_camera, m_histogram, m_recovery}) {
        pictures->addWidget(view);
        view->setMinimumSize(150, 110);
    }
    pictures->setStretchFactor(0, 3);
    pictures->setStretchFactor(1, 2);
    pictures->setStretchFactor(2, 5);
    pictures->setSizes({230, 190, 380});
    auto* lower = new QWidget(this);
    auto* lowerColumn = new QVBoxLayout(lower);
    lowerColumn->setContentsMargins(0, 0, 0, 0);
    lowerColumn->setSpacing(1);
    lowerColumn->addLayout(switches);
    lowerColumn->addWidget(pictures, 1);
    auto* left = new QSplitter(Qt::Vertical, this);
    left->setChildrenCollapsible(false);
    left->addWidget(m_schematic);
    left->addWidget(lower);
    left->setStretchFactor(0, 2);
    left->setStretchFactor(1, 3);
    left->setSizes({170, 230});
    m_schematic->setMinimumHeight(120);
    m_fields->setFixedWidth(fieldsWidth);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 2, 0, 0);
    row->setSpacing(6);
    row->addWidget(left, 1);
    row->addWidget(m_fields);

    for (FigureView* view : {static_cast<FigureView*>(m_schematic), m_camera, m_histogram, m_recovery}) {
        connect(view, &FigureView::exportRequested, this, &OpticsBenchTab::exportRequested);
        connect(view, &FigureView::tableRequested, this, &OpticsBenchTab::tableRequested);
    }
    connect(m_schematic, &SchematicView::elementPicked, this, &OpticsBenchTab::openElement);
    connect(m_schematic, &SchematicView::elementEntered, m_fields, &ElementFields::focusFirst);
    connect(m_frame, &QComboBox::activated, this, &OpticsBenchTab::refresh);
    connect(m_logarithmic, &QCheckBox::toggled, this, &OpticsBenchTab::refresh);
    connect(m_bareCamera, &QCheckBox::toggled, this, &OpticsBenchTab::refresh);
}

void OpticsBenchTab::openElement(BenchElement element)
{
    m_fields->setElement(element);
    m_fields->show(m_device);
    refresh();
}

void OpticsBenchTab::show(const optics::DeviceSpec& device, const OpticsAnswerPtr& answer, bool stale)
{
    m_device = device;
    m_answer = answer;
    for (FigureView* view : {m_camera, m_histogram, m_recovery})
        view->setStale(stale);
    if (isVisible())
        refresh();
}

void OpticsBenchTab::showEvent(QShowEvent* event)
{
    refresh();
    QWidget::showEvent(event);
}

void OpticsBenchTab::offerFrames()
{
    const auto& frames = m_answer->run.frames;
    const auto name = [](const optics::CameraFrame& frame) {
        return QString::fromUtf8(frame.name.data(), static_cast<qsizetype>(frame.name.size()));
    };
    bool same = m_frame->count() == static_cast<int>(frames.size());
    for (int i = 0; same && i < m_frame->count(); ++i)
        same = m_frame->itemText(i) == name(frames[static_cast<std::size_t>(i)]);
    if (same)
        return;
    const QSignalBlocker silent(m_frame);
    m_frame->clear();
    for (const optics::CameraFrame& frame : frames)
        m_frame->addItem(name(frame));
    m_frame->setEnabled(frames.size() > 1);
}

void OpticsBenchTab::refresh()
{
    auto schematic = opticsSchematic(m_device, m_answer);
    SchematicSpec spec = schematic->spec();
    spec.selected = m_fields->element();
    m_schematic->setSchematic(std::make_shared<const SchematicFigure>(std::move(spec)));
    if (!m_answer)
        return;
    offerFrames();
    const auto frame = static_cast<std::size_t>(std::max(0, m_frame->currentIndex()));
    m_camera->setFigure(opticsCamera(m_answer, frame, m_logarithmic->isChecked()));
    m_histogram->setFigure(opticsHistogram(m_answer, frame));
    m_recovery->setFigure(opticsRecovery(m_answer, m_bareCamera->isChecked()));
}

} // namespace mixlens::ui
