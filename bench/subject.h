// SPDX-License-Identifier: Apache-2.0
//
// The models that the engine's benchmarks run, read from their files by the product's own reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/program.h"

namespace holon::bench {

/// A model with uncertain constants, and what is watched.
struct Subject {
  std::string name;
  model::Model model;
  engine::Program program;
  std::size_t variables = 0;  ///< elements of arrays counted
  std::size_t stocks = 0;
};

/// The names that `read_subject` knows.
inline constexpr std::string_view kSubjects[] = {"sir", "world", "regions"};

/// Reads `folder`/`name`.mdl. Throws `base::WorldError` for what cannot be read.
[[nodiscard]] Subject read_subject(std::string_view name, const std::string& folder);

}  // namespace holon::bench
