#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace mixlens::ui {

class TokenStrip;
class Workbench;

/// The sentence as text and as tokens. Takes any characters; line breaks become spaces. Undo and redo are the
/// workbench's, so that the whole window has one history.
class SentenceBar : public QWidget
{
    Q_OBJECT

public:
    explicit SentenceBar(Workbench& workbench, QWidget* parent = nullptr);
    ~SentenceBar() override;

    [[nodiscard]] QLineEdit* edit() const { return m_edit; }
    [[nodiscard]] TokenStrip* strip() const { return m_strip; }
    [[nodiscard]] QString countText() const;
    [[nodiscard]] QString noticeText() const; ///< tokens that were dropped; empty when none were
    void insertMask();                        ///< at the text cursor, with spaces where they are needed
    void focusEdit();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showTokens();
    void showSentence(const QString& text);
    void showContextMenu(QPoint at);
    void applyColours();
    [[nodiscard]] QToolButton* makeSamplesButton();

    Workbench& m_workbench;
    QLineEdit* m_edit = nullptr;
    TokenStrip* m_strip = nullptr;
    QLabel* m_sentenceName = nullptr;
    QLabel* m_tokensName = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_notice = nullptr;
};

/// Words separated by white space.
[[nodiscard]] int wordCount(QStringView text);
/// The text on one line: line breaks and tabs become spaces.
[[nodiscard]] QString onOneLine(QString text);

} // namespace mixlens::ui
