// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/load.h"
#include "cli/sampling_option.h"
#include "cli/study_options.h"
#include "desk/assessment.h"
#include "report/csv.h"
#include "report/investments.h"
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

int assess(const Options& options) {
  const auto loaded = load(options.study);
  if (!loaded) return kInvalidInput;
  if (!are_known(options.plan.scenarios, loaded->study)) return kWrongUsage;

  desk::Assessment assessment;
  {
    auto bar = std::make_shared<ProgressBar>("assessing", options.quiet);
    auto plan = options.plan;
    plan.engine.draws = planned_draws(options.sampling, plan.engine, loaded->compiled.model);
    assessment =
        desk::assess(*loaded, plan, [bar](auto done, auto total) { return (*bar)(done, total); });
  }
  const auto& [findings, invested] = assessment;

  // the report first: a file that cannot be written takes nothing from whoever is looking
  const bool result_is_data = options.study.json == "-" || options.csv == "-";
  if (!result_is_data) {
    print(report::terminal(findings, invested, style_for(options.study.colour)));
  }
  if (!options.study.json.empty())
    write_result(options.study.json, report::json(findings, invested));
  if (!options.csv.empty()) write_result(options.csv, report::csv(findings));
  return findings.budget_holds() ? kDone : kCheckFailed;
}

}  // namespace

Command add_assess(CLI::App& app) {
  auto* command = app.add_subcommand("assess", "The footprint of a study over its whole life");
  auto options = std::make_shared<Options>();
  options->plan.engine.samples = 10'000;
  command->footer(kExamples);
  add_study_options(*command, options->study);
  add_ensemble_options(*command, options->plan.engine);
  add_sampling_plan(*command, options->sampling);
  add_scenarios(*command, options->plan.scenarios);
  command->add_option("--csv", options->csv, "Also write CSV to this file; - for standard output");
  command->add_flag("-q,--quiet", options->quiet, "No progress");
  return [options] { return assess(*options); };
}

}  // namespace holon::cli
