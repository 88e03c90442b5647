// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/polarity.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/loops/evaluator.h"
#include "model/differentiate.h"
#include "model/draft_test.h"

namespace holon::engine::loops {
namespace {

using model::DraftText;

/// x and y may have any sign, p cannot become negative.
DraftText around(const std::string& equation) {
  DraftText draft;
  draft.time(1, 5)
      .stock("x", "1", "-2 [1/s]")
      .stock("y", "1", "1 [1/s] - y / 5 [s] - 3 [1/s]")
      .stock("p", "1", "2 [1/s] - p / 3 [s]")
      .input("k", "3")
      .auxiliary("z", equation);
  return draft;
}

char polarity_of(const std::string& equation, const std::string& from = "x") {
  const auto model = around(equation).finish().value();
  const auto structure = structure_of(model, 0);
  const auto polarities = link_polarities(model, structure);
  for (std::size_t i = 0; i < structure.links.size(); ++i) {
    const auto& link = structure.links[i];
    if (model[link.from].name == from && model[link.to].name == "z")
      return "-?+"[static_cast<int>(polarities[i]) + 1];
  }
  return ' ';
}

}  // namespace

TEST_CASE("polarity follows from the equation, or is unknown") {
  CHECK(polarity_of("x + y") == '+');
  CHECK(polarity_of("y - x") == '-');
  CHECK(polarity_of("-x") == '-');
  CHECK(polarity_of("x - x * 2") == '?');
  CHECK(polarity_of("x * k") == '+');
  CHECK(polarity_of("x * -k") == '-');
  CHECK(polarity_of("x * y") == '?');
  CHECK(polarity_of("x * p") == '+');
  CHECK(polarity_of("p * (1 - p / k)", "p") == '?');
  CHECK(polarity_of("p * p", "p") == '+');
  CHECK(polarity_of("k / p", "p") == '-');
  CHECK(polarity_of("x / p") == '+');
  CHECK(polarity_of("p ^ 2", "p") == '+');
  CHECK(polarity_of("x ^ 2") == '?');
  CHECK(polarity_of("x ^ 3") == '+');
  CHECK(polarity_of("0.5 ^ x") == '-');
  CHECK(polarity_of("max(x, 0) - min(-x, 3)") == '+');
  CHECK(polarity_of("exp(-x)") == '-');
  CHECK(polarity_of("abs(x)") == '?');
  CHECK(polarity_of("sin(x)") == '?');
  CHECK(polarity_of("sum(x, y, -y)") == '+');
  CHECK(polarity_of("product(k, x, p)") == '+');
  CHECK(polarity_of("element(1, y, x)") == '+');
  CHECK(polarity_of("element(x, y, 3)") == '?');
  CHECK(polarity_of("if x > 3 then 1 else 0") == '+');
  CHECK(polarity_of("if x < 3 then 1 else 0") == '-');
  CHECK(polarity_of("if y > 3 then x else x * 2") == '+');
  CHECK(polarity_of("if y > 3 then x else -x") == '?');
  CHECK(polarity_of("if y > 3 then x else -x", "y") == '?');
}

TEST_CASE("a stock that only flows out of itself cannot become negative") {
  DraftText draft;
  draft.time(1, 10)
      .auxiliary("infection", "ill * well * 0.01 [1/s]")
      .auxiliary("recovery", "ill / 4 [s]")
      .stock("well", "99", "-infection")
      .stock("ill", "1", "infection - recovery");
  const auto model = draft.finish().value();
  const auto structure = structure_of(model, 0);
  const auto polarities = link_polarities(model, structure);
  for (std::size_t i = 0; i < structure.links.size(); ++i) {
    const auto& link = structure.links[i];
    const auto& to = model[link.to].name;
    const auto& from = model[link.from].name;
    const bool falls = to == "well" || (to == "ill" && from == "recovery");
    CHECK(polarities[i] == (falls ? Polarity::negative : Polarity::positive));
  }
}

TEST_CASE("symbolic derivatives against differences") {
  for (const char* equation : {"x + y * x",
                               "x / (y + 3)",
                               "(x + 4) ^ 2.5",
                               "2 ^ (x * y)",
                               "exp(x) * ln(x + 5)",
                               "sqrt(x + 7) - log10(x + 8)",
                               "sin(x) + cos(x * 2) + tan(x / 9)",
                               "arcsin(x / 9) + arccos(x / 11) + arctan(x)",
                               "min(x, y, 1) + max(x * x, 2 * y)",
                               "abs(x - 5)",
                               "safe divide(x, y, 3)",
                               "if x > 0 then x * x else 3 * x",
                               "-x * (x - y)",
                               "x mod 7",
                               "20 mod (x + 2)",
                               "int(y) * x + round(x / 100)",
                               "sinh(x) + cosh(x) * tanh(x / 3)",
                               "sum(x, y, x * x)",
                               "product(x, y, x + 1, 3)",
                               "element(1, y, x * x, 3)"}) {
    const auto model = around(equation).finish().value();
    const auto z = model.find("z");
    const auto x = model.find("x");
    auto leaves = model;
    std::vector<model::VariableId> ids;
    for (model::VariableId id = 0; id < model.variables.size(); ++id) {
      if (model[id].role != model::Role::stock) continue;
      ids.push_back(id);
    }
    const auto slope = model::differentiated(model[z].equation, x);
    REQUIRE(slope);
    Evaluator evaluator(leaves, ids, {slope, model[z].equation});
    constexpr double kStep = 1e-6;
    const double at = 1.7;
    std::vector<std::vector<double>> values(ids.size(), {2.3, 2.3, 2.3});
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (ids[i] == x) values[i] = {at - kStep, at, at + kStep};
    std::vector<const double*> given;
    for (const auto& column : values) given.push_back(column.data());
    std::vector<double> slopes(3);
    std::vector<double> result(3);
    const std::vector<double*> to{slopes.data(), result.data()};
    evaluator.evaluate(3, given, to);
    INFO(equation);
    CHECK(slopes[1] == doctest::Approx((result[2] - result[0]) / (2 * kStep)).epsilon(1e-7));
  }
}

}  // namespace holon::engine::loops
