// SPDX-License-Identifier: Apache-2.0
//
// What a number measures: powers of base dimensions (energy, mass, time, volume, data, each
// currency, each thing one can count), and for each power the *kind* it is of.
//
// A kind tells apart what a dimension alone would mix: electricity at the device and at the
// facility, water consumed and withdrawn, kg of CO2e and kg of antimony. Kinds multiply like
// dimensions do: PUE is facility/device, so device electricity × PUE is facility electricity. A
// power without kind is *bare* and cancels against any kind: USD/kWh × kWh at device is USD.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holon::quantity {

/// One factor of a dimension.
struct Power {
  std::string base;   ///< such as "energy", "mass", "request"
  std::string kind;   ///< such as "facility", "CO2e"; empty when bare
  int sixtieths = 0;  ///< exponent × 60, so that roots stay exact

  friend bool operator==(const Power&, const Power&) = default;
};

inline constexpr int kWhole = 60;  ///< `sixtieths` of exponent 1

class Dimension {
 public:
  /// A plain number.
  Dimension() = default;

  /// One base dimension to the power 1.
  explicit Dimension(std::string base, std::string kind = "");

  [[nodiscard]] const std::vector<Power>& powers() const { return powers_; }
  [[nodiscard]] bool is_plain() const;  ///< no dimension; a kind ratio such as PUE counts as plain
  [[nodiscard]] bool has_kind() const;

  /// The same dimension with every bare power of `base` given `kind`; powers that have a kind stay.
  [[nodiscard]] Dimension with_kind(std::string_view base, std::string_view kind) const;

  friend Dimension operator*(const Dimension& a, const Dimension& b);
  friend Dimension operator/(const Dimension& a, const Dimension& b);
  friend bool operator==(const Dimension&, const Dimension&) = default;

  /// This dimension to the power `exponent`, which must be a multiple of 1/60.
  [[nodiscard]] Dimension to_the(double exponent) const;

 private:
  void simplify();
  std::vector<Power> powers_;  // sorted by base and kind, no zero exponent
};

/// True when the exponents agree, whatever the kinds.
[[nodiscard]] bool same_size(const Dimension& a, const Dimension& b);

/// True when a value of one may stand where the other is expected: exponents agree, and for each
/// base dimension the kinds agree or one side is bare.
[[nodiscard]] bool compatible(const Dimension& a, const Dimension& b);

/// Of two compatible dimensions, for each base dimension the side that knows its kind.
[[nodiscard]] Dimension merged(const Dimension& a, const Dimension& b);

/// In words: "energy per request", "power", "mass of CO2e per energy at facility", "a plain
/// number".
[[nodiscard]] std::string in_words(const Dimension& dimension);

}  // namespace holon::quantity
