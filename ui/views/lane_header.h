#pragma once

#include "ui/style/theme.h"

#include <QString>
#include <QWidget>

#include <optional>

namespace mixlens::ui {

/// A lane's mark, its title in its colour, and the model in small print behind it, on one baseline.
class LaneHeader : public QWidget
{
    Q_OBJECT

public:
    explicit LaneHeader(QWidget* parent = nullptr);

    /// Without identity (no result yet) no mark is drawn, rather than one that may be wrong.
    void setLane(const QString& title, const QString& model, std::optional<LaneIdentity> identity);
    void setFocused(bool on); ///< underlined: the lane that Mixers and Spectrum show

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void picked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    QString m_title;
    QString m_model;
    std::optional<LaneIdentity> m_identity;
    bool m_focused = false;
};

} // namespace mixlens::ui
