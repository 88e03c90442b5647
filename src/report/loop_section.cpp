// SPDX-License-Identifier: Apache-2.0
//
// Which loops drive the result, and when: shares over time, and below them who is the strongest.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "report/bar.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/short_name.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::DrivingLoop;
using findings::Findings;
using findings::LoopSystem;

constexpr std::size_t kBeside = 46;  // columns of name, share, interval and kind
constexpr std::size_t kMostStocks = 6;

std::size_t chart_width(const Style& style) {
  return std::min<std::size_t>(48, style.width - kBeside);
}

Tone tone_of(const DrivingLoop& loop) {
  if (loop.kind == "reinforcing") return Tone::worse;
  return loop.kind == "balancing" ? Tone::better : Tone::caution;
}

std::string interval_text(const findings::Summary& share) {
  return share.sd < 0.005 ? "" : fmt::format("{} … {}", percent(share.p05), percent(share.p95));
}

std::string short_path(const DrivingLoop& loop) {
  return fmt::format("{}", fmt::join(short_names(loop.short_path), " → "));
}

std::string loop_text(const DrivingLoop& loop, const Style& style) {
  return "    " + painted(fmt::format("{:<4}", loop.name), tone_of(loop), style) +
         fmt::format("{:>6}  {:<12}  ", percent(loop.share.mean), interval_text(loop.share)) +
         sparkline(loop.over_time, {0, 1}, chart_width(style)) +
         painted("  " + loop.kind, Tone::dim, style) + "\n" +
         painted(wrapped("        ", short_path(loop), style.width), Tone::dim, style);
}

// "R1───────│B1──────": one piece for each period
std::string ribbon(const LoopSystem& system, double days, std::size_t width) {
  std::string out;
  std::size_t at = 0;
  for (const auto& period : system.periods) {
    const bool is_last = &period == &system.periods.back();
    const auto until =
        is_last ? width
                : std::min(width, static_cast<std::size_t>(std::lround(
                                      period.to_days / days * static_cast<double>(width))));
    std::string piece = (at == 0 ? "" : "│") + system.loops[period.loop].name;
    for (auto filled = at + base::display_width(piece); filled < until; ++filled) piece += "─";
    if (at + base::display_width(piece) > until) continue;
    out += piece;
    at = until;
  }
  return out;
}

std::string periods_text(const Findings& f, const LoopSystem& system, const Style& style) {
  if (system.periods.size() < 2) return "";
  auto out = fmt::format("    {:<24}  {}\n", "strongest",
                         ribbon(system, f.period_days, chart_width(style)));
  for (const auto& period : system.periods) {
    const auto text =
        fmt::format("until {}: {}, {} of the change; the strongest in {} of the futures",
                    f.date_after(period.to_days), system.loops[period.loop].name,
                    percent(period.share.mean), percent(period.p_strongest));
    out += painted(wrapped("        ", text, style.width), Tone::dim, style);
  }
  return out;
}

std::string system_text(const Findings& f, const LoopSystem& system, const Style& style) {
  std::string stocks;
  const auto names = short_names(system.stocks);
  for (std::size_t i = 0; i < names.size() && i < kMostStocks; ++i)
    stocks += (i == 0 ? "" : ", ") + one_line(names[i]);
  if (names.size() > kMostStocks) stocks += fmt::format(" and {} more", names.size() - kMostStocks);
  auto out = wrapped(kIndent, stocks.empty() ? "equations of one moment" : stocks, style.width);
  for (const auto& loop : system.loops) out += loop_text(loop, style);
  if (system.loops_found > system.loops.size())
    out += fmt::format("    and {} more\n", count(system.loops_found - system.loops.size()));
  return out + periods_text(f, system, style);
}

}  // namespace

std::string loop_section(const Findings& f, const Style& style) {
  if (f.loops.systems.empty()) return {};
  const auto chart = chart_width(style);
  const auto from = f.date_after(0);
  const auto to = f.date_after(f.period_days);
  const auto dates = fmt::format("{}{:>{}}", from, to, chart - from.size());
  auto out = painted("Which loops drive it", Tone::heading, style) +
             painted("          " + dates, Tone::dim, style) + "\n";
  for (const auto& system : f.loops.systems) out += system_text(f, system, style);
  return out + painted(wrapped(kIndent,
                               fmt::format("shares of the change of these stocks, over {} futures",
                                           count(f.loops.futures)),
                               style.width),
                       Tone::dim, style);
}

}  // namespace holon::report
