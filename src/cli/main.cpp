// SPDX-License-Identifier: Apache-2.0
//
// The program: its commands, and the one place where failures become exit codes.
#include <algorithm>
#include <exception>
#include <map>
#include <new>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/own_catalog.h"
#include "cli/ranks.h"
#include "cli/terminal.h"

namespace holon::cli {
namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  holon assess examples/bloom/study.yaml     the footprint of a study\n"
    "  holon estimate --hardware a100 --hours 100 --place aws/us-east-1   that of one job\n"
    "  holon check study.yaml                     every mistake of a study\n"
    "  holon catalog search france                what the catalogue has\n"
    "  holon audit runs.csv                       what stands for energy and carbon\n"
    "  holon plan --energy '100 kWh'              where to run the same work\n"
    "  holon grid services                        who tells a grid's carbon hour by hour\n"
    "  holon lint card.md                         whether a card's numbers fit\n"
    "  holon ledger list --tag search             what was measured\n"
    "  holon run -- python train.py               what a command used\n"
    "  holon doctor                               what can be measured here\n"
    "  holon explain E0205                        what a diagnostic means\n\n"
    "Exit codes: 0 done, 1 done but a budget or check failed, 2 wrong usage, 3 input invalid,\n"
    "4 could not measure or write, 70 a bug of ours, 130 interrupted.\n";

/// What a command line gets wrong, and how to mend it.
struct Misuse {
  std::string message;
  std::string help;
};

std::string suggestion(const std::string& word, const std::vector<std::string>& known,
                       const std::string& otherwise) {
  const auto near = base::nearest(word, known);
  return near ? fmt::format("did you mean `{}`?", *near) : otherwise;
}

// the parser's own words name neither the unknown command nor what is near
Misuse misuse_of(const CLI::App& app, const CLI::ParseError& error,
                 const std::vector<std::string>& words) {
  const auto* command = &app;
  std::string name = "holon";
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    name += " " + command->get_name();
  }
  const auto usage = fmt::format("`{} --help` shows the usage", name);
  const auto first = std::find_if(words.begin(), words.end(),
                                  [](const std::string& word) { return !word.starts_with('-'); });
  const bool names_command =
      first != words.end() &&
      (first == words.begin() || app.get_option_no_throw(words.front()) != nullptr);
  if (command == &app && names_command) {
    std::vector<std::string> commands;
    for (const auto* known : app.get_subcommands([](const CLI::App*) { return true; }))
      commands.push_back(known->get_name());
    return {fmt::format("there is no command `{}`", *first),
            suggestion(*first, commands, "the commands are " + base::listed(commands, "and"))};
  }
  if (command == &app && words.empty()) return {"a command is missing", usage};
  const std::string_view what = error.what();
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && what.ends_with("missing")) {
    return {fmt::format("{} needs a value", what.substr(0, what.find(':'))), usage};
  }
  const bool unread = command == &app || dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  if (!unread) return {error.what(), usage};
  std::vector<std::string> options;
  for (const auto* option : command->get_options()) {
    for (const auto& known : option->get_lnames()) options.push_back("--" + known);
  }
  for (const auto& word : words) {
    const auto option = word.substr(0, word.find('='));
    if (option.size() < 2 || option.front() != '-' ||
        command->get_option_no_throw(option) != nullptr)
      continue;
    return {fmt::format("`{}` has no option `{}`", name, option),
            suggestion(option, options, usage)};
  }
  return {error.what(), usage};
}

int run(std::vector<std::string> words) {
  // tables of one's own belong to every command
  const auto folders = take_catalog_options(words);
  CLI::App app{
      "holon: the footprint of machine-learning systems, from the measured watt to the feedback "
      "loop",
      "holon"};
  app.set_version_flag("--version", "holon 0.1.0");
  app.footer(kFooter);
  app.require_subcommand(1);
  std::vector<std::string> untaken;
  app.add_option("--catalog", untaken,
                 "A folder of your own catalogue tables, for any command (again for more)");
  const std::map<std::string, Command> commands{
      {"assess", add_assess(app)},
      {"decide", add_decide(app)},
      {"boundary", add_boundary(app)},
      {"why-different", add_why_different(app)},
      {"rebound", add_rebound(app)},
      {"estimate", add_estimate(app)},
      {"check", add_check(app)},
      {"catalog", add_catalog(app)},
      {"explain", add_explain(app)},
      {"sensitivity", add_sensitivity(app)},
      {"calibrate", add_calibrate(app)},
      {"optimise", add_optimise(app)},
      {"model", add_model(app)},
      {"simulate", add_simulate(app)},
      {"loops", add_loops(app)},
      {"leverage", add_leverage(app)},
      {"feedback", add_feedback(app)},
      {"audit", add_audit(app)},
      {"plan", add_plan(app)},
      {"grid", add_grid(app)},
      {"lint", add_lint(app)},
      {"ledger", add_ledger(app)},
      {"run", add_run(app)},
      {"replay", add_replay(app)},
      {"doctor", add_doctor(app)},
      {"calibrate-wall", add_calibrate_wall(app)},
  };
  try {
    // the parser takes the last word first
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    // help and version are results, wrong usage is not
    if (error.get_exit_code() == 0) return app.exit(error) == 0 ? kDone : kBug;
    const auto [message, help] = misuse_of(app, error, words);
    say(fmt::format("holon: {}\n  help: {}\n", message, help));
    return kWrongUsage;
  }
  if (!folders.empty() && !add_own_tables(folders, ColourChoice::automatic)) return kInvalidInput;
  return commands.at(app.get_subcommands().front()->get_name())();
}

int guarded(int argc, char** argv) {
  try {
    // a measured command may be a rank itself: then its meter is none
    const bool measures = argc > 1 && std::string_view(argv[1]) == "run";
    if (!measures) join_ranks();
    const int out = run({argv + 1, argv + argc});
    leave_ranks();
    return out;
  } catch (const base::Interrupted&) {
    say("holon: interrupted; nothing was written.\n");
    return kInterrupted;
  } catch (const CLI::ValidationError& error) {
    // an option that only the model shows to be wrong
    say(fmt::format("holon: {}\n", error.what()));
    return kWrongUsage;
  } catch (const base::WorldError& error) {
    say(fmt::format("holon: {}\n", error.what()));
    for (const auto& hint : error.hints()) say(fmt::format("  help: {}\n", hint));
    return kWorldFailed;
  } catch (const std::bad_alloc&) {
    say("holon: this machine has not enough memory for that.\n");
    return kWorldFailed;
  } catch (const std::exception& error) {
    say(
        fmt::format("holon: this is a bug of holon: {}\n  help: please report it with the study "
                    "that shows it\n",
                    error.what()));
    return kBug;
  }
}

}  // namespace
}  // namespace holon::cli

int main(int argc, char** argv) {
  holon::cli::catch_interrupts();
  const int out = holon::cli::guarded(argc, argv);
  if (out == holon::cli::kWorldFailed || out >= holon::cli::kBug) holon::cli::abandon_ranks(out);
  return out;
}
