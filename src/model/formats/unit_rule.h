// SPDX-License-Identifier: Apache-2.0
//
// The unit rule of a function, as its row states it: `a t a -> a` says that the first and third
// argument have the unit of the value, the second that of time.
//
// An argument's rule is a product or quotient of letters, each a unit that is found from the
// arguments: `a/t`. `t` is the unit of time, `1` none, `?` any. A rule that ends in `...` holds for
// all further arguments. Without a rule, anything goes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/formats/unit_text.h"

namespace holon::model::formats {

/// A unit, or nothing where it is unknown or fits any.
using FoundUnit = std::optional<UnitPowers>;

/// An argument whose unit does not fit.
struct UnitMisfit {
  std::size_t argument;  ///< from 0
  UnitPowers expected;
  UnitPowers found;
};

/// What a rule makes of the units of arguments.
struct UnitOutcome {
  FoundUnit value;
  std::vector<UnitMisfit> misfits;
};

/// `wanted` is the unit the value should have, where that is known; it helps to tell which argument
/// is wrong.
[[nodiscard]] UnitOutcome apply_unit_rule(std::string_view rule,
                                          const std::vector<FoundUnit>& arguments,
                                          const FoundUnit& time, const FoundUnit& wanted);

/// Whether a text is a rule: for the test of the table.
[[nodiscard]] bool is_unit_rule(std::string_view rule);

}  // namespace holon::model::formats
