#include "ui/views/token_strip.h"

#include <QAccessible>
#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

constexpr double padding = 5.0; ///< left and right of a chip's text
constexpr double gap = 3.0;     ///< between chips
constexpr double edgeFade = 18.0;

QColor withAlpha(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

} // namespace

TokenStrip::TokenStrip(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Tokens of the sentence"));
}

void TokenStrip::setTokens(TokensPtr tokens)
{
    m_tokens = std::move(tokens);
    m_texts.clear();
    if (m_tokens)
        for (const Token& token : m_tokens->sequence.tokens)
            m_texts.push_back(QString::fromStdString(token.piece));
    m_cursor = std::min(m_cursor, chipCount() - 1);
    layOut();
    setAccessibleDescription(tr("%n tokens", nullptr, chipCount()));
    update();
}

void TokenStrip::layOut()
{
    const QFontMetricsF metrics(font());
    m_lefts.assign(1, 0.0);
    for (const QString& text : m_texts)
        m_lefts.push_back(m_lefts.back() + std::ceil(metrics.horizontalAdvance(text)) + 2 * padding + gap);
    scrollTo(m_offset);
}

double TokenStrip::contentWidth() const
{
    return m_lefts.empty() ? 0.0 : m_lefts.back();
}

void TokenStrip::scrollTo(double offset)
{
    const double most = std::max(0.0, contentWidth() - width());
    m_offset = std::clamp(offset, 0.0, most);
    update();
}

void TokenStrip::showChip(int chip)
{
    const QRect rect = chipRect(chip);
    if (rect.left() < 0)
        scrollTo(m_offset + rect.left() - edgeFade);
    else if (rect.right() > width())
        scrollTo(m_offset + rect.right() - width() + edgeFade);
}

void TokenStrip::setSelection(const TokenPair& shown, const TokenPair& locked)
{
    if (shown == m_shown && locked == m_locked)
        return;
    m_shown = shown;
    m_locked = locked;
    update();
}

int TokenStrip::chipCount() const
{
    return static_cast<int>(m_texts.size());
}

QRect TokenStrip::chipRect(int chip) const
{
    const auto at = static_cast<std::size_t>(chip);
    if (chip < 0 || at + 1 >= m_lefts.size())
        return {};
    return QRectF(m_lefts[at] - m_offset, 1.0, m_lefts[at + 1] - m_lefts[at] - gap, height() - 2.0).toRect();
}

QSize TokenStrip::sizeHint() const
{
    return {400, fontMetrics().height() + 8};
}

QSize TokenStrip::minimumSizeHint() const
{
    return {100, sizeHint().height()};
}

std::optional<int> TokenStrip::chipAt(QPoint point) const
{
    const auto after = std::upper_bound(m_lefts.begin(), m_lefts.end(), point.x() + m_offset);
    const auto chip = static_cast<int>(after - m_lefts.begin()) - 1;
    if (chip < 0 || chip >= chipCount() || !rect().contains(point))
        return std::nullopt;
    return chip;
}

void TokenStrip::paintChip(QPainter& painter, int chip, const Theme& theme) const
{
    const auto at = static_cast<std::size_t>(chip);
    const Token& token = m_tokens->sequence.tokens[at];
    const QRectF box = QRectF(chipRect(chip)).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool lit = m_shown.output == chip || m_shown.input == chip;
    const bool locked = m_locked.output == chip || m_locked.input == chip;
    const bool mask = token.special && !token.span.empty();
    painter.setPen(locked || (hasFocus() && m_cursor == chip) ? QPen(theme.highlight, 1.5) : QPen(Qt::NoPen));
    painter.setBrush(lit ? withAlpha(theme.highlight, 64)
                         : (token.special && !mask ? QColor(Qt::transparent) : withAlpha(theme.ink, 16)));
    painter.drawRoundedRect(box, 3.0, 3.0);
    painter.setPen(token.special && !mask ? theme.fadedInk : theme.ink);
    QFont font = painter.font();
    font.setItalic(token.special && !mask);
    font.setBold(mask);
    painter.setFont(font);
    painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, m_texts[at]);
}

void TokenStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = themeFor(palette());
    const int first = chipAt({0, height() / 2}).value_or(0);
    for (int chip = first; chip < chipCount() && chipRect(chip).left() < width(); ++chip)
        paintChip(painter, chip, theme);

    // More chips lie beyond an edge that fades.
    const QColor ground = palette().color(QPalette::Window);
    const auto fade = [&](double x, double inner) {
        QLinearGradient gradient(x, 0.0, inner, 0.0);
        gradient.setColorAt(0.0, ground);
        gradient.setColorAt(1.0, withAlpha(ground, 0));
        painter.fillRect(QRectF(std::min(x, inner), 0.0, edgeFade, height()), gradient);
    };
    if (m_offset > 0.0)
        fade(0.0, edgeFade);
    if (contentWidth() - m_offset > width() + gap)
        fade(width(), width() - edgeFade);
}

bool TokenStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto chip = chipAt(help->pos())) {
            const Token& token = m_tokens->sequence.tokens[static_cast<std::size_t>(*chip)];
            QToolTip::showText(help->globalPos(),
                               tr("token %1, \"%2\", id %3")
                                   .arg(*chip)
                                   .arg(m_texts[static_cast<std::size_t>(*chip)].toHtmlEscaped())
                                   .arg(token.id),
                               this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void TokenStrip::mouseMoveEvent(QMouseEvent* event)
{
    const auto chip = chipAt(event->pos());
    emit tokenHovered(chip ? std::optional<Index>(*chip) : std::nullopt);
}

void TokenStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto chip = chipAt(event->pos()))
        emit tokenPicked(*chip);
}

void TokenStrip::wheelEvent(QWheelEvent* event)
{
    const QPoint pixels = event->pixelDelta();
    const QPoint degrees = event->angleDelta();
    const int delta = !pixels.isNull() ? pixels.x() + pixels.y() : (degrees.x() + degrees.y()) / 2;
    scrollTo(m_offset - delta);
    event->accept();
}

void TokenStrip::moveCursor(int chip)
{
    if (chipCount() == 0)
        return;
    m_cursor = std::clamp(chip, 0, chipCount() - 1);
    showChip(m_cursor);
    setAccessibleDescription(tr("token %1 of %2: %3")
                                 .arg(m_cursor + 1)
                                 .arg(chipCount())
                                 .arg(m_texts[static_cast<std::size_t>(m_cursor)]));
    emit tokenHovered(m_cursor);
    update();
}

void TokenStrip::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(m_cursor - 1);
    case Qt::Key_Right:
        return moveCursor(m_cursor + 1);
    case Qt::Key_Home:
        return moveCursor(0);
    case Qt::Key_End:
        return moveCursor(chipCount() - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_cursor >= 0)
            emit tokenPicked(m_cursor);
        return;
    case Qt::Key_Escape:
        emit selectionCleared();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void TokenStrip::focusOutEvent(QFocusEvent* event)
{
    emit tokenHovered(std::nullopt);
    QWidget::focusOutEvent(event);
    update();
}

void TokenStrip::leaveEvent(QEvent* event)
{
    emit tokenHovered(std::nullopt);
    QWidget::leaveEvent(event);
}

void TokenStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        layOut();
    if (event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

void TokenStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    scrollTo(m_offset);
}

} // namespace mixlens::ui
