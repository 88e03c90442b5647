// SPDX-License-Identifier: Apache-2.0
//
// A model from a file, whatever wrote it: a study of holon (.yaml), Vensim (.mdl), XMILE or Stella
// (.xmile, .stmx, .itmx, .xml).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/load.h"
#include "cli/terminal.h"
#include "model/formats/build.h"

namespace CLI {
class App;
}

namespace holon::cli {

/// What the commands that take a model have in common.
struct ModelOptions {
  std::string path;                   ///< "-": standard input, as YAML
  std::vector<std::string> settings;  ///< NAME=QUANTITY
  std::string inputs;                 ///< a YAML file of quantities by name
  std::vector<std::string> data;      ///< files of series for data variables
  std::optional<double> from;
  std::optional<double> to;
  std::optional<double> step;
  std::optional<double> save_every;
  std::string method;
  std::string json;                 ///< where the mistakes of a model go as JSON; empty: nowhere
  std::optional<double> tolerance;  ///< of an adaptive method
  ColourChoice colour = ColourChoice::automatic;
};

/// A model ready to run; a study brings its variables as a model of another tool does.
struct LoadedModel {
  model::formats::Built built;
  std::string name;                              ///< its path, or "standard input"
  std::string title;                             ///< as its author wrote it; may be empty
  bool is_study = false;                         ///< time is in seconds from its first day
  std::optional<model::formats::Script> script;  ///< as written; of a model of another tool
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
