// SPDX-License-Identifier: Apache-2.0
#include "cli/study_options.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/option_checks.h"
#include "cli/output_options.h"
#include "cli/ranks.h"

namespace holon::cli {
namespace {

// the parser would wrap -1 around to the largest number
CLI::Validator not_negative() {
  return {[](std::string& text) {
            return text.starts_with('-') ? fmt::format("{} is negative", text) : std::string();
          },
          ""};
}

}  // namespace

void add_study_options(CLI::App& command, StudyOptions& options) {
  command.add_option("STUDY", options.path, kStudyIsOneOf)->required();
  command
      .add_option("--set", options.settings,
                  "PATH=VALUE: another value for one of the study's (again for more)")
      ->check(assignment("PATH=VALUE"))
      ->allow_extra_args(false);
  add_json(command, options.json);
  add_colour(command, options.colour);
}

void add_ensemble_options(CLI::App& command, engine::Plan& plan) {
  command.add_option("--samples", plan.samples, "Simulated futures")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}).description(""))
      ->capture_default_str();
  command.add_option("--seed", plan.seed, "Of the random draws; the same seed gives the same bits")
      ->check(not_negative())
      ->capture_default_str();
  command.add_option("--threads", plan.threads, "0: as many as there are")
      ->check(not_negative())
      ->capture_default_str();
  plan.ranks = ranks();
}

void add_scenarios(CLI::App& command, std::vector<std::string>& names) {
  command.add_option("--scenario", names, "Only this scenario (again for more)")
      ->allow_extra_args(false);
}

bool are_known(const std::vector<std::string>& wanted, const study::Study& study) {
  std::vector<std::string> names;
  for (const auto& scenario : study.scenarios) names.push_back(scenario.name);
  for (const auto& name : wanted) {
    const bool known = std::any_of(names.begin(), names.end(), [&](const std::string& n) {
      return base::name_key(n) == base::name_key(name);
    });
    if (known) continue;
    const auto near = base::nearest(name, names);
    say(fmt::format("holon: this study has no scenario `{}`.\n  help: {}\n", name,
                    near            ? fmt::format("did you mean `{}`?", *near)
                    : names.empty() ? "it has none"
                                    : "it has " + base::listed(names, "and")));
    return false;
  }
  return true;
}

}  // namespace holon::cli
