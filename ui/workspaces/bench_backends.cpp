#include "ui/workspaces/bench_backends.h"

#include "core/mixing/mixer_registry.h"
#include "ui/style/lane_identity.h"
#include "ui/style/marks.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace mixlens::ui {

namespace {

constexpr int idRole = Qt::UserRole;
constexpr int settingsRole = Qt::UserRole + 1;
const QString own = QStringLiteral("own");

QString qt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

const MixerInfo* infoOf(const QListWidgetItem& item)
{
    return findMixer(item.data(idRole).toString().toStdString());
}

QIcon markIcon(LaneIdentity identity, const Theme& theme, double ratio)
{
    constexpr int side = 14;
    QPixmap pixmap((QSizeF(side, side) * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawMark(painter, markOf(identity), {side / 2.0, side / 2.0}, 9.0, theme.lane(identity));
    return QIcon(pixmap);
}

} // namespace

BenchBackends::BenchBackends(QWidget* parent)
    : QFrame(parent, Qt::Popup), m_list(new QListWidget(this)), m_about(new QLabel(this)),
      m_settings(new QLineEdit(this))
{
    setFrameShape(QFrame::StyledPanel);
    m_list->setAccessibleName(tr("Backends to measure"));
    const auto offer = [this](const QString& id, const QString& title, const QString& tip) {
        auto* item = new QListWidgetItem(title, m_list);
        item->setData(idRole, id);
        item->setToolTip(tip);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
    };
    for (const MixerInfo& info : mixers())
        offer(qt(info.id), QStringLiteral("%1  (%2)").arg(qt(info.title), qt(info.id)),
              QStringLiteral("%1; %2").arg(qt(info.formula), qt(info.source)));
    offer(own, tr("The model's own mixers  (own)"), tr("The model as its files describe it."));
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    m_settings->setAccessibleName(tr("Settings of the backend"));
    auto* label = new QLabel(tr("&Settings"), this);
    label->setBuddy(m_settings);
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_settings, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    column->addWidget(m_about);
    resize(460, 430);

    connect(m_list, &QListWidget::itemChanged, this, &BenchBackends::chosenChanged);
    connect(m_list, &QListWidget::currentItemChanged, this, &BenchBackends::showSettings);
    connect(m_settings, &QLineEdit::textEdited, this, [this](const QString& text) {
        if (QListWidgetItem* item = m_list->currentItem())
            item->setData(settingsRole, text);
    });
    setLevel(BenchLevel::Mixer);
    drawMarks();
    m_list->setCurrentRow(0);
}

std::vector<std::string> BenchBackends::chosen() const
{
    std::vector<std::string> backends;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem* item = m_list->item(row);
        if (item->checkState() != Qt::Checked || item->isHidden())
            continue;
        QString settings = item->data(settingsRole).toString();
        settings.remove(u' ');
        const QString id = item->data(idRole).toString();
        backends.push_back((settings.isEmpty() ? id : id + u':' + settings).toStdString());
    }
    return backends;
}

void BenchBackends::choose(const std::vector<std::string>& backends)
{
    const QSignalBlocker silent(m_list);
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        const MixerInfo* info = infoOf(*item);
        item->setCheckState(Qt::Unchecked);
        for (const std::string& backend : backends) {
            const std::size_t colon = backend.find(':');
            const std::string id = backend.substr(0, colon);
            // "fourier" is another name of one row.
            if (info != nullptr ? findMixer(id) != info : id != own.toStdString())
                continue;
            item->setCheckState(Qt::Checked);
            item->setData(settingsRole, colon == std::string::npos
                                            ? QString()
                                            : QString::fromStdString(backend.substr(colon + 1)));
        }
    }
    showSettings(m_list->currentItem());
}

QString BenchBackends::summary() const
{
    QStringList titles;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem* item = m_list->item(row);
        if (item->checkState() == Qt::Checked && !item->isHidden())
            titles.push_back(item->data(idRole).toString());
    }
    if (titles.isEmpty())
        return tr("none");
    if (titles.size() <= 2)
        return titles.join(QStringLiteral(", "));
    return tr("%1, %2 and %3 more").arg(titles[0], titles[1]).arg(titles.size() - 2);
}

void BenchBackends::setLevel(BenchLevel level)
{
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->data(idRole).toString() == own)
            m_list->item(row)->setHidden(level != BenchLevel::Model);
}

void BenchBackends::showSettings(const QListWidgetItem* item)
{
    const MixerInfo* info = item != nullptr ? infoOf(*item) : nullptr;
    const bool any = info != nullptr && !info->settings.empty();
    m_settings->setEnabled(any);
    m_settings->setText(any ? item->data(settingsRole).toString() : QString());
    if (!any) {
        m_settings->setPlaceholderText(tr("this backend has none"));
        m_about->clear();
        return;
    }
    QStringList defaults;
    QStringList meanings;
    for (const MixerSetting& setting : info->settings) {
        defaults.push_back(QStringLiteral("%1=%2").arg(qt(setting.key), qt(setting.fallback)));
        meanings.push_back(QStringLiteral("%1: %2").arg(qt(setting.key), qt(setting.meaning)));
    }
    m_settings->setPlaceholderText(defaults.mid(0, 2).join(QStringLiteral(",")));
    m_about->setText(defaults.join(QStringLiteral(", ")));
    m_settings->setToolTip(meanings.join(u'\n'));
}

void BenchBackends::drawMarks()
{
    const QSignalBlocker silent(m_list);
    const Theme& theme = themeFor(palette());
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        const MixerInfo* info = infoOf(*item);
        const LaneIdentity identity =
            info != nullptr ? identityOf({std::string(info->id)}) : LaneIdentity::Control;
        item->setIcon(markIcon(identity, theme, devicePixelRatioF()));
    }
}

void BenchBackends::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        close();
    else
        QFrame::keyPressEvent(event);
}

void BenchBackends::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        drawMarks();
    QFrame::changeEvent(event);
}

} // namespace mixlens::ui
