// SPDX-License-Identifier: Apache-2.0
#include "report/grid.h"

#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/option_checks.h"
#include "cli/output_options.h"
#include "cli/own_catalog.h"
#include "cli/terminal.h"
#include "electricity/curl_transport.h"
#include "electricity/series_table.h"
#include "electricity/trend.h"
#include "record/instant.h"
#include "report/grid_margin.h"
#include "report/json.h"

namespace holon::cli {
namespace {

using electricity::Accounting;
using electricity::Service;

constexpr const char* kExamples =
    "Examples:\n"
    "  holon grid services                             which there are, and what each needs\n"
    "  holon grid fetch carbon-intensity-gb GB --from 2024-03-01 --to 2024-04-01 --csv gb.csv\n"
    "  HOLON_EIA_KEY=… holon grid fetch eia CISO --from 2024-01-01 --to 2025-01-01 --csv ca.csv\n"
    "  holon grid trend FR --to 2035                   yearly carbon, and scenarios of its future\n"
    "  holon grid margin FR                            what one kWh more emits, beside the "
    "average\n"
    "  holon plan --power '3 kW' --length '4 h' --slack '20 h' --series gb.csv\n\n"
    "Keys are read from the environment or from --key-file. Answers are kept in --cache, else in\n"
    "holon/electricity in $XDG_CACHE_HOME or ~/.cache. Where a service has no value, the table "
    "has\n"
    "none: no other hour and no yearly mean stands in.\n";

constexpr std::int64_t kMostHours = 24LL * 366 * 10;

struct Options {
  std::string service;
  std::string zone;
  std::string from;
  std::string to;
  std::string accounting;
  std::string key_file;
  std::string cache;
  std::string base_url;
  double patience_s = 60;
  bool is_offline = false;
  bool is_anew = false;
  std::string csv;
  int until = 2035;
  std::string json;
  ColourChoice colour = ColourChoice::automatic;
};

record::Instant now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// in slices, so that Ctrl-C ends it
void pause(double seconds) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kSlice{50};
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (Clock::now() < end) {
    if (is_interrupted()) throw base::Interrupted();
    std::this_thread::sleep_for(kSlice);
  }
}

std::string environment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? "" : value;
}

std::string cache_folder(const std::string& option) {
  if (!option.empty()) return option;
  if (const auto folder = environment("XDG_CACHE_HOME"); !folder.empty())
    return folder + "/holon/electricity";
  if (const auto home = environment("HOME"); !home.empty())
    return home + "/.cache/holon/electricity";
  return "";
}

std::string key_of(const Options& options, const Service& service) {
  if (!options.key_file.empty()) return std::string(base::trim(base::read_file(options.key_file)));
  return service.key_variable.empty() ? "" : environment(service.key_variable);
}

int misused(std::string_view message, std::string_view help) {
  say(fmt::format("holon: {}\n  help: {}\n", message, help));
  return kWrongUsage;
}

// a whole hour of UTC, from a day or a moment
std::optional<std::int64_t> hour_of(const std::string& text) {
  constexpr record::Instant kHour_ns = 3'600'000'000'000;
  const auto instant = record::parse_instant(text);
  if (!instant || *instant % kHour_ns != 0) return std::nullopt;
  return *instant / kHour_ns;
}

std::optional<Accounting> accounting_of(const Options& options, const Service& service) {
  if (options.accounting.empty())
    return service.can_life_cycle ? Accounting::life_cycle : Accounting::direct;
  const auto wanted = options.accounting == "direct" ? Accounting::direct : Accounting::life_cycle;
  const bool can = wanted == Accounting::direct ? service.can_direct : service.can_life_cycle;
  return can ? std::optional(wanted) : std::nullopt;
}

const Service* service_of(const std::string& name) {
  if (const auto* found = electricity::service(name)) return found;
  std::vector<std::string> known;
  for (const auto* one : electricity::services()) known.emplace_back(one->name);
  const auto near = base::nearest(name, known);
  misused(fmt::format("there is no service `{}`", name),
          near ? fmt::format("did you mean `{}`?", *near)
               : "the services are " + base::listed(known, "and"));
  return nullptr;
}

int told(const base::Diagnostics& wrong, const Options& options) {
  if (!options.json.empty()) write_result(options.json, report::json(wrong));
  say(wrong, options.colour);
  // a service that does not answer is the world, everything else is what was asked
  const auto code = wrong.front().code;
  const bool is_world = code == base::Code::no_answer || code == base::Code::service_busy ||
                        code == base::Code::unreadable_answer;
  return is_world ? kWorldFailed : kInvalidInput;
}

int fetch(const Options& options) {
  // what is asked
  const auto* service = service_of(options.service);
  if (service == nullptr) return kWrongUsage;
  electricity::Query query;
  query.zone = options.zone;
  const auto from = hour_of(options.from);
  const auto to = hour_of(options.to);
  if (!from || !to)
    return misused(fmt::format("`{} {}` is no whole hour", from ? "--to" : "--from",
                               from ? options.to : options.from),
                   "as in `--from 2024-03-01` or `--from 2024-03-01T06:00Z`, in UTC");
  if (*to <= *from || *to - *from > kMostHours)
    return misused("`--to` comes after `--from`, by ten years at most",
                   "the hour of `--to` itself is left out");
  query.from_hour = *from;
  query.until_hour = *to;
  const auto accounting = accounting_of(options, *service);
  if (!accounting)
    return misused(fmt::format("{} has no {} carbon", service->title, options.accounting),
                   "leave `--accounting` away to take what it has");
  query.accounting = *accounting;
  query.base_url = options.base_url.empty() ? service->base_url : options.base_url;
  while (query.base_url.ends_with('/')) query.base_url.pop_back();
  query.key = key_of(options, *service);

  // asked and told
  const electricity::AnswerCache cache(cache_folder(options.cache));
  const electricity::Policy policy{options.patience_s, options.is_offline, options.is_anew};
  const electricity::Surroundings surroundings{
      now, pause, [] { return std::make_unique<electricity::CurlTransport>(is_interrupted); }};
  auto fetched = electricity::fetch(*service, query, cache, policy, surroundings,
                                    electricity::catalogue_factors(catalog_in_use(), *accounting));
  if (!fetched) return told(fetched.error(), options);
  const auto holes = fetched->hours.holes();
  if (holes > 0)
    say(base::Diagnostics{{base::Code::hours_without_value,
                           fmt::format("{} of {} hours have no value", holes,
                                       fetched->hours.g_per_kWh.size()),
                           {},
                           "",
                           {},
                           {"their cells are empty; `holon plan` plans no job over them"},
                           base::Severity::warning}},
        options.colour);
  if (!options.csv.empty()) write_result(options.csv, electricity::to_csv(fetched->hours));
  const report::GridReport report{service, std::move(*fetched), now(),
                                  options.csv == "-" ? "" : options.csv};
  if (options.json != "-" && options.csv != "-")
    print(report::terminal(report, style_for(options.colour)));
  if (!options.json.empty()) write_result(options.json, report::json(report));
  return kDone;
}

// nothing after telling that the catalogue has none
const catalog::Entry* grid_of(const std::string& name) {
  const auto& catalog = catalog_in_use();
  if (const auto* found = catalog.grid(name)) return found;
  const auto near = base::nearest(name, catalog.codes(catalog::Shelf::grid));
  say(fmt::format(
      "holon: the catalogue has no grid `{}`\n  help: {}\n", name,
      near ? fmt::format("did you mean `{}`?", *near) : "`holon catalog search WORDS` finds it"));
  return nullptr;
}

int trend(const Options& options) {
  const auto& catalog = catalog_in_use();
  const auto* grid = grid_of(options.zone);
  if (grid == nullptr) return kInvalidInput;
  auto found = electricity::trend_of(electricity::years_of(catalog, grid->code), options.until);
  if (!found) {
    say(
        fmt::format("holon: the catalogue has too few years of {} for a trend\n"
                    "  help: five at least; countries have them, their parts do not\n",
                    grid->code));
    return kInvalidInput;
  }
  const auto* fact = grid->find("carbon intensity");
  found->source = fact->value.pedigree.source;
  const auto first = catalog.grid(fmt::format("{}@{}", grid->code, found->past.front().year));
  if (first != nullptr) {
    const auto& before = first->find("carbon intensity")->value.pedigree.source;
    if (before != found->source) found->source = before + "; " + found->source;
  }
  found->scope = fact->note.find("scope: direct") == std::string::npos ? "life cycle" : "direct";
  if (options.json != "-") print(report::terminal(*found, grid->code, style_for(options.colour)));
  if (!options.json.empty()) write_result(options.json, report::json(*found, grid->code));
  return kDone;
}

// average and marginal side by side: two questions, two answers
int margin(const Options& options) {
  const auto* grid = grid_of(options.zone);
  if (grid == nullptr) return kInvalidInput;
  const auto found = electricity::margin_of(catalog_in_use(), grid->code);
  const auto* average = grid->find("carbon intensity");
  if (!found || average == nullptr) {
    say(
        fmt::format("holon: no margin of {} is known\n"
                    "  help: countries have one; hours of one more kWh are WattTime's: `holon grid "
                    "services`\n",
                    grid->code));
    return kInvalidInput;
  }
  print(report::terminal({grid->code, *average, *found}, style_for(options.colour)));
  return kDone;
}

int services(const Options& options) {
  print(report::terminal(electricity::services(), style_for(options.colour)));
  return kDone;
}

void add_fetch_options(CLI::App& fetch, Options& options) {
  fetch.add_option("SERVICE", options.service, "One that `holon grid services` lists")->required();
  fetch.add_option("ZONE", options.zone, "A zone, as the service calls it")->required();
  fetch.add_option("--from", options.from, "The first hour, UTC: a day or a moment")->required();
  fetch.add_option("--to", options.to, "The hour after the last, UTC")->required();
  fetch
      .add_option("--accounting", options.accounting,
                  "direct: the stack; life cycle: fuel chain and plant too")
      ->check(CLI::IsMember({"direct", "life cycle"}).description(""));
  fetch.add_option("--key-file", options.key_file, "A file that holds the key and nothing else");
  fetch.add_option("--cache", options.cache, "The folder in which answers are kept");
  fetch.add_flag("--offline", options.is_offline, "Ask no service: take what is kept");
  fetch.add_flag("--anew", options.is_anew, "Ask again for what is kept");
  fetch
      .add_option("--patience", options.patience_s,
                  "Seconds for one piece, its tries and pauses together")
      ->check(number_between(0.1, 3600))
      ->capture_default_str();
  fetch.add_option("--base-url", options.base_url, "Another address of the service");
  fetch.add_option("--csv", options.csv, "Write the hours as a table; - for standard output");
  add_json(fetch, options.json);
}

}  // namespace

Command add_grid(CLI::App& app) {
  auto* command = app.add_subcommand("grid", "A grid's carbon: hours from services, years ahead");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  command->require_subcommand(1);
  auto* fetched = command->add_subcommand("fetch", "Ask a service for the hours of a zone");
  auto* listed = command->add_subcommand("services", "The services, and what each needs");
  auto* trended = command->add_subcommand("trend", "How a country's carbon went, and may go on");
  add_fetch_options(*fetched, *options);
  trended->add_option("GRID", options->zone, "A country of the catalogue, such as FR")->required();
  trended->add_option("--to", options->until, "The last year of the scenarios")
      ->check(CLI::Range(2020, 2100).description(""))
      ->capture_default_str();
  add_json(*trended, options->json);
  auto* margins = command->add_subcommand("margin", "What one kWh more emits, beside the average");
  margins->add_option("GRID", options->zone, "A country of the catalogue, such as FR")->required();
  for (auto* part : {fetched, listed, trended, margins}) {
    add_colour(*part, options->colour);
  }
  return [=] {
    if (trended->parsed()) return trend(*options);
    if (margins->parsed()) return margin(*options);
    return fetched->parsed() ? fetch(*options) : services(*options);
  };
}

}  // namespace holon::cli
