// SPDX-License-Identifier: Apache-2.0
//
// The program: its commands, and the one place where failures become exit codes.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <map>
#include <new>

#include "base/error.h"
#include "cli/command.h"
#include "cli/terminal.h"

namespace holon::cli {
namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  holon assess examples/bloom/study.yaml     the footprint of a study\n"
    "  holon check study.yaml                     every mistake of a study\n"
    "  holon catalog search france                what the catalogue has\n"
    "  holon explain E0205                        what a diagnostic means\n\n"
    "Exit codes: 0 done, 1 done but a budget or check failed, 2 wrong usage, 3 input invalid,\n"
    "4 could not measure or write, 70 a bug of ours, 130 interrupted.\n";

int run(int argc, char** argv) {
  CLI::App app{"holon: the footprint of machine-learning systems, from the measured watt to the feedback loop", "holon"};
  app.set_version_flag("--version", "holon 0.1.0");
  app.footer(kFooter);
  app.require_subcommand(1);
  const std::map<std::string, Command> commands{
      {"assess", add_assess(app)},
      {"check", add_check(app)},
      {"catalog", add_catalog(app)},
      {"explain", add_explain(app)},
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // help and version are results, wrong usage is not
    if (error.get_exit_code() == 0) return app.exit(error) == 0 ? kDone : kBug;
    say(fmt::format("holon: {}\n  help: `holon{} --help` shows the usage\n", error.what(),
                    app.get_subcommands().empty() ? "" : " " + app.get_subcommands().front()->get_name()));
    return kWrongUsage;
  }
  return commands.at(app.get_subcommands().front()->get_name())();
}

int guarded(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const base::Interrupted&) {
    say("holon: interrupted; nothing was written.\n");
    return kInterrupted;
  } catch (const base::WorldError& error) {
    say(fmt::format("holon: {}\n", error.what()));
    for (const auto& hint : error.hints()) say(fmt::format("  help: {}\n", hint));
    return kWorldFailed;
  } catch (const std::bad_alloc&) {
    say("holon: this machine has not enough memory for that.\n");
    return kWorldFailed;
  } catch (const std::exception& error) {
    say(fmt::format("holon: this is a bug of holon: {}\n  help: please report it with the study that shows it\n", error.what()));
    return kBug;
  }
}

}  // namespace
}  // namespace holon::cli

int main(int argc, char** argv) {
  holon::cli::catch_interrupts();
  return holon::cli::guarded(argc, argv);
}
