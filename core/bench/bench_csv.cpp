#include "core/bench/number_text.h"
#include "core/bench/provenance_lines.h"
#include "core/bench/result_file.h"

namespace mixlens {
namespace {

constexpr const char* lineEnd = "\r\n"; // RFC 4180, §2.1

/// Quoted where it must be (RFC 4180, §2.5 to 2.7), and where a leading '#' would make the row a comment.
std::string field(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos && !text.starts_with('#'))
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted.append(c == '"' ? "\"\"" : std::string(1, c));
    return quoted + '"';
}

std::string row(const BenchResult& result, const Measurement& measurement, const std::string& round,
                double seconds, Provenance provenance)
{
    std::string text = field(measurement.cell.backend);
    for (const Index size :
         {measurement.cell.tokens, measurement.width, result.grid.batch, Index{result.grid.threads}})
        text += ',' + std::to_string(size);
    return text + ',' + round + ',' + exactText(seconds) + ',' + std::string(word(provenance)) + lineEnd;
}

} // namespace

std::string benchCsv(const BenchResult& result)
{
    std::string text;
    for (const std::string& line : provenanceLines(result))
        text += "# " + line + lineEnd;
    for (const Measurement& measurement : result.measurements)
        if (!measurement.refusal.empty())
            text += "# Refused: " +
                    onOneLine(measurement.cell.backend + " at " + std::to_string(measurement.cell.tokens) +
                              " tokens: " + measurement.refusal) +
                    lineEnd;
    text += std::string("backend,tokens,width,batch,threads,round,seconds,provenance") + lineEnd;
    for (const Measurement& measurement : result.measurements) {
        for (std::size_t round = 0; round < measurement.seconds.size(); ++round)
            text += row(result, measurement, std::to_string(round + 1), measurement.seconds[round],
                        Provenance::Measured);
        for (const Quantity& quantity : measurement.device) // of no round: it follows from a formula
            if (quantity.name == "device_time" && quantity.unit == "s")
                text += row(result, measurement, "", quantity.value, quantity.provenance);
    }
    return text;
}

} // namespace mixlens
