// SPDX-License-Identifier: Apache-2.0
//
// Assesses a bundled example in a test.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "findings/findings.h"

namespace holon::findings {

/// Findings of a study file, with `PATH=VALUE` settings. Fails the test if the study has mistakes.
inline Findings assess_example(const std::string& path, std::uint64_t samples, const std::vector<std::pair<std::string, std::string>>& settings = {}) {
  const auto source = std::make_shared<const base::SourceText>(path, base::read_file(path));
  const auto study = study::read_study(source, [](const std::string& name) { return base::read_file(name); });
  REQUIRE(study.has_value());
  std::vector<study::Setting> values;
  for (const auto& [name, value] : settings) values.push_back({name, std::make_shared<const base::SourceText>("setting", value)});
  const auto compiled = study::compile(*study, catalog::Catalog::embedded(), values);
  for (const auto& diagnostic : compiled ? base::Diagnostics{} : compiled.error()) MESSAGE(base::render(diagnostic, false));
  REQUIRE(compiled.has_value());
  Plan plan;
  plan.engine.samples = samples;
  plan.engine.threads = 1;
  return assess(*study, *compiled, plan, {});
}

/// Mean total of a category.
inline double mean_total(const Findings& findings, std::size_t category) { return findings.totals.at(category).value().mean; }

/// The scenario of this name.
inline const ScenarioResult& scenario(const Findings& findings, const std::string& name) {
  for (const auto& result : findings.scenarios) {
    if (result.name == name) return result;
  }
  FAIL("no such scenario: " << name);
  return findings.scenarios.front();
}

/// Mean of a category in a part of a cut, such as ("activity", "training.idle").
inline double mean_part(const Findings& findings, const std::string& by, const std::string& name, std::size_t category) {
  for (const auto& breakdown : findings.breakdowns) {
    if (breakdown.by != by) continue;
    for (const auto& part : breakdown.parts) {
      if (part.name == name && part.totals[category]) return part.totals[category]->mean;
    }
  }
  FAIL("no such part: " << by << " " << name);
  return 0;
}

}  // namespace holon::findings
