// SPDX-License-Identifier: Apache-2.0
#include "report/plan.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/bar.h"
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

std::string heading(const std::string& text, const Style& style) {
  return painted(text, Tone::heading, style) + "\n";
}

std::string amount(double value, const char* unit) {
  const auto scale = scale_for(value, unit);
  return number(value / scale.size) + " " + scale.unit;
}

std::string carbon(double grams) { return amount(grams / kGrams, "kg"); }

std::string range(const Figure& figure, const char* unit) {
  const auto scale = scale_for(figure.value, unit);
  if (figure.low == figure.high) return {};
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
             amount(place.climate_kg->value, "kg"),
             {range(*place.climate_kg, "kg"), Tone::dim},
             bar_cell(place.climate_kg->value / most_climate),
             place.water_L ? amount(place.water_L->value, "L") : "unknown",
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
                          amount(least.water_L->value, "L"));
  if (*found.least_water == found.least_carbon) {
    text += ", which is also the place of least carbon.";
  } else {
    text += least.climate_kg ? fmt::format(", where the work emits {:.1f} times the least",
                                           least.climate_kg->value / best.climate_kg->value)
                             : std::string(", whose carbon is unknown");
    text += best.water_L ? fmt::format("; the place of least carbon takes {:.1f} times its water.",
                                       best.water_L->value / least.water_L->value)
                         : std::string("; the water of the place of least carbon is unknown.");
  }
  return wrapped("  → ", text, style.width);
}

std::string hardware_sentence(const PlanReport& report, const Style& style) {
  const auto& found = *report.placement;
  if (!found.hardware_kg) return {};
  const auto& best = *found.places[found.least_carbon].climate_kg;
  const double share = found.hardware_kg->value / (found.hardware_kg->value + best.value);
  return wrapped(
      "  → ",
      fmt::format("Making the hardware ({}) adds {} wherever it runs ({}): in the place of "
                  "least carbon that is {} of the whole, and no move lowers it.",
                  one_line(report.device), amount(found.hardware_kg->value, "kg"),
                  range(*found.hardware_kg, "kg"), percent(share)),
      style.width);
}

std::string place_section(const PlanReport& report, const Style& style) {
  const auto& found = *report.placement;
  auto out = heading(fmt::format("{} of electricity at the devices, in every place",
                                 amount(found.energy_kWh, "kWh")),
                     style);
  if (!found.most_carbon) {
    return out + wrapped("  ! ", "no place of that name has a carbon intensity", style.width) +
           "\n";
  }
  const auto known = *found.most_carbon + 1;
  out += fmt::format("  {} places; 5 %, half and 95 % of them below {}, {} and {}\n\n",
                     count(known), amount(found.climate_kg.p05, "kg"),
                     amount(found.climate_kg.p50, "kg"), amount(found.climate_kg.p95, "kg"));
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
  const auto& best = *found.places[found.least_carbon].climate_kg;
  out += wrapped(
      "  → ",
      fmt::format("The worst place emits {:.0f} times as much as the best, which is better than "
                  "the second best with a probability of {}.",
                  most / best.value, percent(found.p_best_is_better)),
      style.width);
  out += water_sentence(found, style) + hardware_sentence(report, style);
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
    out += wrapped(
        "  ! ",
        fmt::format("water of {} places is unknown: theirs, or their grid's", found.without_water),
        style.width);
  }
  out +=
      wrapped("  ± ", "90 % interval; climate and water are medians; * default PUE", style.width);
  return out + "\n";
}

std::string way_table(const ScheduleFinding& found, const Style& style) {
  Table table({{Align::left},
               {Align::right, 2},
               {Align::left, 1, 1, "interval"},
               {Align::bar, 2, 2},
               {Align::right, 2},
               {Align::right, 2}});
  table.head({"  way", "mean", "", "", "saves", "of the optimum"});
  const double most = found.ways.front().carbon.mean;
  for (std::size_t w = 0; w < found.ways.size(); ++w) {
    const auto& way = found.ways[w];
    table.row({"  " + way.name,
               carbon(way.carbon.mean),
               {grams_range(way.carbon), Tone::dim},
               bar_cell(way.carbon.mean / most),
               w == 0 ? "" : percent(way.saving),
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
  out += wrapped(
      "  ",
      fmt::format("{} at one power, {} of slack; {} arrivals, one an hour, from {} to {}",
                  hours(report.job.hours), hours(report.job.slack), count(found.arrivals),
                  findings::hour_text(found.first_hour), findings::hour_text(found.last_hour)),
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
    out +=
        wrapped("  ! ",
                fmt::format("{} arrivals are left out: a hole in their window, or too little past",
                            count(found.left_out)),
                style.width);
  }
  return out + "\n";
}

std::string grids_section(const PlanReport& report, const Style& style) {
  auto out = heading(fmt::format("When and where: {} at one power, {} of slack",
                                 hours(report.job.hours), hours(report.job.slack)),
                     style);
  auto order = report.schedules;
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.ways.front().carbon.mean < b.ways.front().carbon.mean;
  });
  Table table({{Align::left},
               {Align::right, 2},
               {Align::left, 1, 1, "interval"},
               {Align::bar, 2, 2},
               {Align::right, 2},
               {Align::right, 2}});
  table.head({"  grid", "run now", "", "", "deferred", "interrupted"});
  const double most = order.back().ways.front().carbon.mean;
  constexpr std::size_t kMost = 24;
  for (std::size_t g = 0; g < std::min(kMost, order.size()); ++g) {
    const auto& ways = order[g].ways;
    table.row({"  " + one_line(order[g].grid),
               carbon(ways[0].carbon.mean),
               {grams_range(ways[0].carbon), Tone::dim},
               bar_cell(ways[0].carbon.mean / most),
               carbon(ways[1].carbon.mean),
               carbon(ways[2].carbon.mean)});
  }
  out += with_note(table.render(style), style);
  if (order.size() > kMost) out += fmt::format("  … {} more in the JSON\n", order.size() - kMost);
  const auto& best = order.front();
  out +=
      "\n" + wrapped("  → ",
                     fmt::format("On {}, run at once, it emits {} less than on {}; waiting there "
                                 "saves {} more at best.",
                                 one_line(best.grid), percent(1 - best.ways[0].carbon.mean / most),
                                 one_line(order.back().grid), percent(best.ways[2].saving)),
                     style.width);
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
               carbon(choice.carbon), percent(1 - choice.carbon / now)});
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
    return out + wrapped("  ! ", "too little past for a test", style.width) + "\n";
  out +=
      wrapped("  ",
              fmt::format("{} hours forecast once a day, up to {} ahead, each from the past alone",
                          count(test.forecasts), hours(report.job.window())),
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
               bar_cell(test.errors[f].absolute / most)});
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
                            amount(report.job.energy_kWh / report.pue, "kWh"), number(report.pue),
                            amount(report.job.energy_kWh, "kWh"), report.series),
                style.width);
  }
  for (const auto& note : report.notes) out += wrapped("  ! ", note, style.width);
  return out;
}

}  // namespace holon::report
