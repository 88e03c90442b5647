// SPDX-License-Identifier: Apache-2.0
#include "report/plan.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "report/json_parts.h"

namespace holon::report {
namespace {

// JSON knows no infinity
Json shown(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json figure(const std::optional<findings::Figure>& one) {
  if (!one) return {};
  return {{"p50", one->value}, {"p05", one->low}, {"p95", one->high}};
}

Json quantiles(const findings::Quantiles& q) {
  return {{"mean", shown(q.mean)}, {"least", shown(q.least)}, {"p05", shown(q.p05)},
          {"p50", shown(q.p50)},   {"p95", shown(q.p95)},     {"most", shown(q.most)}};
}

Json placement(const findings::Placement& found) {
  Json out{{"energy_at_devices_kWh", found.energy_kWh},
           {"climate_kg", quantiles(found.climate_kg)},
           {"water_L", quantiles(found.water_L)}};
  const auto code = [&](std::optional<std::size_t> index) {
    return index ? Json(found.places[*index].code) : Json();
  };
  out["least_carbon"] = found.most_carbon ? code(found.least_carbon) : Json();
  out["most_carbon"] = code(found.most_carbon);
  out["least_water"] = code(found.least_water);
  out["p_best_is_better_than_second"] =
      found.p_best_is_better ? Json(*found.p_best_is_better) : Json();
  out["hardware_kg"] = figure(found.hardware_kg);
  out["without_climate"] = found.without_climate;
  out["without_water"] = found.without_water;
  out["water_is_of_generation_alone"] = found.water_is_of_generation;
  auto& places = out["places"] = Json::array();
  for (const auto& place : found.places) {
    places.push_back({{"code", place.code},
                      {"name", place.name},
                      {"climate_kg", figure(place.climate_kg)},
                      {"water_L", figure(place.water_L)},
                      {"default_pue", place.pue_is_default}});
  }
  return out;
}

Json schedule(const findings::ScheduleFinding& found) {
  Json out{{"grid", found.grid},
           {"arrivals", found.arrivals},
           {"left_out", found.left_out},
           {"from", found.arrivals == 0 ? Json() : Json(findings::hour_text(found.first_hour))},
           {"to", found.arrivals == 0 ? Json() : Json(findings::hour_text(found.last_hour))}};
  auto& ways = out["ways"] = Json::array();
  for (const auto& way : found.ways) {
    ways.push_back({{"name", way.name},
                    {"carbon_g", quantiles(way.carbon)},
                    {"saving", shown(way.saving)},
                    {"of_optimum", shown(way.of_optimum)}});
  }
  auto& by_hour = out["run_now_by_hour_g"] = Json::array();
  for (const double value : found.by_hour) by_hour.push_back(shown(value));
  return out;
}

Json single(const findings::SingleSchedule& found) {
  Json out{{"arrival", findings::hour_text(found.first_hour)},
           {"intensity_g_per_kWh", found.actual},
           {"forecast_g_per_kWh", found.forecast.empty() ? Json() : Json(found.forecast)}};
  auto& choices = out["choices"] = Json::array();
  for (const auto& choice : found.choices) {
    choices.push_back(
        {{"name", choice.name}, {"hours", choice.hours}, {"carbon_g", choice.carbon}});
  }
  return out;
}

Json forecast(const findings::ForecastTest& test) {
  Json out{{"hours", test.forecasts}};
  for (std::size_t f = 0; f < findings::kForecasters.size(); ++f) {
    out[std::string(name(findings::kForecasters[f]))] = {
        {"mean_absolute_error_g_per_kWh", shown(test.errors[f].absolute)},
        {"mean_relative_error", shown(test.errors[f].relative)}};
  }
  return out;
}

}  // namespace

std::string json(const PlanReport& report) {
  Json out{{"job",
            {{"hours", report.job.hours},
             {"slack_hours", report.job.slack},
             {"energy_at_facility_kWh", report.job.energy_kWh},
             {"pue", report.pue}}},
           {"seed", report.seed}};
  if (report.placement) out["places"] = placement(*report.placement);
  out["series"] = report.series.empty() ? Json() : Json(report.series);
  out["notes"] = report.notes;
  auto& schedules = out["schedules"] = Json::array();
  for (const auto& one : report.schedules) schedules.push_back(schedule(one));
  if (report.single) out["single"] = single(*report.single);
  if (report.forecast) out["forecast"] = forecast(*report.forecast);
  return text_of(out);
}

}  // namespace holon::report
