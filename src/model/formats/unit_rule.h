// SPDX-License-Identifier: Apache-2.0
//
// The unit rule of a function, as its row states it: `a t a -> a` says that the first and third
// argument have the unit of the value, the second that of time.
//
// An argument's rule is a product or quotient of letters, each a unit that is found from the
// arguments: `a/t`. `t` is the unit of time, `1` none, `?` any. A rule that ends in `...` holds for
// all further arguments. Without a rule, anything goes.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace holon::model::formats {

/// What one argument, or the value, must be: powers of letters; nothing: any unit.
using UnitSide = std::optional<std::map<char, int>>;

/// A rule, read.
struct UnitRule {
  std::vector<UnitSide> arguments;
  bool repeats = false;  ///< the last argument's holds for all further ones
  UnitSide value;

  /// What an argument, from 0, must be.
  [[nodiscard]] UnitSide argument(std::size_t i) const;
};

/// Reads a rule; an empty one lets anything go.
[[nodiscard]] UnitRule read_unit_rule(std::string_view text);

/// Whether a text is a rule: for the test of the table.
[[nodiscard]] bool is_unit_rule(std::string_view rule);

}  // namespace holon::model::formats
