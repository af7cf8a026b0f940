#include "ui/panels/export_dialog.h"

#include "ui/export/environment.h"
#include "ui/style/number_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace mixlens::ui {

ExportDialog::ExportDialog(FigurePtr figure, QJsonObject provenance, QWidget* parent)
    : QDialog(parent), m_figure(std::move(figure)), m_provenance(std::move(provenance))
{
    setWindowTitle(tr("Export: %1").arg(m_figure->title()));
    m_format = new QComboBox(this);
    for (const FigureFormat format :
         {FigureFormat::Png, FigureFormat::Svg, FigureFormat::Pdf, FigureFormat::Csv, FigureFormat::Json})
        m_format->addItem(suffixOf(format).toUpper(), static_cast<int>(format));
    m_preset = new QComboBox(this);
    for (const SizePreset& preset : sizePresets())
        m_preset->addItem(preset.name, preset.id);
    m_dpi = new QSpinBox(this);
    m_dpi->setRange(72, 1200);
    m_dpi->setValue(300);
    m_dpi->setSuffix(tr(" dpi"));
    m_dark = new QCheckBox(tr("Dark background"), this);
    m_omitText = new QCheckBox(tr("Leave sentence and tokens out of the provenance"), this);
    m_preview = new QLabel(this);
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->setMinimumSize(320, 240);
    m_preview->setAccessibleName(tr("Preview"));
    m_size = new QLabel(this);
    m_problem = new QLabel(this);
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto* form = new QFormLayout;
    form->addRow(tr("&Format"), m_format);
    form->addRow(tr("&Size"), m_preset);
    form->addRow(tr("&Resolution"), m_dpi);
    form->addRow(m_dark);
    form->addRow(m_omitText);
    form->addRow(m_size);
    auto* body = new QHBoxLayout;
    body->addWidget(m_preview, 1);
    body->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto* save = buttons->addButton(tr("Save as…"), QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(body, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);

    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
    connect(m_preset, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
    connect(m_dpi, &QSpinBox::valueChanged, this, &ExportDialog::refresh);
    connect(m_dark, &QCheckBox::toggled, this, &ExportDialog::refresh);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, &ExportDialog::choose);
    resize(820, 420);
    refresh();
}

ExportOptions ExportDialog::options() const
{
    ExportOptions options;
    options.format = static_cast<FigureFormat>(m_format->currentData().toInt());
    options.points =
        pointsFor(sizePresets()[static_cast<std::size_t>(std::max(0, m_preset->currentIndex()))], *m_figure);
    options.dpi = m_dpi->value();
    options.dark = m_dark->isChecked();
    return options;
}

bool ExportDialog::saveTo(const QString& path)
{
    const QJsonObject provenance = m_omitText->isChecked() ? withoutText(m_provenance) : m_provenance;
    ExportOptions chosen = options();
    const auto format = formatOfFile(path); // a name says more than the box
    chosen.format = format.value_or(chosen.format);
    const Result<void> written = format ? exportFigure(*m_figure, path, chosen, provenance)
                                        : Result<void>(tl::unexpected(format.error()));
    m_problem->setText(written ? QString() : QString::fromStdString(written.error().message));
    m_problem->setVisible(!written);
    return written.has_value();
}

QString ExportDialog::problem() const
{
    return m_problem->text();
}

void ExportDialog::resizeEvent(QResizeEvent* event)
{
    QDialog::resizeEvent(event);
    refresh();
}

void ExportDialog::refresh()
{
    const ExportOptions chosen = options();
    const bool picture = chosen.format != FigureFormat::Csv && chosen.format != FigureFormat::Json;
    m_preset->setEnabled(picture);
    m_dark->setEnabled(picture);
    m_dpi->setEnabled(chosen.format == FigureFormat::Png);
    if (!picture) {
        m_size->setText(tr("Every number of the figure, unrounded."));
    } else {
        constexpr double millimetres = 25.4 / 72.0;
        const QSizeF paper = chosen.points * millimetres;
        QString text = tr("%1 × %2 mm").arg(numberText(paper.width()), numberText(paper.height()));
        if (chosen.format == FigureFormat::Png) {
            const QSizeF pixels = chosen.points * (chosen.dpi / 72.0);
            text += tr(", %1 × %2 pixels")
                        .arg(countText(qRound(pixels.width())), countText(qRound(pixels.height())));
        }
        m_size->setText(text);
    }
    // The figure itself, in the size of the file, made to fit.
    const QSizeF room = m_preview->size();
    const double scale =
        std::min(room.width() / chosen.points.width(), room.height() / chosen.points.height());
    const double ratio = devicePixelRatioF();
    QPixmap pixmap((chosen.points * scale * ratio).toSize().expandedTo({1, 1}));
    pixmap.setDevicePixelRatio(ratio);
    const Theme& theme = chosen.dark ? darkTheme() : lightTheme();
    pixmap.fill(theme.paper);
    QPainter painter(&pixmap);
    painter.scale(scale, scale);
    m_figure->paint(painter, {QPointF(), chosen.points}, theme);
    painter.end();
    m_preview->setPixmap(pixmap);
}

void ExportDialog::choose()
{
    const QString suffix = suffixOf(options().format);
    const QString path = QFileDialog::getSaveFileName(this, tr("Export figure"), tr("figure.%1").arg(suffix),
                                                      tr("Figures (*.png *.svg *.pdf *.csv *.json)"));
    if (!path.isEmpty() && saveTo(path))
        accept();
}

} // namespace mixlens::ui
