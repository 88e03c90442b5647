// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/option_checks.h"
#include "cli/study_options.h"

namespace holon::cli {
namespace {

struct Options {
  StudyOptions study;
  bool list = false;
};

std::string equation_text(const model::Model& model, const model::Variable& variable) {
  const auto name_of = [&](model::VariableId id) { return model[id].name; };
  const auto text = [&](const model::Expr& e) { return model::to_text(e, name_of); };
  switch (variable.role) {
    case model::Role::input:
      return quantity::to_text(variable.quantity);
    case model::Role::auxiliary:
      return "= " + text(variable.equation);
    case model::Role::stock:
      return fmt::format("stock from {}, change = {}", text(variable.initial),
                         text(variable.equation));
    case model::Role::delay:
      return fmt::format("= {} from {} ago", text(variable.equation), text(variable.delay));
    case model::Role::held:
      return fmt::format("held from {}, then {}", text(variable.initial), text(variable.equation));
  }
  return "";
}

int check(const Options& options) {
  const auto loaded = load(options.study);
  if (!loaded) return kInvalidInput;
  const auto& model = loaded->compiled.model;
  if (!options.study.json.empty()) write_result(options.study.json, "{\"diagnostics\": []}\n");
  if (options.list) {
    for (const auto& variable : model.variables) {
      print(fmt::format("{}  [{}]\n    {}\n", variable.name,
                        quantity::in_words(variable.unit.dimension),
                        equation_text(model, variable)));
    }
  }
  if (options.study.json != "-") {
    const auto counted = [](std::size_t count, std::string_view what) {
      return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
    };
    print(fmt::format("{}: no mistakes; {}, {}, {}\n", loaded->source_name,
                      counted(model.variables.size(), "variable"),
                      counted(loaded->compiled.flows.size(), "flow"),
                      counted(model.cases.size() - 1, "scenario")));
  }
  return kDone;
}

}  // namespace

Command add_check(CLI::App& app) {
  auto* command = app.add_subcommand("check", "Find every mistake of a study, without running it");
  auto options = std::make_shared<Options>();
  command->footer(
      "Examples:\n  holon check study.yaml\n  holon check study.yaml --list\n  holon check "
      "study.yaml --json - | jq .diagnostics\n");
  command->add_option("STUDY", options->study.path, kStudyIsOneOf)->required();
  command
      ->add_option("--set", options->study.settings,
                   "PATH=VALUE: another value for one of the study's (again for more)")
      ->check(assignment("PATH=VALUE"))
      ->allow_extra_args(false);
  command->add_option("--json", options->study.json,
                      "Write the mistakes as JSON to this file; - for standard output");
  command->add_flag("--list", options->list,
                    "List every variable of the compiled model with its equation");
  return [options] { return check(*options); };
}

}  // namespace holon::cli
