#pragma once

#include <QDialog>
#include <QList>

class QAction;

namespace mixlens::ui {

/// The keys of the window, read from its actions.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent);
};

} // namespace mixlens::ui
