// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include "desk/ledger_address.h"
#include "ledger/address.h"
#include "ledger/recover.h"
#include "python/src/bindings.h"
#include "record/json.h"
#include "report/ledger.h"

namespace holon::python {
namespace {

namespace nb = nanobind;
using ledger::Entry;
using ledger::Filter;
using ledger::Ledger;
using ledger::Totals;
using record::EnergyTotal;

// a log or an export is a ledger that may only be read; what meters that are gone have left beside
// a ledger is taken in
std::unique_ptr<Ledger> open(const std::string& address, const std::string& journals) {
  const nb::gil_scoped_release released;
  if (!ledger::is_on_server(address) && ledger::is_other_file(address))
    return std::make_unique<Ledger>(desk::existing_ledger(address));
  auto out = std::make_unique<Ledger>(value_of(Ledger::open(address)));
  ledger::recover(*out, journals);
  return out;
}

std::vector<std::string> runs(Ledger& ledger, const Filter& filter) {
  std::vector<std::string> out;
  ledger.for_each(filter, [&](const record::Run& run) { out.push_back(record::to_json(run)); });
  return out;
}

void add(Ledger& ledger, const std::string& json) {
  const auto source = std::make_shared<const base::SourceText>("run", json);
  ledger.add(value_of(record::runs_from_json(source)));
}

void add_energy(nb::module_& module) {
  nb::class_<EnergyTotal>(module, "EnergyTotal")
      .def_prop_ro("energy_J", &EnergyTotal::energy_J)
      .def_prop_ro("uncertainty_J", &EnergyTotal::uncertainty_J)
      .def_prop_ro("without_uncertainty_J", &EnergyTotal::without_uncertainty_J)
      .def_prop_ro("measured_J", &EnergyTotal::measured_J)
      .def_prop_ro("declared_J", &EnergyTotal::declared_J)
      .def_prop_ro("modelled_J", &EnergyTotal::modelled_J)
      .def_prop_ro("missing", &EnergyTotal::missing)
      .def_prop_ro("text", report::energy_text)
      .def_prop_ro("evidence", report::evidence_text);
  module.def("energy_of", [](const std::string& json) {
    const auto source = std::make_shared<const base::SourceText>("run", json);
    return record::energy_of(value_of(record::run_from_json(source)));
  });
}

void add_entries(nb::module_& module) {
  nb::class_<Entry>(module, "Entry")
      .def_ro("id", &Entry::id)
      .def_ro("name", &Entry::name)
      .def_ro("project", &Entry::project)
      .def_ro("phase", &Entry::phase)
      .def_ro("start_ns", &Entry::start_ns)
      .def_ro("duration_s", &Entry::duration_s)
      .def_ro("ending", &Entry::ending)
      .def_ro("failed", &Entry::failed)
      .def_ro("tool", &Entry::tool)
      .def_ro("energy_J", &Entry::energy_J)
      .def_ro("measured_J", &Entry::measured_J)
      .def_ro("missing", &Entry::missing)
      .def_ro("climate_kg", &Entry::climate_kg);
  nb::class_<Totals>(module, "Totals")
      .def_ro("runs", &Totals::runs)
      .def_ro("failed", &Totals::failed)
      .def_ro("duration_s", &Totals::duration_s)
      .def_ro("energy", &Totals::energy)
      .def_ro("climate_kg", &Totals::climate_kg)
      .def_ro("without_climate", &Totals::without_climate);
  nb::class_<Filter>(module, "Filter")
      .def(nb::init<>())
      .def_rw("tags", &Filter::tags)
      .def_rw("project", &Filter::project)
      .def_rw("phase", &Filter::phase)
      .def_rw("name", &Filter::name)
      .def_rw("tool", &Filter::tool)
      .def_rw("since_ns", &Filter::since_ns, nb::for_setter(nb::arg().none()))
      .def_rw("until_ns", &Filter::until_ns, nb::for_setter(nb::arg().none()))
      .def_rw("ids", &Filter::ids);
}

}  // namespace

void add_ledger(nb::module_& module) {
  add_energy(module);
  add_entries(module);
  nb::class_<Ledger>(module, "Ledger")
      .def("entries", &Ledger::list, nb::arg("filter"))
      .def("totals", &Ledger::totals, nb::arg("filter"))
      .def("runs", runs, nb::arg("filter"))
      .def("add", add, nb::arg("json"))
      .def("tag", &Ledger::tag, nb::arg("filter"), nb::arg("add"), nb::arg("remove"))
      .def_prop_ro("name", &Ledger::name);
  module.def("open_ledger", open, nb::arg("address"), nb::arg("journals"));
  module.def(
      "journals_of",
      [](const std::string& address, Variables variables) {
        return desk::journals_of(address, environment_of(std::move(variables)));
      },
      nb::arg("address"), nb::arg("environment"));
  module.def(
      "default_ledger",
      [](Variables variables) {
        return desk::default_ledger(environment_of(std::move(variables)));
      },
      nb::arg("environment"));
}

}  // namespace holon::python
