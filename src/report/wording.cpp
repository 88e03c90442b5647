// SPDX-License-Identifier: Apache-2.0
#include "report/wording.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/layout.h"

namespace holon::report {
namespace {

bool is_certain(const findings::Summary& summary) {
  return summary.sd == 0 || !std::isfinite(summary.sd);
}

// an end that is nothing beside the other is not worth its digits
std::string end_text(double end, double size, std::string (*text)(double)) {
  constexpr double kNothing = 5e-4;
  return end != 0 && std::abs(end) < kNothing * size ? "~0" : text(end);
}

std::string interval_text(const std::optional<findings::Summary>& summary, const Scale& scale,
                          std::string (*text)(double)) {
  if (!summary || is_certain(*summary)) return {};
  const double low = summary->p05 / scale.size;
  const double high = summary->p95 / scale.size;
  const double size = std::max(std::abs(low), std::abs(high));
  const auto from = end_text(low, size, text);
  const auto to = end_text(high, size, text);
  // ends that differ only in digits which nobody is shown
  return from == to ? "" : fmt::format("{} … {}", from, to);
}

}  // namespace

std::string interval(const std::optional<findings::Summary>& summary, const Scale& scale) {
  return interval_text(summary, scale, number);
}

std::string signed_interval(const std::optional<findings::Summary>& summary, const Scale& scale) {
  return interval_text(summary, scale, signed_number);
}

std::string per_what(const std::string& functional_unit) {
  return functional_unit.starts_with("1 ") ? functional_unit.substr(2) : functional_unit;
}

std::string counted_units(const std::string& functional_unit) {
  const auto unit = one_line(per_what(functional_unit));
  if (unit == functional_unit) return "× " + unit;
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const bool is_word = unit.size() > 3 && std::all_of(unit.begin(), unit.end(), is_letter);
  if (!is_word || unit.ends_with('s')) return unit;
  if (unit.ends_with("ry")) return unit.substr(0, unit.size() - 1) + "ies";
  return unit + (unit.ends_with("ch") || unit.ends_with('x') ? "es" : "s");
}

Scale service_scale(double amount, const std::string& functional_unit) {
  const double size = std::abs(amount);
  const auto things = counted_units(functional_unit);
  if (size >= 999.5e6) return {1e9, "billion " + things, ""};
  if (size >= 999.5e3) return {1e6, "million " + things, ""};
  return size >= 1e4 ? Scale{1e3, "thousand " + things, ""} : Scale{1, things, ""};
}

std::string duration(double days) {
  constexpr double kYear = 365.25;
  constexpr double kMonth = kYear / 12;
  const auto counted = [](double value, const char* word) {
    const auto text = fmt::format("{:.3g}", value);
    return fmt::format("{} {}{}", text, word, text == "1" ? "" : "s");
  };
  if (days >= 0.995 * kYear) return counted(std::round(days / kYear * 10) / 10, "year");
  if (days >= 2 * kMonth) return counted(std::round(days / kMonth * 10) / 10, "month");
  return counted(days, "day");
}

}  // namespace holon::report
