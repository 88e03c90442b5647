// SPDX-License-Identifier: Apache-2.0
//
// A model file of another tool becomes a model: arrays are expanded, macros and modules written
// in, and the functions of the tool rewritten into those of the engine.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/formats/data_series.h"
#include "model/formats/script.h"
#include "model/model.h"

namespace holon::model::formats {

/// What a model is built with beside its text.
struct BuildOptions {
  std::string folder;            ///< against which paths in the model are read
  std::vector<DataSeries> data;  ///< for data variables that do not say where they are

  /// Variables that get another value: the name as written or of one element, and the value.
  std::vector<std::pair<std::string, double>> settings;
  /// Variables that are drawn: constants of the model.
  std::vector<std::pair<std::string, quantity::Quantity>> inputs;

  std::optional<double> start;  ///< instead of the model's own
  std::optional<double> stop;
  std::optional<double> step;
  std::optional<double> save_every;
  std::optional<Method> method;

  std::size_t most_elements = 1'000'000;  ///< scalar variables; more is a diagnostic
};

/// A variable as its user knows it: an element of what the modeller wrote.
struct Shown {
  std::string name;     ///< "x" or "x[a,b]"
  VariableId variable;  ///< in the model
  std::size_t written;  ///< index into `Built::written`
};

/// What the modeller said of a variable.
struct Written {
  std::string name;
  Variable::Kind kind = Variable::Kind::equation;
  std::string units;
  std::string text;
  std::string group;
  base::Span span;
};

/// A model ready to run, and what belongs to it.
struct Built {
  Model model;
  std::vector<Shown> shown;      ///< in the order of the file
  std::vector<Written> written;  ///< by variable of the file
  std::string time_units;
  double save_every = 1;  ///< [time of the model]
  /// The steps at whose start the run is saved, the end among them, where the saving interval
  /// changes in the run; else empty.
  std::vector<std::uint32_t> saved_steps;
  double stop = 0;  ///< [time of the model]; before its start: nothing runs
  /// Stops the run early, where the model's end depends on what happens in it: the end as it is
  /// at each moment. `npos`: it does not.
  VariableId moving_stop = Model::npos;
  base::Diagnostics warnings;
};

/// Builds a script. Errors: E0550 to E0569, and E0501 for one without variables.
[[nodiscard]] base::Result<Built> build(const Script& script, const BuildOptions& options);

/// One function of Vensim or XMILE, as the documentation lists it.
struct DialectFunction {
  std::string_view vensim;  ///< its names there, separated by `|`; empty: it has none
  std::string_view xmile;
  std::size_t fewest;  ///< arguments
  std::size_t most;
  std::string_view arguments;
  std::string_view text;
  std::string_view units;    ///< the rule of its units, see unit_rule.h
  std::string_view example;  ///< a right side
  double value;              ///< of the example at time 3, after steps of 1 from time 0
};

/// Every function, in the order of the documentation.
[[nodiscard]] std::vector<DialectFunction> dialect_functions();

}  // namespace holon::model::formats
