// SPDX-License-Identifier: Apache-2.0
#include "report/ledger.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/text.h"
#include "quantity/sizes.h"
#include "report/wording.h"

namespace holon::report {

using quantity::kJoulesPerKWh;

std::string energy_text(const record::EnergyTotal& total) {
  if (total.figures() == 0) return "–";
  const auto scale = scale_for(total.energy_J() / kJoulesPerKWh, "kWh");
  const auto shown = [&](double joules) { return number(joules / kJoulesPerKWh / scale.size); };
  auto out = shown(total.energy_J()) + " " + scale.unit;
  if (total.uncertainty_J() > 0) out += " ± " + shown(total.uncertainty_J());
  return out;
}

std::string evidence_text(const record::EnergyTotal& total) {
  std::vector<std::string> parts;
  const auto add = [&](const char* name, double joules) {
    if (joules > 0) parts.push_back(fmt::format("{} {}", name, percent(joules / total.energy_J())));
  };
  add("measured", total.measured_J());
  add("declared", total.declared_J());
  add("modelled", total.modelled_J());
  if (total.missing() > 0)
    parts.push_back(fmt::format("{} {} missing", total.missing(),
                                total.missing() == 1 ? "component" : "components"));
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : " · ") + part;
  return out;
}

std::string span_text(double seconds) {
  constexpr double kMinute = 60;
  constexpr double kHour = 3600;
  constexpr double kDay = 24 * kHour;
  if (seconds < kMinute) return number(seconds) + " s";
  const auto two = [&](double large, const char* large_name, double small, const char* small_name) {
    const auto whole = std::floor(seconds / large);
    const auto rest = std::floor((seconds - whole * large) / small);
    return fmt::format("{:.0f} {} {:.0f} {}", whole, large_name, rest, small_name);
  };
  if (seconds < kHour) return two(kMinute, "min", 1, "s");
  if (seconds < kDay) return two(kHour, "h", kMinute, "min");
  return two(kDay, "d", kHour, "h");
}

std::vector<std::string> short_ids(const std::vector<ledger::Entry>& runs) {
  constexpr std::size_t kLeast = 8;
  std::vector<std::size_t> order(runs.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return runs[a].id < runs[b].id; });
  const auto shared = [](const std::string& a, const std::string& b) {
    std::size_t length = 0;
    while (length < a.size() && length < b.size() && a[length] == b[length]) ++length;
    return length;
  };
  std::vector<std::string> out(runs.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& id = runs[order[i]].id;
    std::size_t length = kLeast;
    if (i > 0) length = std::max(length, shared(id, runs[order[i - 1]].id) + 1);
    if (i + 1 < order.size()) length = std::max(length, shared(id, runs[order[i + 1]].id) + 1);
    out[order[i]] = id.substr(0, length);
  }
  return out;
}

}  // namespace holon::report
