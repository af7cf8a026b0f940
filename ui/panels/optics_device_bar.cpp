#include "ui/panels/optics_device_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

namespace mixlens::ui {

OpticsDeviceBar::OpticsDeviceBar(QWidget* parent)
    : QWidget(parent), m_preset(new QComboBox(this)), m_reset(new QToolButton(this)),
      m_lane(new QLabel(this)), m_layer(new QComboBox(this))
{
    auto* device = new QLabel(tr("&Device"), this);
    device->setBuddy(m_preset);
    m_preset->setMinimumWidth(220);
    m_preset->setAccessibleName(tr("Device"));
    m_reset->setText(tr("&Reset to preset"));
    m_reset->setToolTip(tr("Every value as the device had it"));
    auto* open = new QToolButton(this);
    open->setText(tr("&Open device…"));
    open->setToolTip(tr("Read a device from a JSON file"));
    auto* save = new QToolButton(this);
    save->setText(tr("S&ave device…"));
    save->setToolTip(tr("Write this device, every value with unit and source, to a JSON file"));
    m_layer->setAccessibleName(tr("Layer whose input is sent through the lens"));
    m_layer->setToolTip(tr("The light carries what this layer of the model takes"));
    m_lane->setTextFormat(Qt::PlainText);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(device);
    row->addWidget(m_preset);
    row->addWidget(m_reset);
    row->addWidget(open);
    row->addWidget(save);
    row->addStretch(1);
    row->addWidget(m_lane);
    row->addWidget(m_layer);

    connect(m_preset, &QComboBox::activated, this,
            [this](int index) { emit presetChosen(static_cast<std::size_t>(index)); });
    connect(m_reset, &QToolButton::clicked, this, &OpticsDeviceBar::resetRequested);
    connect(open, &QToolButton::clicked, this, &OpticsDeviceBar::openRequested);
    connect(save, &QToolButton::clicked, this, &OpticsDeviceBar::saveRequested);
    connect(m_layer, &QComboBox::activated, this, [this](int index) {
        emit layerChosen(static_cast<std::size_t>(m_layer->itemData(index).toULongLong()));
    });
}

void OpticsDeviceBar::setPresets(std::span<const optics::NamedDevice> presets)
{
    const QSignalBlocker silent(m_preset);
    m_preset->clear();
    for (const optics::NamedDevice& preset : presets) {
        m_preset->addItem(QString::fromStdString(preset.title.empty() ? preset.name : preset.title));
        m_preset->setItemData(m_preset->count() - 1, QString::fromStdString(preset.note), Qt::ToolTipRole);
    }
}

void OpticsDeviceBar::show(std::size_t preset, const optics::NamedDevice& device, bool changed)
{
    const QSignalBlocker silent(m_preset);
    m_preset->setCurrentIndex(static_cast<int>(preset));
    m_preset->setToolTip(QString::fromStdString(device.note));
    m_reset->setEnabled(changed);
}

void OpticsDeviceBar::setLayers(const QString& lane, const std::vector<std::size_t>& layers,
                                std::size_t current)
{
    const QSignalBlocker silent(m_layer);
    m_lane->setText(lane);
    m_layer->clear();
    for (const std::size_t layer : layers) {
        m_layer->addItem(tr("input of layer %1").arg(layer + 1), static_cast<qulonglong>(layer));
        if (layer == current)
            m_layer->setCurrentIndex(m_layer->count() - 1);
    }
    m_layer->setVisible(!layers.empty());
    m_layer->setEnabled(layers.size() > 1);
}

} // namespace mixlens::ui
