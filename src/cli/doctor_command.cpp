// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <set>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/meter_options.h"
#include "cli/output_options.h"
#include "cli/own_catalog.h"
#include "cli/terminal.h"
#include "meter/control_group.h"
#include "meter/meter.h"
#include "record/run.h"
#include "report/layout.h"
#include "report/table.h"

namespace holon::cli {
namespace {

using meter::Ability;
using report::Align;
using report::Style;
using report::Tone;

struct Options {
  MeterOptions meter;
  double watch_s = 1.2;
  std::string json;
  ColourChoice colour = ColourChoice::automatic;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon doctor                              what can be measured here, and how to see more\n"
    "  holon doctor --sysroot tree.ttar          the same of a recorded machine\n";

std::string answers_text(const meter::Meter& meter, const Style& style) {
  std::string out;
  for (const auto ability : {Ability::measured, Ability::estimated, Ability::unmeasurable}) {
    bool is_first = true;
    for (const auto& answer : meter.answers()) {
      if (answer.ability != ability) continue;
      if (is_first) out += report::painted(std::string(name(ability)), Tone::heading, style) + "\n";
      is_first = false;
      out += report::wrapped("  ",
                             fmt::format("{} ({}): {}", report::one_line(answer.subject),
                                         answer.sensor, report::one_line(answer.why)),
                             style.width);
    }
  }
  return out;
}

// the tree: what is summed, and what lies inside or beside it
std::string tree_text(const std::vector<meter::DomainResult>& results, const Style& style) {
  report::Table table({{Align::left}, {Align::left}, {Align::left}, {Align::left, 2, 1}});
  for (const auto& result : results) {
    const auto tone = result.role == meter::Role::counted ? Tone::plain : Tone::dim;
    table.row({{fmt::format("  {}{}", result.role == meter::Role::inside ? "  " : "",
                            report::one_line(result.domain.name)),
                tone},
               {std::string(name(result.role)), tone},
               {fmt::format("± {:g} %", 100 * result.domain.spread), tone},
               {report::one_line(result.domain.method), Tone::dim}});
  }
  auto out = table.render(style).text;
  for (const auto& result : results) {
    if (result.flaw.empty()) continue;
    out += report::wrapped("  ! ", report::one_line(result.domain.name + ": " + result.flaw),
                           style.width);
  }
  return out;
}

std::string unlock_text(const meter::Meter& meter, const Style& style) {
  std::string out;
  std::set<std::string> told;
  for (const auto& answer : meter.answers()) {
    if (answer.unlock.empty() || !told.insert(answer.unlock).second) continue;
    if (out.empty()) out = report::painted("To see more", Tone::heading, style) + "\n";
    out += fmt::format("  {}: {}\n      {}\n", answer.sensor, answer.why, answer.unlock);
  }
  return out;
}

std::string json_of(const meter::Meter& meter, const std::vector<meter::DomainResult>& results) {
  using Json = nlohmann::ordered_json;
  Json out{{"answers", Json::array()}, {"domains", Json::array()}};
  for (const auto& answer : meter.answers()) {
    out["answers"].push_back({{"sensor", answer.sensor},
                              {"subject", answer.subject},
                              {"ability", name(answer.ability)},
                              {"why", answer.why},
                              {"unlock", answer.unlock}});
  }
  for (const auto& result : results) {
    out["domains"].push_back({{"key", result.domain.key},
                              {"name", result.domain.name},
                              {"scope", name(result.domain.scope)},
                              {"inside", result.domain.inside},
                              {"role", name(result.role)},
                              {"method", result.domain.method},
                              {"relative_deviation", result.domain.spread},
                              {"source", result.domain.source},
                              {"flaw", result.flaw}});
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

int doctor(const Options& options) {
  const auto sysroot = sysroot_of(options.meter);
  const meter::SystemClock clock;
  meter::Meter meter(*sysroot, clock, hints_of(options.meter, *sysroot, catalog_in_use()));
  // a counter that stands still is only seen by watching it; a recorded one always does
  meter.tick();
  if (sysroot->is_live() && options.watch_s > 0) {
    ::usleep(static_cast<useconds_t>(options.watch_s * 1e6));
    meter.tick();
  }
  const auto results = meter.results();
  if (!options.json.empty()) write_result(options.json, json_of(meter, results));
  if (options.json == "-") return kDone;
  const auto style = style_for(options.colour);
  auto out = answers_text(meter, style);
  const auto tree = tree_text(results, style);
  if (!tree.empty()) out += report::painted("How it adds up", Tone::heading, style) + "\n" + tree;
  const auto group = meter::parse_control_group(sysroot->read("/proc/self/cgroup").text);
  if (!group.path.empty())
    out += fmt::format("{}\n  {} {}\n",
                       report::painted("Whose energy can be told apart", Tone::heading, style),
                       record::name(meter::scope_of(group)), report::one_line(group.path));
  print(out + unlock_text(meter, style));
  return kDone;
}

}  // namespace

Command add_doctor(CLI::App& app) {
  auto* command = app.add_subcommand("doctor", "What can be measured here, and how to see more");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  add_meter_options(*command, options->meter);
  command->add_option("--watch", options->watch_s, "How long to watch the counters [s]")
      ->check(CLI::Range(0.0, 60.0).description(""))
      ->capture_default_str();
  add_json(*command, options->json);
  add_colour(*command, options->colour);
  return [options] {
    find_reader(options->meter);
    return doctor(*options);
  };
}

}  // namespace holon::cli
