// SPDX-License-Identifier: Apache-2.0
//
// `--plan`: how the members of an ensemble are spread.
#pragma once

#include <string>

#include "desk/sampling.h"

namespace CLI {
class App;
}

namespace holon::cli {

/// Adds the option; `word` is its default.
void add_sampling_plan(CLI::App& command, std::string& word);

using desk::planned_draws;

}  // namespace holon::cli
