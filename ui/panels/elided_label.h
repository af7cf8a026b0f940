#pragma once

#include <QLabel>

namespace mixlens::ui {

/// One line of text that never widens the window: cut with an ellipsis where it doesn't fit, in full as tool
/// tip and for screen readers. Can be selected where it fits.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    ElidedLabel(QWidget* parent, const QString& name);

    [[nodiscard]] QString shownText() const;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace mixlens::ui
