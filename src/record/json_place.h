// SPDX-License-Identifier: Apache-2.0
//
// Where a value stands in a JSON text.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace holon::record {

/// The way to a value: keys and indices, from the outside in.
using JsonPath = std::vector<std::variant<std::string, std::size_t>>;

/// A stretch of a text, in bytes.
struct JsonPlace {
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// The value at a path; with `of_key`, the key before it. Where the path ends early, the value
/// that it reached. `text` is known to be JSON.
[[nodiscard]] JsonPlace place_of(std::string_view text, const JsonPath& path, bool of_key = false);

/// All items of the list at a path, in one walk through the text; none where there is no list.
[[nodiscard]] std::vector<JsonPlace> items_of(std::string_view text, const JsonPath& path);

/// "energy[2].device".
[[nodiscard]] std::string to_text(const JsonPath& path);

}  // namespace holon::record
