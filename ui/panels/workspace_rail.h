#pragma once

#include <QWidget>

#include <vector>

class QAction;
class QToolButton;
class QVBoxLayout;

namespace mixlens::ui {

/// The workspaces, one button each with its picture and name, down the left side of the window.
class WorkspaceRail : public QWidget
{
    Q_OBJECT

public:
    explicit WorkspaceRail(QWidget* parent = nullptr);

    /// The button does what the action does; its icon is drawn here, in the theme's ink.
    void addWorkspace(QAction* action);

    [[nodiscard]] const std::vector<QToolButton*>& buttons() const noexcept { return m_buttons; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void drawIcons();

    QVBoxLayout* m_column = nullptr;
    std::vector<QAction*> m_actions;
    std::vector<QToolButton*> m_buttons;
};

} // namespace mixlens::ui
