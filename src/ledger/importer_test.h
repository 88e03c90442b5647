// SPDX-License-Identifier: Apache-2.0
//
// For tests of importers: a log through the importer that takes it, and what to ask of the result.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "ledger/importer.h"
#include "record/json.h"

namespace holon::ledger {

/// Fails the test unless the log is the tool's and its runs contradict nothing.
inline Imported imported(const Log& log, std::string_view tool) {
  const auto* importer = importer_of(log);
  REQUIRE(importer != nullptr);
  CHECK(importer->name == tool);
  auto out = importer->read(log);
  for (const auto& run : out.runs) CHECK(record::contradictions(run).empty());
  return out;
}

inline std::size_t line_of(const base::Diagnostic& diagnostic) {
  return diagnostic.where.source->line_of(diagnostic.where.offset);
}

/// The lines that could not be used, each of them told as such.
inline std::vector<std::size_t> lines_of(const Imported& read) {
  std::vector<std::size_t> out;
  for (const auto& one : read.unusable) {
    CHECK(one.code == base::Code::unusable_log);
    out.push_back(line_of(one));
  }
  return out;
}

inline const record::Energy& energy(const record::Run& run, std::string_view device) {
  const auto found = std::find_if(run.energy.begin(), run.energy.end(),
                                  [&](const record::Energy& one) { return one.device == device; });
  REQUIRE(found != run.energy.end());
  return *found;
}

}  // namespace holon::ledger
