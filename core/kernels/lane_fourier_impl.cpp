// Compiled once for each instruction set, as kernels_impl.cpp is and by the same rules.
#include "core/kernels/lane_columns.h"
#include "core/kernels/lane_rows.h"

namespace mixlens::MIXLENS_ISA {

// The width of the registers, and where it is 16, half of it for few columns. -march says which it is.
extern const LaneFourierWidths laneFourierWidths;
#if defined(__AVX512F__)
const LaneFourierWidths laneFourierWidths{
    2, {{16, columnPanel<16>, rowPart<16>}, {8, columnPanel<8>, rowPart<8>}}};
#elif defined(__AVX2__)
const LaneFourierWidths laneFourierWidths{1, {{8, columnPanel<8>, rowPart<8>}, {}}};
#else
const LaneFourierWidths laneFourierWidths{1, {{4, columnPanel<4>, rowPart<4>}, {}}};
#endif

} // namespace mixlens::MIXLENS_ISA
