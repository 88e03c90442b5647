// SPDX-License-Identifier: Apache-2.0
#include "report/leverage.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/layout.h"
#include "report/short_name.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Lever;
using findings::Leverage;

constexpr std::size_t kLeastWidth = 60;

// "+0.82 %": what 1 % more does, in per cent
std::string effect_text(double effect) { return signed_number(effect) + " %"; }

std::string interval_text(const findings::Summary& effect) {
  if (effect.sd <= 1e-9 * std::abs(effect.mean)) return "";
  return fmt::format("{} … {}", signed_number(effect.p05), signed_number(effect.p95));
}

std::string index_text(const std::optional<experiment::Estimate>& index) {
  if (!index || !std::isfinite(index->value)) return "";
  return percent(std::max(0.0, index->value));
}

std::string name_text(const Lever& lever) {
  return lever.is_loop ? "loop " + lever.name : one_line(lever.name);
}

std::string table_text(const Leverage& f, std::size_t top, const Style& style) {
  Table table({{Align::left},
               {Align::left},
               {Align::decimal},
               {Align::left, 2, 2, "the interval"},
               {Align::bar, 2, 3},
               {Align::right, 2, 1, "the share of the variance"}});
  table.head({{"  lever", Tone::dim},
              {"level", Tone::dim},
              {"1 % more", Tone::dim},
              {"90 % interval", Tone::dim},
              "",
              {"variance", Tone::dim}});
  const double most = std::abs(f.levers.front().effect->mean);
  for (std::size_t i = 0; i < f.levers.size() && i < top; ++i) {
    const auto& lever = f.levers[i];
    const double effect = lever.effect->mean;
    table.row({"  " + name_text(lever),
               {std::string(findings::name_of(lever.level)), Tone::dim},
               {effect_text(effect), effect < 0 ? Tone::better : Tone::worse},
               {interval_text(*lever.effect), Tone::dim},
               bar_cell(most > 0 ? std::abs(effect) / most : 0),
               index_text(lever.total)});
  }
  return with_note(table.render(style), style);
}

// what the loops among the levers are, and what is left without them
std::string loops_text(const Leverage& f, std::size_t top, const Style& style) {
  std::string out;
  for (std::size_t i = 0; i < f.levers.size() && i < top; ++i) {
    const auto& lever = f.levers[i];
    if (!lever.is_loop) continue;
    const auto without =
        lever.cut ? fmt::format("; cut, the total is {}", change(lever.cut->mean)) : "";
    out += wrapped(fmt::format("  {:<4}", lever.name),
                   fmt::format("{}{}", fmt::join(short_names(lever.path), " → "), without),
                   style.width);
  }
  return out.empty() ? out : painted("Loops", Tone::heading, style) + "\n" + out + "\n";
}

}  // namespace

std::string terminal(const Leverage& f, std::size_t top, const Style& given) {
  const Style style{given.colour, std::max(given.width, kLeastWidth)};
  auto out =
      painted(cut(f.study.empty() ? "Leverage" : "Leverage in " + one_line(f.study), style.width),
              Tone::heading, style) +
      "\n";
  out += painted(
      wrapped("",
              fmt::format("what 1 % more of each does to the {} total; {} futures, seed {}{}",
                          f.category, count(f.samples), f.seed,
                          f.rows > 0 ? fmt::format(", indices from {} rows", count(f.rows)) : ""),
              style.width),
      Tone::dim, style);
  if (f.levers.empty()) return out + "\n  nothing that the study states moves it\n";
  out += "\n" + table_text(f, top, style);
  if (f.levers.size() > top)
    out += fmt::format("  and {} more (--top, --json)\n", count(f.levers.size() - top));
  out += "\n" + loops_text(f, top, style) + painted("Findings", Tone::heading, style) + "\n";
  for (const auto& finding : f.findings) out += wrapped("  • ", finding.text, style.width);
  return out;
}

}  // namespace holon::report
