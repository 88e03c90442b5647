// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/load.h"
#include "cli/study_options.h"
#include "findings/decision.h"
#include "report/decision.h"

namespace holon::cli {
namespace {

struct Options {
  StudyOptions study;
  findings::Plan plan;
  std::vector<std::string> qualities;
  bool quiet = false;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon decide examples/sketch/study.yaml\n"
    "  holon decide study.yaml --scenario quantised --scenario 'whole site'\n"
    "  holon decide study.yaml --quality accuracy      more of that variable is better\n"
    "  holon decide study.yaml --json - | jq '.flips[].pivots[0]'\n\n"
    "Less is better in every category and more of the service is better; nothing is summed over\n"
    "categories. Ends with 0; with 3 if the study has mistakes.\n";

// what the names mean; nothing after telling which is none
std::optional<std::vector<model::VariableId>> qualities_of(const Options& options,
                                                           const model::Model& model) {
  std::vector<model::VariableId> out;
  for (const auto& name : options.qualities) {
    const auto id = findings::quality_called(model, name);
    if (!id) {
      say(fmt::format(
          "holon: this study has no variable `{}`\n"
          "  help: state it under `feedback:`, such as `{}: 0.92`, and in the scenarios "
          "that change it\n",
          name, name));
      return std::nullopt;
    }
    out.push_back(*id);
  }
  return out;
}

int decide(const Options& options) {
  const auto loaded = load(options.study);
  if (!loaded) return kInvalidInput;
  if (!are_known(options.plan.scenarios, loaded->study)) return kWrongUsage;
  const auto qualities = qualities_of(options, loaded->compiled.model);
  if (!qualities) return kWrongUsage;

  findings::Decision decision;
  {
    auto bar = std::make_shared<ProgressBar>("comparing", options.quiet);
    decision = findings::decide(loaded->study, loaded->compiled, options.plan, *qualities,
                                [bar](auto done, auto total) { return (*bar)(done, total); });
  }
  if (options.study.json != "-") {
    print(report::terminal(decision, style_for(options.study.colour)));
  }
  if (!options.study.json.empty()) write_result(options.study.json, report::json(decision));
  return kDone;
}

}  // namespace

Command add_decide(CLI::App& app) {
  auto* command = app.add_subcommand(
      "decide", "A study and its scenarios side by side: regret, dominance, where the order flips");
  auto options = std::make_shared<Options>();
  options->plan.engine.samples = 10'000;
  command->footer(kExamples);
  add_study_options(*command, options->study);
  add_ensemble_options(*command, options->plan.engine);
  add_scenarios(*command, options->plan.scenarios);
  command->add_option("--quality", options->qualities,
                      "A variable of which more is better (again for more)");
  command->add_flag("-q,--quiet", options->quiet, "No progress");
  return [options] { return decide(*options); };
}

}  // namespace holon::cli
