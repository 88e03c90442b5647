// SPDX-License-Identifier: Apache-2.0
//
// How a terminal shows text: its width, and colours by meaning. What is said is readable without
// any colour.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace holon::report {

/// How to write for a terminal.
struct Style {
  bool colour = false;
  std::size_t width = 80;  ///< columns; fewer than 60 are taken as 60
};

/// What a piece of text means.
enum class Tone { plain, heading, better, worse, caution, dim };

/// The text in the colour of its meaning; unchanged without colour.
[[nodiscard]] std::string painted(std::string_view text, Tone tone, const Style& style);

}  // namespace holon::report
