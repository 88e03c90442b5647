// SPDX-License-Identifier: Apache-2.0
//
// A model from a file, whatever wrote it; and its mistakes told the way the user asked for.
#pragma once

#include <optional>
#include <string>

#include "cli/load.h"
#include "cli/terminal.h"
#include "desk/model_file.h"

namespace CLI {
class App;
}

namespace holon::cli {

using desk::LoadedModel;

/// What the commands that take a model have in common; the path "-" is standard input, as YAML.
struct ModelOptions : desk::ModelOptions {
  std::string json;  ///< where the mistakes of a model go as JSON; empty: nowhere
  ColourChoice colour = ColourChoice::automatic;
};

/// The script of a model file of another tool. Nothing after telling all mistakes, and writing them
/// as JSON where `json` says.
[[nodiscard]] std::optional<model::formats::Script> load_script(const std::string& path,
                                                                ColourChoice colour,
                                                                const std::string& json = "");

/// Reads, builds and checks a model. Nothing after telling all mistakes on standard error.
[[nodiscard]] std::optional<LoadedModel> load_model(const ModelOptions& options);

/// Adds MODEL and the options above to a command.
void add_model_options(CLI::App& command, ModelOptions& options);

}  // namespace holon::cli
