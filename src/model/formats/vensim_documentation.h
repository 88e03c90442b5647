// SPDX-License-Identifier: Apache-2.0
//
// What stands behind an equation: `~ units [least, most, step] ~ comment ~ :SUPPLEMENTARY: |`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace holon::model::formats::vensim {

struct Documentation {
  std::string units;
  std::size_t units_at = 0;  ///< where they stand, in bytes; `documentation` counts in the raw text
  std::size_t units_length = 0;
  std::optional<double> least;
  std::optional<double> most;
  std::string text;
  bool supplementary = false;
  /// Where, in the raw text, a further equation seems to stand inside the comment.
  std::optional<std::size_t> swallowed;
};

/// Reads the raw text between the first `~` and the `|`.
[[nodiscard]] Documentation documentation(std::string_view raw);

/// A comment without the tabs that indent it and the signs that break its lines.
[[nodiscard]] std::string comment_text(std::string_view raw);

}  // namespace holon::model::formats::vensim
