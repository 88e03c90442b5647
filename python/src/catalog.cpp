// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "desk/own_folder.h"
#include "python/src/bindings.h"

namespace holon::python {
namespace {

namespace nb = nanobind;

/// The catalogues of this process. Studies and windows hold on to the one they began with, so none
/// is given up.
struct Catalogs {
  std::mutex mutex;
  std::vector<std::unique_ptr<catalog::OwnCatalog>> own;
  const catalog::Catalog* in_use = &catalog::Catalog::embedded();
};

Catalogs& catalogs() {
  static Catalogs all;
  return all;
}

void use(const std::vector<std::string>& folders) {
  const nb::gil_scoped_release released;
  auto made = folders.empty() ? nullptr : value_of(desk::catalog_with(folders));
  auto& all = catalogs();
  const std::lock_guard lock(all.mutex);
  all.in_use = made ? &made->catalog() : &catalog::Catalog::embedded();
  if (made) all.own.push_back(std::move(made));
}

}  // namespace

const catalog::Catalog& catalog_in_use() {
  auto& all = catalogs();
  const std::lock_guard lock(all.mutex);
  return *all.in_use;
}

void add_catalog(nb::module_& module) { module.def("use_catalog", use, nb::arg("folders")); }

}  // namespace holon::python
