// SPDX-License-Identifier: Apache-2.0
#include "experiment/optimise.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/experiment_options.h"

namespace holon::cli {
namespace {

struct Options {
  ExperimentOptions common;
  std::string maximise;
  std::string minimise;
  std::vector<std::string> policies;
  std::vector<std::string> constraints;
  experiment::OptimisationPlan plan;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon optimise fishery.mdl --maximise catch --over 'effort=0 .. 2'\n"
    "  holon optimise model.stmx --minimise 'integral of Infected' --over 'closure=0 .. 0.8' \\\n"
    "        --subject-to 'maximum of cost <= 500'\n"
    "  holon optimise study.yaml --maximise 'p05 of mean of profit' --over 'price=1 .. 9' \\\n"
    "        --samples 1000\n\n"
    "What is counted: [pNN of | mean of] [end of | mean of | integral of | maximum of | minimum\n"
    "of] VARIABLE: a path over time becomes one number, at its end unless said otherwise; of an\n"
    "ensemble (--samples) the mean of these numbers counts, or the quantile pNN.\n";

/// A measure as written, and what it is called.
struct Named {
  experiment::Measure measure;
  std::string text;
};

// "p05 of integral of Infected"
std::optional<Named> read_measure(const LoadedModel& loaded, const base::Span& where,
                                  base::Diagnostics& diagnostics) {
  Named out;
  auto rest = std::string(base::trim(where.source->text().substr(where.offset, where.length)));
  bool has_over = false;
  std::string words;
  for (auto of = rest.find(" of "); of != std::string::npos; of = rest.find(" of ")) {
    const auto word = base::lower(base::trim(rest.substr(0, of)));
    const auto over = experiment::parse_over(word);
    const auto percent = word.starts_with('p') ? base::parse_number(word.substr(1)) : std::nullopt;
    if (percent && *percent >= 0 && *percent <= 100 && !has_over)
      out.measure.quantile = *percent / 100;
    else if (over && !has_over)
      out.measure.over = *over;
    else
      break;
    has_over = has_over || over.has_value();
    words += word + " of ";
    rest = std::string(base::trim(rest.substr(of + 4)));
  }
  const auto id = find_variable(loaded, rest, where, diagnostics);
  if (!id) return std::nullopt;
  out.measure.variable = *id;
  out.text = words + shown_name(loaded, *id) + (has_over ? "" : " at the end");
  return out;
}

// "maximum of cost <= 500"
void read_constraint(const LoadedModel& loaded, const std::string& text,
                     report::OptimisationReport& report, base::Diagnostics& diagnostics) {
  const auto where = word_of("--subject-to", text);
  const bool at_most = text.find("<=") != std::string::npos;
  const auto sign = at_most ? text.find("<=") : text.find(">=");
  if (sign == std::string::npos) {
    diagnostics.push_back({base::Code::not_changeable,
                           fmt::format("`{}` is no limit", text),
                           where,
                           "",
                           {},
                           {"as in `--subject-to 'maximum of cost <= 500'`"}});
    return;
  }
  const auto measure = read_measure(loaded, where.part(0, sign), diagnostics);
  if (!measure) return;
  const auto bound = read_quantity_of(loaded, measure->measure.variable,
                                      where.part(sign + 2, text.size() - sign - 2), diagnostics);
  if (!bound) return;
  const auto* value = std::get_if<quantity::Constant>(&bound->distribution.shape);
  if (value == nullptr) {
    diagnostics.push_back(
        {base::Code::bad_distribution, "a limit is one number", where, "", {}, {}});
    return;
  }
  report.constraints.push_back({measure->measure, at_most, value->value * bound->unit.scale});
  report.constraint_names.push_back(measure->text +
                                    std::string(base::trim(text.substr(sign))).insert(0, " "));
  report.constraint_units.push_back(shown_unit(loaded, measure->measure.variable));
}

std::string sentence(const Options& options, const Named& goal) {
  return fmt::format("{} {}", options.plan.maximise ? "Maximise" : "Minimise", goal.text);
}

int optimise(const Options& options) {
  const auto loaded = load_model(options.common.model);
  if (!loaded) return kInvalidInput;
  base::Diagnostics diagnostics;
  report::OptimisationReport report;
  report.parameters = read_parameters(*loaded, "--over", options.policies, diagnostics);
  const bool maximise = !options.maximise.empty();
  const auto goal = read_measure(
      *loaded,
      maximise ? word_of("--maximise", options.maximise) : word_of("--minimise", options.minimise),
      diagnostics);
  for (const auto& text : options.constraints) read_constraint(*loaded, text, report, diagnostics);
  if (!diagnostics.empty()) {
    say(base::in_order(diagnostics), options.common.model.colour);
    return kInvalidInput;
  }

  auto plan = options.plan;
  plan.maximise = maximise;
  const auto samples = plan.engine.samples;
  plan.engine = options.common.plan;
  plan.engine.samples = samples;
  {
    auto bar = std::make_shared<ProgressBar>("searching", options.common.quiet);
    report.found = experiment::optimise(
        loaded->built.model, report.parameters, goal->measure, report.constraints, plan,
        [bar](auto done, auto total) { return (*bar)(done, total); });
  }
  report.model = loaded->name;
  report.seed = plan.engine.seed;
  report.samples = samples;
  auto told = options;
  told.plan.maximise = maximise;
  report.goal = sentence(told, *goal);
  report.maximise = maximise;
  report.units = shown_units(*loaded, report.parameters);
  report.goal_unit = shown_unit(*loaded, goal->measure.variable);
  // an integral has another unit than what it is of
  if (goal->measure.over == experiment::Over::integral) report.goal_unit = {1, ""};
  present(options.common, report::terminal(report, style_for(options.common.model.colour)),
          report::json(report));
  return report.found.feasible ? kDone : kCheckFailed;
}

}  // namespace

Command add_optimise(CLI::App& app) {
  auto* command = app.add_subcommand("optimise", "Find the policy that serves a goal best");
  auto options = std::make_shared<Options>();
  options->plan.engine.samples = 1;
  command->footer(kExamples);
  add_experiment_options(*command, options->common);
  auto* most = command->add_option("--maximise", options->maximise, "What should be large");
  auto* least = command->add_option("--minimise", options->minimise, "What should be small");
  most->excludes(least);
  command
      ->add_option("--over", options->policies,
                   "NAME=LOW..HIGH: a constant that the policy sets (again for more)")
      ->required()
      ->allow_extra_args(false);
  command
      ->add_option("--subject-to", options->constraints,
                   "A limit, as in 'maximum of cost <= 500' (again for more)")
      ->allow_extra_args(false);
  command
      ->add_option("--samples", options->plan.engine.samples,
                   "Futures for each policy; 1: what is uncertain at its median")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000}).description(""))
      ->capture_default_str();
  command->add_option("--rounds", options->plan.rounds, "Generations of the search, at most")
      ->check(CLI::Range(std::uint32_t{1}, std::uint32_t{100'000}).description(""))
      ->capture_default_str();
  return [options] {
    if (options->maximise.empty() && options->minimise.empty()) {
      say("holon: there is no goal.\n  help: name one by --maximise or --minimise\n");
      return static_cast<int>(kWrongUsage);
    }
    return optimise(*options);
  };
}

}  // namespace holon::cli
