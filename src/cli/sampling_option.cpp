// SPDX-License-Identifier: Apache-2.0
#include "cli/sampling_option.h"

#include <CLI/CLI.hpp>

namespace holon::cli {

void add_sampling_plan(CLI::App& command, std::string& word) {
  command.add_option("--plan", word, "How the samples are spread: random, latin or sobol")
      ->check(CLI::IsMember({"random", "latin", "sobol"}).description(""))
      ->capture_default_str();
}

}  // namespace holon::cli
