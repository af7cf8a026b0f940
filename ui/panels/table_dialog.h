#pragma once

#include "ui/figures/figure.h"

#include <QDialog>
#include <QJsonObject>

class QLabel;
class QTableView;

namespace mixlens::ui {

/// The numbers of a figure: every plot has a table twin.
class TableDialog : public QDialog
{
    Q_OBJECT

public:
    TableDialog(FigurePtr figure, QJsonObject provenance, QWidget* parent = nullptr);

    void copyAsCsv() const;
    bool saveTo(const QString& path); ///< false: the reason is shown in the dialog
    [[nodiscard]] QString problem() const;

private:
    FigurePtr m_figure;
    QJsonObject m_provenance;
    QTableView* m_view = nullptr;
    QLabel* m_problem = nullptr;
};

} // namespace mixlens::ui
