// SPDX-License-Identifier: Apache-2.0
//
// The parts of the extension `holon._core`: one file each, listed in module.cpp.
#pragma once

#include <map>
#include <string>

#include <nanobind/nanobind.h>

#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "desk/environment.h"
#include "engine/groups.h"

namespace holon::python {

/// Mistakes on their way to Python, where they become a `holon.DiagnosticError`.
struct Mistakes {
  base::Diagnostics diagnostics;
};

/// The value, or its mistakes thrown.
template <class T>
T value_of(base::Result<T> result) {
  if (!result) throw Mistakes{std::move(result.error())};
  return std::move(*result);
}

/// The environment as Python's os.environ had it.
using Variables = std::map<std::string, std::string>;
[[nodiscard]] desk::Environment environment_of(Variables variables);

/// Lets Ctrl-C end a long calculation. Call it with the interpreter's lock held, and hand it to
/// work that goes on without.
[[nodiscard]] engine::Progress interruptible();

/// The embedded catalogue, or with a user's tables in front.
[[nodiscard]] const catalog::Catalog& catalog_in_use();

void add_errors(nanobind::module_& module);
void add_catalog(nanobind::module_& module);
void add_study(nanobind::module_& module);
void add_simulation(nanobind::module_& module);
void add_ledger(nanobind::module_& module);
void add_window(nanobind::module_& module);

}  // namespace holon::python
