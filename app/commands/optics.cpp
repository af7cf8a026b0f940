#include "app/commands/optics.h"

#include "app/commands/optics_devices.h"
#include "app/commands/optics_merge.h"
#include "app/commands/optics_model.h"
#include "app/commands/optics_run.h"
#include "app/commands/optics_sweep.h"

#include <array>

namespace mixlens {

namespace {

Result<void> run(const Arguments&)
{
    return failure(
        Error::Code::Usage,
        "Say what to do with the optical bench: mixlens optics run, model, sweep, merge or devices.");
}

} // namespace

const Command& opticsCommand() noexcept
{
    static const std::array parts{&opticsRunCommand(), &opticsModelCommand(), &opticsSweepCommand(),
                                  &opticsMergeCommand(), &opticsDevicesCommand()};
    static const Command command{.name = "optics",
                                 .summary =
                                     "Simulate an optical Fourier transform; model its time and energy.",
                                 .synopsis = "run|model|sweep|merge|devices [options]",
                                 .options = {},
                                 .run = run,
                                 .parts = parts};
    return command;
}

} // namespace mixlens
