// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/option_checks.h"
#include "cli/ranks.h"
#include "cli/sampling_option.h"
#include "findings/findings.h"
#include "report/csv.h"
#include "report/json.h"
#include "report/terminal.h"

namespace holon::cli {
namespace {

struct Options {
  StudyOptions study;
  findings::Plan plan;
  std::string csv;
  std::string sampling = "random";
  bool quiet = false;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon assess examples/bloom/study.yaml\n"
    "  holon assess study.yaml --samples 100000 --seed 7 --json result.json\n"
    "  holon assess study.yaml --set 'jean zay.pue=1.2' --set 'energy per request=2 .. 4 "
    "Wh/request'\n"
    "  holon assess study.yaml --scenario quantised --json - | jq .scenarios\n\n"
    "Ends with 0; with 1 if a budget does not hold; with 3 if the study has mistakes.\n";

// the parser would wrap -1 around to the largest number
CLI::Validator not_negative() {
  return {[](std::string& text) {
            return text.starts_with('-') ? fmt::format("{} is negative", text) : std::string();
          },
          ""};
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

int assess(const Options& options) {
  const auto loaded = load(options.study);
  if (!loaded) return kInvalidInput;
  if (!are_known(options.plan.scenarios, loaded->study)) return kWrongUsage;

  findings::Findings findings;
  {
    auto bar = std::make_shared<ProgressBar>("assessing", options.quiet);
    auto plan = options.plan;
    plan.engine.draws = planned_draws(options.sampling, plan.engine, loaded->compiled.model);
    findings = findings::assess(loaded->study, loaded->compiled, plan,
                                [bar](auto done, auto total) { return (*bar)(done, total); });
  }

  // the report first: a file that cannot be written takes nothing from whoever is looking
  const bool result_is_data = options.study.json == "-" || options.csv == "-";
  if (!result_is_data) {
    print(report::terminal(findings,
                           {use_colour(options.study.colour, STDOUT_FILENO), terminal_width()}));
  }
  if (!options.study.json.empty()) write_result(options.study.json, report::json(findings));
  if (!options.csv.empty()) write_result(options.csv, report::csv(findings));
  return findings.budget_holds() ? kDone : kCheckFailed;
}

}  // namespace

Command add_assess(CLI::App& app) {
  auto* command = app.add_subcommand("assess", "The footprint of a study over its whole life");
  auto options = std::make_shared<Options>();
  options->plan.engine.samples = 10'000;
  command->footer(kExamples);
  command->add_option("STUDY", options->study.path, "The study; - reads standard input")
      ->required();
  command->add_option("--samples", options->plan.engine.samples, "Simulated futures")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}).description(""))
      ->capture_default_str();
  command
      ->add_option("--seed", options->plan.engine.seed,
                   "Of the random draws; the same seed gives the same bits")
      ->check(not_negative())
      ->capture_default_str();
  add_sampling_plan(*command, options->sampling);
  options->plan.engine.ranks = ranks();
  command->add_option("--scenario", options->plan.scenarios, "Only this scenario (again for more)")
      ->allow_extra_args(false);
  command
      ->add_option("--set", options->study.settings,
                   "PATH=VALUE: another value for one of the study's (again for more)")
      ->check(assignment("PATH=VALUE"))
      ->allow_extra_args(false);
  command->add_option("--json", options->study.json,
                      "Also write JSON to this file; - for standard output");
  command->add_option("--csv", options->csv, "Also write CSV to this file; - for standard output");
  command->add_option("--threads", options->plan.engine.threads, "0: as many as there are")
      ->check(not_negative())
      ->capture_default_str();
  command
      ->add_option_function<std::string>(
          "--color",
          [options](const std::string& word) { options->study.colour = colour_of(word); },
          "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""));
  command->add_flag("-q,--quiet", options->quiet, "No progress");
  return [options] { return assess(*options); };
}

}  // namespace holon::cli
