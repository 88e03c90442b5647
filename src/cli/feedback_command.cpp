// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "report/part_text.h"

namespace holon::cli {
namespace {

struct Options {
  std::string name;
  bool example = false;
  bool markdown = false;
};

int feedback(const Options& options) {
  const report::Style style{use_colour(ColourChoice::automatic, STDOUT_FILENO), terminal_width()};
  const auto names = study::part_names();
  if (options.name.empty()) {
    print(report::parts_listing(style));
    return kDone;
  }
  for (const auto& name : names) {
    if (base::name_key(name) != base::name_key(options.name)) continue;
    const auto part = study::read_part(name);
    print(options.example    ? part.example
          : options.markdown ? report::part_markdown(part)
                             : report::part_text(part, style));
    return kDone;
  }
  const auto near = base::nearest(options.name, names);
  say(fmt::format("holon: there is no part `{}`\n  help: {}\n", options.name,
                  near ? fmt::format("did you mean `{}`?", *near)
                       : "the parts are " + base::listed(names, "and")));
  return kWrongUsage;
}

}  // namespace

Command add_feedback(CLI::App& app) {
  auto* command = app.add_subcommand("feedback", "Ready feedback parts that a study may include");
  auto options = std::make_shared<Options>();
  command->footer(
      "Examples:\n  holon feedback\n  holon feedback rebound/direct-price\n"
      "  holon feedback adoption --example > study.yaml\n");
  command->add_option("NAME", options->name, "Show this part");
  command->add_flag("--example", options->example, "Print a study that includes it");
  command->add_flag("--markdown", options->markdown, "As a section of a page");
  return [options] { return feedback(*options); };
}

}  // namespace holon::cli
