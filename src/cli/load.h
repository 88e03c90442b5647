// SPDX-License-Identifier: Apache-2.0
//
// A study from a file, compiled; and its mistakes told the way the user asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.h"
#include "desk/load.h"

namespace holon::cli {

using desk::Loaded;

/// What the commands that take a study have in common.
struct StudyOptions {
  std::string path;                   ///< "-": standard input
  std::vector<std::string> settings;  ///< PATH=VALUE
  std::string json;                   ///< where JSON goes; empty: nowhere
  ColourChoice colour = ColourChoice::automatic;
};

/// The text of a file, or of standard input for "-".
[[nodiscard]] base::Result<base::SourcePtr> source_of(const std::string& path);

/// How the program reaches texts and ledgers.
[[nodiscard]] desk::Access access();

/// Reads and compiles a study, or its mistakes.
[[nodiscard]] base::Result<Loaded> read_and_compile(const StudyOptions& options);

/// Reads and compiles a study. Nothing after telling all mistakes (and, if JSON was asked for,
/// writing them there).
[[nodiscard]] std::optional<Loaded> load(const StudyOptions& options);

}  // namespace holon::cli
