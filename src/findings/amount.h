// SPDX-License-Identifier: Apache-2.0
//
// Numbers as people read them: a unit that suits the size, three digits, a real minus sign.
#pragma once

#include <string>
#include <string_view>

namespace holon::findings {

/// A unit to show numbers in.
struct Scale {
  double size = 1;   ///< of one in the category's unit
  std::string unit;  ///< "t"
  std::string kind;  ///< what follows it: "CO2e", "at facility"; may be empty

  /// "t CO2e".
  [[nodiscard]] std::string text() const;
};

/// The scale in which `value`, in `unit` ("kg CO2e"), is a number from 1 to 999 if there is one.
[[nodiscard]] Scale scale_for(double value, std::string_view unit);

/// Three significant digits: "50.5", "1 080", "−0.340", "undefined".
[[nodiscard]] std::string number(double value);

/// The same with at most three decimals: "0.034", "<0.001", and "~0" just below zero.
[[nodiscard]] std::string small_number(double value);

/// A difference, with its sign: "+2.60", "−0.159", "~0".
[[nodiscard]] std::string signed_number(double value);

/// A limit that a person stated, with the digits they gave, up to six.
[[nodiscard]] std::string stated_number(double value);

/// A share: "49 %", "<1 %", ">99 %".
[[nodiscard]] std::string percent(double share);

/// A relative change: "+15 %", "−0.3 %", "~0 %".
[[nodiscard]] std::string change(double share);

/// "5", "5 000": a count, grouped.
[[nodiscard]] std::string count(std::size_t value);

}  // namespace holon::findings
