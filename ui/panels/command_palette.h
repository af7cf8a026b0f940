#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace mixlens::ui {

class ActionModel;

/// Every command of the window in one searchable list.
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(const QList<QAction*>& actions, QWidget* parent);

    [[nodiscard]] QLineEdit* edit() const { return m_edit; }
    [[nodiscard]] int matchCount() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& words);
    void run();

    ActionModel* m_model = nullptr;
    QSortFilterProxyModel* m_proxy = nullptr;
    QLineEdit* m_edit = nullptr;
    QTreeView* m_list = nullptr;
};

} // namespace mixlens::ui
