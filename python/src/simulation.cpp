// SPDX-License-Identifier: Apache-2.0
#include "desk/simulation.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "desk/ledger_address.h"
#include "desk/sampling.h"
#include "model/method_check.h"
#include "python/src/bindings.h"

namespace holon::python {
namespace {

namespace nb = nanobind;
using Array = nb::ndarray<nb::numpy, double, nb::ndim<1>>;

// the numbers are the array's from here on
nb::object array(std::vector<double> values) {
  auto owned = std::make_unique<std::vector<double>>(std::move(values));
  auto* data = owned->data();
  const auto size = owned->size();
  const nb::capsule owner(owned.release(), [](void* at) noexcept {
    const std::unique_ptr<std::vector<double>> freed(static_cast<std::vector<double>*>(at));
  });
  return nb::cast(Array(data, {size}, owner));
}

/// How a model is run.
struct Wishes {
  desk::ModelOptions model;
  std::vector<std::string> outputs;
  std::optional<std::uint64_t> samples;
  engine::Plan plan;
  std::string spread;
  std::string ledger;
};

[[noreturn]] void refuse(const std::vector<desk::Refusal>& refusals) {
  std::string text;
  for (const auto& one : refusals)
    text += (text.empty() ? "" : "\n") + one.message + "\n  help: " + one.help;
  throw nb::value_error(text.c_str());
}

/// What came of it; the statistics where there are many futures, else the values.
struct Outcome {
  std::string title;
  base::Diagnostics warnings;
  report::SeriesTable values;
  desk::SpreadTable spread;
};

Outcome run(const Wishes& wishes, const engine::Progress& progress) {
  desk::Access access;
  access.catalog = &catalog_in_use();
  access.ledger = [&](const std::string& address) {
    return desk::existing_ledger(address.empty() ? wishes.ledger : address);
  };
  const auto loaded = value_of(desk::read_model(wishes.model, access));
  if (const auto wrong = desk::wrong_times(wishes.model, loaded); !wrong.empty())
    throw nb::value_error(wrong.c_str());
  const auto shown = desk::chosen_columns(loaded, wishes.outputs, wishes.samples.has_value());
  if (!shown) refuse(shown.error());
  Outcome out;
  out.title = loaded.title;
  out.warnings = loaded.built.warnings;
  if (!wishes.samples) {
    out.values = desk::one_run(loaded, *shown, wishes.plan.seed);
    return out;
  }
  if (const auto refusals = desk::too_many(loaded, *shown); !refusals.empty()) refuse(refusals);
  auto plan = wishes.plan;
  plan.samples = *wishes.samples;
  plan.draws = desk::planned_draws(wishes.spread, plan, loaded.built.model);
  out.spread = desk::many_runs(loaded, *shown, plan, progress);
  return out;
}

nb::dict statistics(desk::Spread& spread) {
  nb::dict out;
  out["mean"] = array(std::move(spread.mean));
  out["sd"] = array(std::move(spread.sd));
  out["p05"] = array(std::move(spread.p05));
  out["p50"] = array(std::move(spread.p50));
  out["p95"] = array(std::move(spread.p95));
  return out;
}

// title, warnings, time, {name: array, or {statistic: array}}
using Told = nb::typed<nb::tuple, nb::str, nb::typed<nb::list, nb::str>, nb::any,
                       nb::typed<nb::dict, nb::str, nb::any>>;

Told told(Outcome outcome) {
  nb::dict columns;
  auto& [title, warnings, values, spread] = outcome;
  for (std::size_t i = 0; i < values.names.size(); ++i)
    columns[values.names[i].c_str()] = array(std::move(values.columns[i]));
  for (std::size_t i = 0; i < spread.names.size(); ++i)
    columns[spread.names[i].c_str()] = statistics(spread.columns[i]);
  auto times = values.names.empty() ? std::move(spread.times) : std::move(values.times);
  nb::list texts;
  for (const auto& one : warnings) texts.append(base::render(one, false));
  return Told(nb::make_tuple(title, texts, array(std::move(times)), columns));
}

Told simulate(desk::ModelOptions model, std::vector<std::string> outputs,
              std::optional<std::uint64_t> samples, std::uint64_t seed, std::size_t threads,
              std::string spread, std::string ledger) {
  if (!model.method.empty() && !model::method_named(model.method))
    throw nb::value_error(("there is no method `" + model.method + "`\n  help: there are " +
                           std::string(model::method_names()))
                              .c_str());
  Wishes wishes{std::move(model),  std::move(outputs), samples, {},
                std::move(spread), std::move(ledger)};
  wishes.plan.seed = seed;
  wishes.plan.threads = threads;
  Outcome outcome;
  const auto progress = interruptible();
  {
    const nb::gil_scoped_release released;
    outcome = run(wishes, progress);
  }
  return told(std::move(outcome));
}

}  // namespace

void add_simulation(nb::module_& module) {
  nb::class_<desk::ModelOptions>(module, "ModelOptions")
      .def(nb::init<>())
      .def_rw("path", &desk::ModelOptions::path)
      .def_rw("settings", &desk::ModelOptions::settings)
      .def_rw("inputs", &desk::ModelOptions::inputs)
      .def_rw("data", &desk::ModelOptions::data)
      .def_rw("start", &desk::ModelOptions::from, nb::for_setter(nb::arg().none()))
      .def_rw("stop", &desk::ModelOptions::to, nb::for_setter(nb::arg().none()))
      .def_rw("step", &desk::ModelOptions::step, nb::for_setter(nb::arg().none()))
      .def_rw("save_every", &desk::ModelOptions::save_every, nb::for_setter(nb::arg().none()))
      .def_rw("method", &desk::ModelOptions::method)
      .def_rw("tolerance", &desk::ModelOptions::tolerance, nb::for_setter(nb::arg().none()));
  module.def("simulate", simulate, nb::arg("model"), nb::arg("outputs"), nb::arg("samples").none(),
             nb::arg("seed"), nb::arg("threads"), nb::arg("plan"), nb::arg("ledger"));
}

}  // namespace holon::python
