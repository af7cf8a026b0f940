// The heads of EncoderModel: masked token, pooler, next sentence. Devlin et al. 2019, §3.1.
#include "core/math/linear_algebra.h"
#include "core/model/encoder_model.h"

#include <cmath>

namespace mixlens {

bool EncoderModel::hasMaskedTokenHead() const noexcept
{
    return m_parameters->contains("cls.predictions.transform.dense.weight");
}

bool EncoderModel::hasPooler() const noexcept
{
    return m_parameters->contains("pooler.dense.weight");
}

bool EncoderModel::hasNextSentenceHead() const noexcept
{
    return m_parameters->contains("cls.seq_relationship.weight") && hasPooler();
}

Matrix EncoderModel::maskedTokenLogits(ConstMatrixView rows) const
{
    assert(hasMaskedTokenHead());
    const ParameterStore& p = *m_parameters;
    Matrix transformed(rows.shape());
    affine(rows, p.matrix("cls.predictions.transform.dense.weight"),
           p.vector("cls.predictions.transform.dense.bias"), transformed.view());
    activate(m_config.activation, transformed.view());
    layerNorm(transformed.view(), p.vector("cls.predictions.transform.LayerNorm.weight"),
              p.vector("cls.predictions.transform.LayerNorm.bias"), m_config.layerNormEpsilon,
              transformed.view());
    const bool ownDecoder = p.contains("cls.predictions.decoder.weight");
    Matrix logits(rows.rows(), m_config.vocabulary);
    affine(transformed.view(),
           p.matrix(ownDecoder ? "cls.predictions.decoder.weight" : "embeddings.word_embeddings.weight"),
           p.vector("cls.predictions.bias"), logits.view());
    return logits;
}

Matrix EncoderModel::pooled(ConstMatrixView output) const
{
    assert(hasPooler());
    Matrix pooled(1, output.cols());
    affine(output.middleRows(0, 1), m_parameters->matrix("pooler.dense.weight"),
           m_parameters->vector("pooler.dense.bias"), pooled.view());
    for (float& value : pooled.values())
        value = std::tanh(value);
    return pooled;
}

Matrix EncoderModel::nextSentenceLogits(ConstMatrixView pooled) const
{
    assert(hasNextSentenceHead());
    Matrix logits(1, 2);
    affine(pooled, m_parameters->matrix("cls.seq_relationship.weight"),
           m_parameters->vector("cls.seq_relationship.bias"), logits.view());
    return logits;
}

} // namespace mixlens
