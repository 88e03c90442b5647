// SPDX-License-Identifier: Apache-2.0
#include "model/formats/changing_times.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace holon::model::formats {
namespace {

constexpr std::size_t kMostSteps = 1'000'000;
// parts of the shortest step that are tried as the short one
constexpr int kMostParts = 100;
// of a step, below which two moments are one
constexpr double kSameMoment = 1e-6;

struct Moment {
  double step;  // that begins here; 0 at the end
  bool is_saved;
};

// the moments at which the steps of the run begin, and its end
std::optional<std::vector<Moment>> moments_of(double start, const RunClock& clock) {
  std::vector<Moment> out;
  double next_saved = start;
  // steps of one length are counted, not added up
  double origin = start;
  double length = 0;
  double count = 0;
  while (out.size() <= kMostSteps) {
    const double time = origin + length * count;
    const double step = clock.step(time);
    const double save_every = clock.save_every(time);
    const double stop = clock.stop(time);
    if (!(step > 0) || !std::isfinite(step) || !(save_every > 0) || std::isnan(stop))
      return std::nullopt;
    const bool is_end = time + step / 2 > stop;
    const bool is_saved = is_end || time > next_saved - step * kSameMoment;
    if (is_saved) next_saved = time + save_every;
    out.push_back({is_end ? 0 : step, is_saved});
    if (is_end) return out;
    if (step != length) {
      origin = time;
      length = step;
      count = 0;
    }
    ++count;
  }
  return std::nullopt;
}

// how many short steps make a step; 0: no whole number
std::uint32_t times_in(double step, double short_step) {
  const double whole = std::floor(step / short_step + 0.5);
  return std::fabs(step / short_step - whole) < kSameMoment && whole < 1e9
             ? static_cast<std::uint32_t>(whole)
             : 0;
}

std::optional<double> common_step(const std::vector<Moment>& moments) {
  std::set<double> lengths;
  for (const auto& moment : moments) {
    if (moment.step > 0) lengths.insert(moment.step);
  }
  if (lengths.empty()) return std::nullopt;
  for (int parts = 1; parts <= kMostParts; ++parts) {
    const double step = *lengths.begin() / parts;
    if (std::all_of(lengths.begin(), lengths.end(),
                    [&](double length) { return times_in(length, step) > 0; }))
      return step;
  }
  return std::nullopt;
}

}  // namespace

std::optional<ChangingTimes> course_of(double start, const RunClock& clock) {
  const auto moments = moments_of(start, clock);
  const auto step = moments ? common_step(*moments) : std::nullopt;
  if (!step) return std::nullopt;
  ChangingTimes out;
  out.step = *step;
  std::uint64_t reached = 0;
  for (const auto& moment : *moments) {
    if (moment.is_saved) out.saved.push_back(static_cast<std::uint32_t>(reached));
    if (moment.step == 0) break;
    const auto length = times_in(moment.step, *step);
    out.is_stretched = out.is_stretched || length > 1;
    reached += length;
    if (reached > kMostSteps) return std::nullopt;
  }
  out.steps = static_cast<std::uint32_t>(reached);
  return out;
}

}  // namespace holon::model::formats
