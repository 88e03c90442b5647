// SPDX-License-Identifier: Apache-2.0
//
// XML that some tools and hands leave, in which end tags are missing.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace holon::model::formats {

/// An end tag that was put in.
struct Supplied {
  std::size_t at = 0;      ///< offset in the repaired text
  std::size_t length = 0;  ///< of the end tag
  std::size_t opened = 0;  ///< offset of the start tag, in the text before the repair
  std::string name;
};

struct RepairedText {
  std::string text;
  std::vector<Supplied> supplied;

  /// The place in the text before the repair that stands at `offset` after it.
  [[nodiscard]] std::size_t origin(std::size_t offset) const;
};

/// The text with the end tags put in that are missing: before the next variable of a list of
/// variables, and before the end tag of what stands around.
[[nodiscard]] RepairedText supply_end_tags(const std::string& text);

}  // namespace holon::model::formats
