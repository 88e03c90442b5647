// SPDX-License-Identifier: Apache-2.0
#include "report/grid_margin.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/spread.h"
#include "report/layout.h"
#include "report/table.h"

namespace holon::report {

std::string terminal(const MarginReport& report, const Style& style) {
  const auto& margin = report.margin;
  const double average = catalog::typical(report.average.value.distribution);
  const bool is_direct = report.average.note.find("scope: direct") != std::string::npos;
  const double most = std::max({average, margin.g_per_kWh, 1e-9});
  auto out = painted(fmt::format("Carbon of a kilowatt-hour of {} [g CO2e/kWh]", report.grid),
                     Tone::heading, style) +
             "\n";
  Table table({{Align::left}, {Align::right, 2}, {Align::left, 2}, {Align::bar, 2}});
  table.row({"  average", base::readable(average),
             fmt::format("{}, {}", is_direct ? "direct" : "life cycle", report.average.year),
             bar_cell(average / most)});
  table.row({"  margin", base::readable(margin.g_per_kWh),
             fmt::format("direct, {}, ×/÷ {:g}", margin.year, margin.gsd),
             bar_cell(margin.g_per_kWh / most)});
  out += table.render(style).text;
  out += wrapped("  → ",
                 "The average says what the grid's electricity emitted, and is what a footprint "
                 "counts. The margin says what plants that follow demand emit, so what one kWh "
                 "more or less changes while the plants stay as they are.",
                 style.width);
  if (!margin.note.empty()) out += wrapped("  ! ", margin.note, style.width);
  out +=
      wrapped("  average  ",
              fmt::format("{}; {}", report.average.value.pedigree.source, report.average.licence),
              style.width);
  out += wrapped("  margin   ", fmt::format("{}; {}", margin.source, margin.licence), style.width);
  return out;
}

}  // namespace holon::report
