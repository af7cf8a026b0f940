#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QPointer>

class QAction;

namespace mixlens::ui {

/// The commands of a window with their menus and shortcuts, read from the actions themselves, so that the
/// list cannot differ from what the keys do.
class ActionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Shortcut, ColumnCount };

    explicit ActionModel(const QList<QAction*>& actions, QObject* parent = nullptr);

    [[nodiscard]] QAction* action(int row) const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    QList<QPointer<QAction>> m_actions;
};

/// An action's text without mnemonic and dots, after the name of its menu: "View: Dark theme".
[[nodiscard]] QString commandName(const QAction& action);

} // namespace mixlens::ui
