#include "core/kernels/kernels.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace mixlens {

// Defined in kernels_impl.cpp, once for each instruction set.
namespace baseline {
extern const KernelTable table;
}
namespace v3 {
extern const KernelTable table;
}
namespace v4 {
extern const KernelTable table;
}

namespace {

constexpr const char* variable = "MIXLENS_KERNELS";
constexpr std::array built{&baseline::table, &v3::table, &v4::table};

std::size_t countRunnable() noexcept
{
    if (!__builtin_cpu_supports("x86-64-v3"))
        return 1;
    return __builtin_cpu_supports("x86-64-v4") ? 3 : 2;
}

const KernelTable* find(std::span<const KernelTable* const> tables, std::string_view name) noexcept
{
    const auto found =
        std::ranges::find(tables, name, [](const KernelTable* t) { return std::string_view(t->name); });
    return found == tables.end() ? nullptr : *found;
}

const KernelTable& choose() noexcept
{
    if (const char* wanted = std::getenv(variable)) {
        if (const KernelTable* table = find(kernelTables(), wanted))
            return *table;
    }
    return *kernelTables().back();
}

} // namespace

std::span<const KernelTable* const> kernelTables() noexcept
{
    static const std::size_t runnable = countRunnable();
    return std::span(built).first(runnable);
}

const KernelTable& kernels() noexcept
{
    static const KernelTable& chosen = choose();
    return chosen;
}

std::string kernelChoiceProblem()
{
    const char* wanted = std::getenv(variable);
    if (!wanted || find(kernelTables(), wanted))
        return {};
    const bool known = find(built, wanted) != nullptr;
    std::string sentence = std::string(variable) + " is \"" + wanted + "\", " +
                           (known ? "which this processor cannot run" : "which names no set of kernels") +
                           "; unset it or choose one of";
    for (const KernelTable* table : kernelTables())
        sentence += std::string(" ") + table->name;
    return sentence + ".";
}

} // namespace mixlens
