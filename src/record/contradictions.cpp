// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "record/json.h"

namespace holon::record {
namespace {

// gathers what does not fit together
class Review {
 public:
  void require(bool holds, std::string what) {
    if (!holds) found_.push_back(std::move(what));
  }

  // an amount is a finite number that is not negative
  void amount(const std::optional<double>& value, std::string_view what) {
    require(!value || (std::isfinite(*value) && *value >= 0),
            fmt::format("{} is negative or no number", what));
  }

  void share(const std::optional<double>& value, std::string_view what) {
    amount(value, what);
    require(!value || *value <= 1, fmt::format("{} is more than 1", what));
  }

  void count(const std::optional<std::int64_t>& value, std::string_view what) {
    require(!value || *value >= 0, fmt::format("{} is negative", what));
  }

  std::vector<std::string> found_;
};

void review_energy(const Run& run, Review& review) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& one : run.energy) {
    const auto what = fmt::format("energy of {} {}", one.device, one.component);
    review.require(!one.device.empty() && !one.component.empty(),
                   "energy without a device or a component");
    review.require(seen.emplace(one.device, one.component).second, what + " stands twice");
    review.require(one.energy_J.has_value() == (one.evidence != Evidence::missing),
                   what + (one.energy_J ? " is missing and has a number"
                                        : " has no number and is not missing"));
    review.amount(one.energy_J, what);
    review.amount(one.uncertainty_J, "uncertainty of " + what);
    review.amount(one.whole_J, what + ", whole device,");
    review.amount(one.idle_J, what + ", idle,");
    review.amount(one.average_W, "average power of " + what);
    review.amount(one.peak_W, "peak power of " + what);
  }
}

void review_rest(const Run& run, Review& review) {
  review.amount(run.average_W, "average power");
  review.amount(run.peak_W, "peak power");
  review.amount(run.compute.cpu_time_s, "CPU time");
  review.count(run.compute.instructions, "instructions");
  review.share(run.compute.cpu_utilisation, "CPU utilisation");
  review.share(run.compute.gpu_utilisation, "GPU utilisation");
  review.count(run.compute.memory_peak_bytes, "peak memory");
  review.count(run.compute.gpu_memory_peak_bytes, "peak GPU memory");
  review.amount(run.attribution.unattributed_J, "unattributed energy");
  for (const auto& figure : run.figures) {
    review.require(!figure.name.empty(), "a figure without a name");
    review.require(std::isfinite(figure.value), fmt::format("{} is no number", figure.name));
  }
  for (const auto& impact : run.impacts) {
    review.require(!impact.category.empty(), "an impact without a category");
    review.require(std::isfinite(impact.amount), fmt::format("{} is no number", impact.category));
    review.amount(impact.uncertainty, "uncertainty of " + impact.category);
  }
  for (const auto& slice : run.course) {
    review.require(slice.from_ns <= slice.until_ns, "a slice of the course ends before it starts");
    review.amount(slice.energy_J, "energy of a slice of the course");
  }
  for (const auto& gap : run.gaps)
    review.require(gap.from_ns <= gap.until_ns, "a gap ends before it starts");
  review.require(!run.place.pue || *run.place.pue >= 1, "a PUE is less than 1");
}

}  // namespace

std::vector<std::string> contradictions(const Run& run) {
  Review review;
  review.require(!run.id.empty(), "the run has no id");
  review.require(run.start_ns <= run.end_ns, "the run ends before it starts");
  review.count(run.duration_ns, "the duration");
  const auto& outcome = run.outcome;
  review.require(!outcome.exit_code || outcome.ending == Ending::exited,
                 "an exit code, but the run did not exit");
  review.require(!outcome.signal || outcome.ending == Ending::signalled,
                 "a signal, but the run did not end by one");
  review_energy(run, review);
  review_rest(run, review);
  return std::move(review.found_);
}

}  // namespace holon::record
