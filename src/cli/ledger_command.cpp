// SPDX-License-Identifier: Apache-2.0
#include "report/ledger.h"

#include <algorithm>
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/ledger_address.h"
#include "cli/ledger_carbon.h"
#include "cli/ledger_import.h"
#include "cli/output_options.h"
#include "ledger/export.h"
#include "record/instant.h"
#include "record/json.h"
#include "report/json.h"

namespace holon::cli {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  holon ledger list --tag search                  runs and their sum\n"
    "  holon ledger list --since 2024-05-01 --phase training --json -\n"
    "  holon ledger show 3f9c                          one run, all that is known of it\n"
    "  holon ledger import emissions.csv --tag search  runs that CodeCarbon measured\n"
    "  holon ledger import logs/*_carbontracker.log --zone +02:00\n"
    "  holon ledger tag --project bloom --add paper    a name for runs, to use in a study\n"
    "  holon ledger export --csv runs.csv              for a spreadsheet, and to import again\n"
    "  holon ledger carbon --series gb.csv --tag search   carbon of the hours in which they ran\n"
    "  holon ledger export --project bloom --model-card -   for the head of its model card\n"
    "  holon ledger merge laptop.db                    the runs of another ledger too\n\n"
    "A ledger is a file, or a database of a team: --ledger postgresql://USER@HOST/DATABASE.\n"
    "Unless --ledger or HOLON_LEDGER names one, it is holon/ledger.db in $XDG_DATA_HOME\n"
    "or ~/.local/share.\n";

struct Options {
  std::string ledger;
  ColourChoice colour = ColourChoice::automatic;
  ledger::Filter filter;
  std::string since;
  std::string until;
  bool all = false;
  std::string json;
  std::vector<std::string> exports;  ///< where each exporter writes; empty: nowhere
  std::string id;
  std::vector<std::string> ids;
  std::vector<std::string> add;
  std::vector<std::string> remove;
  std::vector<std::string> from;
  ImportOptions import;
  CarbonOptions carbon;
};

bool read_moment(const char* option, const std::string& text,
                 std::optional<record::Instant>& moment) {
  if (text.empty()) return true;
  moment = record::parse_instant(text);
  if (moment) return true;
  say(
      fmt::format("holon: `{} {}` is no moment\n  help: as in `{} 2024-05-31` or `{} "
                  "2024-05-31T10:30+02:00`\n",
                  option, text, option, option));
  return false;
}

// ids that a user abbreviated, as they are in the ledger
bool complete(ledger::Ledger& ledger, std::vector<std::string>& ids) {
  for (auto& id : ids) {
    constexpr std::size_t kMost = 4;
    const auto found = ledger.ids_beginning(id, kMost);
    const bool exact = std::find(found.begin(), found.end(), id) != found.end();
    if (exact) continue;
    if (found.size() == 1) {
      id = found.front();
      continue;
    }
    say(found.empty() ? fmt::format("holon: {} has no run `{}`\n  help: `holon ledger list` shows "
                                    "the runs\n",
                                    ledger.name(), id)
                      : fmt::format("holon: `{}` begins several ids: {} …\n", id,
                                    base::listed(found, "and")));
    return false;
  }
  return true;
}

int list(Options& options, ledger::Ledger& ledger, ColourChoice colour) {
  report::LedgerList out;
  out.ledger = ledger.name();
  out.runs = ledger.list(options.filter);
  out.totals = ledger.totals(options.filter);
  if (options.all) out.most = 0;
  if (options.json != "-") print(report::terminal(out, style_for(colour)));
  if (!options.json.empty()) write_result(options.json, report::json(out));
  return kDone;
}

int show(Options& options, ledger::Ledger& ledger, ColourChoice colour) {
  options.filter.ids = {options.id};
  if (!complete(ledger, options.filter.ids)) return kCheckFailed;
  for (const auto& run : ledger.runs(options.filter)) {
    if (options.json != "-") print(report::terminal(run, style_for(colour)));
    if (!options.json.empty()) write_result(options.json, record::to_json(run) + "\n");
  }
  return kDone;
}

int export_runs(Options& options, ledger::Ledger& ledger) {
  const auto runs = ledger.runs(options.filter);
  const auto exporters = ledger::exporters();
  auto& paths = options.exports;
  if (std::all_of(paths.begin(), paths.end(), [](const auto& path) { return path.empty(); }))
    paths.front() = "-";
  for (std::size_t i = 0; i < exporters.size(); ++i) {
    if (paths[i].empty()) continue;
    const auto written = exporters[i].write(runs);
    write_result(paths[i], written.text);
    for (const auto& note : written.notes)
      say(fmt::format("holon: {}: {}\n", exporters[i].name, note));
  }
  say(fmt::format("holon: {} {}\n", runs.size(), runs.size() == 1 ? "run" : "runs"));
  return kDone;
}

int tag(Options& options, ledger::Ledger& ledger) {
  if (options.add.empty() && options.remove.empty()) {
    say("holon: no tag is named\n  help: as in `holon ledger tag 3f9c --add search`\n");
    return kWrongUsage;
  }
  const auto& filter = options.filter;
  const bool chooses = !options.ids.empty() || !filter.tags.empty() || !filter.project.empty() ||
                       !filter.phase.empty() || !filter.name.empty() || !filter.tool.empty() ||
                       filter.since_ns || filter.until_ns || options.all;
  if (!chooses) {
    say("holon: no run is named\n  help: name runs, choose them with --project and the like, or "
        "say --all\n");
    return kWrongUsage;
  }
  if (!complete(ledger, options.ids)) return kCheckFailed;
  options.filter.ids = options.ids;
  const auto changed = ledger.tag(options.filter, options.add, options.remove);
  print(fmt::format("{} {} changed\n", changed, changed == 1 ? "run is" : "runs are"));
  return kDone;
}

int merge(const Options& options, ledger::Ledger& ledger, ColourChoice colour) {
  for (const auto& address : options.from) {
    if (!is_begun(address)) {
      say(fmt::format("holon: there is no ledger {}\n", address));
      return kInvalidInput;
    }
    auto other = open_ledger(address, colour);
    if (!other) return kInvalidInput;
    print(fmt::format("{}: {}\n", other->name(), added_text(ledger::merge(ledger, *other))));
  }
  return kDone;
}

void add_filters(CLI::App& command, Options& options) {
  auto& filter = options.filter;
  command.add_option("--tag", filter.tags, "Only runs with this tag (again for more: all of them)")
      ->allow_extra_args(false);
  command.add_option("--project", filter.project, "Only runs of this project");
  command.add_option("--phase", filter.phase, "Only runs of this phase");
  command.add_option("--name", filter.name, "Only runs of this name");
  command.add_option("--tool", filter.tool, "Only runs that this tool measured");
  command.add_option("--since", options.since, "Only runs that started then or later");
  command.add_option("--until", options.until, "Only runs that started before");
}

void add_import_options(CLI::App& command, ImportOptions& options) {
  command.add_option("FILE", options.files, "Logs of other tools, or runs that holon exported")
      ->required();
  command.add_option("--tag", options.tags, "A tag for these runs (again for more)")
      ->allow_extra_args(false);
  command.add_option("--project", options.project, "Their project, in place of the log's");
  command.add_option("--phase", options.phase, "Their phase: data, search, training, …");
  command.add_option("--zone", options.zone,
                     "Zone of times without one, such as +02:00; UTC unless it is given");
  std::string footer = "Logs are known by their content:\n";
  for (const auto& importer : ledger::importers())
    footer += fmt::format("  {:<14} {}\n", importer.name, importer.what);
  command.footer(footer +
                 "A run that is there already is not added again; what cannot be used of a log is "
                 "told\nwith its line.\n");
}

// an option for each form, in the order of the list
void add_exports(CLI::App& command, std::vector<std::string>& paths) {
  const auto exporters = ledger::exporters();
  paths.resize(exporters.size());
  for (std::size_t i = 0; i < exporters.size(); ++i)
    command.add_option(fmt::format("--{}", exporters[i].name), paths[i],
                       fmt::format("{}; - for standard output", exporters[i].what));
}

/// The parts of the command that a user may have asked for.
struct Parts {
  CLI::App* list;
  CLI::App* show;
  CLI::App* export_runs;
  CLI::App* import;
  CLI::App* tag;
  CLI::App* merge;
  CLI::App* carbon;
};

int run(const Parts& parts, Options& options) {
  if (!read_moment("--since", options.since, options.filter.since_ns) ||
      !read_moment("--until", options.until, options.filter.until_ns))
    return kWrongUsage;
  const auto address = ledger_address(options.ledger);
  const bool begins = parts.import->parsed() || parts.merge->parsed();
  if (!begins && !is_begun(address)) {
    say(
        fmt::format("holon: there is no ledger {} yet\n"
                    "  help: `holon run -- COMMAND` and `holon ledger import LOG` begin one; "
                    "`--ledger FILE` names another\n",
                    address));
    return kInvalidInput;
  }
  auto ledger = open_ledger(address, options.colour);
  if (!ledger) return kInvalidInput;
  if (parts.show->parsed()) return show(options, *ledger, options.colour);
  if (parts.export_runs->parsed()) return export_runs(options, *ledger);
  if (parts.import->parsed()) return import_logs(options.import, *ledger, options.colour);
  if (parts.tag->parsed()) return tag(options, *ledger);
  if (parts.carbon->parsed()) {
    if (!complete(*ledger, options.ids)) return kCheckFailed;
    options.filter.ids = options.ids;
    return join_carbon(options.carbon, address, options.filter, *ledger, options.colour);
  }
  if (parts.merge->parsed()) return merge(options, *ledger, options.colour);
  return list(options, *ledger, options.colour);
}

}  // namespace

Command add_ledger(CLI::App& app) {
  auto* command =
      app.add_subcommand("ledger", "Runs that were measured: list, sum, import, export");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  command->require_subcommand(1);
  Parts parts{};
  parts.list = command->add_subcommand("list", "Runs, the latest last, and their sum");
  parts.show = command->add_subcommand("show", "One run, all that is known of it");
  parts.import = command->add_subcommand("import", "Add runs from logs of other tools");
  parts.export_runs = command->add_subcommand("export", "Write runs in the forms of others");
  parts.tag = command->add_subcommand("tag", "Add tags to runs, or take them away");
  parts.merge = command->add_subcommand("merge", "Add the runs of other ledgers");
  parts.carbon = command->add_subcommand("carbon", "Join carbon from a grid's hours to runs");
  for (auto* part : {parts.list, parts.show, parts.import, parts.export_runs, parts.tag,
                     parts.merge, parts.carbon}) {
    part->add_option("--ledger", options->ledger, "The ledger: a file, or postgresql://…");
    add_colour(*part, options->colour);
  }
  for (auto* part : {parts.list, parts.export_runs, parts.tag, parts.carbon})
    add_filters(*part, *options);
  parts.list->add_flag("--all", options->all, "Show every run, not the last 30");
  parts.tag->add_flag("--all", options->all, "Every run of the ledger");
  add_json(*parts.list, options->json);
  parts.show->add_option("--json", options->json, "Also write the run here; - for standard output");
  add_exports(*parts.export_runs, options->exports);
  parts.show->add_option("RUN", options->id, "Its id, or how it begins")->required();
  parts.tag->add_option("RUN", options->ids, "Ids of runs, or how they begin");
  parts.tag->add_option("--add", options->add, "A tag to add (again for more)")
      ->allow_extra_args(false);
  parts.tag->add_option("--remove", options->remove, "A tag to take away (again for more)")
      ->allow_extra_args(false);
  parts.merge->add_option("LEDGER", options->from, "Ledgers whose runs are added")->required();
  parts.carbon->add_option("RUN", options->ids, "Ids of runs, or how they begin; else all");
  add_carbon_options(*parts.carbon, options->carbon);
  add_import_options(*parts.import, options->import);
  return [=] { return run(parts, *options); };
}

}  // namespace holon::cli
