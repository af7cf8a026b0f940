#pragma once

#include "core/engine/optics_question.h"
#include "ui/figures/figure.h"
#include "ui/figures/schematic_figure.h"

#include <QWidget>

class QCheckBox;
class QComboBox;

namespace mixlens::ui {

class ElementFields;
class FigureView;
class SchematicView;

/// The schematic with the values of its elements, and below it what the camera sees, how that lies in the
/// converter's range, and what is recovered of it.
class OpticsBenchTab : public QWidget
{
    Q_OBJECT

public:
    explicit OpticsBenchTab(QWidget* parent = nullptr);

    void show(const optics::DeviceSpec& device, const OpticsAnswerPtr& answer, bool stale);

    [[nodiscard]] SchematicView* schematic() const noexcept { return m_schematic; }
    [[nodiscard]] FigureView* camera() const noexcept { return m_camera; }
    [[nodiscard]] FigureView* histogram() const noexcept { return m_histogram; }
    [[nodiscard]] FigureView* recovery() const noexcept { return m_recovery; }
    [[nodiscard]] ElementFields* fields() const noexcept { return m_fields; }

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void openElement(BenchElement element);
    void offerFrames();

    optics::DeviceSpec m_device;
    OpticsAnswerPtr m_answer;
    SchematicView* m_schematic = nullptr;
    FigureView* m_camera = nullptr;
    FigureView* m_histogram = nullptr;
    FigureView* m_recovery = nullptr;
    ElementFields* m_fields = nullptr;
    QComboBox* m_frame = nullptr;
    QCheckBox* m_logarithmic = nullptr;
    QCheckBox* m_bareCamera = nullptr;
};

} // namespace mixlens::ui
