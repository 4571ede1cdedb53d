#pragma once
// How decimals are stored, the same for reading and writing.

namespace rowsmith::sqlite {

/// Decimals of up to this precision are stored as REAL and come back exactly at their scale; longer ones as
/// TEXT.
inline constexpr int decimal_digits_of_real = 15;

}
