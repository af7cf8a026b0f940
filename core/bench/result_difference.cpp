#include "core/bench/result_difference.h"

#include "core/base/in_quotes.h"

namespace mixlens {
namespace {

class Differences
{
public:
    void compare(const char* what, const std::string& earlier, const std::string& later)
    {
        if (earlier != later)
            m_found.push_back({what, earlier, later});
    }
    void compare(const char* what, Index earlier, Index later)
    {
        compare(what, std::to_string(earlier), std::to_string(later));
    }
    [[nodiscard]] std::vector<ResultDifference> take() { return std::move(m_found); }

private:
    std::vector<ResultDifference> m_found;
};

void compareWork(Differences& differences, const BenchGrid& earlier, const BenchGrid& later)
{
    differences.compare("level", std::string(word(earlier.level)), std::string(word(later.level)));
    differences.compare("model", earlier.model, later.model);
    differences.compare("width", earlier.width, later.width);
    differences.compare("heads", earlier.heads, later.heads);
    differences.compare("batch", earlier.batch, later.batch);
}

void compareMachines(Differences& differences, const BenchResult& earlier, const BenchResult& later)
{
    differences.compare("threads", earlier.grid.threads, later.grid.threads);
    differences.compare("processor", earlier.environment.processor, later.environment.processor);
    differences.compare("kernels", earlier.environment.kernels, later.environment.kernels);
    differences.compare("version", earlier.environment.version, later.environment.version);
    differences.compare("build", earlier.environment.build, later.environment.build);
}

} // namespace

std::string sentenceOf(const ResultDifference& difference)
{
    const auto shown = [](const std::string& value) {
        return value.empty() ? std::string("not named") : inQuotes(value);
    };
    return difference.what + " is " + shown(difference.earlier) + " in the first and " +
           shown(difference.later) + " in the second";
}

std::vector<ResultDifference> differencesOfWork(const BenchResult& earlier, const BenchResult& later)
{
    Differences differences;
    compareWork(differences, earlier.grid, later.grid);
    return differences.take();
}

std::vector<ResultDifference> incompatibilities(const BenchResult& earlier, const BenchResult& later)
{
    Differences differences;
    compareWork(differences, earlier.grid, later.grid);
    compareMachines(differences, earlier, later);
    return differences.take();
}

std::vector<ResultDifference> allDifferences(const BenchResult& earlier, const BenchResult& later)
{
    Differences differences;
    compareWork(differences, earlier.grid, later.grid);
    compareMachines(differences, earlier, later);
    const Environment& before = earlier.environment;
    const Environment& after = later.environment;
    differences.compare("source", before.commit, after.commit);
    differences.compare("compiler", before.compiler, after.compiler);
    differences.compare("FFT library", before.fft, after.fft);
    differences.compare("system", before.system, after.system);
    differences.compare("number of cores", before.cores, after.cores);
    differences.compare("governor", before.governor, after.governor);
    return differences.take();
}

} // namespace mixlens
