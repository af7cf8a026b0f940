#include "app/commands/mix.h"

#include "app/commands/lane_options.h"
#include "app/commands/tensor_input.h"
#include "app/console.h"
#include "core/base/files.h"
#include "core/mixing/mixer_registry.h"
#include "core/model/safetensors.h"

#include <array>

namespace mixlens {

namespace {

Result<void> checkMemory(const TokenMixer& mixer, const TensorInput& input)
{
    const Cost cost = mixer.cost({input.tokens, input.x.cols()});
    const double needed =
        static_cast<double>(cost.workspace) + 12.0 * static_cast<double>(input.x.shape().size());
    const std::size_t available = availableMemory();
    if (available == 0 || needed <= static_cast<double>(available))
        return {};
    return failure(Error::Code::OutOfMemory,
                   "Mixing " + std::to_string(input.tokens) + " tokens would take " + bytesText(needed) +
                       " of memory and " + bytesText(static_cast<double>(available)) +
                       " are available; give fewer tokens or another backend.");
}

Result<void> run(const Arguments& arguments)
{
    const auto backend = arguments.required("backend");
    const auto in = arguments.required("in");
    const auto out = arguments.required("out");
    const auto info = backend.and_then([](const std::string& id) { return readMixer(id, "backend"); });
    auto settings = arguments.pairs("set");
    const auto heads = arguments.integer("heads", 1, 1, 65536);
    const auto seed = readSeed(arguments);
    if (const Error* problem = firstError(backend, in, out, info, settings, heads, seed))
        return tl::unexpected(*problem);

    const auto input = readTensorInput(*in);
    if (!input)
        return tl::unexpected(input.error());
    MixerSetup setup;
    setup.hidden = input->x.cols();
    setup.heads = static_cast<Index>(*heads);
    setup.maxTokens = input->tokens;
    setup.settings = std::move(*settings);
    setup.seed = *seed;
    for (const auto& [name, values] : input->parameters)
        setup.parameters.emplace(name, values.view());
    const auto mixer = makeMixer(*backend, setup);
    if (!mixer)
        return tl::unexpected(mixer.error());
    if (const auto fits = checkMemory(**mixer, *input); !fits)
        return fits;

    Matrix y(input->x.shape());
    MixWorkspace workspace;
    MixTape tape; // only the device's numbers are wanted; attention would keep every probability on it
    MixTape* facts = (*info)->family == MixerFamily::Optical ? &tape : nullptr;
    for (Index first = 0; first < y.rows(); first += input->tokens)
        (*mixer)->forward(input->x.view().middleRows(first, input->tokens), {},
                          y.view().middleRows(first, input->tokens), workspace, facts);

    TensorToWrite result{"y", input->shape, {y.values().begin(), y.values().end()}, {}, TensorType::F32};
    const auto written = writeSafetensors(*out, std::span(&result, 1),
                                          {{"program", "mixlens " MIXLENS_VERSION},
                                           {"backend", std::string((*mixer)->id())},
                                           {"seed", std::to_string(*seed)}});
    if (!written)
        return written;
    say("Wrote " + *out + ": y " + shapeText(input->shape) + " by " + std::string((*mixer)->id()) + ".");
    for (const Quantity& fact : tape.facts)
        say("  " + fact.name + " = " + std::to_string(fact.value) + " " + fact.unit + " (" +
            std::string(word(fact.provenance)) + ")");
    return {};
}

constexpr std::array options{
    OptionSpec{"backend", "ID", "the mixer ('mixlens backends' lists them)"},
    OptionSpec{
        "in", "FILE.safetensors",
        "tensor x, [tokens, hidden] or [batch, tokens, hidden]; others are parameters such as query.weight"},
    OptionSpec{"out", "FILE.safetensors", "tensor y in the shape of x"},
    OptionSpec{"set", "key=value", "a setting of the mixer", true},
    OptionSpec{"heads", "N", "heads of attention (default 1)"},
    seedOption,
};

constexpr Command command{"mix",
                          "Mix the tokens of a tensor with one mixer.",
                          "--backend ID --in X.safetensors --out Y.safetensors",
                          options,
                          false,
                          run};

} // namespace

const Command& mixCommand() noexcept
{
    return command;
}

} // namespace mixlens
