// SPDX-License-Identifier: Apache-2.0
//
// A .mdl file before it is read: its encoding, and where its equations end.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace holon::model::formats::vensim {

/// The same text in UTF-8: unchanged if it is, converted from UTF-16 if a byte order mark says so,
/// and from Windows-1252 otherwise (of a file that claims `{UTF-8}`, only the bytes that are not).
[[nodiscard]] base::SourcePtr in_utf8(const base::SourcePtr& source);

/// Where the sketch or, without one, the settings begin; the text's size if there are none.
[[nodiscard]] std::size_t end_of_equations(std::string_view text);

/// Units that mean the same, from the settings: `22:Month,Months`.
[[nodiscard]] std::vector<std::vector<std::string>> equal_units(std::string_view sketch);

/// How the model is integrated, from the settings, as XMILE would say it: `15:0,0,0,5,0,0` is rk4.
/// Empty: Euler.
[[nodiscard]] std::string method(std::string_view sketch);

}  // namespace holon::model::formats::vensim
