#pragma once

#include "ui/workbench.h"

#include <QWidget>

#include <vector>

namespace mixlens::ui {

/// The sentence as a model's tokens, one chip each, in one line that scrolls sideways. Hovering a chip lights
/// that token in every view, a click or Enter locks it. Only the chips in sight are laid out and painted.
class TokenStrip : public QWidget
{
    Q_OBJECT

public:
    explicit TokenStrip(QWidget* parent = nullptr);

    void setTokens(TokensPtr tokens); ///< null: no chips
    /// What is lit: the shown pair, and the locked one with a firm outline. Emits nothing.
    void setSelection(const TokenPair& shown, const TokenPair& locked);

    [[nodiscard]] int chipCount() const;
    [[nodiscard]] QRect chipRect(int chip) const; ///< in the widget; may lie outside it
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void tokenHovered(std::optional<mixlens::Index> row);
    void tokenPicked(mixlens::Index row);
    void selectionCleared();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void layOut();
    void scrollTo(double offset);
    void showChip(int chip);
    void moveCursor(int chip);
    [[nodiscard]] std::optional<int> chipAt(QPoint point) const;
    void paintChip(QPainter& painter, int chip, const Theme& theme) const;
    [[nodiscard]] double contentWidth() const;

    TokensPtr m_tokens;
    std::vector<QString> m_texts;
    std::vector<double> m_lefts; ///< left edges in content; one more than chips, the last is the end
    double m_offset = 0.0;
    int m_cursor = -1; ///< of the keyboard
    TokenPair m_shown, m_locked;
};

} // namespace mixlens::ui
