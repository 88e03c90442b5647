// SPDX-License-Identifier: Apache-2.0
#include "report/experiment.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "report/json_parts.h"

namespace holon::report {
namespace {

// JSON knows no infinity
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json number(const std::optional<double>& value, double scale) {
  return value ? number(*value / scale) : Json();
}

Json estimate(const experiment::Estimate& one) {
  return {{"value", number(one.value)}, {"low", number(one.low)}, {"high", number(one.high)}};
}

Json effects(const SensitivityReport& report, const experiment::OutputEffects& one, double time) {
  Json out{{"time", time},
           {"mean", number(one.mean)},
           {"sd", number(one.sd)},
           {"undefined", one.undefined}};
  auto& factors = out["factors"] = Json::object();
  for (std::size_t i = 0; i < one.first.size(); ++i) {
    auto& factor = factors[report.found.factors[i].name];
    factor = {{"first", estimate(one.first[i])}};
    if (!one.total.empty()) factor["total"] = estimate(one.total[i]);
  }
  return out;
}

Json outcome(const OptimisationReport& report, const experiment::PolicyOutcome& one) {
  const double scale = report.goal_unit.scale;
  Json out{{"goal", number(one.goal / scale)},
           {"p05", number(one.p05 / scale)},
           {"p50", number(one.p50 / scale)},
           {"p95", number(one.p95 / scale)}};
  auto& parameters = out["parameters"] = Json::object();
  for (std::size_t p = 0; p < report.parameters.size(); ++p)
    parameters[report.parameters[p].name] = one.parameters[p] / report.units[p].scale;
  auto& constraints = out["constraints"] = Json::object();
  for (std::size_t c = 0; c < report.constraints.size(); ++c) {
    constraints[report.constraint_names[c]] =
        number(one.constraints[c] / report.constraint_units[c].scale);
  }
  return out;
}

}  // namespace

std::string json(const SensitivityReport& report) {
  Json out{{"model", report.model},
           {"method", report.method},
           {"rows", report.rows},
           {"runs", report.found.runs},
           {"seed", report.seed}};
  auto& outputs = out["outputs"] = Json::object();
  for (std::size_t o = 0; o < report.outputs.size(); ++o) {
    auto& entries = outputs[report.outputs[o]] = Json::array();
    for (std::size_t n = 0; n < report.times.size(); ++n)
      entries.push_back(effects(report, report.found.outputs[o][n], report.times[n]));
  }
  return text_of(out);
}

std::string json(const CalibrationReport& report) {
  const auto& found = report.found;
  Json out{{"model", report.model},
           {"seed", report.seed},
           {"confidence", report.confidence},
           {"data", found.data},
           {"squares", number(found.squares)},
           {"limit", number(found.limit)},
           {"errors_stated", found.errors_stated},
           {"converged", found.converged},
           {"starts", found.starts},
           {"agreeing", found.agreeing},
           {"runs", found.runs}};
  auto& parameters = out["parameters"] = Json::object();
  for (std::size_t p = 0; p < report.parameters.size(); ++p) {
    const auto& one = found.parameters[p];
    const auto& unit = report.units[p];
    auto& entry = parameters[report.parameters[p].name];
    entry = {{"value", number(one.value / unit.scale)},
             {"unit", unit.text},
             {"standard_error", number(one.standard_error / unit.scale)},
             {"low", number(one.low, unit.scale)},
             {"high", number(one.high, unit.scale)},
             {"at_bound", one.at_bound}};
    auto& profile = entry["profile"] = Json::array();
    for (const auto& point : one.profile)
      profile.push_back({point.value / unit.scale, number(point.squares)});
    auto& correlation = entry["correlation"] = Json::object();
    for (std::size_t q = 0; q < report.parameters.size(); ++q)
      correlation[report.parameters[q].name] = number(found.correlation[p][q]);
  }
  auto& series = out["series"] = Json::object();
  for (std::size_t s = 0; s < report.data.size(); ++s) {
    const auto& one = found.series[s];
    auto& entry = series[report.data[s].name];
    entry = {{"values", one.count},
             {"scale", one.scale},
             {"error", number(one.error)},
             {"explained", number(one.explained)}};
    auto& points = entry["points"] = Json::array();
    for (std::size_t k = 0; k < one.count; ++k)
      points.push_back({report.data[s].times[k], report.data[s].values[k], number(one.at[k])});
  }
  return text_of(out);
}

std::string json(const OptimisationReport& report) {
  Json out{{"model", report.model},
           {"goal", report.goal},
           {"seed", report.seed},
           {"samples", report.samples},
           {"feasible", report.found.feasible},
           {"converged", report.found.converged},
           {"runs", report.found.runs},
           {"best", outcome(report, report.found.best)}};
  if (report.found.before) out["before"] = outcome(report, *report.found.before);
  return text_of(out);
}

}  // namespace holon::report
