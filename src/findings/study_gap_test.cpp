// SPDX-License-Identifier: Apache-2.0
#include "findings/study_gap.h"

#include <algorithm>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "findings/example_study.h"

namespace holon::findings {
namespace {

StudyGapPlan plan_of(std::uint64_t samples) {
  StudyGapPlan plan;
  plan.engine.samples = samples;
  plan.engine.threads = 1;
  return plan;
}

Gap gap_of_texts(const std::string& first, const std::string& second, std::uint64_t samples = 1) {
  const auto a = ready_study(first);
  const auto b = ready_study(second);
  const auto gap =
      gap_between({a.study, a.compiled, 0, "a"}, {b.study, b.compiled, 0, "b"}, plan_of(samples));
  for (const auto& one : gap ? base::Diagnostics{} : gap.error()) MESSAGE(base::render(one, false));
  REQUIRE(gap.has_value());
  return *gap;
}

void check_product(const Gap& gap) {
  double product = 1;
  for (const auto& one : gap.factors) product *= one.ratio;
  CHECK(product == doctest::Approx(gap.ratio).epsilon(1e-12));
}

const GapFactor& factor(const Gap& gap, const std::string& name) {
  const auto found = std::find_if(gap.factors.begin(), gap.factors.end(),
                                  [&](const GapFactor& one) { return one.name == name; });
  std::string names;
  for (const auto& one : gap.factors) names += one.name + "\n";
  INFO(names);
  REQUIRE(found != gap.factors.end());
  return *found;
}

constexpr const char* kOne =
    "holon: 1\n"
    "places: {here: {carbon intensity: 400 g/kWh, pue: 1.5, wue: 0 L/kWh}}\n"
    "life cycle: {training: {run: {at: here, energy: 10 MWh}}}\n";

std::string with(std::string text, const std::string& old, const std::string& other) {
  const auto at = text.find(old);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old.size(), other);
}

TEST_CASE("of one flow each input that differs is its ratio") {
  const auto other = with(with(kOne, "400 g", "100 g"), "10 MWh", "20 MWh");
  const auto gap = gap_of_texts(kOne, other);
  CHECK(gap.ratio == doctest::Approx(2));
  CHECK(gap.unit == "kg CO2e");
  REQUIRE(gap.factors.size() == 2);
  CHECK(factor(gap, "places.here.carbon intensity").ratio == doctest::Approx(4));
  CHECK(factor(gap, "training.run.energy").ratio == doctest::Approx(0.5));
  CHECK(factor(gap, "training.run.energy").inputs[0].first == "10 MWh");
  check_product(gap);
}

TEST_CASE("other names for place, hardware and activity do not hide what differs") {
  const std::string first =
      "holon: 1\n"
      "places: {paris: {carbon intensity: 50 g/kWh, pue: 1.2, wue: 0 L/kWh}}\n"
      "hardware: {p100: {power: 250 W}}\n"
      "life cycle: {training: {first run: {at: paris, hardware: {use: p100, count: 8, for: 100 "
      "hours}}}}\n";
  const std::string second =
      "holon: 1\n"
      "places: {iowa: {carbon intensity: 400 g/kWh, pue: 1.1, wue: 0 L/kWh}}\n"
      "hardware: {tpu: {power: 200 W}}\n"
      "life cycle: {training: {the run: {at: iowa, hardware: {use: tpu, count: 16, for: 100 "
      "hours}}}}\n";
  const auto gap = gap_of_texts(first, second);
  check_product(gap);
  CHECK(factor(gap, "carbon intensity of paris / iowa").ratio == doctest::Approx(0.125));
  CHECK(factor(gap, "pue of paris / iowa").ratio == doctest::Approx(1.2 / 1.1));
  CHECK(factor(gap, "power of p100 / tpu").ratio == doctest::Approx(1.25));
  CHECK(gap.ratio == doctest::Approx(0.125 * 1.2 / 1.1 * 1.25 * 0.5));
}

TEST_CASE("an activity that one study lacks is a factor of its own") {
  const auto more =
      with(kOne, "energy: 10 MWh}", "energy: 10 MWh}, trials: {at: here, energy: 30 MWh}");
  const auto gap = gap_of_texts(more, kOne);
  CHECK(gap.ratio == doctest::Approx(4));
  REQUIRE(gap.factors.size() == 1);
  CHECK(gap.factors[0].name == "training.trials: electricity");
  CHECK(!gap.factors[0].inputs[0].second.has_value());
  check_product(gap);
}

TEST_CASE("where nothing is shared, one activity stands for another and no mix is empty") {
  const auto start = std::string(
      "holon: 1\nplaces: {here: {carbon intensity: 400 g/kWh, pue: 1, wue: "
      "0 L/kWh}}\nlife cycle:\n  training:\n");
  const auto gap = gap_of_texts(
      start + "    a: {at: here, energy: 10 MWh}\n    b: {at: here, energy: 5 MWh}\n",
      start + "    c: {at: here, energy: 40 MWh}\n    d: {at: here, energy: 20 MWh}\n");
  check_product(gap);
  CHECK(gap.ratio == doctest::Approx(0.25));
  REQUIRE(gap.factors.size() == 3);
  CHECK(factor(gap, "training.a: electricity or training.c: electricity").inputs.size() == 2);
  CHECK(factor(gap, "training.b: electricity").ratio > 1);
  CHECK(factor(gap, "training.d: electricity").ratio < 1);
}

TEST_CASE("energy that is stated here and computed there is still split without a rest") {
  const auto other =
      with(with(kOne, "energy: 10 MWh", "hardware: {use: m, count: 4, for: 1000 hours}"),
           "life cycle", "hardware: {m: {power: 500 W}}\nlife cycle");
  const auto gap = gap_of_texts(other, kOne);
  CHECK(gap.ratio == doctest::Approx(0.2));
  check_product(gap);
}

TEST_CASE("a sum shares what works together, and the same studies have no gap") {
  const auto text =
      with(kOne, "energy: 10 MWh}", "energy: 10 MWh}, trials: {at: here, energy: 30 MWh}");
  const auto other = with(with(text, "30 MWh", "60 MWh"), "1.5", "1.1");
  const auto gap = gap_of_texts(text, other);
  check_product(gap);
  CHECK(factor(gap, "places.here.pue").ratio == doctest::Approx(1.5 / 1.1));
  const auto same = gap_of_texts(text, text);
  CHECK(same.ratio == 1);
  CHECK(same.factors.empty());
  CHECK(in_one_sentence(same) == "a and b are the same.");
}

TEST_CASE("many inputs that differ are as many factors as are asked for, the small ones together") {
  std::string first =
      "holon: 1\nplaces: {here: {carbon intensity: 400 g/kWh, pue: 1.5, wue: 0 L/kWh}}\n"
      "life cycle:\n  training:\n";
  auto second = first;
  for (int i = 1; i <= 15; ++i) {
    first += fmt::format("    run {0}: {{at: here, energy: {0} MWh}}\n", i);
    second += fmt::format("    run {0}: {{at: here, energy: {1} MWh}}\n", i, 2 * i);
  }
  const auto gap = gap_of_texts(first, second);
  CHECK(gap.ratio == doctest::Approx(0.5));
  CHECK(gap.factors.size() == 10);
  CHECK(factor(gap, "6 smaller differences").inputs.size() == 6);
  check_product(gap);
}

TEST_CASE("two cases of one study are split by what the scenarios change") {
  const auto both =
      ready_study(std::string(kOne) +
                  "scenarios:\n  greener: {here.carbon intensity: 100 g/kWh, here.pue: 1.2}\n"
                  "  greenest: {also: greener, here.carbon intensity: 20 g/kWh}\n");
  const auto at = [&](std::size_t a, std::size_t b) {
    return gap_between({both.study, both.compiled, a, "a"}, {both.study, both.compiled, b, "b"},
                       plan_of(1))
        .value();
  };
  const auto from_baseline = at(0, 1);
  CHECK(from_baseline.ratio == doctest::Approx(5));
  CHECK(factor(from_baseline, "places.here.pue").ratio == doctest::Approx(1.25));
  CHECK(factor(from_baseline, "places.here.pue").inputs[0].second == "1.2");
  const auto between = at(2, 1);
  CHECK(between.ratio == doctest::Approx(0.2));
  REQUIRE(between.factors.size() == 1);
  check_product(from_baseline);
}

TEST_CASE("uncertain inputs give an interval, the same number in both gives none") {
  const auto uncertain = with(kOne, "400 g/kWh", "400 g/kWh ± 10 %");
  const auto other = with(with(uncertain, "10 MWh", "20 MWh"), "1.5", "1.5 ± 0.1");
  const auto gap = gap_of_texts(uncertain, other, 500);
  check_product(gap);
  CHECK(gap.samples == 500);
  CHECK(!factor(gap, "training.run.energy").spread.has_value());
  REQUIRE(factor(gap, "places.here.pue").spread.has_value());
  CHECK(factor(gap, "places.here.pue").spread->low < 1);
}

TEST_CASE("studies that cannot be joined are refused") {
  const auto a = ready_study(kOne);
  const auto b = ready_study(with(
      kOne, "life cycle", "time: {from: 2024-01-01, to: 2025-01-01, step: 1 month}\nlife cycle"));
  const auto gap =
      gap_between({a.study, a.compiled, 0, "a"}, {b.study, b.compiled, 0, "b"}, plan_of(1));
  REQUIRE(!gap.has_value());
  CHECK(gap.error()[0].code == base::Code::not_changeable);
}

TEST_CASE("a total of nothing has no ratio") {
  const auto a = ready_study(kOne);
  const auto b = ready_study(with(kOne, "10 MWh", "0 MWh"));
  const auto gap =
      gap_between({a.study, a.compiled, 0, "a"}, {b.study, b.compiled, 0, "b"}, plan_of(1));
  REQUIRE(!gap.has_value());
  CHECK(gap.error()[0].code == base::Code::out_of_range);
}

}  // namespace
}  // namespace holon::findings
