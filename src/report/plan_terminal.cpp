// SPDX-License-Identifier: Apache-2.0
#include "report/plan.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "report/bar.h"
#include "report/figures.h"
#include "report/layout.h"
#include "report/series.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Figure;
using findings::PlaceResult;
using findings::ScheduleFinding;

constexpr double kGrams = 1000;  // in a kilogram

std::string carbon(double grams) { return measured(grams / kGrams, "kg"); }

// of what is nothing, nothing can be saved
std::string saved(double share) { return std::isfinite(share) ? percent(share) : "–"; }

std::string range(const Figure& figure, const char* unit) {
  const auto scale = scale_for(figure.value, unit);
  if (!(figure.low < figure.high)) return {};
  return number(figure.low / scale.size) + " … " + number(figure.high / scale.size);
}

// 5 % and 95 % in the unit of the mean
std::string grams_range(const findings::Quantiles& grams) {
  return range({grams.mean / kGrams, grams.p05 / kGrams, grams.p95 / kGrams}, "kg");
}

std::string hours(std::size_t count) { return fmt::format("{} h", count); }

void add_place(Table& table, const findings::Placement& found, std::size_t index,
               double most_climate) {
  const auto& place = found.places[index];
  if (!place.climate_kg) return;
  table.row({"  " + one_line(place.code),
             measured(place.climate_kg->value, "kg"),
             {range(*place.climate_kg, "kg"), Tone::dim},
             bar_cell(share_of_most(place.climate_kg->value, most_climate)),
             place.water_L ? measured(place.water_L->value, "L") : "unknown",
             {place.pue_is_default ? "*" : "", Tone::dim}});
}

std::string water_sentence(const findings::Placement& found, const Style& style) {
  if (!found.least_water) {
    return wrapped("  ! ", "no place has both its water factors: water says nothing here",
                   style.width);
  }
  const auto& least = found.places[*found.least_water];
  const auto& best = found.places[found.least_carbon];
  auto text = fmt::format("Water would choose {} ({})", one_line(least.code),
                          measured(least.water_L->value, "L"));
  if (*found.least_water == found.least_carbon) {
    text += ", which is also the place of least carbon.";
  } else {
    text += !least.climate_kg ? std::string(", whose carbon is unknown")
            : best.climate_kg->value > 0
                ? fmt::format(", where the work emits {:.1f} times the least",
                              least.climate_kg->value / best.climate_kg->value)
                : fmt::format(", where the work emits {}", measured(least.climate_kg->value, "kg"));
    text += !best.water_L ? std::string("; the water of the place of least carbon is unknown.")
            : least.water_L->value > 0
                ? fmt::format("; the place of least carbon takes {:.1f} times its water.",
                              best.water_L->value / least.water_L->value)
                : fmt::format("; the place of least carbon takes {}.",
                              measured(best.water_L->value, "L"));
  }
  return wrapped("  → ", text, style.width);
}

std::string hardware_sentence(const PlanReport& report, const Style& style) {
  const auto& found = *report.placement;
  if (!found.hardware_kg) return {};
  const auto& best = *found.places[found.least_carbon].climate_kg;
  const double share =
      share_of_most(found.hardware_kg->value, found.hardware_kg->value + best.value);
  return wrapped(
      "  → ",
      fmt::format("Making the hardware ({}) adds {} wherever it runs ({}): in the place of "
                  "least carbon that is {} of the whole, and no move lowers it.",
                  one_line(report.device), measured(found.hardware_kg->value, "kg"),
                  range(*found.hardware_kg, "kg"), percent(share)),
      style.width);
}

// the ends of the list; with one place there is nothing to compare
std::string contrast_sentence(const findings::Placement& found, const Style& style) {
  const double best = found.places[found.least_carbon].climate_kg->value;
  const double worst = found.places[*found.most_carbon].climate_kg->value;
  if (*found.most_carbon == found.least_carbon || !found.p_best_is_better)
    return wrapped("  → ", "One place alone: there is nothing to compare it with.", style.width);
  return wrapped(
      "  → ",
      fmt::format("The worst place emits {}, which is better than the second best with a "
                  "probability of {}.",
                  best > 0 ? fmt::format("{:.0f} times as much as the best", worst / best)
                           : fmt::format("{} and the best nothing", measured(worst, "kg")),
                  percent(*found.p_best_is_better)),
      style.width);
}

std::string place_notes(const findings::Placement& found, const Style& style) {
  std::string out;
  if (found.without_climate > 0)
    out +=
        wrapped("  ! ", fmt::format("places without a carbon intensity: {}", found.without_climate),
                style.width);
  if (found.water_is_of_generation) {
    out +=
        wrapped("  ! ", "water is that of generation alone: cooling is a site's, not a country's",
                style.width);
  }
  if (found.without_water > 0) {
    out += wrapped("  ! ",
                   fmt::format("water of {} is unknown: {}, or {} grid's",
                               counted(found.without_water, "place"),
                               found.without_water == 1 ? "its own" : "theirs",
                               found.without_water == 1 ? "its" : "their"),
                   style.width);
  }
  return out + wrapped("  ± ", "90 % interval; climate and water are medians; * default PUE",
                       style.width);
}

// a way or a grid a row, with its mean and 90 % interval in two columns and a bar
Table carbon_table() {
  return Table({{Align::left},
                {Align::right, 2},
                {Align::left, 1, 1, "interval"},
                {Align::bar, 2, 2},
                {Align::right, 2},
                {Align::right, 2}});
}

std::string place_section(const PlanReport& report, const Style& style) {
  const auto& found = *report.placement;
  auto out = heading(fmt::format("{} of electricity at the devices, in every place",
                                 measured(found.energy_kWh, "kWh")),
                     style);
  if (!found.most_carbon) {
    return out + wrapped("  ! ", "no place of that name has a carbon intensity", style.width) +
           "\n";
  }
  const auto known = *found.most_carbon + 1;
  out += fmt::format("  {}; 5 %, half and 95 % of them below {}, {} and {}\n\n",
                     counted(known, "place"), measured(found.climate_kg.p05, "kg"),
                     measured(found.climate_kg.p50, "kg"), measured(found.climate_kg.p95, "kg"));
  constexpr std::size_t kEnds = 5;
  const double most = found.places[*found.most_carbon].climate_kg->value;
  Table table({{Align::left},
               {Align::right, 2},
               {Align::left, 1, 1, "interval"},
               {Align::bar, 2, 2},
               {Align::right, 2},
               {Align::left, 0}});
  table.head({"  place", "climate", "", "", "water", ""});
  for (std::size_t p = 0; p < std::min(kEnds, known); ++p) add_place(table, found, p, most);
  if (known > 2 * kEnds)
    table.across({fmt::format("  … {} between", known - 2 * kEnds), Tone::dim});
  for (auto p = std::max(std::min(kEnds, known), known - std::min(known, kEnds)); p < known; ++p)
    add_place(table, found, p, most);
  out += with_note(table.render(style), style) + "\n";
  out += contrast_sentence(found, style) + water_sentence(found, style) +
         hardware_sentence(report, style);
  return out + place_notes(found, style) + "\n";
}

std::string way_table(const ScheduleFinding& found, const Style& style) {
  auto table = carbon_table();
  table.head({"  way", "mean", "", "", "saves", "of the optimum"});
  const double most = found.ways.front().carbon.mean;
  for (std::size_t w = 0; w < found.ways.size(); ++w) {
    const auto& way = found.ways[w];
    table.row({"  " + way.name,
               carbon(way.carbon.mean),
               {grams_range(way.carbon), Tone::dim},
               bar_cell(share_of_most(way.carbon.mean, most)),
               w == 0 ? "" : saved(way.saving),
               way.forecaster && std::isfinite(way.of_optimum) ? percent(way.of_optimum) : ""});
  }
  return with_note(table.render(style), style) + "\n";
}

std::string schedule_section(const PlanReport& report, const ScheduleFinding& found,
                             const Style& style) {
  auto out = heading(fmt::format("When to run it on {}", one_line(found.grid)), style);
  if (found.arrivals == 0) {
    return out +
           wrapped("  ! ", "no arrival has a whole window and enough past: nothing is told",
                   style.width) +
           "\n";
  }
  out +=
      wrapped("  ",
              fmt::format("{} at one power, {} of slack; {}, one an hour, from {} to {}",
                          hours(report.job.hours), hours(report.job.slack),
                          counted(found.arrivals, "arrival"), findings::hour_text(found.first_hour),
                          findings::hour_text(found.last_hour)),
              style.width);
  const auto& now = found.ways.front().carbon;
  out += wrapped("  ",
                 fmt::format("run now: from {} (best hour) to {} (worst), half below {}",
                             carbon(now.least), carbon(now.most), carbon(now.p50)),
                 style.width);
  out += "\n" + way_table(found, style);
  const std::vector<double> course(found.by_hour.begin(), found.by_hour.end());
  const bool has_all =
      std::all_of(course.begin(), course.end(), [](double v) { return std::isfinite(v); });
  if (has_all) {
    const auto [least, most] = std::minmax_element(course.begin(), course.end());
    out += fmt::format("  run now, by the hour   {}   {} at {:02}:00, {} at {:02}:00\n",
                       spark(course, course.size()), carbon(*least), least - course.begin(),
                       carbon(*most), most - course.begin());
  }
  if (found.left_out > 0) {
    out += wrapped("  ! ",
                   fmt::format("{} left out: a hole in the window, or too little past",
                               counted(found.left_out, "arrival is", "arrivals are")),
                   style.width);
  }
  return out + "\n";
}

// grids on which an arrival has a whole window, least carbon first; then the others
std::vector<ScheduleFinding> in_order(const PlanReport& report) {
  auto out = report.schedules;
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    if ((a.arrivals > 0) != (b.arrivals > 0)) return a.arrivals > 0;
    return a.arrivals > 0 && a.ways.front().carbon.mean < b.ways.front().carbon.mean;
  });
  return out;
}

std::string grids_sentence(const ScheduleFinding& best, const ScheduleFinding& worst,
                           const Style& style) {
  const double less = 1 - best.ways[0].carbon.mean / worst.ways[0].carbon.mean;
  auto text = std::isfinite(less) && less > 0
                  ? fmt::format("On {}, run at once, it emits {} less than on {}",
                                one_line(best.grid), percent(less), one_line(worst.grid))
                  : std::string("Run at once, it emits the same on every grid");
  text += std::isfinite(best.ways[2].saving)
              ? fmt::format("; waiting there saves {} more at best.", percent(best.ways[2].saving))
              : std::string("; waiting there saves nothing.");
  return wrapped("  → ", text, style.width);
}

std::string grids_section(const PlanReport& report, const Style& style) {
  auto out = heading(fmt::format("When and where: {} at one power, {} of slack",
                                 hours(report.job.hours), hours(report.job.slack)),
                     style);
  const auto order = in_order(report);
  const auto known = static_cast<std::size_t>(std::count_if(
      order.begin(), order.end(), [](const auto& found) { return found.arrivals > 0; }));
  if (known > 0) {
    auto table = carbon_table();
    table.head({"  grid", "run now", "", "", "deferred", "interrupted"});
    const double most = order[known - 1].ways.front().carbon.mean;
    constexpr std::size_t kMost = 24;
    for (std::size_t g = 0; g < std::min(kMost, known); ++g) {
      const auto& ways = order[g].ways;
      table.row({"  " + one_line(order[g].grid),
                 carbon(ways[0].carbon.mean),
                 {grams_range(ways[0].carbon), Tone::dim},
                 bar_cell(share_of_most(ways[0].carbon.mean, most)),
                 carbon(ways[1].carbon.mean),
                 carbon(ways[2].carbon.mean)});
    }
    out += with_note(table.render(style), style);
    if (known > kMost) out += fmt::format("  … {} more in the JSON\n", known - kMost);
    out += "\n";
    if (known > 1) out += grids_sentence(order.front(), order[known - 1], style);
  }
  std::vector<std::string> unknown;
  for (auto g = known; g < order.size(); ++g) unknown.push_back(one_line(order[g].grid));
  if (!unknown.empty()) {
    out += wrapped("  ! ",
                   fmt::format("no arrival has a whole window on {}: nothing is told of {}",
                               base::listed(unknown, "and"), unknown.size() == 1 ? "it" : "them"),
                   style.width);
  }
  return out +
         wrapped("  ! ", "with several grids the optimum is shown; --grid NAME adds forecasts",
                 style.width) +
         "\n";
}

std::string marks(const std::vector<std::size_t>& chosen, std::size_t window) {
  std::string out;
  for (std::size_t h = 0; h < window; ++h)
    out += std::find(chosen.begin(), chosen.end(), h) != chosen.end() ? "█" : "·";
  return out;
}

std::string single_section(const PlanReport& report, const Style& style) {
  const auto& found = *report.single;
  auto out = heading("The job that arrives at " + findings::hour_text(found.first_hour), style);
  constexpr std::size_t kWidest = 48;
  const auto window = found.actual.size();
  const bool is_drawn = window <= kWidest;
  Table table({{Align::left}, {Align::left, 2}, {Align::right, 2}, {Align::right, 2}});
  table.head({"", is_drawn ? "hour by hour" : "", "carbon", "saves"});
  if (is_drawn) {
    table.row({"  carbon intensity", spark(found.actual, window), "", ""});
    if (!found.forecast.empty()) table.row({"  forecast", spark(found.forecast, window), "", ""});
  }
  const double now = found.choices.front().carbon;
  for (const auto& choice : found.choices) {
    table.row({"  " + choice.name, is_drawn ? marks(choice.hours, window) : "",
               carbon(choice.carbon), saved(1 - choice.carbon / now)});
  }
  out += with_note(table.render(style), style);
  if (found.forecast.empty())
    out += wrapped("  ! ", "too little past for a forecast at this hour", style.width);
  return out + "\n";
}

std::string forecast_section(const PlanReport& report, const Style& style) {
  const auto& test = *report.forecast;
  auto out = heading("How good the forecast is", style);
  if (test.forecasts == 0)
    return out +
           wrapped("  ! ", "too little past for a test, or no hour above 0 g/kWh in it",
                   style.width) +
           "\n";
  out += wrapped("  ",
                 fmt::format("{} forecast once a day, up to {} ahead, each from the past alone",
                             counted(test.forecasts, "hour"), hours(report.job.window())),
                 style.width);
  out += "\n";
  Table table({{Align::left}, {Align::right, 3}, {Align::right, 3}, {Align::bar, 2, 1}});
  table.head({"", "off by", "mean error", ""});
  double most = 0;
  for (const auto& error : test.errors) most = std::max(most, error.absolute);
  for (std::size_t f = 0; f < findings::kForecasters.size(); ++f) {
    table.row({"  " + std::string(name(findings::kForecasters[f])),
               fmt::format("{:.1f} %", 100 * test.errors[f].relative),
               fmt::format("{:.1f} g/kWh", test.errors[f].absolute),
               bar_cell(share_of_most(test.errors[f].absolute, most))});
  }
  return out + with_note(table.render(style), style) + "\n";
}

}  // namespace

std::string terminal(const PlanReport& report, const Style& style) {
  std::string out;
  if (report.placement) out += place_section(report, style);
  if (report.schedules.size() > 1) {
    out += grids_section(report, style);
  } else if (report.schedules.size() == 1) {
    out += schedule_section(report, report.schedules.front(), style);
  } else if (!report.single) {
    out +=
        wrapped("  ! ",
                "The catalogue has yearly means alone: when to run is not told, and no hours are "
                "made up. `--series FILE` gives a grid's hours.",
                style.width);
  }
  if (report.single) out += single_section(report, style);
  if (report.forecast) out += forecast_section(report, style);
  if (!report.series.empty()) {
    out +=
        wrapped("  ",
                fmt::format("{} at the devices, PUE {}: {} at the facility; hours of {}",
                            measured(report.job.energy_kWh / report.pue, "kWh"), number(report.pue),
                            measured(report.job.energy_kWh, "kWh"), report.series),
                style.width);
  }
  for (const auto& note : report.notes) out += wrapped("  ! ", note, style.width);
  return out;
}

}  // namespace holon::report
