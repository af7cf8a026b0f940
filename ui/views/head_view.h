#pragma once

#include "ui/figures/head_figure.h"
#include "ui/views/figure_view.h"

namespace mixlens::ui {

/// One head as lines between tokens: hovering a token shows its lines only, clicking an output locks it.
class HeadView : public FigureView
{
    Q_OBJECT

public:
    explicit HeadView(QWidget* parent = nullptr);

    void setHead(HeadSpec spec); ///< hovered and locked tokens stay while they exist
    [[nodiscard]] std::shared_ptr<const HeadFigure> head() const { return m_head; }
    void setEdgesPerOutput(int count); ///< 1 … 10
    void setThreshold(double share);
    void setHovered(std::optional<HeadToken> token); ///< from another view; emits nothing
    void setLocked(std::optional<Index> output);
    /// In the widget's pixels.
    [[nodiscard]] QRectF rectOf(HeadToken token) const;

signals:
    void tokenHovered(std::optional<mixlens::ui::HeadToken> token);
    void outputLocked(std::optional<mixlens::Index> output);

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void redraw();
    void hover(std::optional<HeadToken> token);
    void lock(std::optional<Index> output);

    HeadSpec m_spec;
    std::optional<HeadToken> m_hovered;
    std::shared_ptr<const HeadFigure> m_head;
};

} // namespace mixlens::ui
