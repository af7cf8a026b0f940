#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace mixlens::ui {

/// A problem told where it happened: one sentence, and a button that puts it away. Hidden while there is
/// none.
class InlineNotice : public QFrame
{
    Q_OBJECT

public:
    explicit InlineNotice(QWidget* parent = nullptr);

    void setText(const QString& sentence); ///< empty: hidden
    [[nodiscard]] QString text() const;

signals:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_text = nullptr;
    QToolButton* m_dismiss = nullptr;
};

} // namespace mixlens::ui
