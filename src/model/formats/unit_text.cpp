// SPDX-License-Identifier: Apache-2.0
#include "model/formats/unit_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::model::formats {
namespace {

// an angle in radians is a plain number, in the International System of Units
constexpr std::array<std::string_view, 8> kPlain{
    "1", "dmnl", "dimensionless", "unitless", "no units", "fraction", "-", "radian"};

bool is_plain(std::string_view key) {
  return std::find(kPlain.begin(), kPlain.end(), key) != kPlain.end();
}

// English plurals, as far as units need them
std::string singular(std::string name) {
  const auto drop = [&](std::size_t count) { name.resize(name.size() - count); };
  if (name == "people") return "person";
  if (name.size() < 3) return name;
  if (name.ends_with("ies")) {
    drop(3);
    return name + "y";
  }
  for (const std::string_view ending : {"xes", "ches", "shes", "sses"}) {
    if (!name.ends_with(ending)) continue;
    drop(2);
    return name;
  }
  if (name.back() == 's' && !name.ends_with("ss") && !name.ends_with("us")) drop(1);
  return name;
}

}  // namespace

UnitPowers times(const UnitPowers& a, const UnitPowers& b, double power) {
  auto out = a;
  for (const auto& [name, exponent] : b) {
    const double sum = out[name] + exponent * power;
    if (std::abs(sum) < 1e-9)
      out.erase(name);
    else
      out[name] = sum;
  }
  return out;
}

std::string shown(const UnitPowers& powers) {
  std::string above;
  std::string below;
  std::size_t below_count = 0;
  for (const auto& [name, power] : powers) {
    auto& out = power > 0 ? above : below;
    if (!out.empty()) out += "*";
    out += name;
    if (std::abs(std::abs(power) - 1) > 1e-9)
      out += "^" + base::exact(std::round(std::abs(power) * 1e6) / 1e6);
    if (power < 0) ++below_count;
  }
  if (above.empty()) above = "1";
  if (below.empty()) return above;
  return above + (below_count > 1 ? fmt::format("/({})", below) : "/" + below);
}

UnitNames::UnitNames(const std::vector<std::vector<std::string>>& equal_units) {
  const auto is_product = [](const std::string& text) {
    return text.find_first_of("*/^(") != std::string::npos;
  };
  for (const auto& units : equal_units) {
    if (units.empty()) continue;
    // a group with a spelling of "none" is none
    auto first = key(units.front());
    for (const auto& unit : units) {
      if (is_plain(key(unit))) first = "1";
    }
    for (const auto& unit : units) {
      const auto name = key(unit);
      if (name != first && !is_product(unit)) same_[name] = first;
    }
  }
  for (const auto& units : equal_units) {
    const auto product = std::find_if(units.begin(), units.end(), is_product);
    if (product == units.end() || is_product(units.front())) continue;
    const auto name = key(units.front());
    const auto powers = read(*product);
    if (powers && !powers->contains(name)) products_[name] = *powers;
  }
}

std::string UnitNames::key(std::string_view name) const {
  auto plain = base::name_key(base::trim(name));
  if (const auto found = same_.find(plain); found != same_.end()) return found->second;
  plain = singular(std::move(plain));
  const auto found = same_.find(plain);
  return found == same_.end() ? plain : found->second;
}

/// A product of factors; parentheses go a bounded way deep.
class UnitNames::Reader {
 public:
  Reader(const UnitNames& names, std::string_view text) : names_(names), text_(text) {}

  std::optional<UnitPowers> whole() {
    auto out = product(0);
    skip();
    if (!sound_ || at_ < text_.size()) return std::nullopt;
    return out;
  }

 private:
  static constexpr int kDeepest = 50;

  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool accept(char sign) {
    skip();
    if (at_ >= text_.size() || text_[at_] != sign) return false;
    ++at_;
    return true;
  }

  UnitPowers product(int depth) {
    auto out = factor(depth);
    while (sound_) {
      if (accept('*'))
        out = times(out, factor(depth));
      else if (accept('/'))
        out = times(out, factor(depth), -1);
      else
        break;
    }
    return out;
  }

  UnitPowers factor(int depth) {
    UnitPowers out;
    if (accept('(')) {
      if (depth > kDeepest) sound_ = false;
      if (sound_) out = product(depth + 1);
      sound_ = sound_ && accept(')');
    } else {
      out = name();
    }
    if (!sound_ || !accept('^')) return out;
    return times({}, out, exponent());
  }

  UnitPowers name() {
    const auto end = std::min(text_.find_first_of("*/()^", at_), text_.size());
    const auto word = base::trim(text_.substr(at_, end - at_));
    at_ = end;
    // 0 of anything is no unit; other numbers stand for a scale that has no name
    if (word.empty() || base::parse_number(word) == 0.0) sound_ = false;
    const auto key = names_.key(word);
    if (is_plain(key)) return {};
    const auto product = names_.products_.find(key);
    if (product != names_.products_.end()) return product->second;
    return {{key, 1}};
  }

  double exponent() {
    const bool bracketed = accept('(');
    skip();
    const auto end = std::min(text_.find_first_of(" */()^", at_), text_.size());
    const auto out = base::parse_number(base::trim(text_.substr(at_, end - at_)));
    at_ = end;
    if (!out || (bracketed && !accept(')'))) sound_ = false;
    return out.value_or(1);
  }

  const UnitNames& names_;
  std::string_view text_;
  std::size_t at_ = 0;
  bool sound_ = true;
};

std::optional<UnitPowers> UnitNames::read(std::string_view text) const {
  const auto plain = base::trim(text);
  if (plain.empty()) return std::nullopt;
  return Reader(*this, plain).whole();
}

}  // namespace holon::model::formats
