#pragma once

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>

/// Runs the installed program as a shell would.
namespace mixlens::program {

struct Run
{
    int code = -1; ///< -1: crashed, or didn't end
    QByteArray out;
    QByteArray err;

    /// One line that says what happened.
    [[nodiscard]] bool complainsOnce() const
    {
        return err.startsWith("mixlens: ") && err.count('\n') == 1 && err.endsWith('\n');
    }
};

/// A shell without a display and without Qt's settings, plus `extra` ("NAME=value"; "NAME" unsets).
inline QProcessEnvironment environment(const QStringList& extra = {})
{
    QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    for (const char* name :
         {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "MIXLENS_KERNELS", "MIXLENS_DATA"})
        all.remove(QString::fromLatin1(name));
    for (const QString& entry : extra) {
        const qsizetype equals = entry.indexOf(u'=');
        if (equals < 0)
            all.remove(entry);
        else
            all.insert(entry.left(equals), entry.mid(equals + 1));
    }
    return all;
}

inline Run start(const QString& program, const QStringList& arguments, const QStringList& extra)
{
    QProcess process;
    process.setProcessEnvironment(environment(extra));
    process.start(program, arguments);
    Run run;
    if (!process.waitForFinished(120'000)) {
        process.kill();
        process.waitForFinished();
        return run;
    }
    run.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

inline Run mixlens(const QStringList& arguments, const QStringList& extra = {})
{
    return start(QStringLiteral(MIXLENS_PROGRAM), arguments, extra);
}

/// A script for sh, in which $M is the program.
inline Run shell(const QString& script, const QStringList& extra = {})
{
    return start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), script},
                 extra + QStringList{QStringLiteral("M=" MIXLENS_PROGRAM)});
}

inline QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
}

inline const QString goldens = QStringLiteral(MIXLENS_TEST_DATA "/goldens");

} // namespace mixlens::program
