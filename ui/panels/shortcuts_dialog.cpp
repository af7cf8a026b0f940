#include "ui/panels/shortcuts_dialog.h"

#include "ui/models/action_model.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QTreeView>
#include <QVBoxLayout>

namespace mixlens::ui {

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    QList<QAction*> keyed;
    for (QAction* action : actions)
        if (!action->shortcut().isEmpty())
            keyed.push_back(action);
    auto* list = new QTreeView(this);
    list->setModel(new ActionModel(keyed, list));
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(ActionModel::Name, QHeaderView::Stretch);
    list->header()->setSectionResizeMode(ActionModel::Shortcut, QHeaderView::ResizeToContents);
    auto* maps =
        new QLabel(tr("On a heat map: arrows move the cell cursor, Enter locks a cell, + and − zoom, 0 "
                      "fits, Ctrl and the wheel zoom at the pointer."),
                   this);
    maps->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->addWidget(list, 1);
    column->addWidget(maps);
    resize(460, 520);
}

} // namespace mixlens::ui
