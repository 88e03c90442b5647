// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "document/quantity_reader.h"

namespace holon::document {

using base::Code;
using base::Diagnostics;
using quantity::Quantity;

bool expect_dimension(Quantity& quantity, const quantity::Dimension& expected,
                      const std::string& what, const base::Span& where, Diagnostics& diagnostics) {
  const auto& found = quantity.unit.dimension;
  if (quantity::compatible(found, expected)) {
    quantity.unit.dimension = quantity::merged(found, expected);
    return true;
  }
  if (quantity::same_size(found, expected)) {
    diagnostics.push_back({Code::wrong_kind,
                           fmt::format("{} is {}, not {}", what, quantity::in_words(expected),
                                       quantity::in_words(found)),
                           where,
                           "wrong kind",
                           {},
                           {"leave the kind away to take the field's own, or convert the value"}});
    return false;
  }
  const auto examples = quantity::example_units(expected);
  std::vector<std::string> help;
  if (!examples.empty()) help.push_back(fmt::format("write a unit such as {}", examples));
  if (expected.is_plain()) help.emplace_back("write a plain number or a percentage");
  if (in_words(found) == "power" && in_words(expected).starts_with("energy")) {
    help.emplace_back("power becomes energy over a time: 350 kW for 8 h is 2800 kWh");
  }
  diagnostics.push_back(
      {Code::wrong_dimension,
       fmt::format("{} is {}, but this is {}", what, quantity::in_words(expected),
                   found.powers().empty() ? "a number without unit" : quantity::in_words(found)),
       where,
       fmt::format("expected {}", quantity::in_words(expected)),
       {},
       std::move(help)});
  return false;
}

}  // namespace holon::document
