// SPDX-License-Identifier: Apache-2.0
//
// The audit of measured runs against published statistics of them. The runs are read in place from
// ../shared/data; where they are absent, that is said.
#include <cmath>
#include <filesystem>
#include <memory>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/file.h"
#include "findings/proxy_audit.h"
#include "findings/published_table.h"
#include "findings/same_work.h"

namespace holon::findings {
namespace {

const std::string kEcNas = "../shared/data/ec-nas-bench/";
const std::string kZeus = "../shared/data/zeus-traces/";

bool is_there(const std::string& path) {
  if (std::filesystem::exists(path)) return true;
  MESSAGE(path << " is absent: not compared");
  return false;
}

RunTable read(const std::vector<std::string>& paths, const RunQuestion& question = {}) {
  std::vector<base::SourcePtr> sources;
  for (const auto& path : paths)
    sources.push_back(std::make_shared<const base::SourceText>(path, base::read_file(path)));
  const auto out = read_runs(sources, question);
  REQUIRE(out.has_value());
  return *out;
}

const Score& find(const ProxyAudit& audit, Measure proxy, Measure target) {
  for (const auto& score : audit.groups.front().scores) {
    if (score.proxy.measure == proxy && !score.proxy.times_intensity && score.target == target)
      return score;
  }
  FAIL("no such score");
  return audit.groups.front().scores.front();
}

ProxyAudit audit_of(const std::string& space) {
  RunQuestion question;
  question.where = {{"space", space}};
  AuditPlan plan;
  plan.windows = {{Measure::parameters, 3.4e6, 3.7e6}, {Measure::energy, 0.0235, 0.0245}};
  plan.resamples = 20;
  return audit_proxies(read({kEcNas + "runs_4_epochs.csv"}, question), plan);
}

constexpr double kDigits3 = 0.0007;  // half of the last printed digit of .718

/// A share of wrongly ranked pairs, as printed in the reference and as counted here.
struct PairShare {
  const char* what;
  double printed;  // [%], one decimal
  double exact;    // [%] over all pairs that differ in both numbers, by this arithmetic
  double ours;     // [%]
};

// Two of the four differ from the reference in its last digit. Its way of counting is not stated,
// so the cause is not known; what is held is the exact count of all 3.2 million pairs.
void check_pairs(const Score& by_parameters, const Score& by_time, const Score& carbon_by_energy,
                 const Score& carbon_by_parameters) {
  const PairShare shares[] = {
      {"parameters - energy", 17.4, 17.3195, 100 * by_parameters.wrong},
      {"time - energy", 6.3, 6.3133, 100 * by_time.wrong},
      {"energy - carbon", 25.2, 25.1093, 100 * carbon_by_energy.wrong},
      {"parameters - carbon", 29.2, 29.2333, 100 * carbon_by_parameters.wrong}};
  std::string table = fmt::format(
      "\nEC-NAS-Bench, 5V9E: share of pairs ranked the wrong way [%]\n"
      "{:<24}{:>12}{:>12}{:>12}\n",
      "", "reference", "held", "holon");
  for (const auto& one : shares)
    table += fmt::format("{:<24}{:>12.1f}{:>12.4f}{:>12.4f}\n", one.what, one.printed, one.exact,
                         one.ours);
  MESSAGE(table);
  constexpr double kDigits4 = 0.00005;
  for (const auto& one : shares) {
    INFO(one.what);
    CHECK(std::abs(one.ours - one.exact) <= kDigits4);
  }
}

TEST_CASE("the statistics of the EC-NAS runs come out as published, 5 vertices") {
  if (!is_there(kEcNas + "runs_4_epochs.csv")) return;
  const auto audit = audit_of("5V9E");
  const auto energy = Measure::energy;
  const auto carbon = Measure::carbon;
  const auto& by_parameters = find(audit, Measure::parameters, energy);
  const auto& by_time = find(audit, Measure::time, energy);
  const auto& carbon_by_energy = find(audit, energy, carbon);
  const auto& carbon_by_parameters = find(audit, Measure::parameters, carbon);
  const auto& windows = audit.groups.front().windows;
  check_table(
      "EC-NAS-Bench, 5V9E, 4 epochs: statistics of 2,532 runs",
      {{"runs", 2532, static_cast<double>(by_parameters.runs), 0},
       {"R2 parameters - energy", 0.718, by_parameters.r_squared.value, kDigits3},
       {"R2 time - energy", 0.963, by_time.r_squared.value, kDigits3},
       {"R2 energy - carbon", 0.513, carbon_by_energy.r_squared.value, kDigits3},
       {"R2 parameters - carbon", 0.381, carbon_by_parameters.r_squared.value, kDigits3},
       {"R2 accuracy - energy", 0.002, find(audit, Measure::quality, energy).r_squared.value, 0.25},
       {"Spearman parameters - energy", 0.824, by_parameters.spearman, kDigits3},
       {"Spearman time - energy", 0.977, by_time.spearman, kDigits3},
       {"Spearman energy - carbon", 0.678, carbon_by_energy.spearman, kDigits3},
       {"error energy from parameters [%]", 13.2, 100 * by_parameters.error.value, 0.004},
       {"error energy from time [%]", 4.9, 100 * by_time.error.value, 0.0103},
       {"error carbon from parameters [%]", 28.1, 100 * carbon_by_parameters.error.value, 0.002},
       {"error carbon from time [%]", 27.4, 100 * find(audit, Measure::time, carbon).error.value,
        0.002},
       {"error carbon from energy [%]", 27.4, 100 * carbon_by_energy.error.value, 0.002},
       {"runs at 3.4-3.7 M parameters", 182, static_cast<double>(windows[0].spread.runs), 0},
       {"energy spans there, times", 2.03, windows[0].spread.ratio, 0.0025},
       {"carbon spans there, times", 5.06, windows[1 + 1].spread.ratio, 0.001},
       {"runs at 23.5-24.5 Wh", 130, static_cast<double>(windows[3].spread.runs), 0},
       {"carbon spans there, times", 3.27, windows[3].spread.ratio, 0.0016}});
  check_pairs(by_parameters, by_time, carbon_by_energy, carbon_by_parameters);
  CHECK(by_time.is_good);
  CHECK(!by_parameters.is_good);
  CHECK(!carbon_by_energy.is_good);
}

TEST_CASE("the statistics of the EC-NAS runs come out as published, 4 vertices") {
  if (!is_there(kEcNas + "runs_4_epochs.csv")) return;
  const auto audit = audit_of("4V9E");
  const auto& by_parameters = find(audit, Measure::parameters, Measure::energy);
  const auto& by_time = find(audit, Measure::time, Measure::energy);
  const auto& carbon = find(audit, Measure::energy, Measure::carbon);
  check_table("EC-NAS-Bench, 4V9E, 4 epochs: statistics of 273 runs",
              {{"runs", 273, static_cast<double>(by_parameters.runs), 0},
               {"R2 parameters - energy", 0.703, by_parameters.r_squared.value, kDigits3},
               {"R2 time - energy", 0.975, by_time.r_squared.value, kDigits3},
               {"R2 energy - carbon", 0.984, carbon.r_squared.value, kDigits3},
               {"R2 parameters - carbon", 0.691,
                find(audit, Measure::parameters, Measure::carbon).r_squared.value, kDigits3},
               {"Spearman parameters - energy", 0.876, by_parameters.spearman, kDigits3},
               {"Spearman time - energy", 0.985, by_time.spearman, kDigits3},
               {"Spearman energy - carbon", 0.990, carbon.spearman, kDigits3}});
}

TEST_CASE("the fastest of four GPUs takes neither the least energy nor the least carbon") {
  const auto path = kEcNas + "same_networks_on_four_gpus.csv";
  if (!is_there(path)) return;
  RunQuestion question;
  question.by = "file";
  const auto runs = read({path}, question);
  const auto found = compare_devices(runs);
  REQUIRE(found.has_value());
  CHECK(found->works == 88);
  CHECK(found->left_out == 3);
  CHECK(found->devices[*found->fastest].hardware == "energy_4V9E_rtx3090");
  CHECK(found->devices[*found->least_energy].hardware == "energy_4V9E_rtx3060");
  CHECK(found->devices[*found->least_carbon].hardware == "energy_4V9E_titanxp");
}

TEST_CASE("each GPU of the Zeus traces has a power limit of least energy below its highest") {
  std::vector<std::string> paths;
  for (const auto* gpu : {"v100", "a40", "rtx6000", "p100"})
    paths.push_back(fmt::format("{}summary_power_{}.csv", kZeus, gpu));
  if (!is_there(paths.front())) return;
  const auto curves = compare_settings(read(paths));
  REQUIRE(curves.size() == 4);
  for (std::size_t g = 0; g < curves.size(); ++g) {
    const auto& curve = curves[g];
    const auto& least = curve.points[curve.least];
    MESSAGE(curve.hardware << ": " << curve.works << " works, least energy at " << least.setting
                           << " W: energy × " << least.energy_ratio << ", time × "
                           << least.time_ratio);
    CHECK(curve.works > 40);
    CHECK(least.setting < curve.points.back().setting);
    CHECK(least.energy_ratio < 0.95);
  }

  // ResNet-50, batch 256, on a V100: 0.2150 kWh an epoch at 250 W, 0.1666 kWh at 150 W
  RunQuestion question;
  question.where = {{"network", "resnet50"}, {"batch_size", "256"}};
  const auto resnet = compare_settings(read({paths.front()}, question));
  REQUIRE(resnet.size() == 1);
  for (const auto& point : resnet[0].points) {
    if (point.setting != 150) continue;
    check_table("Zeus (NSDI 2023), ResNet-50, batch 256, V100: 150 W against 250 W",
                {{"energy", 0.1666 / 0.2150, point.energy_ratio, 0.001},
                 {"time", 4149.0 / 3515.0, point.time_ratio, 0.001}});
  }
}

}  // namespace
}  // namespace holon::findings
