#pragma once

#include "ui/export/figure_export.h"
#include "ui/figures/figure.h"

#include <QDialog>
#include <QJsonObject>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace mixlens::ui {

/// Writes a figure: format, size, theme, with a live preview of what will be in the file.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(FigurePtr figure, QJsonObject provenance, QWidget* parent = nullptr);

    [[nodiscard]] ExportOptions options() const;
    bool saveTo(const QString& path); ///< false: the reason is shown in the dialog
    [[nodiscard]] QString problem() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void choose();

    FigurePtr m_figure;
    QJsonObject m_provenance;
    QComboBox* m_format = nullptr;
    QComboBox* m_preset = nullptr;
    QSpinBox* m_dpi = nullptr;
    QCheckBox* m_dark = nullptr;
    QCheckBox* m_omitText = nullptr;
    QLabel* m_preview = nullptr;
    QLabel* m_size = nullptr;
    QLabel* m_problem = nullptr;
};

} // namespace mixlens::ui
