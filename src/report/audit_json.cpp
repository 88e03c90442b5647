// SPDX-License-Identifier: Apache-2.0
#include "report/audit.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "report/json_parts.h"

namespace holon::report {
namespace {

// JSON knows no infinity
Json shown(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json interval(const findings::Interval& one) {
  return {{"value", shown(one.value)}, {"low", shown(one.low)}, {"high", shown(one.high)}};
}

Json spread(const findings::Spread& one) {
  return {{"ratio", one.ratio}, {"from", one.low}, {"to", one.high}, {"runs", one.runs}};
}

Json score(const findings::Score& one) {
  Json out{{"proxy", name(one.proxy)},
           {"target", name(one.target)},
           {"runs", one.runs},
           {"r_squared", interval(one.r_squared)},
           {"spearman", shown(one.spearman)},
           {"intercept", shown(one.line.intercept)},
           {"slope", shown(one.line.slope)},
           {"median_relative_error", interval(one.error)},
           {"wrongly_ranked", shown(one.wrong)},
           {"good_enough", one.is_good}};
  if (one.spread.ratio > 1) out["spread_at_equal_proxy"] = spread(one.spread);
  if (one.reversal.target_ratio > 1) {
    out["worst_reversal"] = {{"lower", one.reversal_lower},
                             {"higher", one.reversal_higher},
                             {"proxy_ratio", one.reversal.proxy_ratio},
                             {"target_ratio", one.reversal.target_ratio}};
  }
  return out;
}

Json group(const findings::ProxyGroup& one) {
  Json out{{"hardware", one.hardware.empty() ? Json() : Json(one.hardware)}, {"runs", one.runs}};
  auto& scores = out["scores"] = Json::array();
  for (const auto& entry : one.scores) scores.push_back(score(entry));
  auto& windows = out["windows"] = Json::array();
  for (const auto& window : one.windows) {
    auto entry = spread(window.spread);
    entry["proxy"] = name(window.proxy);
    entry["target"] = name(window.target);
    windows.push_back(std::move(entry));
  }
  if (one.intensity_high > 0) {
    out["carbon_intensity"] = {
        {"unit", "g CO2e/kWh"}, {"low", one.intensity_low}, {"high", one.intensity_high}};
  }
  out["not_told"] = one.remarks;
  return out;
}

Json devices(const findings::DeviceComparison& found) {
  Json out{{"works", found.works}, {"left_out", found.left_out}};
  auto& list = out["devices"] = Json::array();
  for (const auto& device : found.devices) {
    list.push_back({{"hardware", device.hardware},
                    {"time_s", shown(device.time_s)},
                    {"energy_kWh", shown(device.energy_kWh)},
                    {"carbon_g", shown(device.carbon_g)}});
  }
  const auto named = [&](const std::optional<std::size_t>& index) {
    return index ? Json(found.devices[*index].hardware) : Json();
  };
  out["fastest"] = named(found.fastest);
  out["least_energy"] = named(found.least_energy);
  out["least_carbon"] = named(found.least_carbon);
  out["works_fastest_is_not_least_energy"] = found.time_against_energy;
  out["works_least_energy_is_not_least_carbon"] = found.energy_against_carbon;
  return out;
}

Json variants(const findings::VariantComparison& found) {
  Json out{{"compared", found.compared}, {"lowered", found.lowered}};
  auto& flags = out["flags"] = Json::array();
  for (const auto& flag : found.flags) {
    flags.push_back({{"work", flag.work},
                     {"hardware", flag.hardware},
                     {"from", flag.from},
                     {"to", flag.to},
                     {"proxy", name(flag.proxy)},
                     {"proxy_ratio", flag.proxy_ratio},
                     {"target", name(flag.target)},
                     {"target_ratio", flag.target_ratio}});
  }
  return out;
}

Json setting(const findings::SettingCurve& curve) {
  Json out{{"hardware", curve.hardware},
           {"works", curve.works},
           {"left_out", curve.left_out},
           {"works_least_below_highest", curve.below_highest}};
  auto& points = out["points"] = Json::array();
  for (const auto& point : curve.points) {
    points.push_back({{"setting", point.setting},
                      {"time_ratio", shown(point.time_ratio)},
                      {"energy_ratio", shown(point.energy_ratio)}});
  }
  out["least_energy_at"] = curve.works == 0 ? Json() : Json(curve.points[curve.least].setting);
  return out;
}

}  // namespace

std::string json(const AuditReport& report) {
  Json out{{"files", report.files}, {"runs", report.runs.size}};
  auto& columns = out["columns"] = Json::object();
  for (const auto measure : findings::kMeasures) {
    if (report.runs.has(measure))
      columns[std::string(name(measure))] = report.runs.headings[static_cast<std::size_t>(measure)];
  }
  out["notes"] = report.runs.notes;
  out["good_enough"] = {{"median_relative_error", report.plan.error},
                        {"wrongly_ranked", report.plan.wrong},
                        {"equal_within", report.plan.equal}};
  out["seed"] = report.plan.seed;
  auto& groups = out["groups"] = Json::array();
  for (const auto& one : report.proxies.groups) groups.push_back(group(one));
  if (report.devices) out["devices"] = devices(*report.devices);
  if (report.variants) out["variants"] = variants(*report.variants);
  if (!report.settings.empty()) {
    auto& settings = out["settings"] = Json::array();
    for (const auto& curve : report.settings) settings.push_back(setting(curve));
  }
  return text_of(out);
}

}  // namespace holon::report
