#include "ui/views/lane_header.h"

#include "ui/style/marks.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr int markWidth = 18;
constexpr double markDiameter = 11.0;
constexpr int gap = 8;

QFont titleFont(QFont font)
{
    font.setBold(true);
    return font;
}

} // namespace

LaneHeader::LaneHeader(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LaneHeader::setLane(const QString& title, const QString& model, std::optional<LaneIdentity> identity)
{
    if (title == m_title && model == m_model && identity == m_identity)
        return;
    m_title = title;
    m_model = model;
    m_identity = identity;
    setAccessibleName(tr("Lane %1, model %2").arg(title, model));
    setToolTip(tr("%1, model %2").arg(title, model).toHtmlEscaped());
    update();
}

void LaneHeader::setFocused(bool on)
{
    if (std::exchange(m_focused, on) != on)
        update();
}

QSize LaneHeader::sizeHint() const
{
    const QFontMetrics title(titleFont(font()));
    return {markWidth + title.horizontalAdvance(m_title) + gap + fontMetrics().horizontalAdvance(m_model),
            title.height() + 6};
}

QSize LaneHeader::minimumSizeHint() const
{
    return {60, sizeHint().height()};
}

void LaneHeader::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = themeFor(palette());
    const QFont bold = titleFont(font());
    const QFontMetrics metrics(bold);
    const int baseline = 2 + metrics.ascent();
    int x = 0;
    if (m_identity) {
        // The mark sits on the middle of the lower-case letters.
        const double middle = baseline - 0.5 * metrics.xHeight();
        drawMark(painter, markOf(*m_identity), QPointF(0.5 * markDiameter + 0.5, middle), markDiameter,
                 theme.lane(*m_identity));
        x = markWidth;
    }
    painter.setFont(bold);
    painter.setPen(m_identity ? theme.laneText(*m_identity) : theme.ink);
    const QString title = metrics.elidedText(m_title, Qt::ElideRight, width() - x);
    painter.drawText(x, baseline, title);
    const int end = x + metrics.horizontalAdvance(title);
    if (m_focused)
        painter.fillRect(x, height() - 3, end - x, 2, painter.pen().color());
    painter.setFont(font());
    painter.setPen(theme.fadedInk);
    const int room = width() - end - gap;
    if (room > fontMetrics().averageCharWidth() * 5)
        painter.drawText(end + gap, baseline, fontMetrics().elidedText(m_model, Qt::ElideMiddle, room));
}

void LaneHeader::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        emit picked();
}

} // namespace mixlens::ui
