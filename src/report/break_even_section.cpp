// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::BreakEven;
using findings::Findings;

// "20 days", or never
Cell moment(const BreakEven& result) {
  if (result.p_repaid == 0) return {"never", Tone::worse};
  return result.days ? Cell{duration(result.days->p50)} : Cell{};
}

std::string served(const Findings& f, const BreakEven& result) {
  if (!result.service) return {};
  const auto scale = service_scale(result.service->p50, f.functional_unit);
  return fmt::format("{} {}", small_number(result.service->p50 / scale.size), scale.unit);
}

double largest(const Findings& f, std::size_t category) {
  double out = 0;
  for (const auto& result : f.break_evens) {
    if (result.category == category)
      out = std::max({out, result.invested->mean, result.returned->mean});
  }
  return out;
}

}  // namespace

std::string break_even_section(const Findings& f, const Style& style) {
  if (f.break_evens.empty()) return {};
  const auto category = f.break_evens.front().category;
  const double most = largest(f, category);
  const auto scale = scale_for(most, f.categories[category].unit);
  Table table({{Align::left},
               {Align::decimal},
               {Align::decimal},
               {Align::right},
               {Align::right},
               {Align::left},
               {Align::left, 2, 1, "what is served by then"},
               {Align::bar, 2, 2}});
  table.head({{"Break-even", Tone::heading},
              {"invested", Tone::dim},
              {"returned", Tone::dim},
              {"ratio", Tone::dim},
              {"repaid in", Tone::dim},
              {"after", Tone::dim},
              {"serving", Tone::dim},
              {"returned", Tone::dim}});
  table.across(
      {fmt::format("{}{}, {}", kIndent, f.categories[category].name, scale.text()), Tone::dim});
  for (const auto& result : f.break_evens) {
    if (result.category != category) continue;
    const auto tone = result.p_repaid > 0.95   ? Tone::better
                      : result.p_repaid < 0.05 ? Tone::worse
                                               : Tone::plain;
    table.row({"    " + one_line(result.scenario),
               small_number(result.invested->mean / scale.size),
               small_number(result.returned->mean / scale.size),
               fmt::format("{} : 1", small_number(result.ratio->p50)),
               {percent(result.p_repaid), tone},
               moment(result),
               served(f, result),
               bar_cell(result.returned->mean / most)});
  }
  return with_note(table.render(style), style);
}

}  // namespace holon::report
