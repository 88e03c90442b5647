// SPDX-License-Identifier: Apache-2.0
//
// A model from a file, whatever wrote it: a study of holon (.yaml), Vensim (.mdl), XMILE or Stella
// (.xmile, .stmx, .itmx).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/load.h"
#include "model/formats/build.h"

namespace holon::desk {

/// A model file, and what of it a person wants otherwise.
struct ModelOptions {
  std::string path;
  std::vector<std::string> settings;  ///< NAME=QUANTITY
  std::string inputs;                 ///< a YAML file of quantities by name
  std::vector<std::string> data;      ///< files of series for data variables
  std::optional<double> from;
  std::optional<double> to;
  std::optional<double> step;
  std::optional<double> save_every;
  std::string method;
  std::optional<double> tolerance;  ///< of an adaptive method
};

/// A model ready to run; a study brings its variables as a model of another tool does.
struct LoadedModel {
  model::formats::Built built;
  std::string name;                              ///< its path, or "standard input"
  std::string title;                             ///< as its author wrote it; may be empty
  bool is_study = false;                         ///< time is in seconds from its first day
  std::optional<model::formats::Script> script;  ///< as written; of a model of another tool
};

/// The script of a model file of another tool, or its mistakes.
[[nodiscard]] base::Result<model::formats::Script> read_script(const std::string& path,
                                                               const Access& access);

/// Reads, builds and checks a model, or its mistakes.
[[nodiscard]] base::Result<LoadedModel> read_model(const ModelOptions& options,
                                                   const Access& access);

/// Why the times that were asked for make no run; empty: they do. The file's own may be odd, which
/// is told elsewhere.
[[nodiscard]] std::string wrong_times(const ModelOptions& options, const LoadedModel& loaded);

}  // namespace holon::desk
