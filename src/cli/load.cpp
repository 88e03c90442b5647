// SPDX-License-Identifier: Apache-2.0
#include "cli/load.h"

#include <cstdio>
#include <memory>

#include "cli/ledger_address.h"
#include "cli/own_catalog.h"
#include "report/json.h"

namespace holon::cli {
namespace {

std::string standard_input() {
  std::string out;
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, stdin)) > 0;)
    out.append(buffer, got);
  return out;
}

}  // namespace

base::Result<base::SourcePtr> source_of(const std::string& path) {
  if (path != "-") return desk::file_source(path);
  return std::make_shared<const base::SourceText>("standard input", standard_input());
}

desk::Access access() { return {source_of, existing_ledger, &catalog_in_use()}; }

base::Result<Loaded> read_and_compile(const StudyOptions& options) {
  return desk::read_and_compile(options.path, options.settings, access());
}

std::optional<Loaded> load(const StudyOptions& options) {
  auto out = read_and_compile(options);
  if (!out) {
    if (!options.json.empty()) write_result(options.json, report::json(out.error()));
    say(out.error(), options.colour);
    return std::nullopt;
  }
  say(out->compiled.warnings, options.colour);
  return std::move(*out);
}

}  // namespace holon::cli
