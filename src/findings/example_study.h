// SPDX-License-Identifier: Apache-2.0
//
// Assesses a study in a test: a bundled example, or one written in the test itself.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "base/file.h"
#include "findings/findings.h"

namespace holon::findings {

using Settings = std::vector<std::pair<std::string, std::string>>;

/// A study that is ready to be asked.
struct ReadyStudy {
  study::Study study;
  study::Compiled compiled;
};

/// Reads and compiles a study's text, with `PATH=VALUE` settings. Fails the test if the study has
/// mistakes.
inline ReadyStudy ready_study(const std::string& text, const Settings& settings = {}) {
  const auto source = std::make_shared<const base::SourceText>("study.yaml", text);
  auto study =
      study::read_study(source, [](const std::string& name) { return base::read_file(name); });
  REQUIRE(study.has_value());
  std::vector<study::Setting> values;
  for (const auto& [name, value] : settings)
    values.push_back({name, std::make_shared<const base::SourceText>("setting", value)});
  auto compiled = study::compile(*study, catalog::Catalog::embedded(), values);
  for (const auto& diagnostic : compiled ? base::Diagnostics{} : compiled.error())
    MESSAGE(base::render(diagnostic, false));
  REQUIRE(compiled.has_value());
  return {std::move(*study), std::move(*compiled)};
}

/// Findings of a study's text.
inline Findings assess_text(const std::string& text, std::uint64_t samples,
                            const Settings& settings = {}, std::size_t threads = 1) {
  const auto [study, compiled] = ready_study(text, settings);
  Plan plan;
  plan.engine.samples = samples;
  plan.engine.threads = threads;
  return assess(study, compiled, plan, {});
}

/// The same for a study file, from the root of the repository.
inline Findings assess_example(const std::string& path, std::uint64_t samples,
                               const Settings& settings = {}) {
  return assess_text(base::read_file(path), samples, settings);
}

/// Index of a category in the findings.
inline std::size_t category(const Findings& findings, const std::string& name) {
  for (std::size_t c = 0; c < findings.categories.size(); ++c) {
    if (findings.categories[c].name == name) return c;
  }
  FAIL("no such category: " << name);
  return 0;
}

/// Mean total of a category.
inline double mean_total(const Findings& findings, std::size_t index) {
  return findings.totals.at(index).value().mean;
}

inline double mean_total(const Findings& findings, const std::string& name) {
  return mean_total(findings, category(findings, name));
}

/// The scenario of this name.
inline const ScenarioResult& scenario(const Findings& findings, const std::string& name) {
  for (const auto& result : findings.scenarios) {
    if (result.name == name) return result;
  }
  FAIL("no such scenario: " << name);
  return findings.scenarios.front();
}

/// Mean of a category in a part of a cut, such as ("activity", "training.idle").
inline double mean_part(const Findings& findings, const std::string& by, const std::string& name,
                        std::size_t index) {
  for (const auto& breakdown : findings.breakdowns) {
    if (breakdown.by != by) continue;
    for (const auto& part : breakdown.parts) {
      if (part.name == name && part.totals[index]) return part.totals[index]->mean;
    }
  }
  FAIL("no such part: " << by << " " << name);
  return 0;
}

}  // namespace holon::findings
