// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load_model.h"
#include "cli/ranks.h"
#include "cli/sampling_option.h"
#include "cli/saved_times.h"
#include "engine/interpreter.h"
#include "engine/run.h"
#include "engine/single_run.h"
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

// mean, deviation and quantiles of a whole series take memory for each moment
constexpr std::size_t kMostStatistics = 40'000;

// a column takes some kilobytes while the model runs
constexpr std::size_t kMostColumns = 200'000;

std::string plain(std::string_view name) {
  auto out = base::name_key(name);
  out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
  return out;
}

/// The variables asked for, in the order asked; nothing after telling which are unknown.
std::optional<std::vector<model::formats::Shown>> chosen(const LoadedModel& loaded,
                                                         const Options& options) {
  const auto& built = loaded.built;
  if (options.outputs.empty()) {
    if (!options.samples && built.shown.size() > kMostColumns) {
      say(
          fmt::format("holon: {} has {} elements, too many for one table.\n"
                      "  help: name those you want by --output\n",
                      loaded.name, built.shown.size()));
      return std::nullopt;
    }
    if (!options.samples) return built.shown;
    std::vector<model::formats::Shown> stocks;
    for (const auto& shown : built.shown) {
      if (built.model[shown.variable].role == model::Role::stock) stocks.push_back(shown);
    }
    return stocks.empty() ? built.shown : stocks;
  }
  std::vector<model::formats::Shown> out;
  bool all_known = true;
  for (const auto& name : options.outputs) {
    const auto before = out.size();
    for (const auto& shown : built.shown) {
      if (plain(shown.name) == plain(name) ||
          plain(built.written[shown.written].name) == plain(name))
        out.push_back(shown);
    }
    if (out.size() > before) continue;
    all_known = false;
    std::vector<std::string> known;
    for (const auto& written : built.written) known.push_back(written.name);
    const auto near = base::nearest(name, known);
    say(fmt::format(
        "holon: {} has no variable `{}`.\n  help: {}\n", loaded.name, name,
        near ? fmt::format("did you mean `{}`?", *near) : "`holon model show` lists them"));
  }
  if (!all_known) return std::nullopt;
  return out;
}

std::vector<engine::Output> outputs_of(const std::vector<model::formats::Shown>& shown,
                                       const SavedTimes& saved) {
  std::vector<engine::Output> out;
  for (const auto& one : shown) {
    engine::Output output;
    output.name = one.name;
    output.expression = model::variable(one.variable);
    output.series = true;
    output.every = saved.every();
    out.push_back(std::move(output));
  }
  return out;
}

// the outputs once more, as they are at the end: series stop before it
std::vector<engine::Output> with_end(std::vector<engine::Output> outputs) {
  const auto count = outputs.size();
  for (std::size_t i = 0; i < count; ++i) {
    outputs.push_back(outputs[i]);
    outputs.back().series = false;
  }
  return outputs;
}

// each output's saved values, the end included
std::vector<std::vector<double>> values_of_one_run(const model::Model& model,
                                                   const std::vector<engine::Output>& series,
                                                   const Options& options) {
  const auto count = series.size();
  const auto outputs = with_end(series);
  std::vector<std::vector<double>> out;
  if (options.backend == "reference") {
    auto result = engine::interpret(model, outputs, options.plan.seed, 0);
    out.assign(result.series.begin(), result.series.begin() + static_cast<std::ptrdiff_t>(count));
    for (std::size_t i = 0; i < count; ++i) out[i].push_back(result.final[count + i]);
    return out;
  }
  out = engine::run_single(engine::compile(model, outputs), options.plan.seed);
  for (std::size_t i = 0; i < count; ++i) out[i].push_back(out[count + i].front());
  out.resize(count);
  return out;
}

/// One run: the table of its values.
report::SeriesTable one_run(const LoadedModel& loaded,
                            const std::vector<model::formats::Shown>& shown,
                            const Options& options) {
  const auto& built = loaded.built;
  const SavedTimes saved(built);
  auto outputs = outputs_of(shown, saved);
  const bool moves = built.moving_stop != model::Model::npos;
  if (moves) outputs.push_back(outputs_of({{"", built.moving_stop, 0}}, saved).front());
  const auto values = values_of_one_run(built.model, outputs, options);
  report::SeriesTable out;
  for (const auto& one : shown) out.names.push_back(one.name);
  out.columns.resize(shown.size());
  for (std::size_t row = 0; row < saved.size(); ++row) {
    const auto at = saved.row(row);
    out.times.push_back(saved.time(row));
    for (std::size_t i = 0; i < shown.size(); ++i) out.columns[i].push_back(values[i][at]);
    // an end that the run itself moves
    if (moves && saved.time(row) >= values.back()[at]) break;
  }
  return out;
}

std::string quantiles(const LoadedModel& loaded, const std::vector<model::formats::Shown>& shown,
                      const Options& options) {
  const auto& built = loaded.built;
  const SavedTimes saved(built);
  const auto program = engine::compile(built.model, with_end(outputs_of(shown, saved)));
  auto plan = options.plan;
  plan.samples = *options.samples;
  plan.draws = planned_draws(options.sampling, plan, built.model);
  auto bar = std::make_shared<ProgressBar>("simulating", options.quiet);
  const auto found =
      engine::run(program, plan, [bar](auto done, auto total) { return (*bar)(done, total); });
  std::string out = "time,variable,mean,sd,p05,p50,p95\n";
  for (std::size_t row = 0; row < saved.size(); ++row) {
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const auto& series = found.outputs[i];
      const auto at = saved.row(row);
      const auto& s = at < series.size() ? series[at] : found.outputs[shown.size() + i].front();
      out += fmt::format("{},{},{},{},{},{},{}\n", base::exact(saved.time(row)),
                         report::csv_field(shown[i].name), base::exact(s.mean()),
                         base::exact(s.sd()), base::exact(s.quantile(0.05)),
                         base::exact(s.quantile(0.5)), base::exact(s.quantile(0.95)));
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
  const auto shown = chosen(*loaded, options);
  if (!shown) return kWrongUsage;
  if (options.samples) {
    const auto cells = shown->size() * SavedTimes(loaded->built).size();
    if (cells > kMostStatistics) {
      say(
          fmt::format("holon: statistics of {} variables at {} moments take too much memory.\n"
                      "  help: name fewer variables by --output, or save less by --save-every\n",
                      shown->size(), cells / std::max<std::size_t>(1, shown->size())));
      return kWrongUsage;
    }
    write_result(options.csv.empty() ? "-" : options.csv, quantiles(*loaded, *shown, options));
    return kDone;
  }
  const auto table = one_run(*loaded, *shown, options);
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
