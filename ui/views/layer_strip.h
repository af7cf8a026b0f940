#pragma once

#include "ui/style/theme.h"

#include <QWidget>

#include <cstddef>
#include <string>
#include <vector>

namespace mixlens::ui {

/// One cell a layer with the mark of its mixer; a click or the arrow keys choose the layer.
class LayerStrip : public QWidget
{
    Q_OBJECT

public:
    explicit LayerStrip(QWidget* parent = nullptr);

    void setLayers(const std::vector<std::string>& mixers); ///< one registry id per layer
    void setCurrent(std::size_t layer);
    [[nodiscard]] std::size_t layerCount() const noexcept { return m_mixers.size(); }
    [[nodiscard]] QRect cellRect(std::size_t layer) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void layerPicked(std::size_t layer);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::vector<std::string> m_mixers;
    std::vector<LaneIdentity> m_marks;
    std::size_t m_current = 0;
};

} // namespace mixlens::ui
