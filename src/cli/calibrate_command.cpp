// SPDX-License-Identifier: Apache-2.0
#include "experiment/calibrate.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/experiment_options.h"
#include "model/formats/data_series.h"

namespace holon::cli {
namespace {

using base::Code;

struct Options {
  ExperimentOptions common;
  std::vector<std::string> fitted;
  std::vector<std::string> errors;
  experiment::CalibrationPlan plan;
  std::string method = "local";
  bool no_intervals = false;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon calibrate model.mdl --data seen.csv --fit 'birth rate=0.01 .. 0.1'\n"
    "  holon calibrate sir.stmx --data cases.csv --fit 'contact rate=1 .. 20' \\\n"
    "        --fit 'duration=1 .. 30' --error 'Infected=50' --json fit.json\n"
    "  holon calibrate model.mdl --data seen.csv --fit 'a=1e-6 .. 1' --search evolution\n\n"
    "The data have a column `time` (in the model's time; of a study in days since its first day)\n"
    "and a column for each variable seen; cells may be empty. Columns that name no variable of "
    "the\n"
    "model are left out. Bounds that lie a hundred times apart are searched by logarithm.\n";

void mistake(base::Diagnostics& diagnostics, Code code, std::string message, std::string help) {
  diagnostics.push_back({code, std::move(message), {}, "", {}, {std::move(help)}});
}

bool is_shown(const LoadedModel& loaded, const std::string& name) {
  base::Diagnostics unused;
  return find_variable(loaded, name, {}, unused).has_value();
}

// the values within the model's time, from its first step, in base units
experiment::DataSeries series_of(const LoadedModel& loaded, model::VariableId variable,
                                 const model::formats::DataSeries& read, std::size_t& outside) {
  experiment::DataSeries out;
  out.name = shown_name(loaded, variable);
  out.variable = variable;
  const auto& time = loaded.built.model.time;
  const double unit = loaded.is_study ? 86400 : 1;
  const double scale = loaded.built.model[variable].unit.scale;
  for (std::size_t k = 0; k < read.values.size(); ++k) {
    if (!std::isfinite(read.values[k])) continue;
    const double at = read.times[k] * unit - time.start;
    const double slack = 1e-6 * time.step;
    if (at < -slack || at > time.length() + slack) {
      ++outside;
      continue;
    }
    out.times.push_back(at);
    out.values.push_back(read.values[k] * scale);
  }
  return out;
}

std::vector<experiment::DataSeries> read_data(const LoadedModel& loaded, const Options& options,
                                              base::Diagnostics& diagnostics) {
  std::vector<experiment::DataSeries> out;
  if (options.common.model.data.empty())
    mistake(diagnostics, Code::bad_data, "no data to fit to", "name a file by `--data FILE`");
  for (const auto& path : options.common.model.data) {
    const auto read = model::formats::read_data_file(path);
    if (!read) {
      mistake(diagnostics, Code::not_read, read.error().message,
              "a table needs a column `time` and a column for each variable");
      continue;
    }
    const auto before = out.size();
    std::size_t outside = 0;
    std::vector<std::string> names;
    for (const auto& series : read->series()) {
      names.push_back("`" + series.name + "`");
      if (!is_shown(loaded, series.name)) continue;
      const auto id = *find_variable(loaded, series.name, {}, diagnostics);
      auto one = series_of(loaded, id, series, outside);
      if (!one.values.empty()) out.push_back(std::move(one));
    }
    if (out.size() > before) continue;
    if (outside > 0) {
      mistake(diagnostics, Code::bad_data,
              fmt::format("no value of {} lies in the model's time", path),
              fmt::format(
                  "it runs from {} to {}", base::exact(loaded.built.model.time.start),
                  base::exact(loaded.built.model.time.start + loaded.built.model.time.length())));
    } else {
      names.resize(std::min<std::size_t>(names.size(), 5));
      mistake(diagnostics, Code::bad_data,
              fmt::format("no column of {} is a variable of {}", path, loaded.name),
              names.empty() ? "it has no column beside `time`"
                            : "its columns are " + base::listed(names, "and"));
    }
  }
  return out;
}

// NAME=VALUE: one standard deviation of a series
void read_errors(const LoadedModel& loaded, const Options& options,
                 std::vector<experiment::DataSeries>& data, base::Diagnostics& diagnostics) {
  for (const auto& text : options.errors) {
    const auto where = word_of("--error", text);
    const auto sign = std::min(text.rfind('='), text.size());
    const auto id = find_variable(loaded, text.substr(0, sign), where.part(0, sign), diagnostics);
    if (!id) continue;
    const auto error = read_quantity_of(
        loaded, *id, where.part(sign + 1, text.size() - std::min(text.size(), sign + 1)),
        diagnostics);
    if (!error) continue;
    const auto* value = std::get_if<quantity::Constant>(&error->distribution.shape);
    const auto series = std::find_if(data.begin(), data.end(),
                                     [&](const auto& one) { return one.variable == *id; });
    if (value == nullptr || !(value->value > 0)) {
      diagnostics.push_back({Code::out_of_range,
                             "an error is one number above zero",
                             where,
                             "",
                             {},
                             {"one standard deviation, as in `--error 'Infected=50'`"}});
    } else if (series == data.end()) {
      diagnostics.push_back({Code::bad_data,
                             fmt::format("the data have no `{}`", shown_name(loaded, *id)),
                             where,
                             "",
                             {},
                             {"an error belongs to a series of the data"}});
    } else {
      series->error = value->value * error->unit.scale;
    }
  }
}

// numbers as the user wrote them
void show_in_units(const LoadedModel& loaded, report::CalibrationReport& report) {
  const double unit = loaded.is_study ? 86400 : 1;
  for (std::size_t s = 0; s < report.data.size(); ++s) {
    auto& data = report.data[s];
    const double scale = loaded.built.model[data.variable].unit.scale;
    for (auto& time : data.times) time = (time + loaded.built.model.time.start) / unit;
    for (auto& value : data.values) value /= scale;
    auto& fit = report.found.series[s];
    fit.error /= scale;
    fit.scale /= scale;
    for (auto& value : fit.at) value /= scale;
  }
}

int calibrate(const Options& options) {
  const auto loaded = load_model(options.common.model);
  if (!loaded) return kInvalidInput;
  base::Diagnostics diagnostics;
  report::CalibrationReport report;
  report.parameters = read_parameters(*loaded, "--fit", options.fitted, diagnostics);
  report.data = read_data(*loaded, options, diagnostics);
  read_errors(*loaded, options, report.data, diagnostics);
  if (!diagnostics.empty()) {
    say(base::in_order(diagnostics), options.common.model.colour);
    return kInvalidInput;
  }

  auto plan = options.plan;
  plan.engine = options.common.plan;
  plan.profile = !options.no_intervals;
  plan.method = options.method == "evolution" ? experiment::FitMethod::evolution
                                              : experiment::FitMethod::local;
  {
    auto bar = std::make_shared<ProgressBar>("fitting", options.common.quiet);
    report.found =
        experiment::calibrate(loaded->built.model, report.parameters, report.data, plan,
                              [bar](auto done, auto total) { return (*bar)(done, total); });
  }
  if (!std::isfinite(report.found.squares)) {
    say("holon: the model has no value at the data's times, wherever the search began.\n"
        "  help: narrow the bounds to where the model works\n");
    return kCheckFailed;
  }
  report.model = loaded->name;
  report.seed = plan.engine.seed;
  report.confidence = plan.confidence;
  report.units = shown_units(*loaded, report.parameters);
  show_in_units(*loaded, report);
  present(options.common, report::terminal(report, style_for(options.common.model.colour)),
          report::json(report));
  return kDone;
}

}  // namespace

Command add_calibrate(CLI::App& app) {
  auto* command =
      app.add_subcommand("calibrate", "Find the parameters with which a model meets data");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  add_experiment_options(*command, options->common);
  command
      ->add_option("--fit", options->fitted,
                   "NAME=LOW..HIGH: a constant to find between bounds (again for more)")
      ->required()
      ->allow_extra_args(false);
  command
      ->add_option("--error", options->errors,
                   "NAME=VALUE: one standard deviation of a series, where it is known")
      ->allow_extra_args(false);
  command->add_option("--search", options->method, "local: from many starts; evolution: global")
      ->check(CLI::IsMember({"local", "evolution"}).description(""))
      ->capture_default_str();
  command->add_option("--starts", options->plan.starts, "Of the local search")
      ->check(CLI::Range(std::size_t{1}, std::size_t{10'000}).description(""))
      ->capture_default_str();
  command->add_option("--confidence", options->plan.confidence, "Of the intervals")
      ->check(CLI::Range(0.01, 0.999).description(""))
      ->capture_default_str();
  command->add_flag("--no-intervals", options->no_intervals, "The best values alone: faster");
  return [options] { return calibrate(*options); };
}

}  // namespace holon::cli
