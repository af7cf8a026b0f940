#pragma once

#include "core/bench/grid.h"

#include <QFrame>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace mixlens::ui {

/// The list of mixers that can be measured, opened below its button: a check mark each, and the settings of
/// the current one as "key=value, key=value".
class BenchBackends : public QFrame
{
    Q_OBJECT

public:
    explicit BenchBackends(QWidget* parent = nullptr);

    /// As BenchGrid::backends has them: "fourier", "optical:bits=6".
    [[nodiscard]] std::vector<std::string> chosen() const;
    void choose(const std::vector<std::string>& backends); ///< emits nothing
    [[nodiscard]] QString summary() const;                 ///< "Attention, Fourier and 2 more"
    /// "own", the model's own mixers, is offered for whole models only.
    void setLevel(BenchLevel level);

    [[nodiscard]] QListWidget* list() const noexcept { return m_list; }
    [[nodiscard]] QLineEdit* settings() const noexcept { return m_settings; }

signals:
    void chosenChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showSettings(const QListWidgetItem* item);
    void drawMarks();

    QListWidget* m_list = nullptr;
    QLabel* m_about = nullptr;
    QLineEdit* m_settings = nullptr;
};

} // namespace mixlens::ui
