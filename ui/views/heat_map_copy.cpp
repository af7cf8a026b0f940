#include "ui/views/figure_actions.h"
#include "ui/views/heat_map_view_private.h"
#include "ui/views/heat_map_zoom.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>

#include <memory>

namespace mixlens::ui {

namespace {

constexpr Index copiedCells = 1024 * 1024; ///< more would be hundreds of megabytes of text

} // namespace

void HeatMapView::Private::copyPicture() const
{
    if (!shows())
        return;
    if (shape().size() <= copiedCells) {
        QGuiApplication::clipboard()->setMimeData(figureMimeData(*figure));
        return;
    }
    auto mime = std::make_unique<QMimeData>();
    mime->setImageData(picture.toImage());
    mime->setText(figure->summary());
    QGuiApplication::clipboard()->setMimeData(mime.release());
}

void HeatMapView::Private::copyValues() const
{
    if (shows())
        QGuiApplication::clipboard()->setText(
            shape().size() <= copiedCells
                ? figureValuesText(*figure)
                : tr("%1. Too many values for the clipboard; export them as CSV.").arg(figure->summary()));
}

void HeatMapView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!d->shows())
        return;
    QMenu menu(this);
    const auto add = [&menu](const QString& text, QKeySequence keys, auto action) {
        menu.addAction(text, action)->setShortcut(keys);
    };
    add(tr("Copy &picture"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, [this] { d->copyPicture(); });
    add(tr("Copy &values"), QKeySequence::Copy, [this] { d->copyValues(); });
    menu.addSeparator();
    add(tr("&Export…"), Qt::CTRL | Qt::Key_E, [this] { emit exportRequested(d->figure); });
    add(tr("View as &table"), Qt::CTRL | Qt::Key_T, [this] { emit tableRequested(d->figure); });
    menu.addSeparator();
    add(tr("Show &everything"), Qt::Key_0, [this] { d->setVisible(wholeOf(d->shape())); });
    menu.exec(event->globalPos());
}

} // namespace mixlens::ui
