// SPDX-License-Identifier: Apache-2.0
//
// Options that the commands on a study share.
#pragma once

#include <string>
#include <vector>

#include "cli/load.h"
#include "engine/groups.h"

namespace CLI {
class App;
}

namespace holon::cli {

inline constexpr const char* kStudyIsOneOf =
    "The study, or the folder of its study.yaml; - reads standard input";

/// STUDY, `--set`, `--json` and `--color`.
void add_study_options(CLI::App& command, StudyOptions& options);

/// `--samples`, `--seed` and `--threads`; what `plan` holds are the defaults.
void add_ensemble_options(CLI::App& command, engine::Plan& plan);

/// `--scenario`, again for more.
void add_scenarios(CLI::App& command, std::vector<std::string>& names);

/// Whether the study has all of these scenarios; says which it has not.
[[nodiscard]] bool are_known(const std::vector<std::string>& wanted, const study::Study& study);

}  // namespace holon::cli
