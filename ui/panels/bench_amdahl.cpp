#include "ui/panels/bench_amdahl.h"

#include "core/bench/growth.h"
#include "ui/style/number_text.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace mixlens::ui {

namespace {

constexpr int stepsPerDecade = 50;
constexpr int decades = 4;

} // namespace

BenchAmdahl::BenchAmdahl(QWidget* parent)
    : QWidget(parent), m_slider(new QSlider(Qt::Horizontal, this)), m_box(new QDoubleSpinBox(this)),
      m_text(new QLabel(this))
{
    m_slider->setRange(0, decades * stepsPerDecade);
    m_slider->setAccessibleName(tr("Factor of the device, logarithmic"));
    m_slider->setMinimumWidth(120);
    m_box->setRange(1.0, std::pow(10.0, decades));
    m_box->setDecimals(1);
    m_box->setKeyboardTracking(false);
    m_box->setPrefix(QStringLiteral("k = "));
    m_box->setAccessibleName(tr("Factor of the device"));
    m_box->setToolTip(tr("How many times faster the device runs the mixing than this machine does; an "
                         "assumption, not a measurement."));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto* label = new QLabel(tr("De&vice factor"), this);
    label->setBuddy(m_box);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(label);
    row->addWidget(m_slider, 1);
    row->addWidget(m_box);
    row->addWidget(m_text, 2);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        const QSignalBlocker silent(m_box);
        m_box->setValue(std::pow(10.0, static_cast<double>(value) / stepsPerDecade));
        m_moved = m_assumed = true;
        refresh();
        emit factorChanged();
    });
    connect(m_box, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        const QSignalBlocker silent(m_slider);
        m_slider->setValue(static_cast<int>(std::lround(std::log10(value) * stepsPerDecade)));
        m_moved = m_assumed = true;
        refresh();
        emit factorChanged();
    });
    const QSignalBlocker silentSlider(m_slider);
    const QSignalBlocker silentBox(m_box);
    m_slider->setValue(stepsPerDecade);
    m_box->setValue(10.0);
}

void BenchAmdahl::setShare(const Statistics& share, const QString& source, double modelled)
{
    m_share = share;
    m_source = source;
    if (!m_moved && modelled >= 1.0) {
        const QSignalBlocker silentSlider(m_slider);
        const QSignalBlocker silentBox(m_box);
        m_box->setValue(modelled);
        m_slider->setValue(static_cast<int>(std::lround(std::log10(modelled) * stepsPerDecade)));
        m_assumed = false;
    }
    refresh();
}

void BenchAmdahl::refresh()
{
    const double k = factor();
    const QString article =
        tr("%1× for the article's share of %2 (cited)")
            .arg(numberText(amdahlGain(articleFourierShare, k)), shareText(articleFourierShare));
    m_text->setText(m_share.samples == 0
                        ? tr("The whole gains %1. Its share is not measured yet: measure an encoder block or "
                             "a whole model.")
                              .arg(article)
                        : tr("The whole gains %1× for the measured share of %2 (%3), %4.")
                              .arg(numberText(amdahlGain(m_share.median, k)), shareText(m_share.median),
                                   m_source, article));
}

double BenchAmdahl::factor() const
{
    return m_box->value();
}

QString BenchAmdahl::text() const
{
    return m_text->text();
}

} // namespace mixlens::ui
