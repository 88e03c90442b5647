// SPDX-License-Identifier: Apache-2.0
//
// What `holon ledger export` wrote. Both forms carry runs whole; the readable columns of the CSV
// are for people, and only `record` is read.
#include "base/text.h"
#include "ledger/importer.h"
#include "ledger/log_table.h"
#include "record/json.h"

namespace holon::ledger {

bool is_holon_json(const Log& log) {
  const auto text = base::trim(log.source->text());
  if (!text.starts_with("{") && !text.starts_with("[")) return false;
  constexpr std::size_t kBeginning = 200;
  return text.substr(0, kBeginning).find("\"holon run") != text.npos;
}

Imported read_holon_json(const Log& log) {
  Imported out;
  auto runs = record::runs_from_json(log.source);
  if (runs) {
    out.runs = std::move(*runs);
  } else {
    // a file that is wrong in one run is not trusted in another
    out.unusable = std::move(runs.error());
  }
  return out;
}

bool is_holon_csv(const Log& log) { return log.source->text().starts_with("id,name,project,"); }

Imported read_holon_csv(const Log& log) {
  Imported out;
  const auto rows = read_log_table(log.source);
  const auto record = rows.empty() ? kNoColumn : column_named(rows.front(), "record");
  if (record == kNoColumn) {
    out.unusable.push_back(unusable(rows.empty() ? base::Span{log.source, 0, 0} : rows[0].span,
                                    "this table has no column `record`", {},
                                    "export it again: that column carries the run"));
    return out;
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    if (row.cells.size() != rows[0].cells.size()) {
      out.unusable.push_back(unusable(row.span, "this row is torn"));
      continue;
    }
    const auto& cell = row.cells[record];
    auto run = record::run_from_json(
        std::make_shared<base::SourceText>(log.source->name() + ", record", cell.text));
    if (run) {
      out.runs.push_back(std::move(*run));
      continue;
    }
    for (const auto& mistake : run.error())
      out.unusable.push_back(unusable(cell.span, mistake.message));
  }
  return out;
}

}  // namespace holon::ledger
