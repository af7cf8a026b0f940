#pragma once

#include <QDialog>
#include <QString>

namespace mixlens::ui {

/// What the app knows about the program it was built into. The interface itself looks no deeper.
struct AboutFacts
{
    QString version;     ///< of Mixlens
    QString kernelTable; ///< instruction set of the kernels in use, e.g. "x86-64-v3"
    QString fftw;        ///< version and codelets, e.g. "fftw-3.3.10-sse2-avx"
};

/// Version, what computes, where the embedded models come from, licence.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(const AboutFacts& facts, QWidget* parent = nullptr);
};

} // namespace mixlens::ui
