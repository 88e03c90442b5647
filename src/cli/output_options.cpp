// SPDX-License-Identifier: Apache-2.0
#include "cli/output_options.h"

#include <CLI/CLI.hpp>

namespace holon::cli {
namespace {

ColourChoice colour_of(std::string_view word) {
  if (word == "always") return ColourChoice::always;
  return word == "never" ? ColourChoice::never : ColourChoice::automatic;
}

}  // namespace

void add_json(CLI::App& command, std::string& json) {
  command.add_option("--json", json, "Also write JSON to this file; - for standard output");
}

void add_colour(CLI::App& command, ColourChoice& colour) {
  command
      .add_option_function<std::string>(
          "--color", [&colour](const std::string& word) { colour = colour_of(word); },
          "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""));
}

}  // namespace holon::cli
