// SPDX-License-Identifier: Apache-2.0
//
// Units as modellers of Vensim and Stella write them: texts such as `people/Month` or
// `$/(widget*Year)`, each name a base unit of its own.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace holon::model::formats {

/// A product of powers of names; empty: dimensionless.
using UnitPowers = std::map<std::string, double>;

/// What comes of powers when one is divided by, or multiplied with, a power of another.
[[nodiscard]] UnitPowers times(const UnitPowers& a, const UnitPowers& b, double power = 1);

/// "people/month", "1" of nothing.
[[nodiscard]] std::string shown(const UnitPowers& powers);

/// Reads units. Names are alike in any case, and with a plural; `1`, `Dmnl` and their kin are none.
class UnitNames {
 public:
  /// Each list holds units that are the same, of a file's settings; one may be a product of others.
  explicit UnitNames(const std::vector<std::vector<std::string>>& equal_units);

  /// Nothing for an empty text, and for one that is no unit.
  [[nodiscard]] std::optional<UnitPowers> read(std::string_view text) const;

  /// The name that stands for a unit's name in powers.
  [[nodiscard]] std::string key(std::string_view name) const;

 private:
  class Reader;

  std::unordered_map<std::string, std::string> same_;
  std::unordered_map<std::string, UnitPowers> products_;  // units that are products of others
};

}  // namespace holon::model::formats
