// SPDX-License-Identifier: Apache-2.0
#include "findings/comparison.h"

#include <cmath>
#include <memory>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/file.h"
#include "findings/published_table.h"

namespace holon::findings {
namespace {

base::SourcePtr source_of(const std::string& text) {
  return std::make_shared<const base::SourceText>("comparison.yaml", text);
}

Gap gap_of_text(const std::string& text, const GapPlan& plan = {}) {
  const auto comparison = read_comparison(source_of(text));
  for (const auto& one : comparison ? base::Diagnostics{} : comparison.error())
    MESSAGE(base::render(one, false));
  REQUIRE(comparison.has_value());
  const auto gap = gap_of(*comparison, plan);
  for (const auto& one : gap ? base::Diagnostics{} : gap.error()) MESSAGE(base::render(one, false));
  REQUIRE(gap.has_value());
  return *gap;
}

std::string two(const std::string& first, const std::string& second, const std::string& more = "") {
  return fmt::format("compare: 1\n{}estimates:\n  a: {{{}}}\n  b: {{{}}}\n", more, first, second);
}

std::vector<base::Code> codes_of(const std::string& text) {
  std::vector<base::Code> out;
  const auto comparison = read_comparison(source_of(text));
  if (!comparison) {
    for (const auto& one : comparison.error()) out.push_back(one.code);
    return out;
  }
  const auto gap = gap_of(*comparison, {});
  for (const auto& one : gap ? base::Diagnostics{} : gap.error()) out.push_back(one.code);
  return out;
}

double product_of(const Gap& gap) {
  double out = 1;
  for (const auto& one : gap.factors) out *= one.ratio;
  return out;
}

TEST_CASE("the published gaps split into their published factors") {
  const auto file = [](const char* name) {
    return gap_of_text(base::read_file(fmt::format("examples/why-different/{}.yaml", name)));
  };
  const auto search = file("search");
  const auto steps = file("transformer");
  const auto models = file("gpt-3-bloom");
  std::vector<double> so_far;
  for (const auto& one : steps.factors)
    so_far.push_back((so_far.empty() ? 1 : so_far.back()) / 1 * one.ratio);
  check_table("Patterson et al. 2021; Luccioni et al. 2022 (last three)",
              {{"the search, estimated twice", 88, search.ratio, 0.01},
               {"  a task 18.7 times too large", 18.7, search.factors[0].ratio, 1e-12},
               {"  the rest", 4.7, search.ratio / search.factors[0].ratio, 0.01},
               {"Transformer (big) to Evolved Transformer", 57, steps.ratio, 0.01},
               {"  model", 1.3, so_far[0], 0.01},
               {"  and processor", 7.4, so_far[1], 0.01},
               {"  and data centre", 10.5, so_far[2], 0.015},
               {"  and energy mix", 56.5, so_far[3], 0.01},
               {"GPT-3 and BLOOM", 20.3, models.ratio, 0.005},
               {"  energy", 2.70, models.factors[0].ratio, 0.002},
               {"  carbon intensity", 7.53, models.factors[1].ratio, 0.001}});
  for (const auto* one : {&search, &steps, &models})
    CHECK(product_of(*one) == doctest::Approx(one->ratio).epsilon(1e-12));
}

TEST_CASE("Shapley and logarithmic means agree on a product") {
  const auto text = two("factors: {hours: 3 h, power: 5 kW, pue: 1.5}",
                        "factors: {hours: 7 h, power: 2 kW, pue: 1.1}");
  const auto means = gap_of_text(text);
  GapPlan plan;
  plan.shapley = true;
  const auto shapley = gap_of_text(text, plan);
  CHECK(means.method == "logarithmic means");
  CHECK(shapley.method == "Shapley");
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(shapley.factors[i].ratio == doctest::Approx(means.factors[i].ratio));
  CHECK(means.unit == "kWh");
  CHECK(means.first.value == doctest::Approx(22.5));
}

TEST_CASE("a plain factor that one estimate lacks counts as 1 there and is told") {
  const auto gap =
      gap_of_text(two("factors: {energy: 10 kWh, pue: 1.5}", "factors: {energy: 10 kWh}"));
  CHECK(gap.ratio == doctest::Approx(1.5));
  CHECK(gap.factors[1].name == "pue");
  CHECK(!gap.factors[1].inputs[0].second.has_value());
  REQUIRE(remarks_on(gap).size() == 1);
  CHECK(remarks_on(gap)[0] == "pue is absent from b: that alone makes a factor of 1.50.");
}

TEST_CASE("what one estimate states as a product stands against the other's number") {
  const auto gap = gap_of_text(two("factors: {power: 2 kW, hours: 10 h, carbon: 400 g/kWh}",
                                   "factors: {energy: 5 kWh, carbon: 100 g/kWh}"));
  REQUIRE(gap.factors.size() == 2);
  CHECK(gap.factors[0].name == "carbon");
  CHECK(gap.factors[1].name == "power × hours against energy");
  CHECK(gap.factors[1].ratio == doctest::Approx(4));
  CHECK(gap.ratio == doctest::Approx(16));
}

TEST_CASE("phases add up, and one that an estimate lacks is a factor of its own") {
  const auto gap = gap_of_text(
      two("factors: {carbon: 400 g/kWh}, phases: {training: {runs: 3, energy: 10 kWh}, "
          "use: {energy: 20 kWh}}",
          "factors: {carbon: 400 g/kWh}, phases: {training: {runs: 1, energy: 10 kWh}}"));
  CHECK(gap.ratio == doctest::Approx(5));
  REQUIRE(gap.factors.size() == 4);
  CHECK(gap.factors[1].name == "training: runs");
  CHECK(gap.factors[3].name == "use");
  // (A - B) / L(A, B) of the added phase
  CHECK(std::log(gap.factors[3].ratio) == doctest::Approx(20 / (40 / std::log(5.0))));
  CHECK(product_of(gap) == doctest::Approx(5).epsilon(1e-12));
}

TEST_CASE("any formula splits by Shapley, with an interval where factors are uncertain") {
  const auto text = two("factors: {energy: 10 kWh ± 10 %, saved: 4 kWh, pue: 1.2}",
                        "factors: {energy: 5 kWh, saved: 1 kWh, pue: 1.2}",
                        "formula: = (energy - saved) * pue\n");
  const auto gap = gap_of_text(text);
  CHECK(gap.method == "Shapley");
  CHECK(gap.ratio == doctest::Approx(1.5));
  CHECK(product_of(gap) == doctest::Approx(1.5).epsilon(1e-12));
  REQUIRE(gap.spread.has_value());
  CHECK(gap.spread->low < 1.5);
  CHECK(gap.spread->high > 1.5);
  CHECK(!gap.factors[2].spread.has_value());  // one number in both is one draw
}

TEST_CASE("twenty factors are split exactly, and more with a stated error") {
  const auto many = [](std::size_t n) {
    std::string first, second, formula = "0";
    for (std::size_t i = 0; i < n; ++i) {
      first += fmt::format("x{}: {}, ", i, 1 + 0.1 * static_cast<double>(i));
      second += fmt::format("x{}: {}, ", i, 2 - 0.05 * static_cast<double>(i));
      formula += fmt::format(" + sqrt(x{})", i);
    }
    return two("factors: {" + first + "}", "factors: {" + second + "}",
               "formula: = " + formula + "\n");
  };
  const auto exact = gap_of_text(many(20));
  CHECK(product_of(exact) == doctest::Approx(exact.ratio).epsilon(1e-12));
  CHECK(exact.factors[0].error == 0);
  GapPlan plan;
  plan.pairs = 50;
  const auto drawn = gap_of_text(many(22), plan);
  CHECK(product_of(drawn) == doctest::Approx(drawn.ratio).epsilon(1e-12));
  CHECK(drawn.factors[0].error > 0);
  CHECK(drawn.factors[0].error < 0.01);
}

TEST_CASE("what cannot be compared is refused with its place") {
  using base::Code;
  const auto fine = "factors: {energy: 1 kWh}";
  using Codes = std::vector<Code>;
  CHECK(codes_of("holon: 1\n") == Codes{Code::missing_key});
  CHECK(codes_of("compare: 2\nestimates: {a: {factors: {x: 1}}, b: {factors: {x: 1}}}\n") ==
        Codes{Code::wrong_version});
  CHECK(codes_of("compare: 1\n") == Codes{Code::missing_key});
  CHECK(codes_of("compare: 1\nestimates: {a: {factors: {x: 1}}}\n") == Codes{Code::wrong_shape});
  CHECK(codes_of(two(fine, "factors: {energy: 1 kg}")) == Codes{Code::wrong_dimension});
  CHECK(codes_of(two(fine, "factors: {x: 1}")) == Codes{Code::missing_key});
  CHECK(codes_of(two(fine, "factors: {energy: 0 kWh}")) == Codes{Code::out_of_range});
  CHECK(codes_of(two(fine, "source: x")) == Codes{Code::missing_key});
  CHECK(codes_of(two(fine, fine, "unit: kg\n")) == Codes{Code::wrong_dimension});
  CHECK(codes_of(two(fine, fine, "formula: = enrgy\n")) == Codes{Code::unknown_name});
  CHECK(codes_of(two(fine, fine, "formula: = energy - energy\n")) ==
        Codes{Code::out_of_range, Code::out_of_range});
  CHECK(codes_of(two("factors: {a: 3, b: 1}", "factors: {a: 9, b: 8}", "formula: = a - b\n")) ==
        Codes{Code::out_of_range});
  CHECK(codes_of(two(fine, fine, "formula: = energy + 1\n")).size() == 1);
  CHECK(codes_of(two(fine, "factors: {energy: = 3 * 4}")) == Codes{Code::wrong_shape});
}

}  // namespace
}  // namespace holon::findings
