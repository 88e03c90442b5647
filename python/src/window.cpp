// SPDX-License-Identifier: Apache-2.0
#include "desk/window.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include "desk/run_budget.h"
#include "desk/run_identity.h"
#include "desk/run_impacts.h"
#include "python/src/bindings.h"
#include "record/words.h"
#include "report/run.h"

namespace holon::python {
namespace {

namespace nb = nanobind;
using desk::Window;
using desk::WindowOptions;
using meter::RunStatus;

// the words are checked by holon/meter.py, which says what there is
void set_attribution(WindowOptions& options, const std::string& scope, const std::string& idle,
                     double idle_W, double reserved) {
  const auto chosen_scope = record::named(record::kScopeWords, scope);
  const auto chosen_idle = record::named(record::kIdleWords, idle);
  if (!chosen_scope) throw nb::value_error(("there is no scope `" + scope + "`").c_str());
  if (!chosen_idle) throw nb::value_error(("there is no idle policy `" + idle + "`").c_str());
  options.attribution.scope = *chosen_scope;
  options.attribution.idle = *chosen_idle;
  options.attribution.idle_W = idle_W;
  options.attribution.reserved_share = reserved;
}

std::unique_ptr<Window> open(WindowOptions options) {
  const nb::gil_scoped_release released;
  options.catalog = &catalog_in_use();
  return std::make_unique<Window>(std::move(options));
}

std::string end(Window& window, const std::string& failure) {
  const nb::gil_scoped_release released;
  return report::json(window.end(failure));
}

std::string text(Window& window, std::size_t width) {
  report::Style style;
  style.width = width;
  return report::terminal(window.end(""), style);
}

RunStatus status(Window& window) {
  const nb::gil_scoped_release released;
  return window.status();
}

desk::RunBudget budget_of(const desk::Loaded& study, const std::string& place) {
  std::string why;
  std::optional<desk::RunBudget> out;
  {
    const nb::gil_scoped_release released;
    out = desk::RunBudget::of(study, place, catalog_in_use(), why);
  }
  if (!out) throw nb::value_error(why.c_str());
  return std::move(*out);
}

void add_options(nb::module_& module) {
  nb::class_<desk::MeterOptions>(module, "Machine")
      .def_rw("sysroot", &desk::MeterOptions::sysroot)
      .def_rw("cpu", &desk::MeterOptions::cpu)
      .def_rw("cpu_power_W", &desk::MeterOptions::cpu_W)
      .def_rw("bmc", &desk::MeterOptions::bmc)
      .def_rw("bmc_file", &desk::MeterOptions::bmc_file)
      .def_rw("meter_table", &desk::MeterOptions::meter_table)
      .def_rw("nvml", &desk::MeterOptions::nvml)
      .def_rw("reader", &desk::MeterOptions::reader);
  nb::class_<WindowOptions>(module, "WindowOptions")
      .def(nb::init<>())
      .def_rw("name", &WindowOptions::name)
      .def_rw("project", &WindowOptions::project)
      .def_rw("phase", &WindowOptions::phase)
      .def_rw("place", &WindowOptions::place)
      .def_rw("tags", &WindowOptions::tags)
      .def_rw("command", &WindowOptions::command)
      .def_rw("job", &WindowOptions::job)
      .def_rw("inside", &WindowOptions::inside)
      .def_rw("ledger", &WindowOptions::ledger)
      .def_rw("journals", &WindowOptions::journals)
      .def_rw("period_s", &WindowOptions::period_s)
      .def_rw("machine", &WindowOptions::machine)
      .def("set_attribution", set_attribution, nb::arg("scope"), nb::arg("idle"), nb::arg("idle_W"),
           nb::arg("reserved"));
}

}  // namespace

void add_window(nb::module_& module) {
  add_options(module);
  nb::class_<RunStatus>(module, "Status")
      .def_ro("elapsed_s", &RunStatus::elapsed_s)
      .def_ro("energy_J", &RunStatus::energy_J)
      .def_ro("power_W", &RunStatus::power_W);
  nb::class_<Window>(module, "Window")
      .def("end", end, nb::arg("failure"))
      .def("text", text, nb::arg("width"))
      .def("status", status)
      .def_prop_ro("id", &Window::id)
      .def_prop_ro("is_open", &Window::is_open)
      .def_prop_ro("is_ours", &Window::is_ours);
  module.def("open_window", open, nb::arg("options"));
  nb::class_<desk::RunBudget>(module, "RunBudget")
      .def("broken_by", &desk::RunBudget::broken_by, nb::arg("energy_J"));
  module.def("budget_of", budget_of, nb::arg("study"), nb::arg("place"));
  module.def(
      "unknown_place",
      [](const std::string& place) { return desk::unknown_place(place, catalog_in_use()); },
      nb::arg("place"));
  module.def(
      "job_of",
      [](Variables variables) { return desk::job_of(environment_of(std::move(variables))); },
      nb::arg("environment"));
}

}  // namespace holon::python
