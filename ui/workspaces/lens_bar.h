#pragma once

#include <QWidget>

class QCheckBox;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace mixlens::ui {

class Workbench;

/// The row above a workspace: lens, layer, and what is shown of the sentence. Room for a page's own controls.
class LensBar : public QWidget
{
    Q_OBJECT

public:
    explicit LensBar(Workbench& workbench, QWidget* parent = nullptr);

    void addControl(QWidget* control);                      ///< at the left, before the lens
    void addControl(const QString& name, QWidget* control); ///< with its name before it

private:
    void refresh();
    [[nodiscard]] std::size_t layerCount() const;
    [[nodiscard]] QToolButton* makeButton(const QString& text, const QString& tip);

    Workbench& m_workbench;
    QHBoxLayout* m_row = nullptr;
    int m_controls = 0;
    QToolButton* m_influence = nullptr;
    QToolButton* m_weight = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    QLabel* m_layer = nullptr;
    QCheckBox* m_padding = nullptr;
    QCheckBox* m_special = nullptr;
};

} // namespace mixlens::ui
