#include "ui/panels/command_palette.h"

#include "ui/models/action_model.h"

#include <QAction>
#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace mixlens::ui {

CommandPalette::CommandPalette(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent, Qt::Popup), m_model(new ActionModel(actions, this)),
      m_proxy(new QSortFilterProxyModel(this)), m_edit(new QLineEdit(this)), m_list(new QTreeView(this))
{
    setWindowTitle(tr("Commands"));
    m_proxy->setSourceModel(m_model);
    m_proxy->setFilterKeyColumn(ActionModel::Name);
    m_edit->setPlaceholderText(tr("Type part of a command"));
    m_edit->setAccessibleName(tr("Search commands"));
    m_edit->installEventFilter(this);
    m_list->setModel(m_proxy);
    m_list->setRootIsDecorated(false);
    m_list->setHeaderHidden(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(ActionModel::Name, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(ActionModel::Shortcut, QHeaderView::ResizeToContents);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_edit);
    column->addWidget(m_list, 1);
    resize(460, 380);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QTreeView::clicked, this, &CommandPalette::run);
    filter({});
}

int CommandPalette::matchCount() const
{
    return m_proxy->rowCount();
}

/// Every word has to occur, in the order typed.
void CommandPalette::filter(const QString& words)
{
    QStringList parts;
    for (const QString& word : words.split(u' ', Qt::SkipEmptyParts))
        parts.push_back(QRegularExpression::escape(word));
    m_proxy->setFilterRegularExpression(
        QRegularExpression(parts.join(QStringLiteral(".*")), QRegularExpression::CaseInsensitiveOption));
    m_list->setCurrentIndex(m_proxy->index(0, 0));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QApplication::sendEvent(m_list, event);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run();
        return true;
    default:
        return QDialog::eventFilter(watched, event);
    }
}

void CommandPalette::run()
{
    QAction* chosen = m_model->action(m_proxy->mapToSource(m_list->currentIndex()).row());
    close();
    if (chosen != nullptr)
        chosen->trigger();
}

} // namespace mixlens::ui
