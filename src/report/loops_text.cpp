// SPDX-License-Identifier: Apache-2.0
#include "report/loops_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "report/bar.h"
#include "report/layout.h"
#include "report/short_name.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using engine::loops::FeedbackReport;
using engine::loops::LoopReport;
using engine::loops::PartitionReport;
using engine::loops::Phase;
using engine::loops::Polarity;
using engine::loops::ScoreMethod;

constexpr std::size_t kLeastWidth = 60;
constexpr std::size_t kMostPhases = 12;

std::string counted(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", count(number), what, number == 1 ? "" : "s");
}

std::string_view sign_text(Polarity polarity) {
  switch (polarity) {
    case Polarity::positive:
      return " →⁺ ";
    case Polarity::negative:
      return " →⁻ ";
    default:
      return " → ";
  }
}

// the sign of the equations, or else the one of this run
Polarity shown_sign(const engine::loops::LinkReport& link) {
  return link.polarity != Polarity::unknown ? link.polarity : link.acted;
}

std::string path_text(const FeedbackReport& report, const LoopReport& loop) {
  std::string out;
  for (const auto i : loop.links) {
    const auto& link = report.links[i];
    out += one_line(report.names[link.from]);
    out += sign_text(shown_sign(link));
  }
  return out + one_line(report.names[loop.path.front()]);
}

std::string kind_text(const LoopReport& loop) {
  std::string out = "changes sides";
  const bool stated = loop.structure != Polarity::unknown;
  const auto sign = stated ? loop.structure : loop.acted;
  if (sign == Polarity::positive) out = "reinforcing";
  if (sign == Polarity::negative) out = "balancing";
  return sign != Polarity::unknown && !stated ? out + " in this run" : out;
}

Tone tone_of(const LoopReport& loop) {
  if (loop.name.starts_with('R')) return Tone::worse;
  return loop.name.starts_with('B') ? Tone::better : Tone::caution;
}

std::string title_text(const FeedbackReport& report, const LoopContext& context,
                       const Style& style) {
  auto title = context.title.empty() ? std::string("Feedback loops")
                                     : "Feedback loops of " + one_line(context.title);
  if (!context.scenario.empty()) title += ", " + one_line(context.scenario);
  auto facts = counted(report.loops_found, "loop");
  if (!report.complete) {
    facts += " found by strength; there may be more";
  } else if (report.loops_that_matter < report.loops_found) {
    facts +=
        fmt::format(", {} of which ever {} 0.1 % of the change", count(report.loops_that_matter),
                    report.loops_that_matter == 1 ? "makes" : "make");
  }
  if (!report.times.empty()) {
    facts += fmt::format(", from {} to {}", context.time_text(report.times.front()),
                         context.time_text(report.times.back()));
  }
  if (report.every > 1) facts += fmt::format(", every {} steps", report.every);
  if (report.method == ScoreMethod::derivative) facts += ", by derivatives";
  return painted(cut(title, style.width), Tone::heading, style) + "\n" +
         painted(cut(facts, style.width), Tone::dim, style) + "\n";
}

std::string loop_text(const FeedbackReport& report, const LoopReport& loop, const Style& style) {
  // room for name, share and "reinforcing in this run" beside it
  constexpr std::size_t kBeside = 41;
  const auto chart = std::min<std::size_t>(32, style.width - kBeside);
  std::vector<double> size;
  for (const double share : loop.share) size.push_back(std::fabs(share));
  const auto name = fmt::format("{:<5}", loop.name);
  const auto share = fmt::format("{:>7}  ", percent(loop.mean_share));
  return "  " + painted(name, tone_of(loop), style) + share + sparkline(size, {0, 1}, chart) +
         painted("  " + kind_text(loop), Tone::dim, style) + "\n" +
         wrapped("       ", path_text(report, loop), style.width);
}

std::string names_of(const FeedbackReport& report, const std::vector<std::size_t>& loops) {
  constexpr std::size_t kMost = 8;
  std::string out;
  for (std::size_t i = 0; i < loops.size() && i < kMost; ++i)
    out += (i == 0 ? "" : " + ") + report.loops[loops[i]].name;
  if (loops.size() > kMost) out += fmt::format(" and {} more", loops.size() - kMost);
  return out;
}

std::string phase_text(const FeedbackReport& report, const PartitionReport& partition,
                       const LoopContext& context, const Style& style) {
  if (partition.phases.size() < 2 || partition.phases.size() > kMostPhases) {
    const auto who = names_of(report, partition.dominant);
    auto text = "half of the change is made by " + who;
    if (partition.phases.size() > 1)
      text +=
          fmt::format("; from moment to moment by others, {} times", partition.phases.size() - 1);
    return wrapped("  ", text, style.width);
  }
  std::string out = "  half of the change is made\n";
  for (const auto& phase : partition.phases) {
    const auto when = fmt::format("    until {}", context.time_text(report.times[phase.last]));
    out += wrapped(when + " by ", names_of(report, phase.loops), style.width);
  }
  return out;
}

std::string partition_text(const FeedbackReport& report, const PartitionReport& partition,
                           const LoopContext& context, std::size_t shown, const Style& style) {
  std::string stocks;
  constexpr std::size_t kMost = 6;
  for (std::size_t i = 0; i < partition.stocks.size() && i < kMost; ++i)
    stocks += (i == 0 ? "" : ", ") + one_line(report.names[partition.stocks[i]]);
  if (partition.stocks.size() > kMost)
    stocks += fmt::format(" and {} more", partition.stocks.size() - kMost);
  if (stocks.empty()) stocks = counted(partition.variables, "variable");
  std::string out = "\n" + painted(cut(stocks, style.width), Tone::heading, style) + "\n";
  double told = 0;
  std::size_t done = 0;
  for (const auto i : partition.loops) {
    if (i >= shown) continue;
    out += loop_text(report, report.loops[i], style);
    told += report.loops[i].mean_share;
    ++done;
  }
  if (done < partition.loops.size()) {
    out += wrapped(
        "  ",
        fmt::format("{} more; those above make {} of the change",
                    counted(partition.loops.size() - done, "loop"), percent(std::min(1.0, told))),
        style.width);
  }
  return out + phase_text(report, partition, context, style);
}

}  // namespace

std::string loops_text(const FeedbackReport& full, const LoopContext& context, const Style& style) {
  auto report = full;
  report.names = short_names(full.names);
  const Style used{style.colour, std::max(style.width, kLeastWidth)};
  auto out = title_text(report, context, used);
  if (report.loops.empty()) return out + "\n  no feedback loop acts in this run\n";
  for (const auto& partition : report.partitions)
    out += partition_text(report, partition, context, context.top, used);
  return out;
}

}  // namespace holon::report
