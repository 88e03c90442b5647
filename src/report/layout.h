// SPDX-License-Identifier: Apache-2.0
//
// Text in a space of limited width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace holon::report {

/// The text on one line, without anything that steers a terminal.
[[nodiscard]] std::string one_line(std::string_view text);

/// At most `width` columns; what is cut off is told by "…".
[[nodiscard]] std::string cut(std::string_view text, std::size_t width);

/// Words behind `lead`, broken at blanks to `width` columns; further lines stand under the first
/// word. A number is not parted from its digits or its percent sign. Ends in a newline.
[[nodiscard]] std::string wrapped(std::string_view lead, std::string_view text, std::size_t width);

/// Without the blanks at its end.
[[nodiscard]] std::string without_trailing_blanks(std::string text);

}  // namespace holon::report
