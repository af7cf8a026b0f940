#include "ui/models/action_model.h"

#include <QAction>
#include <QKeySequence>

namespace mixlens::ui {

QString commandName(const QAction& action)
{
    QString name = action.text();
    name.remove(u'&');
    if (name.endsWith(u'…'))
        name.chop(1);
    const QString menu = action.property("menu").toString();
    return menu.isEmpty() ? name : menu + QStringLiteral(": ") + name;
}

ActionModel::ActionModel(const QList<QAction*>& actions, QObject* parent) : QAbstractTableModel(parent)
{
    for (QAction* action : actions)
        m_actions.push_back(action);
}

QAction* ActionModel::action(int row) const
{
    return row >= 0 && row < m_actions.size() ? m_actions[row].data() : nullptr;
}

int ActionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_actions.size());
}

int ActionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ActionModel::data(const QModelIndex& index, int role) const
{
    const QAction* one = action(index.row());
    if (one == nullptr || role != Qt::DisplayRole)
        return {};
    return index.column() == Name ? commandName(*one) : one->shortcut().toString(QKeySequence::NativeText);
}

QVariant ActionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Command") : tr("Keys");
}

Qt::ItemFlags ActionModel::flags(const QModelIndex& index) const
{
    const QAction* one = action(index.row());
    if (one == nullptr || !one->isEnabled())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

} // namespace mixlens::ui
