// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "desk/assessment.h"
#include "desk/ledger_address.h"
#include "desk/load.h"
#include "desk/sampling.h"
#include "python/src/bindings.h"
#include "report/csv.h"
#include "report/investments.h"
#include "report/json.h"
#include "report/terminal.h"

namespace holon::python {
namespace {

namespace nb = nanobind;
using desk::Assessment;

desk::Loaded load(const std::string& path, const std::vector<std::string>& settings,
                  const std::string& ledger) {
  const nb::gil_scoped_release released;
  desk::Access access;
  access.catalog = &catalog_in_use();
  access.ledger = [&](const std::string& address) {
    return desk::existing_ledger(address.empty() ? ledger : address);
  };
  return value_of(desk::read_and_compile(path, settings, access));
}

Assessment assess(const desk::Loaded& loaded, std::uint64_t samples, std::uint64_t seed,
                  std::size_t threads, const std::vector<std::string>& scenarios,
                  const std::string& spread) {
  findings::Plan plan;
  plan.engine.samples = samples;
  plan.engine.seed = seed;
  plan.engine.threads = threads;
  plan.scenarios = scenarios;
  const auto progress = interruptible();
  const nb::gil_scoped_release released;
  plan.engine.draws = desk::planned_draws(spread, plan.engine, loaded.compiled.model);
  return desk::assess(loaded, plan, progress);
}

std::vector<std::string> scenarios_of(const desk::Loaded& loaded) {
  std::vector<std::string> out;
  for (const auto& scenario : loaded.study.scenarios) out.push_back(scenario.name);
  return out;
}

std::string terminal(const Assessment& self, std::size_t width) {
  report::Style style;
  style.width = width;
  return report::terminal(self.findings, self.investments, style);
}

}  // namespace

void add_study(nb::module_& module) {
  nb::class_<Assessment>(module, "Findings")
      .def("json",
           [](const Assessment& self) { return report::json(self.findings, self.investments); })
      .def("csv", [](const Assessment& self) { return report::csv(self.findings); })
      .def("terminal", terminal, nb::arg("width"))
      .def_prop_ro("budget_holds",
                   [](const Assessment& self) { return self.findings.budget_holds(); });
  nb::class_<desk::Loaded>(module, "Study")
      .def_prop_ro("title", [](const desk::Loaded& self) { return self.study.title; })
      .def_prop_ro("source", [](const desk::Loaded& self) { return self.source_name; })
      .def_prop_ro("scenarios", scenarios_of)
      .def_prop_ro("warnings",
                   [](const desk::Loaded& self) { return report::json(self.compiled.warnings); })
      .def("assess", assess, nb::arg("samples"), nb::arg("seed"), nb::arg("threads"),
           nb::arg("scenarios"), nb::arg("plan"));
  module.def("load_study", load, nb::arg("path"), nb::arg("settings"), nb::arg("ledger"));
}

}  // namespace holon::python
