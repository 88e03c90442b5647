// SPDX-License-Identifier: Apache-2.0
#include "quantity/dimension.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace holon::quantity {
namespace {

// exponent of each base dimension, kinds added up
std::map<std::string, int> sizes(const Dimension& dimension) {
  std::map<std::string, int> out;
  for (const auto& power : dimension.powers()) out[power.base] += power.sixtieths;
  std::erase_if(out, [](const auto& entry) { return entry.second == 0; });
  return out;
}

std::map<std::string, std::vector<Power>> by_base(const Dimension& dimension) {
  std::map<std::string, std::vector<Power>> out;
  for (const auto& power : dimension.powers()) out[power.base].push_back(power);
  return out;
}

bool is_bare(const std::vector<Power>& powers) {
  return std::all_of(powers.begin(), powers.end(), [](const Power& p) { return p.kind.empty(); });
}

std::string kind_in_words(const Power& power) {
  if (power.kind.empty()) return power.base;
  if (power.base == "energy") {
    return power.kind == "primary" ? "primary energy" : fmt::format("energy at {}", power.kind);
  }
  if (power.base == "volume") return fmt::format("water {}", power.kind);
  return fmt::format("{} of {}", power.base, power.kind);
}

std::string power_in_words(const Power& power, int sign) {
  const int exponent = power.sixtieths * sign;
  const auto name = kind_in_words(power);
  if (exponent == kWhole) return name;
  if (exponent % kWhole == 0) return fmt::format("{}^{}", name, exponent / kWhole);
  return fmt::format("{}^({}/60)", name, exponent);
}

}  // namespace

Dimension::Dimension(std::string base, std::string kind)
    : powers_{{std::move(base), std::move(kind), kWhole}} {}

bool Dimension::is_plain() const { return sizes(*this).empty(); }

bool Dimension::has_kind() const {
  return std::any_of(powers_.begin(), powers_.end(),
                     [](const Power& p) { return !p.kind.empty(); });
}

Dimension Dimension::with_kind(std::string_view base, std::string_view kind) const {
  Dimension out = *this;
  for (auto& power : out.powers_) {
    if (power.base == base && power.kind.empty()) power.kind = kind;
  }
  out.simplify();
  return out;
}

void Dimension::simplify() {
  std::map<std::string, std::map<std::string, int>> bases;
  for (const auto& power : powers_) bases[power.base][power.kind] += power.sixtieths;
  powers_.clear();
  for (auto& [base, kinds] : bases) {
    // what is bare cancels against any kind of the opposite sign
    int& bare = kinds[""];
    for (auto& [kind, exponent] : kinds) {
      if (kind.empty() || bare == 0 || (exponent > 0) == (bare > 0)) continue;
      const int cancelled = std::min(std::abs(bare), std::abs(exponent));
      const int sign = bare > 0 ? 1 : -1;
      bare -= sign * cancelled;
      exponent += sign * cancelled;
    }
    for (const auto& [kind, exponent] : kinds) {
      if (exponent != 0) powers_.push_back({base, kind, exponent});
    }
  }
}

Dimension operator*(const Dimension& a, const Dimension& b) {
  Dimension out = a;
  out.powers_.insert(out.powers_.end(), b.powers_.begin(), b.powers_.end());
  out.simplify();
  return out;
}

Dimension operator/(const Dimension& a, const Dimension& b) { return a * b.to_the(-1); }

Dimension Dimension::to_the(double exponent) const {
  Dimension out = *this;
  for (auto& power : out.powers_) {
    power.sixtieths = static_cast<int>(std::lround(power.sixtieths * exponent));
  }
  out.simplify();
  return out;
}

bool same_size(const Dimension& a, const Dimension& b) { return sizes(a) == sizes(b); }

bool compatible(const Dimension& a, const Dimension& b) {
  if (!same_size(a, b)) return false;
  const auto left = by_base(a);
  const auto right = by_base(b);
  const auto agrees = [](const auto& powers, const auto& others, bool others_are_a_pure_number) {
    return std::all_of(powers.begin(), powers.end(), [&](const auto& entry) {
      const auto other = others.find(entry.first);
      // device/facility left over from a product fits a pure number, but not 1 kg
      if (other == others.end()) return others_are_a_pure_number;
      return is_bare(entry.second) || is_bare(other->second) || entry.second == other->second;
    });
  };
  return agrees(left, right, b.powers().empty()) && agrees(right, left, a.powers().empty());
}

Dimension merged(const Dimension& a, const Dimension& b) {
  Dimension out;
  const auto left = by_base(a);
  const auto right = by_base(b);
  std::set<std::string> bases;
  for (const auto& [base, powers] : left) bases.insert(base);
  for (const auto& [base, powers] : right) bases.insert(base);
  for (const auto& base : bases) {
    const auto in_left = left.find(base);
    const auto in_right = right.find(base);
    const bool take_left =
        in_right == right.end() || (in_left != left.end() && !is_bare(in_left->second));
    for (const auto& power : take_left ? in_left->second : in_right->second) {
      out = out *
            Dimension(power.base, power.kind).to_the(static_cast<double>(power.sixtieths) / kWhole);
    }
  }
  return out;
}

std::string in_words(const Dimension& dimension) {
  if (dimension.powers().empty()) return "a plain number";
  auto powers = dimension.powers();
  std::vector<std::string> above;
  std::vector<std::string> below;

  // energy per time has a name of its own
  const auto energy = std::find_if(powers.begin(), powers.end(), [](const Power& p) {
    return p.base == "energy" && p.sixtieths == kWhole;
  });
  const auto time = std::find_if(powers.begin(), powers.end(), [](const Power& p) {
    return p.base == "time" && p.sixtieths == -kWhole;
  });
  if (energy != powers.end() && time != powers.end()) {
    above.push_back(energy->kind.empty() ? "power" : fmt::format("power at {}", energy->kind));
    const Power used_energy = *energy;
    const Power used_time = *time;
    std::erase_if(powers, [&](const Power& p) { return p == used_energy || p == used_time; });
  }
  for (const auto& power : powers) {
    if (power.sixtieths > 0) above.push_back(power_in_words(power, 1));
    if (power.sixtieths < 0) below.push_back(power_in_words(power, -1));
  }
  const auto top = above.empty() ? std::string("1") : fmt::format("{}", fmt::join(above, " × "));
  return below.empty() ? top : fmt::format("{} per {}", top, fmt::join(below, " per "));
}

}  // namespace holon::quantity
