// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load_model.h"
#include "cli/option_checks.h"
#include "cli/output_options.h"
#include "report/diagram.h"
#include "report/loops_text.h"

namespace holon::cli {
namespace {

struct Options {
  ModelOptions model;
  std::string json;
  std::string scenario;
  std::string from;
  std::string to;
  std::string method = "discrete";
  std::string svg;
  std::string dot;
  std::string mermaid;
  bool picture = false;
  std::size_t top = 12;
  std::size_t variables = 30;
};

constexpr double kDay = 86400;  // [s]
constexpr std::size_t kLeastWidth = 60;

// a study counts seconds from its first day, and people name days
std::string moment_text(const LoadedModel& loaded, double moment) {
  if (!loaded.is_study) return fmt::format("{:.6g}", moment);
  const auto day = base::days_since_epoch(loaded.built.model.time.from) +
                   static_cast<std::int64_t>(std::floor(moment / kDay + 0.5));
  return base::to_text(base::date_of_day(day));
}

std::optional<double> moment_of(const LoadedModel& loaded, const std::string& text) {
  const auto date = loaded.is_study ? base::parse_date(text) : std::nullopt;
  if (!date) return base::parse_number(text);
  return kDay * static_cast<double>(base::days_since_epoch(*date) -
                                    base::days_since_epoch(loaded.built.model.time.from));
}

bool read_moment(const LoadedModel& loaded, std::string_view option, const std::string& text,
                 double& to) {
  if (text.empty()) return true;
  const auto moment = moment_of(loaded, text);
  if (moment) {
    to = *moment;
    return true;
  }
  say(loaded.is_study
          ? fmt::format(
                "holon: {} `{}` is neither a date nor a number\n  help: as in {} 2023-01-31\n",
                option, text, option)
          : fmt::format(
                "holon: {} `{}` is not a number\n  help: a time of the model, as in {} 10\n",
                option, text, option));
  return false;
}

std::optional<std::size_t> case_of(const model::Model& model, const std::string& scenario) {
  if (scenario.empty()) return 0;
  std::vector<std::string> names;
  for (std::size_t i = 1; i < model.cases.size(); ++i) {
    if (base::name_key(model.cases[i].name) == base::name_key(scenario)) return i;
    names.push_back(model.cases[i].name);
  }
  const auto near = base::nearest(scenario, names);
  say(fmt::format("holon: there is no scenario `{}`\n  help: {}\n", scenario,
                  near            ? fmt::format("did you mean `{}`?", *near)
                  : names.empty() ? "this model has none"
                                  : "there are " + base::listed(names, "and")));
  return std::nullopt;
}

report::LoopContext context_of(const LoadedModel& loaded, const Options& options) {
  report::LoopContext out;
  out.title = loaded.title.empty() ? loaded.name : loaded.title;
  out.scenario = options.scenario;
  out.top = options.top;
  out.time_text = [&loaded](double moment) { return moment_text(loaded, moment); };
  return out;
}

int loops(const Options& options) {
  const auto loaded = load_model(options.model);
  if (!loaded) return kInvalidInput;
  const auto& model = loaded->built.model;

  // which case, which part of the run
  const auto in_case = case_of(model, options.scenario);
  if (!in_case) return kWrongUsage;
  engine::loops::LoopPlan plan;
  plan.in_case = *in_case;
  plan.period = engine::loops::whole_run(model);
  if (!read_moment(*loaded, "--from", options.from, plan.period.from) ||
      !read_moment(*loaded, "--to", options.to, plan.period.to))
    return kWrongUsage;
  if (options.method == "derivative") plan.method = engine::loops::ScoreMethod::derivative;
  const auto report = engine::loops::analyse(model, plan);

  // the text, unless something else goes there
  const auto context = context_of(*loaded, options);
  auto diagram = report::diagram_of(report, context.title, options.top, options.variables);
  if (options.json != "-" && options.svg != "-" && options.dot != "-" && options.mermaid != "-") {
    const report::Style style{use_colour(options.model.colour, 1),
                              std::max(terminal_width(), kLeastWidth)};
    print(options.picture ? report::diagram_text(diagram, style)
                          : report::loops_text(report, context, style));
  }
  if (!options.json.empty()) write_result(options.json, report::loops_json(report, context));
  if (!options.mermaid.empty()) write_result(options.mermaid, report::diagram_mermaid(diagram));
  if (!options.dot.empty()) write_result(options.dot, report::diagram_dot(diagram));
  if (!options.svg.empty()) {
    report::lay_out(diagram);
    write_result(options.svg, report::diagram_svg(diagram));
  }
  return kDone;
}

}  // namespace

Command add_loops(CLI::App& app) {
  auto* command = app.add_subcommand("loops", "The feedback loops of a model, and which drive it");
  auto options = std::make_shared<Options>();
  command->footer(
      "Examples:\n  holon loops study.yaml\n  holon loops world.mdl --svg loops.svg --top 6\n"
      "  holon loops study.yaml --from 2023-01-01 --json - | jq .loops\n");
  command->add_option("MODEL", options->model.path, "A .mdl, .xmile, .stmx or study .yaml")
      ->required();
  command->add_option("--top", options->top, "Loops that are shown and drawn")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000}).description(""))
      ->capture_default_str();
  command
      ->add_option("--variables", options->variables,
                   "Variables that are drawn at most, beside stocks; others are joined to links")
      ->capture_default_str();
  command->add_option("--from", options->from, "Look at the run from this time on");
  command->add_option("--to", options->to, "… and up to this time");
  command->add_option("--scenario", options->scenario, "A study as this scenario changes it");
  command->add_option("--method", options->method, "discrete or derivative: how links are scored")
      ->check(CLI::IsMember({"discrete", "derivative"}).description(""))
      ->capture_default_str();
  command
      ->add_option("--set", options->model.settings,
                   "NAME=VALUE: another value for one of the model's (again for more)")
      ->check(assignment("NAME=VALUE"))
      ->allow_extra_args(false);
  command
      ->add_option("--data", options->model.data, "Series for data variables: .csv, .tab or .vdf")
      ->allow_extra_args(false);
  command->add_option("--dt", options->model.step, "Time step; else the model's own")
      ->check(finite_number());
  add_json(*command, options->json);
  command->add_option("--svg", options->svg,
                      "Also draw the causal loop diagram to this file; - for standard output");
  command->add_option("--mermaid", options->mermaid,
                      "Also write it for Mermaid to this file; - for standard output");
  command->add_flag("--picture", options->picture,
                    "Show the causal loop diagram instead of shares: each loop as a ring");
  command->add_option("--dot", options->dot,
                      "Also write it for Graphviz to this file; - for standard output");
  add_colour(*command, options->model.colour);
  return [options] { return loops(*options); };
}

}  // namespace holon::cli
