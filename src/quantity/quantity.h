// SPDX-License-Identifier: Apache-2.0
//
// A number as a user states it: spread, unit, and how it is known.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quantity/distribution.h"
#include "quantity/unit.h"

namespace holon::quantity {

/// How a number is known, best first. A result is only as well known as its weakest input.
enum class Evidence { measured, declared, catalogue, modelled, assumed };

inline constexpr std::size_t kEvidenceCount = 5;

[[nodiscard]] std::string_view name(Evidence evidence);
[[nodiscard]] std::optional<Evidence> parse_evidence(std::string_view text);

/// Where a number comes from.
struct Pedigree {
  Evidence evidence = Evidence::declared;
  std::string source;  ///< citation; may be empty
  friend bool operator==(const Pedigree&, const Pedigree&) = default;
};

/// A stated number. Its distribution is in `unit`; the model works in base units.
struct Quantity {
  Distribution distribution;
  Unit unit;
  Pedigree pedigree;
  std::string cause;       ///< numbers with the same cause share a draw; empty: its own path
  double correlation = 1;  ///< with its cause's draw, 0 to 1 (Gaussian copula)
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// A certain number.
[[nodiscard]] Quantity constant(double value, std::string_view unit_text);

/// Reads the one-line forms: "3.96 Wh", "3.96 Wh ± 10 %", "3.96 Wh ± 0.2 Wh", "3 .. 6 Wh".
/// "±" may be written "+-" or "+/-". Errors: E0204 not a quantity, and those of `parse_unit`.
[[nodiscard]] Parsed<Quantity> parse_quantity(std::string_view text,
                                              const std::vector<std::string>& counted = {});

/// The text `parse_quantity` (one-line forms) or the document reader (the others, as a YAML flow
/// map) reads back as the same quantity.
[[nodiscard]] std::string to_text(const Quantity& quantity);

}  // namespace holon::quantity
