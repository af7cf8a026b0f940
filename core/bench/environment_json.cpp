#include "core/bench/environment_json.h"

#include "core/bench/json_object.h"

#include <nlohmann/json.hpp>

namespace mixlens {

std::string environmentJson(const Environment& environment)
{
    using Json = nlohmann::ordered_json;
    const Json json{{"version", environment.version},
                    {"commit", environment.commit},
                    {"processor", environment.processor},
                    {"kernels", environment.kernels},
                    {"fft", environment.fft},
                    {"compiler", environment.compiler},
                    {"build", environment.build},
                    {"system", environment.system},
                    {"cores", environment.cores},
                    {"memory_bytes", environment.memory},
                    {"cache_l1_bytes", environment.cacheL1},
                    {"cache_l2_bytes", environment.cacheL2},
                    {"cache_l3_bytes", environment.cacheL3},
                    {"governor", environment.governor}};
    // A machine may call its parts by any bytes; the file must be UTF-8.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Environment readEnvironment(const JsonObject& json)
{
    Environment environment;
    environment.version = json.text("version");
    environment.commit = json.text("commit");
    environment.processor = json.text("processor");
    environment.kernels = json.text("kernels");
    environment.fft = json.text("fft");
    environment.compiler = json.text("compiler");
    environment.build = json.text("build");
    environment.system = json.text("system");
    environment.cores = static_cast<int>(json.whole("cores", 0, 1 << 20));
    environment.memory = json.count("memory_bytes");
    environment.cacheL1 = json.count("cache_l1_bytes");
    environment.cacheL2 = json.count("cache_l2_bytes");
    environment.cacheL3 = json.count("cache_l3_bytes");
    environment.governor = json.text("governor");
    return environment;
}

} // namespace mixlens
