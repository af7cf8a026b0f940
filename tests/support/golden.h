#pragma once

#include "core/model/encoder_model.h"
#include "core/model/model_loader.h"
#include "core/model/safetensors.h"

#include <QFile>
#include <QString>

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

/// The reference outputs in tests/data/goldens and their tolerances.
namespace mixlens::golden {

inline std::filesystem::path folder()
{
    return std::filesystem::path(MIXLENS_TEST_DATA) / "goldens";
}

/// One case of index.json: a batch through a model.
struct Case
{
    std::string model;
    std::string name;
    std::string file;
    std::vector<std::string> inputs;
    nlohmann::json deviation; ///< of the reference implementation's own float32 run, by kind of output

    /// What parity asks: 1e-4, or four times the reference's own deviation where that is larger.
    [[nodiscard]] double tolerance(const std::string& output) const
    {
        return std::max(1e-4, deviation.is_object() && deviation.contains(output)
                                  ? 4.0 * deviation[output].get<double>()
                                  : 0.0);
    }
};

inline std::vector<Case> cases()
{
    QFile file(QString::fromStdString((folder() / "cases/index.json").string()));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto index = nlohmann::json::parse(file.readAll().toStdString());
    std::vector<Case> all;
    for (const auto& entry : index["cases"]) {
        const nlohmann::json deviation =
            entry.contains("hf_f32_max_abs_dev") ? entry["hf_f32_max_abs_dev"] : nlohmann::json();
        if (entry["file"].get<std::string>().find("grads") == std::string::npos)
            all.push_back({entry["model"], entry["case"], entry["file"], entry["inputs"], deviation});
    }
    return all;
}

/// Row `row` of the batch as the model's input.
inline EncoderInput input(const SafetensorsFile& file, Index row)
{
    const auto& shape = file.tensors().find("input_ids")->second.shape;
    const auto length = static_cast<std::size_t>(shape[1]);
    const auto slice = [&](const char* name) {
        const auto all = file.integers(name).value();
        return std::vector<TokenId>(all.begin() + static_cast<std::ptrdiff_t>(length) * row,
                                    all.begin() + static_cast<std::ptrdiff_t>(length) * (row + 1));
    };
    EncoderInput result;
    result.ids = slice("input_ids");
    if (file.tensors().contains("token_type_ids"))
        result.tokenTypes = slice("token_type_ids");
    if (file.tensors().contains("attention_mask")) {
        for (const TokenId keep : slice("attention_mask"))
            result.mask.push_back(static_cast<std::uint8_t>(keep));
    }
    return result;
}

/// max |actual - part `row` of the batch in tensor `name`|; infinite where sizes differ or a value is NaN.
inline double worstDifference(const SafetensorsFile& file, const std::string& name, Index row, Index batch,
                              ConstMatrixView actual)
{
    const auto expected = file.doubles(name).value();
    const std::size_t size = expected.size() / static_cast<std::size_t>(batch);
    if (size != static_cast<std::size_t>(actual.shape().size()))
        return std::numeric_limits<double>::infinity();
    double worst = 0.0;
    std::size_t at = size * static_cast<std::size_t>(row);
    for (Index r = 0; r < actual.rows(); ++r)
        for (Index c = 0; c < actual.cols(); ++c) {
            const double difference = std::abs(static_cast<double>(actual(r, c)) - expected[at++]);
            worst = std::isnan(difference) ? std::numeric_limits<double>::infinity()
                                           : std::max(worst, difference);
        }
    return worst;
}

} // namespace mixlens::golden
