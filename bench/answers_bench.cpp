// SPDX-License-Identifier: Apache-2.0
//
// The bars of the answers: all findings of examples/whole-system with 10,000 members in 3 s on one
// core; a year of hours in 100 regions planned in 1 s. Prints the median of several tries. Run in
// the root of the repository.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <functional>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/file.h"
#include "findings/findings.h"
#include "findings/investments.h"
#include "findings/job_schedule.h"

namespace {

using namespace holon;

constexpr int kTries = 5;

/// Seconds of one piece of work; the processor's say what a core takes on a busy machine, too.
struct Time {
  double wall = 0;
  double processor = 0;
};

Time seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  const auto used = std::clock();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Time median_of(const std::function<void()>& work) {
  std::vector<double> wall;
  std::vector<double> processor;
  for (int i = 0; i < kTries; ++i) {
    const auto one = seconds(work);
    wall.push_back(one.wall);
    processor.push_back(one.processor);
  }
  return {median(std::move(wall)), median(std::move(processor))};
}

// reading and compiling included, as in `holon assess`
void findings_of_whole_system() {
  const std::string path = "examples/whole-system/study.yaml";
  double total = 0;
  const auto time = median_of([&] {
    const auto source = std::make_shared<const base::SourceText>(path, base::read_file(path));
    const auto study =
        study::read_study(source, [](const std::string& name) { return base::read_file(name); });
    const auto compiled = study::compile(*study, catalog::Catalog::embedded(), {});
    findings::Plan plan;
    plan.engine.samples = 10'000;
    plan.engine.threads = 1;
    auto found = findings::assess(*study, *compiled, plan, {});
    static_cast<void>(findings::invest(*study, *compiled, plan, found, {}));
    total = found.totals[0]->mean;
  });
  fmt::print(
      "examples/whole-system, 10 000 members, one thread ({:.4g} kg): {:.2f} s, {:.2f} s of a "
      "processor\n",
      total, time.wall, time.processor);
}

// made hours: a day's and a year's course, with its own level in each region
findings::HourlySeries made_regions(std::size_t regions) {
  constexpr std::size_t kYear = 8760;
  findings::HourlySeries out;
  for (std::size_t r = 0; r < regions; ++r) {
    findings::GridHours grid{fmt::format("region {}", r), {}};
    for (std::size_t h = 0; h < kYear; ++h) {
      const auto hour = static_cast<double>(h);
      grid.intensity.push_back(
          100.0 + 4.0 * static_cast<double>(r) + 40 * std::sin(2 * std::numbers::pi * hour / 24) +
          20 * std::sin(2 * std::numbers::pi * hour / static_cast<double>(kYear)));
    }
    out.grids.push_back(std::move(grid));
  }
  return out;
}

void plan_of_regions() {
  const auto series = made_regions(100);
  const findings::Job job{4, 20, 12};
  std::size_t arrivals = 0;
  const auto time = median_of([&] {
    arrivals = 0;
    for (const auto& grid : series.grids)
      arrivals += findings::schedule(series, grid, job, 0, series.hours(), false).arrivals;
  });
  fmt::print(
      "100 regions, a year of hours, 4 h with 20 h of slack ({} arrivals): {:.2f} s, {:.2f} s of a "
      "processor\n",
      arrivals, time.wall, time.processor);
}

}  // namespace

int main() {
  findings_of_whole_system();
  plan_of_regions();
  return 0;
}
