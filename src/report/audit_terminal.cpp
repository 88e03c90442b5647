// SPDX-License-Identifier: Apache-2.0
#include "report/audit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "quantity/sizes.h"
#include "report/figures.h"
#include "report/layout.h"
#include "report/scatter.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Label;
using findings::Measure;
using findings::ProxyGroup;
using findings::Score;

constexpr double kCoinFlip = 0.5;
using quantity::kSecondsPerHour;
constexpr double kGrams = 1000;  // in a kilogram

std::string index(double value) {
  if (!std::isfinite(value)) return "–";
  const auto text = fmt::format("{:.3f}", std::abs(value));
  return value < 0 && text != "0.000" ? "−" + text : text;
}

std::string tenths(double share) {
  return std::isfinite(share) ? fmt::format("{:.1f} %", 100 * share) : "–";
}

std::string time_text(double seconds) {
  if (!std::isfinite(seconds)) return "–";
  if (seconds >= kSecondsPerHour) return number(seconds / kSecondsPerHour) + " h";
  return seconds >= 1 ? number(seconds) + " s" : number(1000 * seconds) + " ms";
}

std::string ratio(double value) { return fmt::format("× {:.2f}", value); }

const Score* find(const ProxyGroup& group, Measure proxy, Measure target) {
  for (const auto& score : group.scores) {
    if (score.proxy.measure == proxy && !score.proxy.times_intensity && score.target == target)
      return &score;
  }
  return nullptr;
}

std::string score_table(const ProxyGroup& group, Measure target, const findings::AuditPlan& plan,
                        const Style& style) {
  Table table({{Align::left},
               {Align::right, 2},
               {Align::left, 1, 2, "interval of R²"},
               {Align::right, 2, 3, "rank correlation"},
               {Align::right, 2},
               {Align::right, 2},
               {Align::bar, 1, 1},
               {Align::right, 2},
               {Align::left, 2}});
  table.head({fmt::format("  {} from", name(target)), "R²", "", "rank", "off by", "wrong pairs", "",
              fmt::format("at ±{:.0f} %", 100 * plan.equal), ""});
  bool any = false;
  for (const auto& score : group.scores) {
    if (score.target != target) continue;
    any = true;
    const auto& r = score.r_squared;
    table.row({"  " + name(score.proxy),
               index(r.value),
               {fmt::format("± {:.3f}", (r.high - r.low) / 2), Tone::dim},
               index(score.spearman),
               tenths(score.error.value),
               tenths(score.wrong),
               bar_cell(std::isfinite(score.wrong) ? std::min(1.0, score.wrong / kCoinFlip) : 1),
               score.spread.ratio > 1 ? ratio(score.spread.ratio) : "",
               {score.is_good ? "good enough" : "", Tone::better}});
  }
  return any ? with_note(table.render(style), style) + "\n" : "";
}

/// A picture with its axes.
struct Picture {
  std::string title;
  std::vector<std::string> lines;
};

Picture picture_of(const findings::RunTable& runs, const ProxyGroup& group, Measure proxy,
                   Measure target, std::size_t width) {
  constexpr std::size_t kHeight = 8;
  std::vector<double> x;
  std::vector<double> y;
  for (std::size_t row = 0; row < runs.size; ++row) {
    if (!group.hardware.empty() && runs.of(Label::hardware)[row] != group.hardware) continue;
    // what lacks one of the two must not stretch the axis of the other
    const bool is_whole = std::isfinite(runs.of(proxy)[row]) && std::isfinite(runs.of(target)[row]);
    x.push_back(is_whole ? runs.of(proxy)[row] : std::numeric_limits<double>::quiet_NaN());
    y.push_back(is_whole ? runs.of(target)[row] : std::numeric_limits<double>::quiet_NaN());
  }
  return {fmt::format("{} → {}", name(proxy), name(target)), scatter(x, y, width, kHeight)};
}

std::string padded(const std::string& text, std::size_t width) {
  const auto used = base::display_width(text);
  return text + std::string(used < width ? width - used : 0, ' ');
}

// side by side: a cloud around a line is a good predictor
std::string pictures(const AuditReport& report, const ProxyGroup& group, const Style& style) {
  constexpr std::pair<Measure, Measure> kShown[] = {{Measure::flop, Measure::energy},
                                                    {Measure::parameters, Measure::energy},
                                                    {Measure::time, Measure::energy},
                                                    {Measure::energy, Measure::carbon}};
  constexpr std::size_t kWidth = 22;
  constexpr std::size_t kMost = 3;
  std::vector<Picture> shown;
  for (const auto& [proxy, target] : kShown) {
    if (find(group, proxy, target) != nullptr && shown.size() < kMost)
      shown.push_back(picture_of(report.runs, group, proxy, target, kWidth));
  }
  if (shown.empty()) return {};
  std::string out;
  std::string titles = "  ";
  for (const auto& picture : shown) titles += padded(picture.title, kWidth + 4);
  out += painted(without_trailing_blanks(titles), Tone::dim, style) + "\n";
  for (std::size_t line = 0; line < shown.front().lines.size(); ++line) {
    std::string text = "  ";
    for (const auto& picture : shown) text += "▏" + padded(picture.lines[line], kWidth + 3);
    out += without_trailing_blanks(text) + "\n";
  }
  std::string floor = "  ";
  for (std::size_t p = 0; p < shown.size(); ++p) {
    for (std::size_t i = 0; i < kWidth + 1; ++i) floor += "▔";
    floor += "   ";
  }
  return out + without_trailing_blanks(floor) + "\n\n";
}

std::string verdict(const ProxyGroup& group, Measure target, const findings::AuditPlan& plan,
                    const Style& style) {
  std::vector<std::string> good;
  const Score* best = nullptr;
  for (const auto& score : group.scores) {
    if (score.target != target) continue;
    if (score.is_good) {
      good.push_back(fmt::format("{} (off by {} in half of the runs, {} of pairs the wrong way)",
                                 name(score.proxy), tenths(score.error.value),
                                 tenths(score.wrong)));
    }
    if (best == nullptr || score.error.value < best->error.value) best = &score;
  }
  if (best == nullptr) return {};
  if (!good.empty()) {
    return wrapped(
        "  → ",
        fmt::format("Good enough here for {}: {}.", name(target), base::listed(good, "and")),
        style.width);
  }
  return wrapped(
      "  → ",
      fmt::format("Nothing here is good enough for {} (at most {} off and {} of pairs the "
                  "wrong way): the best, {}, is off by {}.",
                  name(target), percent(plan.error), percent(plan.wrong), name(best->proxy),
                  tenths(best->error.value)),
      style.width);
}

std::string intensity_sentence(const ProxyGroup& group, const Style& style) {
  const auto* energy = find(group, Measure::energy, Measure::carbon);
  if (energy == nullptr || energy->is_good || group.intensity_high <= group.intensity_low)
    return {};
  return wrapped(
      "  → ",
      fmt::format("Even exact energy is off by {} for carbon: the grid's carbon intensity "
                  "at run time went from {} to {} g/kWh.",
                  tenths(energy->error.value), number(group.intensity_low),
                  number(group.intensity_high)),
      style.width);
}

std::string reversal_sentence(const ProxyGroup& group, const Style& style) {
  const Score* worst = nullptr;
  for (const auto& score : group.scores) {
    if (score.target != Measure::energy) continue;
    if (worst == nullptr || score.reversal.target_ratio > worst->reversal.target_ratio)
      worst = &score;
  }
  if (worst == nullptr || worst->reversal.target_ratio <= 1) return {};
  return wrapped(
      "  → ",
      fmt::format("Less is more: {} has {} in {} of {} and needs {} times the energy.",
                  worst->reversal_lower, change(worst->reversal.proxy_ratio - 1),
                  name(worst->proxy), worst->reversal_higher, number(worst->reversal.target_ratio)),
      style.width);
}

std::string group_section(const AuditReport& report, const ProxyGroup& group, const Style& style) {
  const auto title = group.hardware.empty() ? "How well cheap numbers stand for energy and carbon"
                                            : "On " + one_line(group.hardware);
  auto out = heading(title, style);
  out += fmt::format("  {}\n\n", counted(group.runs, "run"));
  for (const auto target : {Measure::energy, Measure::carbon})
    out += score_table(group, target, report.plan, style);
  if (group.hardware.empty()) out += pictures(report, group, style);
  for (const auto& window : group.windows) {
    out += wrapped("  · ",
                   window.spread.runs == 0
                       ? fmt::format("no run has {} from {} to {}", name(window.proxy),
                                     number(window.spread.low), number(window.spread.high))
                       : fmt::format("at {} from {} to {} ({}) {} spans × {:.2f}",
                                     name(window.proxy), number(window.spread.low),
                                     number(window.spread.high), counted(window.spread.runs, "run"),
                                     name(window.target), window.spread.ratio),
                   style.width);
  }
  out += verdict(group, Measure::energy, report.plan, style);
  out += verdict(group, Measure::carbon, report.plan, style);
  out += intensity_sentence(group, style);
  out += reversal_sentence(group, style);
  for (const auto& remark : group.remarks) out += wrapped("  ! ", remark, style.width);
  return out + "\n";
}

// where time works within a device and not between them, that is the thing to know
std::string regime_sentence(const AuditReport& report, const Style& style) {
  const auto& groups = report.proxies.groups;
  const auto* together = find(groups.front(), Measure::time, Measure::energy);
  if (groups.size() < 2 || together == nullptr || together->is_good) return {};
  const bool good_within = std::all_of(groups.begin() + 1, groups.end(), [](const auto& group) {
    const auto* score = find(group, Measure::time, Measure::energy);
    return score != nullptr && score->is_good;
  });
  if (!good_within) return {};
  return wrapped("  → ",
                 fmt::format("Time is good enough for energy on each device alone and not across "
                             "them: there it is off by {} and ranks {} of pairs the wrong way.",
                             tenths(together->error.value), tenths(together->wrong)),
                 style.width) +
         "\n";
}

std::string device_section(const findings::DeviceComparison& found, const Style& style) {
  auto out = heading("The same work on each device", style);
  if (found.works == 0) {
    return out +
           wrapped("  ! ", "no work was done on all devices: nothing to compare", style.width) +
           "\n";
  }
  out += fmt::format("  {} done on all of them\n\n", counted(found.works, "work"));
  Table table({{Align::left},
               {Align::right, 3},
               {Align::left, 1},
               {Align::right, 3},
               {Align::left, 1},
               {Align::right, 3},
               {Align::left, 1}});
  table.head({"  device", "time", "", "energy", "", "carbon", ""});
  const auto mark = [](const std::optional<std::size_t>& best, std::size_t d) {
    return Cell(best == d ? "least" : "", Tone::better);
  };
  for (std::size_t d = 0; d < found.devices.size(); ++d) {
    const auto& device = found.devices[d];
    table.row({"  " + one_line(device.hardware), time_text(device.time_s), mark(found.fastest, d),
               measured(device.energy_kWh, "kWh"), mark(found.least_energy, d),
               measured(device.carbon_g / kGrams, "kg"), mark(found.least_carbon, d)});
  }
  out += with_note(table.render(style), style) + "\n";
  if (found.fastest && found.least_energy) {
    out += wrapped("  → ",
                   *found.fastest == *found.least_energy
                       ? std::string("The fastest device also takes the least energy.")
                       : fmt::format("The fastest device is not that of least energy; it is not in "
                                     "{} of {}.",
                                     found.time_against_energy, counted(found.works, "work")),
                   style.width);
  }
  if (found.least_energy && found.least_carbon) {
    out += wrapped("  → ",
                   *found.least_energy == *found.least_carbon
                       ? std::string("Least energy is also least carbon.")
                       : fmt::format("Least energy is not least carbon; it is not in {} of {}.",
                                     found.energy_against_carbon, counted(found.works, "work")),
                   style.width);
  }
  if (found.left_out > 0) {
    out += wrapped("  ! ",
                   fmt::format("{} that some devices did not do {} left out",
                               counted(found.left_out, "work"), found.left_out == 1 ? "is" : "are"),
                   style.width);
  }
  return out + "\n";
}

std::string variant_section(const findings::VariantComparison& found, const Style& style) {
  constexpr std::size_t kMostFlags = 12;
  auto out = heading("Variants that compute less", style);
  out +=
      wrapped("  ",
              fmt::format("{} compared with the first of the same work and device; {} {} lower in "
                          "FLOP, parameters or time",
                          counted(found.compared, "variant"), found.lowered,
                          found.lowered == 1 ? "is" : "are"),
              style.width);
  if (found.flags.empty())
    return out + wrapped("  → ", "None of them takes more energy or carbon.", style.width) + "\n";
  out += "\n";
  Table table({{Align::left},
               {Align::left, 2},
               {Align::left, 3},
               {Align::right, 1},
               {Align::left, 3},
               {Align::right, 1}});
  table.head({"  variant", "of", "less", "", "more", ""});
  for (std::size_t i = 0; i < std::min(kMostFlags, found.flags.size()); ++i) {
    const auto& flag = found.flags[i];
    auto work = one_line(flag.work);
    if (!flag.hardware.empty()) work += (work.empty() ? "" : " on ") + one_line(flag.hardware);
    table.row({"  " + one_line(flag.to),
               work,
               std::string(name(flag.proxy)),
               change(flag.proxy_ratio - 1),
               std::string(name(flag.target)),
               {change(flag.target_ratio - 1), Tone::worse}});
  }
  out += with_note(table.render(style), style);
  if (found.flags.size() > kMostFlags)
    out += fmt::format("  … {} more in the JSON\n", found.flags.size() - kMostFlags);
  return out + "\n";
}

std::string setting_section(const AuditReport& report, const Style& style) {
  const auto& name = report.runs.label_headings[static_cast<std::size_t>(Label::setting)];
  auto out = heading(fmt::format("The {} of least energy", base::name_key(name)), style);
  for (const auto& curve : report.settings) {
    out += fmt::format("\n  {}\n", curve.hardware.empty() ? "all runs" : one_line(curve.hardware));
    if (curve.works == 0 || curve.points.size() < 2) {
      out += wrapped("  ! ", "no work was measured at several settings: nothing to compare",
                     style.width);
      continue;
    }
    Table table({{Align::right, 0},
                 {Align::right, 3},
                 {Align::right, 3},
                 {Align::bar, 2, 1},
                 {Align::left, 2}});
    table.head({"  " + one_line(name), "time", "energy", "", ""});
    double most = 0;
    for (const auto& point : curve.points) most = std::max(most, point.energy_ratio);
    for (std::size_t p = 0; p < curve.points.size(); ++p) {
      const auto& point = curve.points[p];
      table.row({number(point.setting),
                 change(point.time_ratio - 1),
                 change(point.energy_ratio - 1),
                 bar_cell(point.energy_ratio / most),
                 {p == curve.least ? "least energy" : "", Tone::better}});
    }
    out += with_note(table.render(style), style);
    out += wrapped("  → ",
                   fmt::format("Against {3}, {0} changes energy by {1} and time by {2} (mean of "
                               "{4}); in {5} of them the least lies below the highest.",
                               number(curve.points[curve.least].setting),
                               change(curve.points[curve.least].energy_ratio - 1),
                               change(curve.points[curve.least].time_ratio - 1),
                               number(curve.points.back().setting), counted(curve.works, "work"),
                               curve.below_highest),
                   style.width);
    if (curve.left_out > 0) {
      out +=
          wrapped("  ! ",
                  fmt::format("{} not measured at every setting {} left out",
                              counted(curve.left_out, "work"), curve.left_out == 1 ? "is" : "are"),
                  style.width);
    }
  }
  return out + "\n";
}

std::string basis(const AuditReport& report, const Style& style) {
  std::string out = heading("Read as", style);
  for (const auto measure : findings::kMeasures) {
    if (!report.runs.has(measure)) continue;
    out += wrapped("  ",
                   fmt::format("{} from {}", name(measure),
                               report.runs.headings[static_cast<std::size_t>(measure)]),
                   style.width);
  }
  for (const auto& note : report.runs.notes) out += wrapped("  ! ", note, style.width);
  out += wrapped("  ± ", "95 % interval by bootstrap over runs", style.width);
  return out;
}

}  // namespace

std::string terminal(const AuditReport& report, const Style& style) {
  std::string out;
  for (const auto& group : report.proxies.groups) out += group_section(report, group, style);
  out += regime_sentence(report, style);
  if (report.devices) out += device_section(*report.devices, style);
  if (report.variants) out += variant_section(*report.variants, style);
  if (!report.settings.empty()) out += setting_section(report, style);
  return out + basis(report, style);
}

}  // namespace holon::report
