// SPDX-License-Identifier: Apache-2.0
#include "report/lint.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/figures.h"
#include "report/layout.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::LintFinding;
using findings::LintSeverity;

const char* word(LintSeverity severity) {
  return severity == LintSeverity::error ? "error" : "warning";
}

std::string finding_text(const LintFinding& one, const Style& style) {
  const auto tone = one.severity == LintSeverity::error ? Tone::worse : Tone::caution;
  auto out = fmt::format("{}  {}\n",
                         painted(fmt::format("{}: {}", word(one.severity), one.check), tone, style),
                         painted(one.place, Tone::dim, style));
  out += wrapped("  ", one_line(one.subject) + ": " + one_line(one.message), style.width);
  return out + wrapped("  = ", one_line(one.arithmetic), style.width) + "\n";
}

// how often each check struck, as bars
std::string summary(const std::vector<LintReport>& reports, const Style& style) {
  std::map<std::string, std::size_t> counts;
  for (const auto& report : reports) {
    for (const auto& one : report.found) ++counts[one.check];
  }
  if (counts.size() < 2) return {};
  std::size_t most = 0;
  for (const auto& [check, count] : counts) most = std::max(most, count);
  Table table({{Align::left}, {Align::right, 2}, {Align::bar, 2}});
  for (const auto& [check, count] : counts) {
    table.row({"  " + check, findings::count(count),
               bar_cell(static_cast<double>(count) / static_cast<double>(most))});
  }
  return table.render(style).text + "\n";
}

}  // namespace

std::string terminal(const std::vector<LintReport>& reports, const Style& style) {
  std::string out;
  std::size_t found = 0;
  std::size_t tables = 0;
  std::size_t rows = 0;
  for (const auto& report : reports) {
    for (const auto& one : report.found) out += finding_text(one, style);
    found += report.found.size();
    tables += report.tables;
    rows += report.rows;
  }
  out += summary(reports, style);
  const auto what = fmt::format("{}, {}", counted(tables, "table"), counted(rows, "row"));
  if (found == 0) return fmt::format("{}: nothing contradicts itself\n", what);
  return out + fmt::format("{}: {}\n", what, counted(found, "finding"));
}

std::string json(const std::vector<LintReport>& reports) {
  using Json = nlohmann::ordered_json;
  Json out{{"files", Json::array()}};
  for (const auto& report : reports) {
    Json file{{"file", report.file},
              {"tables", report.tables},
              {"rows", report.rows},
              {"findings", Json::array()}};
    for (const auto& one : report.found) {
      file["findings"].push_back({{"severity", word(one.severity)},
                                  {"check", one.check},
                                  {"place", one.place},
                                  {"subject", one.subject},
                                  {"message", one.message},
                                  {"arithmetic", one.arithmetic}});
    }
    out["files"].push_back(std::move(file));
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace holon::report
