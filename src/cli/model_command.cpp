// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/load_model.h"
#include "cli/terminal.h"

namespace holon::cli {
namespace {

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

int check(const std::string& path) {
  const auto script = load_script(path, ColourChoice::automatic);
  if (!script) return kInvalidInput;
  print(fmt::format("{}: no mistakes; {}, {}, {}\n", path,
                    counted(script->models.front().variables.size(), "variable"),
                    counted(script->ranges.size(), "subscript range"),
                    counted(script->macros.size(), "macro")));
  for (const auto& part : script->skipped) print(fmt::format("  left out: {}\n", part));
  return kDone;
}

}  // namespace

Command add_model(CLI::App& app) {
  auto* command = app.add_subcommand("model", "Model files of Vensim and XMILE");
  auto path = std::make_shared<std::string>();
  command->footer("Examples:\n  holon model check model.mdl\n");
  auto* check_command = command->add_subcommand("check", "Find every mistake of a model file");
  check_command->add_option("MODEL", *path, "The model: .mdl, .xmile, .stmx or .itmx")->required();
  command->require_subcommand(1);
  return [=] { return check(*path); };
}

}  // namespace holon::cli
