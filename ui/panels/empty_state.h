#pragma once

#include <QString>
#include <QWidget>

namespace mixlens::ui {

/// One sentence and one button, where there is nothing to show.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString& sentence, const QString& action, QWidget* parent = nullptr);

signals:
    void triggered();
};

} // namespace mixlens::ui
