// SPDX-License-Identifier: Apache-2.0
//
// The form of an estimate on the command line: options, and what the catalogue says of them.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "findings/estimate.h"

namespace CLI {
class App;
}

namespace holon::cli {

struct FormOptions {
  findings::EstimateForm form;
  std::string hardware, place, facility, grid_losses;  ///< as written
};

/// `--hardware`, `--hours`, `--place` and all that a form states; `--profile` is the command's own.
void add_form_options(CLI::App& command, FormOptions& options);

/// Whether what, where and how much are said; says what is not.
[[nodiscard]] bool is_complete(const FormOptions& options);

/// Looks hardware and place up, then fills in what the profile assumes, if there is one.
[[nodiscard]] base::Diagnostics read_form(FormOptions& options);

}  // namespace holon::cli
