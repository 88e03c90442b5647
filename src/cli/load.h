// SPDX-License-Identifier: Apache-2.0
//
// A study from a file, compiled; and its mistakes told the way the user asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.h"
#include "study/compile.h"

namespace holon::cli {

/// A study ready to run.
struct Loaded {
  study::Study study;
  study::Compiled compiled;
  std::string source_name;  ///< its path, or "standard input"
};

/// What the commands that take a study have in common.
struct StudyOptions {
  std::string path;                   ///< "-": standard input
  std::vector<std::string> settings;  ///< PATH=VALUE
  std::string json;                   ///< where JSON goes; empty: nowhere
  ColourChoice colour = ColourChoice::automatic;
};

/// The text of a file, or of standard input for "-".
[[nodiscard]] base::Result<base::SourcePtr> source_of(const std::string& path);

/// Reads and compiles a study, or its mistakes.
[[nodiscard]] base::Result<Loaded> read_and_compile(const StudyOptions& options);

/// Reads and compiles a study. Nothing after telling all mistakes (and, if JSON was asked for,
/// writing them there).
[[nodiscard]] std::optional<Loaded> load(const StudyOptions& options);

}  // namespace holon::cli
