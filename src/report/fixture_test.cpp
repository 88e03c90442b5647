// SPDX-License-Identifier: Apache-2.0
#include "report/fixture_test.h"

#include <cmath>

namespace holon::report {
namespace {

using findings::Findings;
using findings::PerCategory;
using findings::ScenarioResult;
using findings::Series;
using quantity::Evidence;

constexpr double kRequests = 230768;

void add_breakdowns(Findings& f) {
  const PerCategory run{spread(35892, 0.1), spread(433196, 0), spread(86000, 0.3)};
  const PerCategory idle{spread(14629, 0.1), spread(256646, 0), spread(51000, 0.3)};
  const PerCategory api{spread(340.5, 0.12), spread(864.25, 0.1), std::nullopt};
  const PerCategory training{spread(50521, 0.08), spread(689842, 0), spread(137000, 0.3)};
  const PerCategory electricity{spread(39661.5, 0.1), spread(690706, 0), spread(137000, 0.3)};
  const PerCategory hardware{spread(11200, 0.2), std::nullopt, std::nullopt};
  f.breakdowns = {
      {"phase", {{"training", training}, {"deployment", api}}},
      {"activity", {{"training.final run", run}, {"training.idle", idle}, {"deployment.api", api}}},
      {"source", {{"electricity", electricity}, {"hardware", hardware}}},
      {"place",
       {{"jean zay", {spread(39321, 0.1), spread(689842, 0), spread(137000, 0.3)}},
        {"us central", api}}}};
}

Series course(double start, double end, std::size_t steps) {
  Series out{0, "kg CO2e/year", {}};
  for (std::size_t i = 0; i < steps; ++i) {
    const double done = static_cast<double>(i) / static_cast<double>(steps - 1);
    out.values.push_back(spread(end + (start - end) * std::exp(-4 * done), 0.1));
  }
  return out;
}

ScenarioResult scenario(const Findings& f, std::string name, const std::vector<double>& changes,
                        double p_better) {
  ScenarioResult out;
  out.name = std::move(name);
  out.service = spread(kRequests, 0);
  for (std::size_t c = 0; c < changes.size(); ++c) {
    const double total = f.totals[c]->mean + changes[c];
    out.totals.emplace_back(spread(total, 0.08));
    out.per_unit.emplace_back(spread(total / kRequests, 0.08));
    out.difference.emplace_back(spread(changes[c], 0.15));
    out.p_better.emplace_back(changes[c] == 0 ? 0 : p_better);
  }
  return out;
}

void add_scenarios(Findings& f) {
  f.scenarios = {scenario(f, "whole site", {7864, 138000, 0}, 0),
                 scenario(f, "quantised", {-158.6, -402.7, -90}, 0.987),
                 scenario(f, "quantised under a cap", {-190, -480, -110}, 1)};
  f.scenarios[2].service = spread(188000, 0.05);
  f.series = {course(1100, 170, 24)};
  f.scenarios[0].series = {course(1300, 204, 24)};
  f.scenarios[1].series = {course(1100, 90, 24)};
  f.scenarios[2].series = {course(300, 88, 24)};
}

}  // namespace

findings::Summary spread(double mean, double share) {
  const double sd = std::abs(mean) * share;
  return {mean, sd, mean - 1.645 * sd, mean, mean + 1.645 * sd, 0};
}

Findings bloom() {
  Findings f;
  f.study = "BLOOM 176B, served";
  f.seed = 1;
  f.samples = 10000;
  f.boundary_in = {"training", "idle", "hardware manufacture", "deployment"};
  f.boundary_out = {"data collection", "end of life"};
  f.boundary_stated = true;
  f.categories = {{0, "climate", "kg CO2e", false},
                  {1, "energy", "kWh at facility", false},
                  {2, "water", "L consumed", true}};
  f.evidence = {{{0, 0.72, 0.05, 0.02, 0.21}}, {{0.999, 0, 0.001, 0, 0}}, {{0, 0, 0.8, 0, 0.2}}};
  f.missing = {{2, "training.final run", "water", "jean zay", "wue of jean zay"},
               {2, "training.idle", "water", "jean zay", "wue of jean zay"},
               {2, "deployment.api", "electricity", "us central", "water intensity of us central"}};
  f.assumptions = {{"places.us central.pue", "1.11", Evidence::catalogue, "Google 2023"},
                   {"places.us central.carbon intensity", "394 g CO2e/kWh ± 12 %",
                    Evidence::catalogue, "Electricity Maps, 2022"},
                   {"places.jean zay.water intensity", "{lognormal: {median: 2.1 L/kWh, gsd: 1.4}}",
                    Evidence::catalogue, "Macknick et al. 2012"},
                   {"hardware.a100 node.end of life", "0 kg", Evidence::assumed, "default"}};
  f.totals = {spread(50861.5, 0.06), spread(690706, 0), spread(137000, 0.3)};
  f.functional_unit = "1 request";
  f.service = spread(kRequests, 0);
  f.per_unit = {spread(50861.5 / kRequests, 0.06), spread(690706 / kRequests, 0),
                spread(137000 / kRequests, 0.3)};
  f.start_date = "2022-07-01";
  f.step_days = 365.0 / 12;
  f.period_days = 730;
  for (int i = 0; i < 24; ++i) f.step_start_days.push_back(i * f.step_days);
  add_breakdowns(f);
  add_scenarios(f);
  f.budgets = {{0, 60000, 0.0021, 0.5, {}, {}, {}, {}}, {0, 45000, 0.973, 0.9, {}, {}, {}, {}}};
  f.findings = {
      {"largest",
       "Where most of it comes from",
       "training.final run causes 71 % of the climate total.",
       {{"share", 0.706}}},
      {"embodied",
       "Hardware",
       "Making the hardware is 22 % of the climate total; no efficiency in use lowers it.",
       {{"share", 0.22}}},
      {"scenario",
       "quantised",
       "quantised lowers the climate total by 159 kg CO2e (0.31 %); it is lower in 99 % of the "
       "futures.",
       {{"difference", -158.6}, {"p_better", 0.987}}},
      {"budget",
       "Budget of climate",
       "The climate budget of 60 000 kg CO2e is exceeded in 0.21 % "
       "of the futures: it holds.",
       {{"limit", 60000}, {"p_exceeded", 0.0021}, {"certainty", 0.5}}}};
  return f;
}

}  // namespace holon::report
