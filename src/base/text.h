// SPDX-License-Identifier: Apache-2.0
//
// Small services on text: names, nearest spelling, widths, numbers as people write them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holon::base {

[[nodiscard]] std::string_view trim(std::string_view text);

/// ASCII letters in lower case; other bytes unchanged.
[[nodiscard]] std::string lower(std::string_view text);

/// The form in which two names are equal: lower case, `_` and runs of spaces as one space.
[[nodiscard]] std::string name_key(std::string_view name);

/// The parts between separators; an empty text has one empty part.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

/// The candidate nearest to `word` by Damerau–Levenshtein distance, if it is near enough to be a
/// slip of the pen (at most 2, and less than half of the word).
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string> candidates);

/// Columns a text takes on a terminal; every character counts as one.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// `count` characters of a text from character `first` (from 0).
[[nodiscard]] std::string character_range(std::string_view text, std::size_t first,
                                          std::size_t count);

/// Reads a whole text as a number; nothing if anything is left over or it is not finite.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// Shortest text that reads back as the same number.
[[nodiscard]] std::string exact(double value);

/// A number with about `digits` significant digits, for people: 50.5, 1 083, 0.0034, 2.9e21.
[[nodiscard]] std::string readable(double value, int digits = 3);

/// "a, b or c".
[[nodiscard]] std::string listed(std::span<const std::string> words, std::string_view last_joint);

}  // namespace holon::base
