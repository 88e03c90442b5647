// SPDX-License-Identifier: Apache-2.0
#include <nanobind/nanobind.h>

#include "desk/run_identity.h"
#include "python/src/bindings.h"

NB_MODULE(_core, module) {
  using namespace holon;
  module.attr("version") = desk::kVersion;
  python::add_errors(module);
  python::add_catalog(module);
  python::add_study(module);
  python::add_simulation(module);
  python::add_ledger(module);
  python::add_window(module);
}
