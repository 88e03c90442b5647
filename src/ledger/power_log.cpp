// SPDX-License-Identifier: Apache-2.0
#include "ledger/power_log.h"

#include <algorithm>
#include <map>

namespace holon::ledger {
namespace {

constexpr record::Instant kSecond = 1'000'000'000;
constexpr record::Instant kHour = 3600 * kSecond;

double seconds(record::Instant duration_ns) { return 1e-9 * static_cast<double>(duration_ns); }

// the full hour at or before a moment
record::Instant hour_of(record::Instant at_ns) {
  const auto rest = at_ns % kHour;
  return at_ns - rest - (rest < 0 ? kHour : 0);
}

// what is longer is a pause
record::Instant longest_step(const std::vector<PowerReading>& readings) {
  constexpr record::Instant kMostSteps = 10;
  std::vector<record::Instant> moments;
  moments.reserve(readings.size());
  for (const auto& one : readings) moments.push_back(one.at_ns);
  return std::max(kMostSteps * std::min(usual_step(moments), kHour), kSecond);
}

}  // namespace

bool is_plausible(record::Instant at_ns) {
  constexpr record::Instant k1990 = 631'152'000 * kSecond;
  constexpr record::Instant k2200 = 7'258'118'400 * kSecond;
  return at_ns >= k1990 && at_ns < k2200;
}

record::Instant usual_step(const std::vector<record::Instant>& moments) {
  std::vector<record::Instant> steps;
  for (std::size_t i = 1; i < moments.size(); ++i) steps.push_back(moments[i] - moments[i - 1]);
  if (steps.empty()) return 0;
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

PowerEnergy energy_under(const std::vector<PowerReading>& readings) {
  const auto longest_ns = longest_step(readings);
  PowerEnergy out;
  double energy_J = 0;
  bool any = false;
  auto seen_until = readings.empty() ? 0 : readings.front().at_ns;
  const PowerReading* last = nullptr;
  for (const auto& one : readings) {
    if (!one.power_W) continue;
    out.peak_W = std::max(out.peak_W, *one.power_W);
    if (last != nullptr && one.at_ns - last->at_ns <= longest_ns) {
      const double step_s = seconds(one.at_ns - last->at_ns);
      const double part_J = (*last->power_W + *one.power_W) / 2 * step_s;
      add_slices(out.course, last->at_ns, one.at_ns, part_J);
      energy_J += part_J;
      out.seen_s += step_s;
      any = true;
    } else if (one.at_ns > seen_until) {
      out.gaps.push_back({seen_until, one.at_ns, {}, "no reading of its power"});
    }
    last = &one;
    seen_until = one.at_ns;
  }
  if (!readings.empty() && seen_until < readings.back().at_ns)
    out.gaps.push_back({seen_until, readings.back().at_ns, {}, "no reading of its power"});
  if (any) out.energy_J = energy_J;
  return out;
}

PowerEnergy energy_of_means(const std::vector<PowerReading>& readings) {
  const auto longest_ns = longest_step(readings);
  PowerEnergy out;
  for (std::size_t i = 1; i < readings.size(); ++i) {
    const auto from = readings[i - 1].at_ns;
    const auto until = readings[i].at_ns;
    if (!readings[i].power_W || until - from > longest_ns) {
      if (until > from) out.gaps.push_back({from, until, {}, "no reading of its power"});
      continue;
    }
    const double part_J = *readings[i].power_W * seconds(until - from);
    add_slices(out.course, from, until, part_J);
    out.energy_J = out.energy_J.value_or(0) + part_J;
    out.seen_s += seconds(until - from);
    out.peak_W = std::max(out.peak_W, *readings[i].power_W);
  }
  return out;
}

void add_slices(std::vector<record::Slice>& course, record::Instant from_ns,
                record::Instant until_ns, double energy_J) {
  const auto whole_ns = until_ns - from_ns;
  if (whole_ns <= 0) return;
  for (auto at = from_ns; at < until_ns;) {
    const auto end = std::min(until_ns, hour_of(at) + kHour);
    const double part_J = energy_J * (seconds(end - at) / seconds(whole_ns));
    // of one hour, and where the last one ended: one slice
    if (!course.empty() && course.back().until_ns == at && at != hour_of(at)) {
      course.back().until_ns = end;
      course.back().energy_J += part_J;
    } else {
      course.push_back({at, end, part_J});
    }
    at = end;
  }
}

std::vector<record::Slice> joined_courses(const std::vector<std::vector<record::Slice>>& courses) {
  std::map<record::Instant, record::Slice> hours;
  for (const auto& course : courses) {
    for (const auto& slice : course) {
      const auto [where, is_new] = hours.emplace(hour_of(slice.from_ns), slice);
      if (is_new) continue;
      auto& hour = where->second;
      hour.from_ns = std::min(hour.from_ns, slice.from_ns);
      hour.until_ns = std::max(hour.until_ns, slice.until_ns);
      hour.energy_J += slice.energy_J;
    }
  }
  std::vector<record::Slice> out;
  out.reserve(hours.size());
  for (auto& [start, slice] : hours) out.push_back(slice);
  return out;
}

void set_course(record::Run& run, const std::vector<PowerEnergy>& parts,
                const std::vector<std::string>& devices) {
  std::vector<std::vector<record::Slice>> courses;
  double average_W = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    courses.push_back(parts[i].course);
    for (auto gap : parts[i].gaps) {
      gap.device = devices[i];
      run.gaps.push_back(std::move(gap));
    }
    if (parts[i].energy_J && parts[i].seen_s > 0) average_W += *parts[i].energy_J / parts[i].seen_s;
  }
  run.course = joined_courses(courses);
  if (average_W > 0) run.average_W = average_W;
  // peaks of several devices are not at one moment
  if (parts.size() == 1 && parts[0].energy_J && parts[0].peak_W > 0) run.peak_W = parts[0].peak_W;
}

}  // namespace holon::ledger
