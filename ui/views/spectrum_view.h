#pragma once

#include "ui/figures/spectrum_figure.h"
#include "ui/views/figure_view.h"

#include <optional>

namespace mixlens::ui {

/// A spectrum with a cursor: hover reads out, click or Enter locks, arrows move, Esc lets go.
class SpectrumView : public FigureView
{
    Q_OBJECT

public:
    explicit SpectrumView(QWidget* parent = nullptr);

    void
    setSpectrum(std::shared_ptr<const SpectrumFigure> figure); ///< keeps the cursor where it still exists
    [[nodiscard]] std::shared_ptr<const SpectrumFigure> spectrum() const { return m_spectrum; }
    [[nodiscard]] std::optional<Index> cursor() const; ///< hovered where set, otherwise locked
    [[nodiscard]] std::optional<Index> locked() const { return m_locked; }
    [[nodiscard]] QString readOut() const;        ///< of the cursor; empty without one
    [[nodiscard]] QPointF pixelOf(Index k) const; ///< middle of its column

signals:
    void frequencyHovered(std::optional<mixlens::Index> k);
    void frequencyLocked(std::optional<mixlens::Index> k);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void hover(std::optional<Index> k);
    void lock(std::optional<Index> k);

    std::shared_ptr<const SpectrumFigure> m_spectrum;
    std::optional<Index> m_hovered;
    std::optional<Index> m_locked;
};

} // namespace mixlens::ui
