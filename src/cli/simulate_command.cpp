// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load_model.h"
#include "cli/ranks.h"
#include "cli/sampling_option.h"
#include "desk/simulation.h"
#include "report/series.h"

namespace holon::cli {
namespace {

struct Options {
  ModelOptions model;
  std::vector<std::string> outputs;
  std::optional<std::uint64_t> samples;
  engine::Plan plan;
  std::string csv;
  std::string sampling = "random";
  std::string backend = "automatic";
  bool quiet = false;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon simulate model.mdl                          a table on standard output\n"
    "  holon simulate model.stmx --output 'Population' --csv population.csv\n"
    "  holon simulate model.mdl --set 'birth rate=0.03' --to 2100 --save-every 10\n"
    "  holon simulate model.mdl --set 'birth rate=0.02 .. 0.04' --samples 10000 --output births\n"
    "  holon simulate model.mdl --samples 100000 --backend jit\n\n"
    "The table has a column `time` and one for each variable, elements as `name[a,b]`. With\n"
    "--samples it has the columns time, variable, mean, sd, p05, p50, p95 (of stocks, unless\n"
    "--output names others).\n";

void tell(const std::vector<desk::Refusal>& refusals) {
  for (const auto& one : refusals)
    say(fmt::format("holon: {}\n  help: {}\n", one.message, one.help));
}

// an empty column is easily overlooked
void tell_missing(std::vector<std::string> names) {
  constexpr std::size_t kNamed = 5;
  if (names.empty()) return;
  const auto others = names.size() > kNamed ? names.size() - kNamed : 0;
  names.resize(names.size() - others);
  for (auto& name : names) name = "`" + name + "`";
  if (others > 0) names.push_back(fmt::format("{} more", others));
  say(fmt::format(
      "holon: no value at any time: {}\n"
      "  help: a logarithm of what is negative, data that nobody gave, or equations that "
      "find no solution\n",
      base::listed(names, "and")));
}

std::string quantiles(const LoadedModel& loaded, const desk::Columns& shown,
                      const Options& options) {
  auto plan = options.plan;
  plan.samples = *options.samples;
  plan.draws = planned_draws(options.sampling, plan, loaded.built.model);
  auto bar = std::make_shared<ProgressBar>("simulating", options.quiet);
  const auto table = desk::many_runs(loaded, shown, plan,
                                     [bar](auto done, auto total) { return (*bar)(done, total); });
  std::string out = "time,variable,mean,sd,p05,p50,p95\n";
  for (std::size_t row = 0; row < table.times.size(); ++row) {
    for (std::size_t i = 0; i < table.names.size(); ++i) {
      const auto& s = table.columns[i];
      out += fmt::format("{},{},{},{},{},{},{}\n", base::exact(table.times[row]),
                         report::csv_field(table.names[i]), base::exact(s.mean[row]),
                         base::exact(s.sd[row]), base::exact(s.p05[row]), base::exact(s.p50[row]),
                         base::exact(s.p95[row]));
    }
  }
  return out;
}

// which back end the engine takes; of the machine code, whether there is any
void choose_backend(Options& options) {
  if (options.backend == "machine") options.plan.backend = engine::Backend::machine;
  if (options.backend != "jit") return;
  options.plan.backend = engine::Backend::jit;
  if (engine::jit::open_library(options.plan.jit_library) == nullptr)
    say("holon: this build has no compiler of its own (LLVM); the batch machine runs instead\n");
  else if (!options.samples)
    say("holon: one run alone is always by the batch machine; --backend jit is for --samples\n");
}

int simulate(Options& options) {
  choose_backend(options);
  const auto loaded = load_model(options.model);
  if (!loaded) return kInvalidInput;
  const auto shown = desk::chosen_columns(*loaded, options.outputs, options.samples.has_value());
  if (!shown) {
    tell(shown.error());
    return kWrongUsage;
  }
  if (options.samples) {
    if (const auto refusals = desk::too_many(*loaded, *shown); !refusals.empty()) {
      tell(refusals);
      return kWrongUsage;
    }
    write_result(options.csv.empty() ? "-" : options.csv, quantiles(*loaded, *shown, options));
    return kDone;
  }
  const auto table =
      desk::one_run(*loaded, *shown, options.plan.seed, options.backend == "reference");
  tell_missing(report::missing_throughout(table));
  const bool for_people = options.csv.empty() && is_terminal(STDOUT_FILENO);
  if (!for_people) write_result(options.csv.empty() ? "-" : options.csv, report::csv(table));
  if (for_people || (!options.csv.empty() && options.csv != "-"))
    print(report::terminal(table, terminal_width()));
  return kDone;
}

}  // namespace

Command add_simulate(CLI::App& app) {
  auto* command = app.add_subcommand("simulate", "Run a model of holon, Vensim, Stella or XMILE");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  add_model_options(*command, options->model);
  command->add_option("--output", options->outputs, "A variable or an array (again for more)")
      ->allow_extra_args(false);
  command->add_option("--samples", options->samples, "Simulated futures, of uncertain inputs")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}).description(""));
  command->add_option("--seed", options->plan.seed, "Of the random draws")->capture_default_str();
  add_sampling_plan(*command, options->sampling);
  options->plan.ranks = ranks();
  command->add_option("--threads", options->plan.threads, "0: as many as there are")
      ->capture_default_str();
  command->add_option("--csv", options->csv, "Where the table goes; - for standard output");
  command
      ->add_option("--backend", options->backend,
                   "automatic, machine (the batch machine), jit (machine code where LLVM is), or "
                   "reference: the plain interpreter that they are checked against")
      ->check(CLI::IsMember({"automatic", "machine", "jit", "reference"}).description(""))
      ->capture_default_str();
  command->add_flag("-q,--quiet", options->quiet, "No progress");
  return [options] { return simulate(*options); };
}

}  // namespace holon::cli
