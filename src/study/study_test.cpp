// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "base/error.h"
#include "base/file.h"
#include "catalog/part_driver.h"
#include "quantity/sampler.h"
#include "study/compile.h"
#include "study/field.h"

namespace holon::study {
namespace {

base::Result<Study> read(const std::string& text) {
  const auto source = std::make_shared<const base::SourceText>("study.yaml", text);
  return read_study(source,
                    [](const std::string&) -> std::string { throw base::WorldError("no files"); });
}

base::Result<Compiled> compiled(const std::string& text) {
  const auto study = read(text);
  if (!study) return tl::unexpected(study.error());
  return compile(*study, catalog::Catalog::embedded(), {});
}

std::set<std::string> codes(const base::Diagnostics& diagnostics) {
  std::set<std::string> out;
  for (const auto& diagnostic : diagnostics) out.insert(base::code_name(diagnostic.code));
  return out;
}

const std::string kPlace = "holon: 1\nplaces:\n  p: {carbon intensity: 100 g/kWh, pue: 1.5}\n";

TEST_CASE("every field of every block has a unit that holon reads") {
  using enum BlockKind;
  for (const auto kind : {place, hardware, part, activity, hardware_use, storage, network}) {
    for (const auto& field : fields(kind)) {
      INFO(field.name);
      CHECK(quantity::parse_unit(field.unit).has_value());
      CHECK(field.low <= field.high);
      CHECK_FALSE(field.text.empty());
    }
  }
}

TEST_CASE("every category has a unit, and its fields exist") {
  for (std::size_t i = 0; i < categories().size(); ++i) {
    const auto& category = categories()[i];
    INFO(category.name);
    CHECK(unit_of(i).scale > 0);
    CHECK(find_category(category.name) == static_cast<int>(i));
    if (!category.place_field.empty()) {
      CHECK(find_field(BlockKind::place, category.place_field) != nullptr);
    }
  }
}

TEST_CASE("what tables of part models may name is a category here, in its unit") {
  for (const auto& one : catalog::part_categories()) {
    INFO(one.name);
    const auto found = find_category(one.name);
    REQUIRE(found >= 0);
    CHECK(quantity::compatible(quantity::unit(one.unit).dimension,
                               unit_of(static_cast<std::size_t>(found)).dimension));
  }
}

TEST_CASE("flows are tagged by phase, activity, source, place and category") {
  const auto study = compiled(base::read_file("examples/sketch/study.yaml"));
  REQUIRE(study.has_value());
  const auto found =
      std::find_if(study->flows.begin(), study->flows.end(), [](const ImpactFlow& f) {
        return f.phase == "deployment" && f.activity == "deployment.api" &&
               f.source == "electricity" && f.place == "us central" &&
               categories()[f.category].name == "climate";
      });
  REQUIRE(found != study->flows.end());
  CHECK(study->model[found->total].role == model::Role::stock);
  CHECK(study->model.cases.size() == 4);
}

TEST_CASE("the embodied part of hardware belongs to no place") {
  const auto study = compiled(base::read_file("examples/bloom/study.yaml"));
  REQUIRE(study.has_value());
  for (const auto& flow : study->flows) CHECK((flow.source == "hardware") == flow.place.empty());
}

TEST_CASE(
    "mistakes of reading, of names and of units are told together, in the order of the file") {
  const auto study = compiled(
      kPlace +
      "life cycle:\n  training:\n    a: {at: q, energy: 3 kW}\n    b: {at: p, energy: = x}\n"
      "feedback:\n  c: = 1 [kWh] + 1 [kg]\n  d: = e\n  e: = d\n");
  REQUIRE_FALSE(study.has_value());
  CHECK(codes(study.error()) == std::set<std::string>{"E0205", "E0302", "E0306", "E0308", "E0401"});
  std::size_t last = 0;
  for (const auto& diagnostic : study.error()) {
    CHECK(diagnostic.where.offset >= last);
    last = diagnostic.where.offset;
  }
}

TEST_CASE("a name means its own block first, then the only path that ends with it") {
  const std::string life = "life cycle:\n  training: {at: p, energy: = x}\nplaces 2: 1\n";
  CHECK_FALSE(compiled(kPlace + life).has_value());
  const auto near = compiled(
      kPlace +
      "life cycle:\n  training: {at: p, energy: \"= amount * 1 [kWh]\"}\nfeedback:\n  amount: 3\n");
  CHECK(near.has_value());
  const auto two = compiled(
      kPlace + "  q: {pue: 1.2}\nlife cycle:\n  training: {at: p, energy: \"= pue * 1 [kWh]\"}\n");
  REQUIRE_FALSE(two.has_value());
  CHECK(codes(two.error()).contains("E0303"));
}

TEST_CASE("what a study does not state comes from the catalogue, or by default, and is listed") {
  const auto study = compiled(
      "holon: 1\nplaces:\n  p: {grid: FR}\nlife cycle:\n  training: {at: p, energy: 1 kWh}\n");
  REQUIRE(study.has_value());
  const auto evidence_of = [&](const std::string& path) {
    for (const auto& assumption : study->assumptions) {
      if (assumption.path == path) return assumption.evidence;
    }
    FAIL("not listed: " << path);
    return quantity::Evidence::measured;
  };
  CHECK(evidence_of("places.p.carbon intensity") == quantity::Evidence::catalogue);
  CHECK(evidence_of("places.p.pue") == quantity::Evidence::assumed);
}

TEST_CASE("one grid in two places is one draw") {
  const auto study = compiled(
      "holon: 1\nplaces:\n  p: {grid: FR}\n  q: {grid: FR}\nlife cycle:\n  training: {at: p, "
      "energy: 1 kWh}\n");
  REQUIRE(study.has_value());
  const auto& model = study->model;
  const auto p = model.find("places.p.carbon intensity");
  const auto q = model.find("places.q.carbon intensity");
  REQUIRE(p != model::Model::npos);
  REQUIRE(q != model::Model::npos);
  const quantity::Sampler first(model[p].quantity, model[p].name);
  const quantity::Sampler second(model[q].quantity, model[q].name);
  for (std::uint64_t member = 0; member < 100; ++member)
    CHECK(first.draw(7, member) == second.draw(7, member));
}

}  // namespace
}  // namespace holon::study
