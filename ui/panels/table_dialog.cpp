#include "ui/panels/table_dialog.h"

#include "ui/export/figure_export.h"
#include "ui/export/table_bytes.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace mixlens::ui {

TableDialog::TableDialog(FigurePtr figure, QJsonObject provenance, QWidget* parent)
    : QDialog(parent), m_figure(std::move(figure)), m_provenance(std::move(provenance))
{
    setWindowTitle(tr("Table: %1").arg(m_figure->title()));
    m_view = new QTableView(this);
    auto* table = m_figure->table().release();
    table->setParent(m_view);
    m_view->setModel(table);
    m_view->setAlternatingRowColors(true);
    m_view->setAccessibleName(m_figure->title());
    m_view->setAccessibleDescription(m_figure->summary());
    m_view->horizontalHeader()->setResizeContentsPrecision(
        50); // measuring every row of 512 x 512 takes seconds
    if (table->columnCount() <= 64)
        m_view->resizeColumnsToContents();

    auto* summary = new QLabel(m_figure->summary(), this);
    summary->setWordWrap(true);
    m_problem = new QLabel(this);
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* copy = buttons->addButton(tr("Copy as CSV"), QDialogButtonBox::ActionRole);
    auto* save = buttons->addButton(tr("Save…"), QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this, &TableDialog::copyAsCsv);
    connect(save, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getSaveFileName(
            this, tr("Save table"), tr("table.csv"), tr("Comma-separated values (*.csv);;JSON (*.json)"));
        if (!path.isEmpty())
            saveTo(path);
    });

    auto* layout = new QVBoxLayout(this);
    layout->addWidget(summary);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    resize(720, 480);
}

void TableDialog::copyAsCsv() const
{
    const QByteArray csv = csvOf(*m_view->model());
    auto* mime = new QMimeData; // the clipboard owns it
    mime->setData(QStringLiteral("text/csv"), csv);
    mime->setText(QString::fromUtf8(csv));
    QGuiApplication::clipboard()->setMimeData(mime);
}

bool TableDialog::saveTo(const QString& path)
{
    const auto format = formatOfFile(path);
    ExportOptions options;
    options.format = format.value_or(FigureFormat::Csv);
    const Result<void> written = format ? exportFigure(*m_figure, path, options, m_provenance)
                                        : Result<void>(tl::unexpected(format.error()));
    m_problem->setText(written ? QString() : QString::fromStdString(written.error().message));
    m_problem->setVisible(!written);
    return written.has_value();
}

QString TableDialog::problem() const
{
    return m_problem->text();
}

} // namespace mixlens::ui
