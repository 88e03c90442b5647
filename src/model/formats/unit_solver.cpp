// SPDX-License-Identifier: Apache-2.0
#include "model/formats/unit_solver.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace holon::model::formats {
namespace {

constexpr char kMark = '\x01';

// an equation with more unknowns than this is left aside: it would make all others long
constexpr std::size_t kMostUnknowns = 64;

bool is_unknown(const std::string& name) { return name.front() == kMark; }

std::size_t number_of(const std::string& name) {
  std::size_t out = 0;
  std::from_chars(name.data() + 1, name.data() + name.size(), out);
  return out;
}

}  // namespace

UnitPowers UnitSolver::unknown() {
  UnitPowers out{{kMark + std::to_string(solutions_.size()), 1}};
  solutions_.push_back(out);
  return out;
}

bool UnitSolver::is_known(const UnitPowers& unit) {
  // the mark sorts before all that a file can hold
  return unit.empty() || !is_unknown(unit.begin()->first);
}

UnitPowers UnitSolver::known(const UnitPowers& unit) const {
  auto out = unit;
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& [name, power] : out) {
      if (!is_unknown(name)) break;
      const auto& solution = solutions_[number_of(name)];
      if (solution.contains(name)) continue;
      const auto exponent = power;
      auto rest = out;
      rest.erase(name);
      out = times(rest, solution, exponent);
      changed = true;
      break;
    }
  }
  return out;
}

bool UnitSolver::join(const UnitPowers& a, const UnitPowers& b) {
  const auto difference = known(times(a, b, -1));
  if (difference.empty()) return true;
  if (is_known(difference)) return false;
  const auto unknowns = static_cast<std::size_t>(
      std::count_if(difference.begin(), difference.end(),
                    [](const auto& part) { return is_unknown(part.first); }));
  if (unknowns > kMostUnknowns) return true;
  const auto [name, power] = *difference.begin();
  auto rest = difference;
  rest.erase(name);
  solutions_[number_of(name)] = times({}, rest, -1 / power);
  return true;
}

}  // namespace holon::model::formats
