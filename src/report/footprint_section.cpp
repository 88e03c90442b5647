// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"
#include "study/category.h"

namespace holon::report {
namespace {

using findings::Findings;

// categories of which nothing at all is known
std::set<std::size_t> unknown_categories(const Findings& f) {
  std::set<std::size_t> out;
  for (const auto& missing : f.missing) out.insert(missing.category);
  for (const auto& category : f.categories) out.erase(category.index);
  return out;
}

void add_category(Table& table, const Findings& f, std::size_t c, bool with_kind) {
  const auto& category = f.categories[c];
  const auto name = kIndent + category.name;
  if (!f.totals[c]) {
    table.row({name, {"missing", Tone::caution}});
    return;
  }
  const auto scale = scale_for(f.totals[c]->mean, category.unit);
  const auto figure = number(f.totals[c]->mean / scale.size);
  std::vector<Cell> cells{name,
                          {category.is_partial ? "≥ " + figure : figure,
                           category.is_partial ? Tone::caution : Tone::plain},
                          with_kind ? scale.text() : scale.unit,
                          {interval(f.totals[c], scale), Tone::dim}};
  if (f.per_unit[c]) {
    const auto unit_scale = scale_for(f.per_unit[c]->mean, category.unit);
    cells.emplace_back(number(f.per_unit[c]->mean / unit_scale.size));
    cells.emplace_back(unit_scale.unit);
    cells.emplace_back(interval(f.per_unit[c], unit_scale), Tone::dim);
  }
  table.row(std::move(cells));
}

void add_service(Table& table, const Findings& f) {
  if (!f.service) return;
  const auto scale = service_scale(f.service->mean, f.functional_unit);
  table.row({std::string(kIndent) + "service",
             number(f.service->mean / scale.size),
             scale.unit,
             {interval(f.service, scale), Tone::dim}});
}

std::string notes(const Findings& f, const Style& style) {
  std::string out;
  const bool partial = std::any_of(f.categories.begin(), f.categories.end(),
                                   [](const auto& category) { return category.is_partial; });
  if (partial) out += wrapped("  ≥ ", "a lower bound: factors are missing, see below", style.width);
  for (std::size_t c = 0; c < f.categories.size(); ++c) {
    const double undefined = f.totals[c] ? f.totals[c]->undefined : 0;
    if (!(undefined > 0)) continue;
    out += wrapped("  ! ",
                   fmt::format("{} has no value in {} of the futures; they are left out of it",
                               f.categories[c].name, percent(undefined)),
                   style.width);
  }
  return out;
}

Rendered footprint_table(const Findings& f, const Style& style, bool with_kind) {
  const auto per = "per " + one_line(per_what(f.functional_unit));
  Table table({{Align::left},
               {Align::right},
               {Align::left, 1},
               {Align::right, 2, 1},
               {Align::right, 3, 2, per},
               {Align::left, 1, 2},
               {Align::right, 2, 3}});
  table.head({{"Footprint", Tone::heading},
              {"total", Tone::dim},
              "",
              {"90 % interval", Tone::dim},
              {per, Tone::dim},
              "",
              {"90 % interval", Tone::dim}});
  for (std::size_t c = 0; c < f.categories.size(); ++c) add_category(table, f, c, with_kind);
  for (const auto index : unknown_categories(f)) {
    table.row({kIndent + std::string(study::categories()[index].name), {"missing", Tone::caution}});
  }
  add_service(table, f);
  return table.render(style);
}

}  // namespace

std::string title_section(const Findings& f, const Style& style) {
  const auto title = f.study.empty() ? std::string("Study without a title") : one_line(f.study);
  auto facts =
      fmt::format("{} sample{}, seed {}", count(f.samples), f.samples == 1 ? "" : "s", f.seed);
  if (!f.start_date.empty()) facts += fmt::format(", from {}", f.start_date);
  if (f.period_days > 0) facts += fmt::format(" over {}", duration(f.period_days));
  return painted(cut(title, style.width), Tone::heading, style) + "\n" +
         painted(cut(facts, style.width), Tone::dim, style) + "\n";
}

std::string footprint_section(const Findings& f, const Style& style) {
  if (f.categories.empty() && f.missing.empty()) {
    return painted("Footprint", Tone::heading, style) + "\n  nothing in this study has an impact\n";
  }
  // in a narrow space a unit's kind gives way to the figures per unit
  auto table = footprint_table(f, style, true);
  if (!table.left_out.empty()) table = footprint_table(f, style, false);
  return table.text + notes(f, style);
}

}  // namespace holon::report
