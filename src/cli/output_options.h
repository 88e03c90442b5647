// SPDX-License-Identifier: Apache-2.0
//
// Options of a command's output.
#pragma once

#include <string>

#include "cli/terminal.h"

namespace CLI {
class App;
}

namespace holon::cli {

/// `--json`.
void add_json(CLI::App& command, std::string& json);

/// `--color`.
void add_colour(CLI::App& command, ColourChoice& colour);

}  // namespace holon::cli
