// SPDX-License-Identifier: Apache-2.0
#include "experiment/sensitivity.h"

#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/experiment_options.h"
#include "desk/saved_times.h"

namespace holon::cli {
namespace {

struct Options {
  ExperimentOptions common;
  std::vector<std::string> outputs;
  std::vector<std::string> varied;
  std::uint64_t rows = 1024;
  std::string method = "sobol";
  std::string sampling = "sobol";
  bool over_time = false;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon sensitivity model.mdl --output Population --vary 'birth rate=0.02 .. 0.04' \\\n"
    "        --vary 'life expectancy=50 .. 80'\n"
    "  holon sensitivity model.stmx --inputs spreads.yaml --output Infected --over-time\n"
    "  holon sensitivity study.yaml --output demand --rows 4096 --json -\n"
    "  holon sensitivity study.yaml --output demand --estimator given-data --rows 20000\n\n"
    "First order: the share of the variance that a factor explains alone; total: with everything\n"
    "it does together with others. `sobol` takes rows × (factors + 2) runs; `given-data` takes\n"
    "rows runs and tells the first order only.\n";

model::Model varied_model(const LoadedModel& loaded, const std::vector<NamedQuantity>& varied) {
  auto out = loaded.built.model;
  for (const auto& one : varied) {
    auto& variable = out.variables[one.variable];
    variable.role = model::Role::input;
    variable.equation = nullptr;
    variable.initial = nullptr;
    variable.quantity = one.quantity;
  }
  return out;
}

/// What to observe: every output at the saved times, or at the end alone.
struct Observed {
  std::vector<engine::Output> outputs;
  std::vector<double> times;  // of the entries
};

Observed observed(const LoadedModel& loaded, const std::vector<model::VariableId>& variables,
                  bool over_time) {
  Observed out;
  const auto& time = loaded.built.model.time;
  const desk::SavedTimes saved(loaded.built);
  if (over_time && time.steps > 0) {
    // a study's time is shown in days
    const double unit = loaded.is_study ? 86400 : 1;
    for (std::uint32_t step = 0; step < time.steps; step += saved.every())
      out.times.push_back(time.at(step) / unit);
    for (const auto id : variables)
      out.outputs.push_back({"", model::variable(id), true, saved.every()});
  }
  for (const auto id : variables) out.outputs.push_back({"", model::variable(id), false, 1});
  out.times.push_back(time.at(time.steps) / (loaded.is_study ? 86400 : 1));
  return out;
}

// the end as one more entry of each series
void join_ends(experiment::Sensitivity& found, std::size_t count) {
  if (found.outputs.size() == count) return;
  for (std::size_t o = 0; o < count; ++o)
    found.outputs[o].push_back(std::move(found.outputs[count + o].front()));
  found.outputs.resize(count);
}

// bases that are not in seconds: numbers as the variable's unit shows them
void show_in_units(const LoadedModel& loaded, const std::vector<model::VariableId>& variables,
                   report::SensitivityReport& report) {
  for (std::size_t o = 0; o < variables.size(); ++o) {
    const auto unit = shown_unit(loaded, variables[o]);
    if (!unit.text.empty()) report.outputs[o] += " [" + unit.text + "]";
    for (auto& entry : report.found.outputs[o]) {
      entry.mean /= unit.scale;
      entry.sd /= unit.scale;
    }
  }
}

int sensitivity(const Options& options) {
  const auto loaded = load_model(options.common.model);
  if (!loaded) return kInvalidInput;
  base::Diagnostics diagnostics;
  std::vector<NamedQuantity> varied;
  for (const auto& text : options.varied) {
    if (auto one = read_varied(*loaded, "--vary", text, diagnostics))
      varied.push_back(std::move(*one));
  }
  std::vector<model::VariableId> variables;
  report::SensitivityReport report;
  for (const auto& name : options.outputs) {
    const auto id = find_variable(*loaded, name, word_of("--output", name), diagnostics);
    if (!id) continue;
    variables.push_back(*id);
    report.outputs.push_back(shown_name(*loaded, *id));
  }
  const auto model = varied_model(*loaded, varied);
  const auto view = observed(*loaded, variables, options.over_time);
  const auto program = engine::compile(model, view.outputs);
  const auto factors = experiment::factors_of(model, program);
  if (diagnostics.empty() && factors.empty()) {
    diagnostics.push_back({base::Code::not_changeable,
                           "nothing that these outputs hang on is uncertain",
                           {},
                           "",
                           {},
                           {"`--vary 'NAME=LOW .. HIGH'` makes a constant uncertain"}});
  }
  if (!diagnostics.empty()) {
    say(base::in_order(diagnostics), options.common.model.colour);
    return kInvalidInput;
  }

  experiment::SensitivityPlan plan;
  plan.engine = options.common.plan;
  plan.rows = options.rows;
  plan.sampling = *experiment::parse_sampling_plan(options.sampling);
  {
    auto bar = std::make_shared<ProgressBar>("running", options.common.quiet);
    const auto progress = [bar](auto done, auto total) { return (*bar)(done, total); };
    report.found = options.method == "sobol"
                       ? experiment::sobol_indices(program, factors, plan, progress)
                       : experiment::given_data_indices(program, factors, plan, progress);
  }
  join_ends(report.found, variables.size());
  report.model = loaded->name;
  report.method = options.method;
  report.rows = options.rows;
  report.seed = plan.engine.seed;
  report.times = view.times;
  report.time_unit = loaded->is_study ? "days" : loaded->built.time_units;
  show_in_units(*loaded, variables, report);
  present(options.common, report::terminal(report, style_for(options.common.model.colour)),
          report::json(report));
  return kDone;
}

}  // namespace

Command add_sensitivity(CLI::App& app) {
  auto* command =
      app.add_subcommand("sensitivity", "Which uncertain numbers move a model's outputs most");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  add_experiment_options(*command, options->common);
  command->add_option("--output", options->outputs, "What is explained (again for more)")
      ->required()
      ->allow_extra_args(false);
  command
      ->add_option("--vary", options->varied,
                   "NAME=QUANTITY: a constant that is uncertain (again for more)")
      ->allow_extra_args(false);
  command->add_option("--rows", options->rows, "N; best a power of two")
      ->check(CLI::Range(std::uint64_t{2}, std::uint64_t{100'000'000}).description(""))
      ->capture_default_str();
  command->add_option("--estimator", options->method, "sobol or given-data")
      ->check(CLI::IsMember({"sobol", "given-data"}).description(""))
      ->capture_default_str();
  command->add_option("--plan", options->sampling, "How rows are spread: random, latin or sobol")
      ->check(CLI::IsMember({"random", "latin", "sobol"}).description(""))
      ->capture_default_str();
  command->add_flag("--over-time", options->over_time, "At every saved time, not at the end alone");
  return [options] { return sensitivity(*options); };
}

}  // namespace holon::cli
