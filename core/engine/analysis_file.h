#pragma once

#include "core/base/result.h"
#include "core/model/encoder_model.h"
#include "core/model/safetensors.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mixlens {

/// Everything that a trace holds, and what the model's heads say of it, as tensors of a batch of one:
/// input_ids, token_type_ids, attention_mask (where there is padding), hidden.0 … hidden.L, and for layer l
///   attention: q.l k.l v.l attn.l ctx.l attn_dense.l attn_ln.l      every other mixer: mix.l mix_ln.l
///   both: ffn_act.l ffn_out.l, and jac_mix.l where the influence was computed,
/// then pooled, logits and nsp_logits where the model has the head.
[[nodiscard]] std::vector<TensorToWrite> analysisTensors(const EncoderModel& encoder,
                                                         const EncodingTrace& trace);

/// Bytes that analysisTensors() and writing them take at the peak, from the shapes.
[[nodiscard]] double analysisFileBytes(const EncoderModel& encoder, const EncodingTrace& trace);

/// Writes analysisTensors() as FILE.safetensors, or as FILE.json: one object with nested arrays under the
/// same names and the metadata under "__metadata__". Usage for any other ending, OutOfMemory when the copy
/// would not fit.
[[nodiscard]] Result<void> writeAnalysis(const std::filesystem::path& path, const EncoderModel& encoder,
                                         const EncodingTrace& trace,
                                         const std::map<std::string, std::string>& metadata);

/// The JSON of writeAnalysis(). Numbers are the shortest decimals that read back as the same float; what is
/// not finite is null.
[[nodiscard]] std::string tensorsAsJson(const std::vector<TensorToWrite>& tensors,
                                        const std::map<std::string, std::string>& metadata);

} // namespace mixlens
