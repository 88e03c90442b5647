// SPDX-License-Identifier: Apache-2.0
//
// The units holon knows. A new unit is one row here.
#pragma once

#include <span>
#include <string_view>

namespace holon::quantity {

/// Which prefixes a name takes.
enum class Prefixes {
  none,
  si,       ///< nano … zetta, as symbols: kWh
  large,    ///< kilo and above: kt, Mtoken
  si_long,  ///< written out: kilowatt
  binary,   ///< kilo and above, and KiB, MiB …
};

/// One name of a unit.
struct UnitRow {
  std::string_view name;
  double scale;           ///< base units
  std::string_view base;  ///< base dimension; empty for a plain number
  int exponent = 1;       ///< of the base dimension
  int per_time = 0;       ///< further exponent of time (-1 for watt)
  Prefixes prefixes = Prefixes::none;
  bool plural = false;  ///< also with an s
};

/// A word behind a unit that gives it a kind: "kg CO2e", "kWh at facility".
struct KindRow {
  std::string_view words;
  std::string_view base;
  std::string_view kind;
};

/// A name that is refused because people mean different things by it.
struct AmbiguousRow {
  std::string_view name;
  std::string_view reason;
  std::string_view help;
};

struct PrefixRow {
  std::string_view symbol;
  std::string_view word;
  double factor;
};

[[nodiscard]] std::span<const UnitRow> unit_rows();
[[nodiscard]] std::span<const KindRow> kind_rows();
[[nodiscard]] std::span<const AmbiguousRow> ambiguous_rows();
[[nodiscard]] std::span<const PrefixRow> prefix_rows();

}  // namespace holon::quantity
