// SPDX-License-Identifier: Apache-2.0
//
// What the commands that measure have in common.
#pragma once

#include "desk/machine.h"

namespace CLI {
class App;
}

namespace holon::cli {

using desk::MeterOptions;

void add_meter_options(CLI::App& command, MeterOptions& options);

/// Names the reader that lies beside this program or on the path, unless one is named already.
void find_reader(MeterOptions& options);

}  // namespace holon::cli
