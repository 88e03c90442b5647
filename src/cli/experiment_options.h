// SPDX-License-Identifier: Apache-2.0
//
// What the commands that run a model many times have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/load_model.h"
#include "experiment/trials.h"
#include "report/experiment.h"

namespace holon::cli {

struct ExperimentOptions {
  ModelOptions model;
  engine::Plan plan;
  std::string json;
  bool quiet = false;
};

/// Adds MODEL, its options, --seed, --threads, --json and --quiet.
void add_experiment_options(CLI::App& command, ExperimentOptions& options);

/// A word of the command line, as a place for diagnostics: "--fit rate=0 .. 1".
[[nodiscard]] base::Span word_of(const std::string& option, const std::string& text);

/// The variable of this name: as it is shown, or the only one whose path ends with it.
/// Errors: E0302, E0303.
[[nodiscard]] std::optional<model::VariableId> find_variable(const LoadedModel& loaded,
                                                             std::string_view name,
                                                             const base::Span& where,
                                                             base::Diagnostics& diagnostics);

/// The quantity in the variable's unit, where it states none. Errors: E0204 and those of units.
[[nodiscard]] std::optional<quantity::Quantity> read_quantity_of(const LoadedModel& loaded,
                                                                 model::VariableId variable,
                                                                 const base::Span& where,
                                                                 base::Diagnostics& diagnostics);

/// `NAME=QUANTITY` of an option.
struct NamedQuantity {
  std::string name;
  model::VariableId variable = 0;
  quantity::Quantity quantity;
  base::Span where;
};

/// Reads it; the variable must be one that can be varied. Errors: E0302, E0303, E0409, and those of
/// quantities.
[[nodiscard]] std::optional<NamedQuantity> read_varied(const LoadedModel& loaded,
                                                       const std::string& option,
                                                       const std::string& text,
                                                       base::Diagnostics& diagnostics);

/// The parameters of `NAME=LOW..HIGH`. Errors: as `read_varied`, E0404 for one named twice.
[[nodiscard]] std::vector<experiment::Parameter> read_parameters(
    const LoadedModel& loaded, const std::string& option, const std::vector<std::string>& texts,
    base::Diagnostics& diagnostics);

[[nodiscard]] report::ShownUnit shown_unit(const LoadedModel& loaded, model::VariableId variable);
[[nodiscard]] std::vector<report::ShownUnit> shown_units(
    const LoadedModel& loaded, const std::vector<experiment::Parameter>& parameters);

/// The name a variable is shown under.
[[nodiscard]] std::string shown_name(const LoadedModel& loaded, model::VariableId variable);

/// Writes the JSON where it is wanted and prints the text unless the JSON takes its place.
void present(const ExperimentOptions& options, const std::string& text, const std::string& json);

}  // namespace holon::cli
