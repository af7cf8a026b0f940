#include "ui/workspaces/optics_page_private.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QMimeData>
#include <QUrl>

// Devices and sweeps in files: asked for, dropped, opened and saved.
namespace mixlens::ui {

namespace {

/// A file dialog that doesn't stop the program: what is chosen comes by signal.
template<class Chosen>
void choose(QWidget* parent, const QString& title, const QString& filter, const QString& saveAs,
            Chosen chosen)
{
    auto* dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (saveAs.isEmpty()) {
        dialog->setFileMode(QFileDialog::ExistingFile);
    } else {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("json"));
        dialog->selectFile(saveAs);
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, chosen);
    dialog->open();
}

bool isSweep(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(400).contains("mixlens-sweep");
}

} // namespace

void OpticsPage::openDevice()
{
    choose(this, tr("Open device"), tr("Devices (*.json)"), {},
           [this](const QString& path) { openDevice(path); });
}

void OpticsPage::openDevice(const QString& path)
{
    d->desk.openDevice(path);
}

void OpticsPage::saveDevice()
{
    const optics::NamedDevice& device = d->desk.presets()[d->desk.preset()];
    choose(this, tr("Save device"), tr("Devices (*.json)"),
           QString::fromStdString(device.name) + QStringLiteral(".json"),
           [this](const QString& path) { d->desk.saveDevice(path); });
}

void OpticsPage::openSweep()
{
    choose(this, tr("Open sweep"), tr("Sweeps (*.json)"), {},
           [this](const QString& path) { openSweep(path); });
}

void OpticsPage::openSweep(const QString& path)
{
    setTab(Tab::Precision);
    d->sweeps.openFile(path);
}

void OpticsPage::saveSweep()
{
    choose(this, tr("Save sweep"), tr("Sweeps (*.json *.csv)"), QStringLiteral("sweep.json"),
           [this](const QString& path) { d->sweeps.saveFile(path); });
}

void OpticsPage::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().toLocalFile().endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        event->acceptProposedAction();
}

void OpticsPage::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    const QString path = event->mimeData()->urls().value(0).toLocalFile();
    if (isSweep(path))
        openSweep(path);
    else
        openDevice(path);
}

} // namespace mixlens::ui
