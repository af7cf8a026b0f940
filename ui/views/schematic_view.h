#pragma once

#include "ui/figures/schematic_figure.h"
#include "ui/views/figure_view.h"

#include <memory>
#include <optional>

namespace mixlens::ui {

/// The bench's schematic, whose elements are controls: a click on one, or Tab and arrow keys and then Enter,
/// picks it.
class SchematicView : public FigureView
{
    Q_OBJECT

public:
    explicit SchematicView(QWidget* parent = nullptr);

    void setSchematic(std::shared_ptr<const SchematicFigure> figure);
    [[nodiscard]] std::optional<BenchElement> cursor() const noexcept { return m_cursor; }
    [[nodiscard]] QPointF pixelOf(BenchElement element) const; ///< middle of what answers to a click

signals:
    void elementPicked(mixlens::ui::BenchElement element);
    void elementEntered(); ///< picked by a key, after elementPicked(): the hands are on the keyboard

protected:
    bool event(QEvent* event) override;
    bool focusNextPrevChild(bool next) override; ///< through the elements, then on to the next widget
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void setCursorElement(std::optional<BenchElement> element);
    bool step(int by); ///< false: there is no further element

    std::shared_ptr<const SchematicFigure> m_schematic;
    std::optional<BenchElement> m_cursor; ///< of the keyboard
};

} // namespace mixlens::ui
