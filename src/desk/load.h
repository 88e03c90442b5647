// SPDX-License-Identifier: Apache-2.0
//
// A study from a file, compiled.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "ledger/ledger.h"
#include "study/compile.h"

namespace holon::desk {

/// A study ready to run.
struct Loaded {
  study::Study study;
  study::Compiled compiled;
  std::string source_name;  ///< its path, or "standard input"
};

/// The text of a file.
[[nodiscard]] base::Result<base::SourcePtr> file_source(const std::string& path);

/// How texts, ledgers and the catalogue are reached: the command line also reads standard input,
/// and whoever may look at the environment knows the default ledger.
struct Access {
  std::function<base::Result<base::SourcePtr>(const std::string& path)> source = file_source;
  std::function<ledger::Ledger(const std::string& address)> ledger;  ///< empty: the default one
  const catalog::Catalog* catalog = &catalog::Catalog::embedded();
};

/// Where a study lies: a folder stands for the `study.yaml` in it.
[[nodiscard]] std::string study_at(const std::string& path);

/// Reads and compiles a study, or its mistakes. Files that it names lie beside it. A setting is
/// "PATH=VALUE".
[[nodiscard]] base::Result<Loaded> read_and_compile(const std::string& path,
                                                    const std::vector<std::string>& settings,
                                                    const Access& access);

}  // namespace holon::desk
