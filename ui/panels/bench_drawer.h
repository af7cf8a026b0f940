#pragma once

#include <QTabWidget>

class QHBoxLayout;
class QToolButton;

namespace mixlens::ui {

/// Tabs that can be put away, so that only their names and the buttons beside them stay. Whoever picks a tab
/// opens it; what a person chose holds whatever the room.
class BenchDrawer : public QTabWidget
{
    Q_OBJECT

public:
    explicit BenchDrawer(QWidget* parent = nullptr);

    [[nodiscard]] bool isOpen() const noexcept { return m_open; }
    void setOpen(bool open);     ///< a person's choice
    void suggestOpen(bool open); ///< until a person chooses
    void addToCorner(QWidget* widget);
    [[nodiscard]] QToolButton* toggle() const noexcept { return m_toggle; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void apply();

    QToolButton* m_toggle = nullptr;
    QHBoxLayout* m_corner = nullptr;
    bool m_open = true;
    bool m_chosen = false;
};

} // namespace mixlens::ui
