// SPDX-License-Identifier: Apache-2.0
#include "report/plan.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/experiment_options.h"
#include "cli/load.h"
#include "cli/option_checks.h"
#include "cli/output_options.h"
#include "cli/own_catalog.h"
#include "findings/catalog_figure.h"
#include "findings/hourly_series.h"
#include "findings/job_schedule.h"
#include "findings/placement.h"
#include "quantity/quantity.h"
#include "quantity/sizes.h"
#include "report/json.h"

namespace holon::cli {
namespace {

using base::Code;

struct Options {
  std::string energy, power;
  std::string length = "1 h";
  std::string slack = "0 h";
  std::string places;
  std::string device;
  double count = 1;
  std::string series;
  bool from_mix = false;
  bool no_forecast = false;
  std::string grid, at, from, to;
  double pue = 1;
  std::size_t samples = 1000;
  std::uint64_t seed = 1;
  std::string json;
  ColourChoice colour = ColourChoice::automatic;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon plan --energy '100 kWh'                      in every cloud region of the catalogue\n"
    "  holon plan --energy '100 kWh' --places gcp/ --device a100 --count 8 --length '40 h'\n"
    "  holon plan --energy '100 kWh' --places grids       in every country\n"
    "  holon plan --power '3 kW' --length '6 h' --slack '18 h' --series hours.csv\n"
    "  holon plan --power '3 kW' --length '6 h' --slack '18 h' --series hours.csv \\\n"
    "        --at '2022-07-01 18:00'                      one job, hour by hour\n\n"
    "A series has a column of timestamps and a column `carbon intensity [g/kWh]`, one for each "
    "grid\n"
    "(`DE [g/kWh]`), or generation by source (`coal [MW]`). Forecasts know only the past.\n";

using quantity::kJoulesPerKWh;
using quantity::kSecondsPerHour;

/// Reads options that are quantities, and keeps what is wrong with them.
class OptionReader {
 public:
  /// The centre of a quantity, in base units; of the dimension of `like`.
  double read(const char* option, const std::string& text, const char* like) {
    const auto where = word_of(option, text);
    const auto parsed = quantity::parse_quantity(text);
    if (!parsed) {
      diagnostics_.push_back(quantity::diagnose(parsed.error(), where));
      return NAN;
    }
    const auto* constant = std::get_if<quantity::Constant>(&parsed->distribution.shape);
    const bool fits = parsed->unit.dimension == quantity::unit(like).dimension;
    if (constant == nullptr || !fits || !(constant->value >= 0)) {
      wrong(Code::wrong_dimension, fmt::format("`{}` is not such as `{}`", text, like), where,
            fmt::format("one number and its unit, as in `1 {}`", like));
      return NAN;
    }
    return constant->value * parsed->unit.scale;
  }

  std::size_t hours(const char* option, const std::string& text) {
    const double value = read(option, text, "h") / kSecondsPerHour;
    const double whole = std::round(value);
    constexpr double kMost = 8760;
    if (std::isfinite(value) && (std::abs(value - whole) > 1e-9 || whole > kMost)) {
      wrong(Code::out_of_range,
            fmt::format("`{}` is not a whole number of hours up to a year", text),
            word_of(option, text), "the series is hourly: write whole hours");
      return 0;
    }
    return std::isfinite(value) ? static_cast<std::size_t>(whole) : 0;
  }

  void wrong(Code code, std::string message, base::Span where, std::string help) {
    diagnostics_.push_back({code, std::move(message), std::move(where), "", {}, {std::move(help)}});
  }

  void add(const base::Diagnostics& more) {
    diagnostics_.insert(diagnostics_.end(), more.begin(), more.end());
  }

  [[nodiscard]] const base::Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  base::Diagnostics diagnostics_;
};

// work that takes nothing emits nothing anywhere, and shares of nothing are none
void check_energy(const Options& options, const findings::Job& job, OptionReader& reader) {
  constexpr double kMost = 1e15;  // [kWh] what the world generates in 30 years
  if (!reader.diagnostics().empty() || (job.energy_kWh > 0 && job.energy_kWh <= kMost)) return;
  const bool is_energy = !options.energy.empty();
  const auto& text = is_energy ? options.energy : options.power;
  reader.wrong(Code::out_of_range,
               job.energy_kWh == 0 ? fmt::format("`{}` is no work: there is nothing to plan", text)
                                   : fmt::format("`{}` is more than 10¹⁵ kWh of work", text),
               word_of(is_energy ? "--energy" : "--power", text),
               is_energy ? "as in `--energy '100 kWh'`" : "as in `--power '3 kW' --length '6 h'`");
}

findings::Job read_job(const Options& options, OptionReader& reader) {
  findings::Job job;
  job.hours = reader.hours("--length", options.length);
  job.slack = reader.hours("--slack", options.slack);
  if (job.hours == 0 && reader.diagnostics().empty()) {
    reader.wrong(Code::out_of_range, "a job of no length takes nothing",
                 word_of("--length", options.length), "as in `--length '6 h'`");
  }
  if (!options.energy.empty()) {
    job.energy_kWh = reader.read("--energy", options.energy, "kWh") / kJoulesPerKWh;
  } else {
    job.energy_kWh = reader.read("--power", options.power, "kW") * static_cast<double>(job.hours) *
                     kSecondsPerHour / kJoulesPerKWh;
  }
  check_energy(options, job, reader);
  return job;
}

/// The hours that were asked for, as indices of the series.
struct Range {
  std::size_t first = 0;
  std::size_t end = 0;
};

std::optional<std::size_t> index_of(const findings::HourlySeries& series, const char* option,
                                    const std::string& text, OptionReader& reader) {
  auto hour = findings::parse_hour(text);
  if (!hour) hour = findings::parse_hour(text + " 00:00");
  const double index = hour ? std::floor(*hour) - static_cast<double>(series.first_hour) : -1;
  if (index >= 0 && index <= static_cast<double>(series.hours()))
    return static_cast<std::size_t>(index);
  const auto last = series.first_hour + static_cast<std::int64_t>(series.hours()) - 1;
  reader.wrong(
      Code::no_such_hour,
      hour ? fmt::format("`{}` is outside the series", text) : fmt::format("`{}` is no time", text),
      word_of(option, text),
      fmt::format("the series goes from {} to {}", findings::hour_text(series.first_hour),
                  findings::hour_text(last)));
  return std::nullopt;
}

// without a word on it the last year, so that forecasts have a past to learn from
Range range_of(const findings::HourlySeries& series, const Options& options, OptionReader& reader) {
  constexpr std::size_t kYear = 8760;
  Range out{series.hours() > kYear ? series.hours() - kYear : 0, series.hours()};
  if (!options.from.empty())
    out.first = index_of(series, "--from", options.from, reader).value_or(0);
  if (!options.to.empty()) out.end = index_of(series, "--to", options.to, reader).value_or(0);
  if (reader.diagnostics().empty() && out.end <= out.first) {
    reader.wrong(
        Code::no_such_hour,
        options.from.empty()
            ? fmt::format("`{}` leaves no hour of the last year, which is planned", options.to)
            : fmt::format("`{}` is not behind `{}`", options.to, options.from),
        word_of("--to", options.to),
        options.from.empty() ? "say where to begin by `--from`"
                             : "arrivals go from `--from` to `--to`");
  }
  return out;
}

std::string names_of(const findings::HourlySeries& series) {
  std::vector<std::string> names;
  for (const auto& grid : series.grids) names.push_back("`" + grid.name + "`");
  return base::listed(names, "or");
}

std::vector<findings::GridHours> grids_of(const findings::HourlySeries& series,
                                          const Options& options, OptionReader& reader) {
  if (options.grid.empty()) return series.grids;
  std::vector<std::string> names;
  for (const auto& grid : series.grids) {
    if (base::name_key(grid.name) == base::name_key(options.grid)) return {grid};
    names.push_back(grid.name);
  }
  const auto near = base::nearest(options.grid, names);
  reader.wrong(Code::no_such_hour, fmt::format("the series has no grid `{}`", options.grid),
               word_of("--grid", options.grid),
               near ? fmt::format("did you mean `{}`?", *near)
                    : "its grids are " + base::listed(names, "and"));
  return {};
}

void plan_hours(const Options& options, report::PlanReport& out, OptionReader& reader) {
  const auto source = source_of(options.series);
  if (!source) return reader.add(source.error());
  const auto series =
      findings::read_hourly(*source, options.from_mix, [](std::string_view technology) {
        return findings::technology_intensity(catalog_in_use(), technology);
      });
  if (!series) return reader.add(series.error());
  out.series = (*source)->name();
  out.notes = series->notes;
  const auto grids = grids_of(*series, options, reader);
  const auto range = range_of(*series, options, reader);
  if (!options.at.empty() && grids.size() > 1) {
    reader.wrong(Code::no_such_hour,
                 fmt::format("the series has {} grids: on which is the job?", grids.size()),
                 word_of("--at", options.at), "say which by `--grid`: " + names_of(*series));
  }
  const auto arrival =
      options.at.empty() ? std::nullopt : index_of(*series, "--at", options.at, reader);
  if (!reader.diagnostics().empty()) return;
  if (arrival) {
    ProgressBar bar("learning", false);
    out.single = findings::schedule_at(*series, grids.front(), out.job, *arrival, std::ref(bar));
    if (!out.single) {
      reader.wrong(Code::no_such_hour, "the job's window has a hole or leaves the series",
                   word_of("--at", options.at), "choose another hour, or less slack");
    }
    return;
  }
  // many grids are compared by what was possible; forecasts are for one
  const bool with_forecasts = grids.size() == 1 && !options.no_forecast;
  for (const auto& grid : grids) {
    ProgressBar bar("planning", false);
    out.schedules.push_back(findings::schedule(*series, grid, out.job, range.first, range.end,
                                               with_forecasts, std::ref(bar)));
  }
  if (with_forecasts) {
    constexpr std::size_t kDay = 24;
    ProgressBar bar("testing forecasts", false);
    out.forecast =
        findings::test_forecasts(grids.front().intensity, findings::first_weekday_hour(*series),
                                 out.job.window(), range.first, range.end, kDay, std::ref(bar));
  }
}

// the first options of an hourly plan that have no hours to act on
bool has_no_use(const Options& options) {
  if (!options.series.empty()) return false;
  const std::pair<const char*, bool> given[] = {
      {"--grid", !options.grid.empty()}, {"--at", !options.at.empty()},
      {"--from", !options.from.empty()}, {"--to", !options.to.empty()},
      {"--from-mix", options.from_mix},  {"--no-forecast", options.no_forecast}};
  std::vector<std::string> unused;
  for (const auto& [option, is_given] : given) {
    if (is_given) unused.push_back(fmt::format("`{}`", option));
  }
  if (unused.empty()) return false;
  say(
      fmt::format("holon: {} {} hours, and there is no `--series`\n"
                  "  help: as in `--series hours.csv`; the catalogue has yearly means alone\n",
                  base::listed(unused, "and"), unused.size() == 1 ? "chooses" : "choose"));
  return true;
}

// places whose codes begin as asked; who publishes them is what stands before the slash
void place(const Options& options, double energy_kWh, report::PlanReport& out,
           OptionReader& reader) {
  const auto& catalog = catalog_in_use();
  std::optional<findings::Occupied> hardware;
  if (!options.device.empty())
    hardware = {options.device, options.count, static_cast<double>(out.job.hours)};
  out.device =
      options.device.empty() ? "" : fmt::format("{:g} × {}", options.count, options.device);
  ProgressBar bar("placing", false);
  out.placement = findings::place_everywhere(catalog, energy_kWh, options.places, hardware,
                                             options.samples, options.seed, std::ref(bar));
  if (!out.placement->places.empty()) return;
  std::vector<std::string> beginnings{"grids"};
  for (const auto& code : catalog.codes(catalog::Shelf::place)) {
    auto beginning = code.substr(0, code.find('/') + 1);
    if (std::find(beginnings.begin(), beginnings.end(), beginning) == beginnings.end())
      beginnings.push_back(std::move(beginning));
  }
  const auto near = base::nearest(options.places, beginnings);
  reader.wrong(
      Code::not_in_catalogue,
      fmt::format("the catalogue has no place whose code begins with `{}`", options.places),
      word_of("--places", options.places),
      near ? fmt::format("did you mean `{}`?", *near)
           : "they begin with " + base::listed(beginnings, "or"));
}

int plan(const Options& options) {
  if (has_no_use(options)) return kWrongUsage;
  if (options.energy.empty() == options.power.empty()) {
    say("holon: give the work by `--energy` or by `--power`, one of the two\n"
        "  help: as in `--energy '100 kWh'` or `--power '300 W' --length '6 h'`\n");
    return kWrongUsage;
  }
  OptionReader reader;
  report::PlanReport out;
  out.job = read_job(options, reader);
  out.pue = options.pue;
  out.seed = options.seed;
  const auto& catalog = catalog_in_use();
  if (!options.device.empty() && catalog.device(options.device) == nullptr) {
    reader.wrong(Code::not_in_catalogue,
                 fmt::format("the catalogue has no device `{}`", options.device),
                 word_of("--device", options.device), "`holon catalog search WORDS` finds it");
  }
  const double at_devices = out.job.energy_kWh;
  out.job.energy_kWh *= options.pue;
  if (reader.diagnostics().empty() && (options.series.empty() || !options.places.empty()))
    place(options, at_devices, out, reader);
  if (reader.diagnostics().empty() && !options.series.empty()) plan_hours(options, out, reader);
  if (!reader.diagnostics().empty()) {
    const auto wrong = base::in_order(reader.diagnostics());
    if (!options.json.empty()) write_result(options.json, report::json(wrong));
    say(wrong, options.colour);
    return kInvalidInput;
  }
  if (options.json != "-") print(report::terminal(out, style_for(options.colour)));
  if (!options.json.empty()) write_result(options.json, report::json(out));
  return kDone;
}

}  // namespace

Command add_plan(CLI::App& app) {
  auto* command = app.add_subcommand("plan", "Where and when to run the same work");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("--energy", options->energy, "Of the work, at the devices");
  command->add_option("--power", options->power, "Of the devices, over the whole length");
  command->add_option("--length", options->length, "Whole hours that it runs")
      ->capture_default_str();
  command->add_option("--slack", options->slack, "Whole hours that it may wait")
      ->capture_default_str();
  command->add_option("--places", options->places,
                      "Beginning of the places' codes, such as gcp/; or `grids`");
  command->add_option("--device", options->device, "Hardware that it occupies over its length");
  command->add_option("--count", options->count, "How many of them")
      ->check(number_between(0.001, 1e9))
      ->capture_default_str();
  command->add_option("--series", options->series, "A table of hours; - for standard input");
  command->add_flag("--from-mix", options->from_mix,
                    "Compute intensities from generation by source");
  command->add_option("--grid", options->grid, "One grid of several");
  command->add_option("--at", options->at, "One arrival, hour by hour");
  command->add_option("--from", options->from, "First arrival; the last year unless given");
  command->add_option("--to", options->to, "No arrival's window passes it");
  command->add_flag("--no-forecast", options->no_forecast, "Tell the optimum alone");
  command->add_option("--pue", options->pue, "Facility over device energy, for the series")
      ->check(CLI::Range(1.0, 10.0).description(""))
      ->capture_default_str();
  command->add_option("--samples", options->samples, "Draws of each place's figures")
      ->check(CLI::Range(std::size_t{20}, std::size_t{1'000'000}).description(""))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Of the draws")->capture_default_str();
  add_json(*command, options->json);
  add_colour(*command, options->colour);
  return [options] { return plan(*options); };
}

}  // namespace holon::cli
