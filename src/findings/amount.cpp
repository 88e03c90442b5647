// SPDX-License-Identifier: Apache-2.0
#include "findings/amount.h"

#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::findings {
namespace {

using Step = std::pair<std::string_view, double>;  // unit, size in the ladder's own unit

/// The units that people use for one unit of a category, smallest first.
struct Ladder {
  std::string_view unit;
  std::vector<Step> steps;
};

const std::vector<Ladder>& ladders() {
  static const std::vector<Ladder> all{
      {"kg",
       {{"µg", 1e-9}, {"mg", 1e-6}, {"g", 1e-3}, {"kg", 1}, {"t", 1e3}, {"kt", 1e6}, {"Mt", 1e9}}},
      {"kWh",
       {{"µWh", 1e-9},
        {"mWh", 1e-6},
        {"Wh", 1e-3},
        {"kWh", 1},
        {"MWh", 1e3},
        {"GWh", 1e6},
        {"TWh", 1e9}}},
      {"L", {{"µL", 1e-6}, {"mL", 1e-3}, {"L", 1}, {"m³", 1e3}, {"million m³", 1e9}}},
      {"MJ",
       {{"mJ", 1e-9}, {"J", 1e-6}, {"kJ", 1e-3}, {"MJ", 1}, {"GJ", 1e3}, {"TJ", 1e6}, {"PJ", 1e9}}},
      {"USD", {{"USD", 1}, {"million USD", 1e6}, {"billion USD", 1e9}}},
  };
  return all;
}

constexpr int kDigits = 3;

// 999.7 is shown as 1 000, so it is chosen for as 1 000
double rounded(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const auto text = fmt::format("{:.{}e}", value, kDigits - 1);
  return base::parse_number(text).value_or(value);
}

std::string with_minus(std::string text) {
  return !text.empty() && text.front() == '-' ? "−" + text.substr(1) : text;
}

}  // namespace

std::string Scale::text() const { return kind.empty() ? unit : unit + " " + kind; }

Scale scale_for(double value, std::string_view unit) {
  const auto end = unit.find(' ');
  const auto first = unit.substr(0, end);
  // "USD/year": what follows the slash stays
  const auto slash = first.find('/');
  const auto name = first.substr(0, slash);
  const auto tail = slash == std::string_view::npos ? "" : first.substr(slash);
  Scale out{1, std::string(first),
            std::string(end == std::string_view::npos ? "" : unit.substr(end + 1))};
  for (const auto& ladder : ladders()) {
    if (ladder.unit != name || value == 0 || !std::isfinite(value)) continue;
    for (const auto& [step, size] : ladder.steps) {
      if (size != ladder.steps.front().second && std::abs(rounded(value / size)) < 1) break;
      out.size = size;
      out.unit = fmt::format("{}{}", step, tail);
    }
  }
  return out;
}

std::string number(double value) { return with_minus(base::readable(rounded(value), kDigits)); }

std::string small_number(double value) {
  constexpr double kSmallest = 0.0005;
  const double size = std::abs(value);
  if (size == 0 || size >= 0.1 || std::isnan(value)) return number(value);
  if (size < kSmallest) return value < 0 ? "~0" : "<0.001";
  return with_minus(fmt::format("{:.3f}", value));
}

std::string signed_number(double value) {
  const auto text = small_number(value);
  if (text.starts_with('<')) return "~0";
  return value > 0 ? "+" + text : text;
}

std::string stated_number(double value) {
  const auto text = fmt::format("{:.6g}", value);
  return with_minus(text.find('e') == std::string::npos ? text : base::readable(value));
}

std::string percent(double share) {
  constexpr double kExact = 1e-9;  // rounding of a sum of shares
  const double size = std::abs(share);
  if (std::isnan(share)) return "undefined";
  if (size > kExact && size < 0.005) return share < 0 ? "~0 %" : "<1 %";
  if (share > 0.995 && share < 1 - kExact) return ">99 %";
  if (size >= 1e4) return with_minus(fmt::format("{} %", number(100 * share)));
  return with_minus(fmt::format("{:.0f} %", size <= kExact ? 0.0 : 100 * share));
}

std::string change(double share) {
  const double size = std::abs(100 * share);
  if (std::isnan(share)) return "undefined";
  if (size < 0.05) return "~0 %";
  const auto text = size >= 999.5  ? number(100 * share)
                    : size >= 9.95 ? fmt::format("{:.0f}", 100 * share)
                                   : fmt::format("{:.1f}", 100 * share);
  return fmt::format("{}{} %", share > 0 ? "+" : "", with_minus(text));
}

std::string count(std::size_t value) {
  auto text = fmt::format("{}", value);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), " ");
  }
  return text;
}

}  // namespace holon::findings
