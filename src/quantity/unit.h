// SPDX-License-Identifier: Apache-2.0
//
// Units as people write them: "kWh/request", "kg CO2e", "GPU-hour", "MWh at facility".
//
// Values are kept in coherent base units (J, kg, s, L, m, byte, FLOP, each currency, each counted
// thing); a unit is the factor to them, the dimension, and the spelling its author gave.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "base/diagnostic.h"
#include "quantity/dimension.h"

namespace holon::quantity {

struct Unit {
  double scale = 1;  ///< base units in one of this unit
  Dimension dimension;
  std::string text;  ///< the author's spelling; empty for a plain number

  friend bool operator==(const Unit&, const Unit&) = default;
};

/// Why a text is not a unit, and where in it.
struct TextFault {
  base::Code code;
  std::string message;
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string label;
  std::vector<std::string> help;
};

template <class T>
using Parsed = tl::expected<T, TextFault>;

/// Reads a unit. `counted` names further things one can count ("page"), beside the built-in ones.
/// Errors: E0201 unknown unit, E0202 ambiguous unit, E0203 not a unit.
[[nodiscard]] Parsed<Unit> parse_unit(std::string_view text,
                                      const std::vector<std::string>& counted = {});

/// Reads a unit known to be right; broken promise otherwise.
[[nodiscard]] Unit unit(std::string_view text);

/// A diagnostic for a fault found inside `where`.
[[nodiscard]] base::Diagnostic diagnose(const TextFault& fault, const base::Span& where);

/// A few units of this dimension, for help texts: "kWh, MJ, …"; empty when none is known.
[[nodiscard]] std::string example_units(const Dimension& dimension);

}  // namespace holon::quantity
