#include "core/bench/csv_field.h"
#include "core/bench/number_text.h"
#include "core/bench/provenance_lines.h"
#include "core/bench/result_file.h"

namespace mixlens {
namespace {

std::string row(const BenchResult& result, const Measurement& measurement, const std::string& round,
                double seconds, Provenance provenance)
{
    std::string text = csvField(measurement.cell.backend);
    for (const Index size :
         {measurement.cell.tokens, measurement.width, result.grid.batch, Index{result.grid.threads}})
        text += ',' + std::to_string(size);
    return text + ',' + round + ',' + exactText(seconds) + ',' + std::string(word(provenance)) +
           std::string(csvLineEnd);
}

} // namespace

std::string benchCsv(const BenchResult& result)
{
    std::string text;
    for (const std::string& line : provenanceLines(result))
        text += "# " + line + std::string(csvLineEnd);
    for (const Measurement& measurement : result.measurements)
        if (!measurement.refusal.empty())
            text += "# Refused: " +
                    onOneLine(measurement.cell.backend + " at " + std::to_string(measurement.cell.tokens) +
                              " tokens: " + measurement.refusal) +
                    std::string(csvLineEnd);
    text += "backend,tokens,width,batch,threads,round,seconds,provenance" + std::string(csvLineEnd);
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
