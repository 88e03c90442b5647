// SPDX-License-Identifier: Apache-2.0
#include "document/quantity_reader.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "base/property_test.h"

namespace holon::document {
namespace {

using base::Code;
using base::Dice;
using namespace quantity;

const QuantityContext& context() {
  static const QuantityContext only{{}, [](const std::string& path) -> std::string {
                                      if (path != "measured.csv")
                                        throw base::WorldError("no such file");
                                      return "energy,when\n3.5,Monday\n1.25\n\n2e1;x\n";
                                    }};
  return only;
}

/// Reads `x: TEXT`.
std::optional<Quantity> read(const std::string& text, base::Diagnostics& diagnostics) {
  const auto source = std::make_shared<const base::SourceText>("study", "x: " + text + "\n");
  auto document = parse(source);
  if (!document) {
    diagnostics = document.error();
    return std::nullopt;
  }
  diagnostics = document->diagnostics;
  return read_quantity(*document->root.find("x"), context(), diagnostics);
}

Quantity read(const std::string& text) {
  base::Diagnostics diagnostics;
  const auto out = read(text, diagnostics);
  CAPTURE(text);
  REQUIRE(diagnostics.empty());
  REQUIRE(out.has_value());
  return *out;
}

base::Diagnostic mistake_in(const std::string& text) {
  base::Diagnostics diagnostics;
  CAPTURE(text);
  CHECK(!read(text, diagnostics).has_value());
  REQUIRE(!diagnostics.empty());
  return diagnostics.front();
}

double random_number(Dice& dice) {
  return dice.one_of({1.0, 0.1, 2.5e-7, 3e21, dice.between(0.5, 90)});
}

Shape random_shape(Dice& dice, bool may_choose) {
  const double x = random_number(dice);
  switch (dice.roll(may_choose ? 9 : 7)) {
    case 0:
      return Constant{dice.once_in(3) ? -x : x};
    case 1:
      return Normal{x, x / 7};
    case 2:
      return Lognormal{x, dice.between(1.01, 4)};
    case 3:
      return Uniform{-x, x};
    case 4:
      return Triangular{x, x * 1.5, x * 4};
    case 5:
      return Beta{dice.between(0.1, 9), dice.between(0.1, 9), x, x * 3};
    case 6:
      return Samples{{x / 3, x, x, x * 2}, ""};
    case 7:
      return Samples{{1.25, 3.5, 20}, "measured.csv"};
    default:
      break;
  }
  Choice out;
  for (const auto* name : {"act", "a name: with, signs", "third \"quoted\"\n#one"}) {
    Distribution distribution{random_shape(dice, false), {}, {}};
    if (dice.once_in(3)) distribution.min = -1e30;
    out.rivals.push_back(
        {name, dice.one_of({1.0, 0.25, 3.0}), std::make_shared<const Distribution>(distribution)});
  }
  return out;
}

Quantity random_quantity(Dice& dice) {
  Quantity out;
  out.distribution.shape = random_shape(dice, true);
  const auto unit_text = dice.one_of<std::string>(
      {"", "kWh", "kg CO2e", "%", "µs", "MWh at facility", "m^(1/2)", "1/(kWh*year)"});
  if (!unit_text.empty()) out.unit = unit(unit_text);
  if (dice.once_in(3)) out.distribution.min = -1e25;
  if (dice.once_in(3)) out.distribution.max = 1e25;
  out.pedigree.evidence = dice.one_of({Evidence::declared, Evidence::measured, Evidence::assumed});
  const std::vector<std::string> texts{"",
                                       "Luccioni 2022, table 3",
                                       "a: b # c",
                                       "say \"x\" \\ y",
                                       "two\nlines\tand a tab",
                                       "naïve ± 10 %",
                                       "{[ }",
                                       " spaces ",
                                       "\x07 bell",
                                       "null",
                                       "trailing\n"};
  out.pedigree.source = dice.one_of(texts);
  out.cause = dice.one_of(texts);
  if (!out.cause.empty()) out.correlation = dice.one_of({1.0, 0.5, 0.0});
  return out;
}

}  // namespace

TEST_CASE("what a quantity prints reads back as the same quantity") {
  base::check_always(2000, 60, [](Dice& dice) {
    const auto quantity = random_quantity(dice);
    const auto text = to_text(quantity);
    base::Diagnostics diagnostics;
    const auto again = read(text, diagnostics);
    if (!diagnostics.empty()) RC_FAIL(base::render(diagnostics.front(), false));
    if (!(*again == quantity)) RC_FAIL(fmt::format("{}\nreads back as\n{}", text, to_text(*again)));
  });
}

TEST_CASE("blocks are read as the page says") {
  CHECK(read("{lognormal: {median: 4 Wh, gsd: 1.3}}").distribution.shape ==
        Shape(Lognormal{4, 1.3}));
  CHECK(read("{normal: {mean: 4 Wh, sd: 500 mWh}}").distribution.shape == Shape(Normal{4, 0.5}));
  CHECK(read("{beta: {a: 2, b: 5}}").distribution.shape == Shape(Beta{2, 5, 0, 1}));
  CHECK(read("{samples: [3 Wh, 1 Wh, 2 Wh]}").distribution.shape == Shape(Samples{{1, 2, 3}, ""}));
  CHECK(read("{samples: measured.csv, unit: Wh}").distribution.shape ==
        Shape(Samples{{1.25, 3.5, 20}, "measured.csv"}));
  CHECK(read("{value: 433 MWh, evidence: measured, source: BLOOM}").pedigree ==
        Pedigree{Evidence::measured, "BLOOM"});
  CHECK(read("{value: 1 Wh ± 10 %, min: 0 Wh}").distribution ==
        Distribution{Normal{1, 0.1}, 0.0, {}});
  const auto interval = read("{90 %: 3 .. 6 Wh}");
  const auto& lognormal = std::get<Lognormal>(interval.distribution.shape);
  CHECK(lognormal.median == doctest::Approx(std::sqrt(18.0)));
  CHECK(quantile(interval.distribution.shape, 0.05) == doctest::Approx(3).epsilon(1e-12));
  CHECK(quantile(interval.distribution.shape, 0.95) == doctest::Approx(6).epsilon(1e-12));
  const auto choice = read("{choice: {act: 120 kg, boavizta: {value: 575 kg, weight: 0.5}}}");
  CHECK(std::get<Choice>(choice.distribution.shape).rivals[1].weight == 0.5);
}

TEST_CASE("a block that cannot be is refused with its code") {
  CHECK(mistake_in("{normal: {mean: 4 Wh, sd: 0 Wh}}").code == Code::bad_distribution);
  CHECK(mistake_in("{normal: {mean: 4 Wh}}").code == Code::missing_key);
  CHECK(mistake_in("{normal: {mean: 4 Wh, sd: 1 kg}}").code == Code::wrong_dimension);
  CHECK(mistake_in("{normal: {mean: 4 Wh, sd: 1 Wh, skew: 2}}").code == Code::unknown_key);
  CHECK(mistake_in("{lognormal: {median: -4 Wh, gsd: 1.3}}").code == Code::bad_distribution);
  CHECK(mistake_in("{lognormal: {median: 4 Wh, gsd: 0.9}}").code == Code::bad_distribution);
  CHECK(mistake_in("{uniform: {low: 4 Wh, high: 3 Wh}}").code == Code::bad_distribution);
  CHECK(mistake_in("{triangular: {low: 4 Wh, mode: 1 Wh, high: 5 Wh}}").code ==
        Code::bad_distribution);
  CHECK(mistake_in("{beta: {a: -1, b: 2}}").code == Code::bad_distribution);
  CHECK(mistake_in("{samples: []}").code == Code::wrong_shape);
  CHECK(mistake_in("{samples: nowhere.csv}").code == Code::not_read);
  CHECK(mistake_in("{choice: {act: 120 kg}}").code == Code::wrong_shape);
  CHECK(mistake_in("{choice: {act: 120 kg, dell: 1 t}}").code == Code::bad_distribution);
  CHECK(mistake_in("{value: 3 Wh, normal: {mean: 1 Wh, sd: 1 Wh}}").code == Code::stated_twice);
  CHECK(mistake_in("{valeu: 3 Wh}").code == Code::unknown_key);
  CHECK(mistake_in("{value: 3 Wh, evidence: guessed}").code == Code::unknown_word);
  CHECK(mistake_in("{value: 3 Wh, correlation: 0.5}").code == Code::missing_key);
  CHECK(mistake_in("{value: 3 Wh ± 1, cause: grid, correlation: 1.5}").code == Code::out_of_range);
  CHECK(mistake_in("{90 %: 3 Wh}").code == Code::bad_distribution);
  CHECK(mistake_in("{100 %: 3 .. 6 Wh}").code == Code::bad_distribution);
  CHECK(mistake_in("{uniform: {low: 1 Wh, high: 2 Wh}, min: 3 Wh}").code == Code::bad_distribution);
  CHECK(mistake_in("[1, 2]").code == Code::wrong_shape);
  CHECK(mistake_in("5 ton").code == Code::ambiguous_unit);
}

TEST_CASE("a fault inside a value is marked at its own column") {
  const auto diagnostic = mistake_in("{normal: {mean: 4 Wh, sd: 1 wh}}");
  const auto place = diagnostic.where.source->locate(diagnostic.where.offset);
  CHECK(place.line == 1);
  CHECK(place.column == std::string("x: {normal: {mean: 4 Wh, sd: 1 ").size() + 1);
  CHECK(diagnostic.where.length == 2);
}

TEST_CASE("a field gives a bare unit its kind and refuses another") {
  base::Diagnostics diagnostics;
  auto bare = read("5 kg");
  CHECK(expect_dimension(bare, Dimension("mass", "CO2e"), "`climate`", {}, diagnostics));
  CHECK(bare.unit.dimension == Dimension("mass", "CO2e"));
  auto other = read("5 kg Sb eq");
  CHECK(!expect_dimension(other, Dimension("mass", "CO2e"), "`climate`", {}, diagnostics));
  CHECK(diagnostics.back().code == Code::wrong_kind);
  auto power = read("350 kW");
  CHECK(!expect_dimension(power, Dimension("energy"), "`energy`", {}, diagnostics));
  CHECK(diagnostics.back().code == Code::wrong_dimension);
  CHECK(diagnostics.back().help.size() == 2);
}

}  // namespace holon::document
