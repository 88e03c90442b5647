// SPDX-License-Identifier: Apache-2.0
//
// Vensim's binary files of results (.vdf). The layout is not published by its maker; read is what
// is described in docs/formats/data.md, after the description of the Simlin project and runs we
// looked at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/formats/data_series.h"

namespace holon::model::formats {

/// What a .vdf file holds. Values are single precision in the file.
struct VdfFile {
  enum class Kind { run, dataset, sensitivity };
  Kind kind = Kind::run;
  std::string origin;         ///< when and from which model, as the file says
  std::vector<double> times;  ///< at which the run was saved

  /// Of each saved variable and element: a constant has its value at every time; data from outside
  /// have their own times; helpers of smooths, delays and macros have names between `#`. A variable
  /// the run could not give a value has no values.
  DataSet data;

  /// Variables whose place in the file two of them claim; left out of `data`.
  std::vector<std::string> undecided;
};

/// The first bytes are those of a .vdf file.
[[nodiscard]] bool is_vdf(std::string_view bytes);

/// Reads a file. The file does not tell a lookup's record from a variable's: `lookups` are the
/// names of the model's lookups, if they are known; without them names and places decide.
[[nodiscard]] Read<VdfFile> read_vdf(std::string_view bytes,
                                     const std::vector<std::string>& lookups = {});

}  // namespace holon::model::formats
