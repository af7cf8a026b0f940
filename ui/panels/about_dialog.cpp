#include "ui/panels/about_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace mixlens::ui {

namespace {

QLabel* makeText(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMinimumWidth(420);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

AboutDialog::AboutDialog(const AboutFacts& facts, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("About Mixlens"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* name = new QLabel(tr("Mixlens %1").arg(facts.version), this);
    QFont font = name->font();
    font.setBold(true);
    font.setPointSizeF(1.5 * font.pointSizeF());
    name->setFont(font);

    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(8);
    form->addRow(tr("Arithmetic"),
                 makeText(tr("float32 on one thread; kernels for %1").arg(facts.kernelTable), this));
    form->addRow(tr("FFTW"), makeText(facts.fftw, this));
    form->addRow(tr("Qt"), makeText(QString::fromLatin1(qVersion()), this));
    form->addRow(
        tr("Models"),
        makeText(tr("tiny-attention, tiny-fnet and tiny-hybrid: encoders of 1.6 to 1.9 million parameters, "
                    "trained on public-domain text to guess masked words. Small enough to run at every "
                    "key, too small to know much."),
                 this));
    form->addRow(
        tr("Optical lane"),
        makeText(tr("A numerical simulation of an optical device. Its results are simulated, its device "
                    "times and energies modelled; nothing of it is measured on hardware."),
                 this));
    form->addRow(tr("Licence"),
                 makeText(tr("GNU General Public License, version 3 or later. No warranty."), this));

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 14);
    column->setSpacing(14);
    column->addWidget(name);
    column->addWidget(
        makeText(tr("See, measure and compare how attention, Fourier and optical mixing treat a "
                    "sentence."),
                 this));
    column->addLayout(form);
    column->addWidget(buttons);
}

} // namespace mixlens::ui
