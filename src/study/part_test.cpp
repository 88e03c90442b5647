// SPDX-License-Identifier: Apache-2.0
//
// The library of feedback parts, and how a study includes them.
#include "study/part.h"

#include <algorithm>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "base/error.h"
#include "base/text.h"
#include "study/compile.h"

namespace holon::study {
namespace {

base::Result<Compiled> compiled(const std::string& text) {
  const auto source = std::make_shared<const base::SourceText>("study.yaml", text);
  const auto study = read_study(
      source, [](const std::string&) -> std::string { throw base::WorldError("no files"); });
  if (!study) return tl::unexpected(study.error());
  return compile(*study, catalog::Catalog::embedded(), {});
}

const model::Variable* variable(const Compiled& compiled, const std::string& name) {
  const auto& all = compiled.model.variables;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& v) { return v.name == name; });
  return found == all.end() ? nullptr : &*found;
}

constexpr std::string_view kTime =
    "holon: 1\ntime: {from: 2025-01-01, to: 2026-01-01, step: 1 month}\n";

std::string with_feedback(const std::string& feedback) {
  return std::string(kTime) + "life cycle:\n  use: {direct: {climate: 1 kg}}\nfeedback:\n" +
         feedback;
}

TEST_CASE("the library has the parts that the questions of the paper need") {
  const auto names = part_names();
  for (const auto* name : {"adoption", "efficiency/attention", "grid/decarbonisation",
                           "hardware/early-replacement", "hardware/turnover", "policy/cap",
                           "policy/carbon-price", "rebound/direct-price", "rebound/trials"})
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
}

TEST_CASE("every part says what it is, what it needs and gives, and where its values come from") {
  for (const auto& name : part_names()) {
    const auto part = read_part(name);
    INFO(name);
    CHECK(part.name == name);
    CHECK_FALSE(part.title.empty());
    CHECK_FALSE(part.about.empty());
    CHECK_FALSE(part.sources.empty());
    for (const auto& [need, text] : part.needs) {
      INFO(need);
      CHECK(part.body.find(need) == nullptr);
      CHECK_FALSE(text.empty());
    }
    for (const auto& [given, text] : part.gives) CHECK(part.body.find(given) != nullptr);
    const auto is_known = [&](const std::string& word) {
      return part.body.find(word) != nullptr ||
             std::any_of(part.needs.begin(), part.needs.end(),
                         [&](const auto& need) { return need.first == word; });
    };
    for (const auto& [word, level] : part.levels) CHECK(is_known(word));
    for (const auto& entry : part.body.entries) {
      if (entry.value.is_equation() || entry.value.find("stock") != nullptr) continue;
      INFO(entry.key);
      REQUIRE(entry.value.find("evidence") != nullptr);
      REQUIRE(entry.value.find("source") != nullptr);
      const auto& evidence = entry.value.find("evidence")->text;
      CHECK((evidence == "assumed" || evidence == "catalogue"));
      CHECK(entry.value.find("source")->text.size() > 10);
    }
  }
}

TEST_CASE("what a part assumes has a spread") {
  for (const auto& name : part_names()) {
    const auto part = read_part(name);
    auto text = part.example;
    const auto out = compiled(text);
    INFO(name);
    REQUIRE(out.has_value());
    CHECK(out->warnings.empty());
    for (const auto& one : out->model.variables) {
      const auto prefix = "feedback." + block_name(name) + ".";
      const bool is_own = one.name.starts_with(prefix) && one.role == model::Role::input &&
                          one.quantity.pedigree.evidence == quantity::Evidence::assumed &&
                          part.body.find(one.name.substr(prefix.size())) != nullptr;
      INFO(one.name);
      if (is_own) CHECK_FALSE(quantity::is_constant(one.quantity.distribution));
    }
  }
}

TEST_CASE("names inside of parts do not collide") {
  const auto out = compiled(with_feedback(
      "  elasticity: 7\n"
      "  include:\n"
      "    - rebound/trials: {energy per trial: 2 kWh/trial, base trials: 3 trial/month}\n"
      "    - rebound/trials: {as: ablations, energy per trial: 1 kWh/trial, base trials: 9 "
      "trial/month,\n"
      "        elasticity: 0.25}\n"
      "  seen: = elasticity + trials.elasticity + ablations.elasticity\n"));
  REQUIRE(out.has_value());
  REQUIRE(variable(*out, "feedback.trials.elasticity") != nullptr);
  REQUIRE(variable(*out, "feedback.ablations.elasticity") != nullptr);
  const auto& stated = variable(*out, "feedback.ablations.elasticity")->quantity.distribution;
  CHECK(quantity::mean(stated) == 0.25);
}

TEST_CASE("what a study states of a part is read in the study, not in the part") {
  // `rate` is the study's own here, although the part has one
  const auto out = compiled(with_feedback(
      "  rate: 7 %/year\n"
      "  include:\n"
      "    - grid/decarbonisation: {first intensity: 400 g/kWh, rate: = 2 * rate}\n"));
  REQUIRE(out.has_value());
  const auto* own = variable(*out, "feedback.decarbonisation.rate");
  REQUIRE(own != nullptr);
  bool reads_study = false;
  model::for_each_variable(own->equation, [&](model::VariableId id, int) {
    reads_study = reads_study || out->model[id].name == "feedback.rate";
  });
  CHECK(reads_study);
}

TEST_CASE("a part whose need is missing says what it is") {
  const auto out = compiled(with_feedback("  include: adoption\n"));
  REQUIRE_FALSE(out.has_value());
  REQUIRE(out.error().size() == 1);
  CHECK(out.error()[0].message == "`adoption` needs its `market`");
  CHECK(out.error()[0].where.source->name() == "study.yaml");
}

TEST_CASE("a misfit inside of a part points there, and to where it is included") {
  const auto out =
      compiled(with_feedback("  include:\n"
                             "    - hardware/turnover: {busy devices: 3 kWh}\n"));
  REQUIRE_FALSE(out.has_value());
  const auto& first = out.error()[0];
  CHECK(first.where.source->name() == "feedback/hardware/turnover.yaml");
  REQUIRE_FALSE(first.notes.empty());
  CHECK(first.notes[0].where.source->name() == "study.yaml");
  CHECK(first.notes[0].where.source->locate(first.notes[0].where.offset).line == 7);
}

TEST_CASE("a direct impact may be an equation of an amount per time") {
  const auto study = [](const std::string& climate) {
    return std::string(kTime) + "life cycle:\n  making: {direct: {climate: \"= " + climate +
           "\"}}\nfeedback:\n  orders: 3 1/month\n";
  };
  const auto rate = compiled(study("orders * 100 [kg CO2e]"));
  const auto amount = compiled(study("36 * 100 [kg CO2e]"));
  REQUIRE(rate.has_value());
  REQUIRE(amount.has_value());
  CHECK(rate->flows.size() == 1);
  CHECK_FALSE(compiled(study("orders * 100 [kWh]")).has_value());
}

}  // namespace
}  // namespace holon::study
