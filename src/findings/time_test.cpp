// SPDX-License-Identifier: Apache-2.0
//
// Studies in time: what is spread, integrated, switched and shared.
#include <cmath>

#include <doctest/doctest.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

constexpr const char* kHead =
    "holon: 1\n"
    "places:\n  p: {carbon intensity: 100 g/kWh, pue: 1.5}\n  q: {carbon intensity: 50 g/kWh, pue: "
    "1.2}\n";

std::string study(const std::string& time, const std::string& rest) {
  return std::string(kHead) + "time: " + time + "\n" + rest;
}

TEST_CASE("a lump is conserved however its dates cut the steps") {
  for (const char* step : {"1 day", "7 days", "1 month", "100 days"}) {
    for (const char* dates :
         {"", ", from: 2022-02-03, to: 2022-11-19", ", from: 2022-02-03", ", to: 2022-01-01"}) {
      for (const char* method : {"euler", "rk4"}) {
        const auto f = assess_text(
            study(std::string("{from: 2022-01-01, to: 2023-01-01, step: ") + step +
                      ", method: " + method + "}",
                  std::string("life cycle:\n  training: {at: p, energy: 10 kWh") + dates + "}\n"),
            8);
        CHECK(mean_total(f, "energy") == doctest::Approx(15).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("a rate over the whole time is rate times time") {
  const auto f = assess_text(study("{from: 2022-01-01, to: 2023-01-01, step: 1 month}",
                                   "functional unit: 1 request\nlife cycle:\n  deployment: {at: p, "
                                   "serves: 10 request/hour, energy per request: 1 Wh/request}\n"),
                             8);
  CHECK(f.service->mean == doctest::Approx(10 * 24 * 365));
  CHECK(mean_total(f, "energy") == doctest::Approx(10 * 24 * 365 * 1.5e-3));
  CHECK(f.per_unit[0]->mean == doctest::Approx(mean_total(f, std::size_t{0}) / f.service->mean));
}

TEST_CASE("the sum of a series times its step is the total") {
  const auto f =
      assess_text(study("{from: 2022-01-01, to: 2023-01-01, step: 1 month}",
                        "life cycle:\n  training: {at: p, energy: 10 kWh ± 10 %, from: 2022-03-01, "
                        "to: 2022-05-15}\n  deployment: {at: q, power: 1 W ± 5 %}\n"),
                  2000);
  double sum = 0;
  for (const auto& value : f.series.at(0).values) sum += value.mean * f.step_days / 365;
  CHECK(sum == doctest::Approx(mean_total(f, std::size_t{0})).epsilon(1e-12));
}

TEST_CASE("a change from a date on holds from the step in which the date falls") {
  const auto f = assess_text(study("{from: 2022-01-01, to: 2022-12-27, step: 30 days}",
                                   "life cycle:\n  deployment: {at: p, power: 1 kW}\nscenarios:\n  "
                                   "later: {power: 3 kW, from: 2022-07-01}\n"),
                             8);
  // 12 steps of 30 days; day 181 lies in the seventh, which began at 180
  const double ratio = scenario(f, "later").totals[0]->mean / mean_total(f, std::size_t{0});
  CHECK((std::abs(ratio - (6 + 6 * 3) / 12.0) < 1e-12 ||
         std::abs(ratio - (7 + 5 * 3) / 12.0) < 1e-12));
}

TEST_CASE("an activity can be moved to another place") {
  const auto f = assess_text(study("{from: 2022-01-01, to: 2023-01-01, step: 1 month}",
                                   "life cycle:\n  training:\n    a: {at: p, energy: 10 "
                                   "kWh}\nscenarios:\n  moved: {a.at: q}\n"),
                             8);
  CHECK(mean_total(f, "climate") == doctest::Approx(1.5));
  CHECK(scenario(f, "moved").totals[0]->mean == doctest::Approx(0.6));
}

TEST_CASE("scenarios are compared on the same draws") {
  const auto f = assess_text(study("{from: 2022-01-01, to: 2023-01-01, step: 1 month}",
                                   "life cycle:\n  training: {at: p, energy: {lognormal: {median: "
                                   "10 kWh, gsd: 2}}}\nscenarios:\n  greener: {p.pue: 1.4}\n"),
                             4000);
  const auto& greener = scenario(f, "greener");
  // the difference is as uncertain as the energy, but its sign is not
  CHECK(*greener.p_better[0] == 1);
  CHECK(greener.difference[0]->sd == doctest::Approx(f.totals[0]->sd * 0.1 / 1.5).epsilon(1e-9));
}

TEST_CASE("the sums of every cut are the total") {
  const auto f = assess_example("examples/sketch/study.yaml", 200);
  for (std::size_t c = 0; c < f.categories.size(); ++c) {
    for (const auto& cut : f.breakdowns) {
      double sum = 0;
      for (const auto& part : cut.parts) sum += part.totals[c] ? part.totals[c]->mean : 0;
      if (cut.by == "place")
        CHECK(sum <= mean_total(f, c) * (1 + 1e-12));
      else
        CHECK(sum == doctest::Approx(mean_total(f, c)).epsilon(1e-12));
    }
  }
}

TEST_CASE("findings do not depend on the number of threads") {
  const auto text = base::read_file("examples/sketch/study.yaml");
  const auto one = assess_text(text, 5000, {}, 1);
  for (const std::size_t threads : {2U, 3U, 8U}) {
    const auto many = assess_text(text, 5000, {}, threads);
    for (std::size_t c = 0; c < one.categories.size(); ++c) {
      CHECK(many.totals[c]->mean == one.totals[c]->mean);
      CHECK(many.totals[c]->sd == one.totals[c]->sd);
      CHECK(many.totals[c]->p05 == one.totals[c]->p05);
      CHECK(many.totals[c]->p95 == one.totals[c]->p95);
    }
  }
}

TEST_CASE("feedback may read the life cycle's own rates") {
  // a tax on the rate of carbon lowers demand
  const auto f =
      assess_text(study("{from: 2022-01-01, to: 2024-01-01, step: 1 month}",
                        "functional unit: 1 request\nlife cycle:\n  deployment:\n    api: {at: p, "
                        "serves: = demand, energy per request: 1 Wh/request}\n"
                        "feedback:\n  demand: {stock: 1000 request/hour, change: \"= -demand * "
                        "rates.climate / 1000 [kg/year] / 1 [year]\"}\n"),
                  8);
  CHECK(f.service->mean < 1000.0 * 24 * 731);
  CHECK(f.service->mean > 0);
}

}  // namespace
}  // namespace holon::findings
