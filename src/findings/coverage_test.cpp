// SPDX-License-Identifier: Apache-2.0
#include "findings/coverage.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "findings/example_study.h"
#include "study/category.h"

namespace holon::findings {
namespace {

Findings of_parts(const std::string& parts) {
  return assess_text(
      "holon: 1\nplaces: {site: {carbon intensity: 400 g/kWh, pue: 1.2}}\n"
      "hardware: {machine: {lifetime: 1 year, utilisation: 100 %, parts: {" +
          parts +
          "}}}\n"
          "life cycle: {training: {job: {at: site, energy: 1 MWh, hardware: {use: machine, for: 1 "
          "year}}}}\n",
      4);
}

const study::PartCoverage& of(const Findings& f, const std::string& name) {
  for (const auto& one : f.part_coverage) {
    if (study::categories()[one.category].name == name) return one;
  }
  FAIL("not told: " << name);
  return f.part_coverage.front();
}

const Cell& cell(const std::vector<Cell>& cells, const std::string& stage,
                 const std::string& impact) {
  const auto found = std::find_if(cells.begin(), cells.end(), [&](const Cell& one) {
    return one.stage == stage && one.impact == impact;
  });
  REQUIRE(found != cells.end());
  return *found;
}

TEST_CASE("a category that one of two parts has is known of half of them") {
  const auto f =
      of_parts("card: {model: hubblo a100 pcie card}, board: {model: boavizta mainboard}");
  CHECK(of(f, "climate").known == 2);
  CHECK(of(f, "climate").parts == 2);
  CHECK(of(f, "acidification").known == 1);
  CHECK(of(f, "water").known == 0);
  CHECK(mean_total(f, "acidification") == doctest::Approx(.8908));
  CHECK(mean_total(f, "human toxicity cancer") == doctest::Approx(1.688e-5));
  CHECK(mean_total(f, "e-waste") == doctest::Approx(1.23));
}

TEST_CASE("electricity without a figure of a category makes its total a lower bound") {
  const auto f = of_parts("card: {model: hubblo a100 pcie card}");
  CHECK(f.categories[category(f, "acidification")].is_partial);
  CHECK(std::any_of(f.missing.begin(), f.missing.end(), [](const study::Missing& one) {
    return one.what == "acidification intensity of site";
  }));
}

TEST_CASE("a number of the study stands before words, and words before nothing") {
  const auto with = coverage(of_parts("card: {model: hubblo a100 pcie card}"));
  const auto without = coverage(of_parts("board: {model: boavizta mainboard}"));
  CHECK(cell(with, "manufacture", "toxicity").told == Told::number);
  CHECK(cell(without, "manufacture", "toxicity").told == Told::words);
  CHECK_FALSE(cell(without, "manufacture", "toxicity").source.empty());
  CHECK(cell(with, "cooling", "biodiversity").told == Told::missing);
  const auto counts = counted(with);
  CHECK(counts.numbers + counts.words + counts.missing == with.size());
  CHECK(counts.numbers > counted(without).numbers);
}

TEST_CASE("every row of words names its source") {
  for (const auto& one : catalog::coverage_entries(catalog::Catalog::embedded())) {
    INFO(one.stage << ", " << one.impact << ": " << one.text);
    CHECK_FALSE(one.text.empty());
    if (one.counted_as.empty()) CHECK_FALSE(one.source.empty());
  }
}

}  // namespace
}  // namespace holon::findings
