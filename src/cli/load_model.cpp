// SPDX-License-Identifier: Apache-2.0
#include "cli/load_model.h"

#include <utility>

#include <CLI/CLI.hpp>

#include "cli/option_checks.h"
#include "cli/output_options.h"
#include "report/json.h"

namespace holon::cli {

std::optional<model::formats::Script> load_script(const std::string& path, ColourChoice colour,
                                                  const std::string& json) {
  auto out = desk::read_script(path, access());
  if (out) return std::move(*out);
  if (!json.empty()) write_result(json, report::json(out.error()));
  say(out.error(), colour);
  return std::nullopt;
}

std::optional<LoadedModel> load_model(const ModelOptions& options) {
  auto out = desk::read_model(options, access());
  if (!out) {
    if (!options.json.empty()) write_result(options.json, report::json(out.error()));
    say(out.error(), options.colour);
    return std::nullopt;
  }
  if (auto wrong = desk::wrong_times(options, *out); !wrong.empty())
    throw CLI::ValidationError(std::move(wrong));
  say(out->built.warnings, options.colour);
  return std::move(*out);
}

void add_model_options(CLI::App& command, ModelOptions& options) {
  command.add_option("MODEL", options.path, "A .mdl, .xmile, .stmx or study .yaml")->required();
  command
      .add_option("--set", options.settings,
                  "NAME=VALUE, or NAME=QUANTITY such as `0.02 .. 0.04` (again for more)")
      ->check(assignment("NAME=VALUE"))
      ->allow_extra_args(false);
  command.add_option("--inputs", options.inputs,
                     "A YAML file with a quantity for each name, drawn for every sample");
  command.add_option("--data", options.data, "Series for data variables: .csv, .tab or .vdf")
      ->allow_extra_args(false);
  command.add_option("--from", options.from, "Start, in the model's time")->check(finite_number());
  command.add_option("--to", options.to, "End, in the model's time")->check(finite_number());
  command.add_option("--dt", options.step, "Time step")->check(finite_number());
  command.add_option("--save-every", options.save_every, "Time between the rows of the result")
      ->check(finite_number());
  command.add_option("--method", options.method, model::method_names() + "; else the model's own")
      ->check(method_name());
  command
      .add_option("--tolerance", options.tolerance,
                  "Of rk45 and rosenbrock: error of a step, relative to a stock's size (1e-6)")
      ->check(number_between(1e-14, 1));
  add_colour(command, options.colour);
}

}  // namespace holon::cli
