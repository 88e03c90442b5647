// SPDX-License-Identifier: Apache-2.0
//
// Logs of a power over time, of counters, and rows of a bench: energies by hand, torn rows by line.
#include "ledger/importer.h"

#include <filesystem>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/file.h"
#include "ledger/importer_test.h"
#include "ledger/power_log.h"
#include "record/instant.h"
#include "record/total.h"

namespace holon::ledger {
namespace {

constexpr record::Instant kSecond = 1'000'000'000;
// 2024-05-31T10:59:50Z
constexpr record::Instant kStart = 1'717'153'190 * kSecond;

Imported read(std::string text, std::string_view tool, std::int64_t zone_s = 0) {
  Log log{std::make_shared<base::SourceText>("log.csv", std::move(text))};
  log.zone_s = zone_s;
  return imported(log, tool);
}

double course_J(const record::Run& run) {
  double out = 0;
  for (const auto& slice : run.course) out += slice.energy_J;
  return out;
}

}  // namespace

TEST_CASE("energy under a power: trapezoids, and a pause is a gap") {
  std::vector<PowerReading> readings;
  for (int i = 0; i <= 20; ++i) readings.push_back({kStart + i * kSecond, 100.0 + i});
  const auto whole = energy_under(readings);
  CHECK(whole.energy_J == doctest::Approx(20 * 110));
  CHECK(whole.gaps.empty());
  CHECK(whole.peak_W == 120);
  // cut at eleven o'clock
  REQUIRE(whole.course.size() == 2);
  CHECK(whole.course[0].until_ns == kStart + 10 * kSecond);
  CHECK(whole.course[0].energy_J == doctest::Approx(10 * 105));
  // a reading that failed is bridged; one pause is too long
  readings[5].power_W.reset();
  readings.push_back({kStart + 60 * kSecond, 50.0});
  readings.push_back({kStart + 61 * kSecond, 50.0});
  const auto torn = energy_under(readings);
  CHECK(torn.energy_J == doctest::Approx(20 * 110 + 50));
  CHECK(torn.seen_s == doctest::Approx(21));
  REQUIRE(torn.gaps.size() == 1);
  CHECK(torn.gaps[0].from_ns == kStart + 20 * kSecond);
  CHECK(torn.gaps[0].until_ns == kStart + 60 * kSecond);
}

TEST_CASE("nothing lies under a power that nobody read") {
  CHECK(!energy_under({}).energy_J);
  CHECK(!energy_under({{kStart, 5.0}}).energy_J);
  const auto failed = energy_under({{kStart, {}}, {kStart + kSecond, {}}});
  CHECK(!failed.energy_J);
  CHECK(failed.gaps.size() == 1);
}

TEST_CASE("nvidia-smi: each GPU by itself, torn rows by their line") {
  const auto out = read(
      "timestamp, index, name, power.draw [W], utilization.gpu [%], memory.used [MiB]\n"
      "2024/05/31 12:59:50.000, 0, NVIDIA A100, 100.00 W, 50 %, 1000 MiB\n"
      "2024/05/31 12:59:50.002, 1, NVIDIA A100, 40.00 W, 0 %, 10 MiB\n"
      "2024/05/31 12:59:51.000, 0, NVIDIA A100, 200.00 W, 100 %, 3000 MiB\n"
      "2024/05/31 12:59:51.002, 1, NVIDIA A100, [N/A], [N/A], 10 MiB\n"
      "2024/05/31 12:59:5\n"
      "2024/05/31 12:59:52.000, 0, NVIDIA A100, 300.00 W, 90 %, 2000 MiB\n"
      "2024/05/31 12:59:52.002, 1, NVIDIA A100, 60.00 W, 0 %, 10 MiB\n"
      "2024/05/31 11:59:52.002, 1, NVIDIA A100, 60.00 W, 0 %, 10 MiB\n"
      "yesterday, 1, NVIDIA A100, 60.00 W, 0 %, 10 MiB\n",
      "nvidia-smi", 7200);
  REQUIRE(out.runs.size() == 1);
  const auto& run = out.runs[0];
  CHECK(run.start_ns == kStart);
  CHECK(record::duration_s(run) == doctest::Approx(2.002));
  REQUIRE(run.energy.size() == 2);
  CHECK(run.energy[0].energy_J == doctest::Approx(150 + 250));
  CHECK(run.energy[1].energy_J == doctest::Approx(100));
  CHECK(run.energy[1].uncertainty_J == doctest::Approx(5));
  CHECK(run.energy[0].peak_W == 300);
  CHECK(run.compute.gpu_utilisation == doctest::Approx((0.5 + 1 + 0.9) / 5));
  CHECK(run.compute.gpu_memory_peak_bytes == 3000LL * 1024 * 1024);
  CHECK(run.hardware.accelerators.size() == 2);
  CHECK(course_J(run) == doctest::Approx(500));
  CHECK(lines_of(out) == std::vector<std::size_t>{6, 9, 10});
}

TEST_CASE("nvidia-smi: rows of several GPUs that nothing tells apart are no run") {
  std::string text = "timestamp, power.draw [W]\n";
  for (int second = 0; second < 9; ++second) {
    for (int gpu = 0; gpu < 4; ++gpu)
      text += fmt::format("2024/05/31 12:59:{:02}.{:03}, 100.00 W\n", 50 + second, gpu);
  }
  const auto out = read(text, "nvidia-smi");
  CHECK(out.runs.empty());
  CHECK(out.unusable.size() == 1);
}

TEST_CASE("a last row without an end is told, whatever stands in it") {
  const auto table = read(
      "timestamp, power.draw [W]\n"
      "2024/05/31 12:59:50.000, 100.00\n"
      "2024/05/31 12:59:51.000, 100.00\n"
      "2024/05/31 12:59:52.000, 1",
      "nvidia-smi");
  REQUIRE(table.runs.size() == 1);
  CHECK(table.runs[0].energy[0].energy_J == doctest::Approx(100));
  CHECK(lines_of(table) == std::vector<std::size_t>{4});
  const auto log = read(
      "Time,05-31-2024 10:59:50.000,Watts,100,Mark,a\n"
      "Time,05-31-2024 10:59:51.000,Watts,100,Mark,a\n"
      "Time,05-31-2024 10:59:52.000,Watts,100,Mark,abc",
      "mlperf");
  CHECK(log.runs.size() == 1);
  CHECK(lines_of(log) == std::vector<std::size_t>{3});
}

TEST_CASE("nvidia-smi: a power that cannot be read is missing, not zero") {
  const auto out = read(
      "timestamp, name, power.draw [W]\n"
      "2024/05/31 12:59:50.000, Tesla K80, [N/A]\n"
      "2024/05/31 12:59:51.000, Tesla K80, [Not Supported]\n",
      "nvidia-smi");
  REQUIRE(out.runs.size() == 1);
  CHECK(out.runs[0].energy[0].evidence == record::Evidence::missing);
  CHECK(record::energy_of(out.runs[0]).missing() == 1);
}

TEST_CASE("MLPerf: the run that counts, at the wall; ranging is told") {
  std::string text;
  const auto line = [&](int second, const char* watts, const char* mark) {
    text += fmt::format(
        "Time,05-31-2024 10:59:{:02}.000,Watts,{},Volts,229.1,Amps,0.9,PF,0.98,"
        "Mark,{}\n",
        second, watts, mark);
  };
  line(10, "50", "notset");
  line(20, "90", "2024-05-31_10-59-20_resnet_ranging");
  line(21, "90", "2024-05-31_10-59-20_resnet_ranging");
  line(50, "100", "2024-05-31_10-59-50_resnet_testing");
  line(51, "-1", "2024-05-31_10-59-50_resnet_testing");
  line(52, "200", "2024-05-31_10-59-50_resnet_testing");
  text += "Time,05-31-2024 10:59:53.000,Watts,2";
  const auto out = read(text, "mlperf");
  REQUIRE(out.runs.size() == 1);
  const auto& run = out.runs[0];
  CHECK(run.name == "2024-05-31_10-59-50_resnet");
  CHECK(run.start_ns == kStart);
  REQUIRE(run.energy.size() == 1);
  CHECK(run.energy[0].component == "wall");
  CHECK(run.energy[0].energy_J == doctest::Approx(300));
  CHECK(run.energy[0].uncertainty_J == doctest::Approx(3));
  CHECK(out.notes.size() == 2);
  CHECK(lines_of(out) == std::vector<std::size_t>{7});
}

TEST_CASE("MLPerf: whether the month stands first is read off marks and dates") {
  const auto day_first = read(
      "Time,05-06-2024 10:00:00.000,Watts,100,Mark,2024-06-05_10_testing\n"
      "Time,05-06-2024 10:00:01.000,Watts,100,Mark,2024-06-05_10_testing\n",
      "mlperf");
  REQUIRE(day_first.runs.size() == 1);
  CHECK(record::to_text(day_first.runs[0].start_ns) == "2024-06-05T10:00:00Z");
  const auto clear = read(
      "Time,31-05-2024 10:00:00.000,Watts,100,Mark,a\n"
      "Time,31-05-2024 10:00:01.000,Watts,100,Mark,a\n",
      "mlperf");
  REQUIRE(clear.runs.size() == 1);
  CHECK(record::to_text(clear.runs[0].start_ns) == "2024-05-31T10:00:00Z");
}

TEST_CASE("Alumet: sums by resource, packages and memory counted, what lies in them beside") {
  const std::string header =
      "metric;timestamp;value;resource_kind;resource_id;consumer_kind;consumer_id;domain;"
      "__late_attributes\n";
  std::string text = header;
  for (int second = 1; second <= 3; ++second) {
    const auto at = fmt::format("2024-05-31T10:59:5{}.5Z", second - 1);
    text += fmt::format("rapl_consumed_energy_J;{};10;cpu_package;0;local_machine;;package;\n", at);
    text += fmt::format("rapl_consumed_energy_J;{};4;cpu_package;0;local_machine;;pp0;\n", at);
    text += fmt::format("rapl_consumed_energy_J;{};2;dram;0;local_machine;;dram;\n", at);
    text += fmt::format(
        "rapl_consumed_energy_J;{};10;local_machine;;local_machine;;package_total;\n", at);
    text += fmt::format("nvml_energy_consumption_mJ;{};5000;gpu;00000000:01:00.0;;;;\n", at);
    text += fmt::format("attributed_energy_J;{};3;cpu_package;0;process;42;;\n", at);
    text += fmt::format("rapl_consumed_energy_J;{};3;cpu_package;0;process;42;package;\n", at);
  }
  text += "rapl_consumed_energy_J;2024-05-31T10:59:53.5Z;1\n";
  text += "rapl_consumed_energy_J;2024-05-31T10:59:53.5Z;-1;dram;0;local_machine;;dram;\n";
  const auto out = read(text, "alumet");
  REQUIRE(out.runs.size() == 1);
  const auto& run = out.runs[0];
  const auto total = record::energy_of(run);
  CHECK(total.energy_J() == doctest::Approx(30 + 6 + 15));
  CHECK(total.modelled_J() == doctest::Approx(6));
  CHECK(total.missing() == 0);
  CHECK(record::duration_s(run) == doctest::Approx(3));
  CHECK(course_J(run) == doctest::Approx(51));
  CHECK(run.energy.size() == 5);
  CHECK(out.notes.size() == 2);
  CHECK(lines_of(out) == std::vector<std::size_t>{23, 24});
}

TEST_CASE(
    "Alumet: totals of the machine where no socket has rows of its own; power without energy") {
  const auto out = read(
      "metric;timestamp;value;resource_kind;resource_id;consumer_kind;consumer_id;"
      "__late_attributes\n"
      "rapl_consumed_energy_J;2024-05-31T10:59:50Z;10;local_machine;;local_machine;;"
      "domain=package_total\n"
      "nvml_instant_power_mW;2024-05-31T10:59:50Z;100000;gpu;0;;;\n"
      "nvml_instant_power_mW;2024-05-31T10:59:51Z;300000;gpu;0;;;\n",
      "alumet");
  REQUIRE(out.runs.size() == 1);
  CHECK(record::energy_of(out.runs[0]).energy_J() == doctest::Approx(210));
}

TEST_CASE("Alumet: the graphics of a processor are no card") {
  const auto out = read(
      "metric;timestamp;value;resource_kind;resource_id;consumer_kind;consumer_id;domain\n"
      "rapl_consumed_energy_J;2024-05-31T10:59:50Z;10;cpu_package;0;local_machine;;package\n"
      "rapl_consumed_energy_J;2024-05-31T10:59:50Z;4;cpu_package;0;local_machine;;gpu\n"
      "rapl_consumed_energy_J;2024-05-31T10:59:50Z;1;gpu;;local_machine;;\n",
      "alumet");
  REQUIRE(out.runs.size() == 1);
  CHECK(out.runs[0].hardware.accelerators.empty());
  CHECK(record::energy_of(out.runs[0]).energy_J() == doctest::Approx(10));
}

TEST_CASE(
    "EC-NAS-Bench: devices without the PUE; a total that its parts do not explain is declared") {
  const auto out = read(
      "model_hash,params,total_time_s,total_energy_kwh,total_co2_g,total_ci_g_per_kwh,gpu_kj,cpu_"
      "kj,"
      "test_acc,start,device\n"
      "ab,1000,100,0.00689,0.6063,88.0,10,5.6,0.9,2022-05-28 13:57:33,Quadro RTX 6000\n"
      "cd,1000,100,0.01,0.88,88.0,10,5.6,0.9,2022-05-28 13:57:33,Quadro RTX 6000\n"
      "ef,1000,100\n"
      "gh,1000,,0.01,0.88,88.0,10,5.6,0.9,,Quadro RTX 6000\n",
      "ec-nas");
  REQUIRE(out.runs.size() == 2);
  CHECK(record::energy_of(out.runs[0]).measured_J() == doctest::Approx(15600));
  CHECK(out.runs[0].place.pue == 1.59);
  CHECK(out.runs[0].impacts.at(0).amount == doctest::Approx(0.0006063));
  CHECK(record::energy_of(out.runs[1]).declared_J() == doctest::Approx(36000 / 1.59));
  CHECK(lines_of(out) == std::vector<std::size_t>{4, 5});
}

TEST_CASE("all runs of EC-NAS-Bench, and the traces of GPUs that an external meter saw") {
  const std::string bench = "../shared/data/ec-nas-bench/";
  if (!std::filesystem::exists(bench)) {
    MESSAGE("SKIPPED: " << bench << " is not there");
    return;
  }
  const auto runs = read(base::read_file(bench + "runs_4_epochs.csv"), "ec-nas");
  CHECK(runs.runs.size() == 2805);
  CHECK(runs.unusable.empty());
  record::EnergyTotal total;
  for (const auto& run : runs.runs) total.add(run);
  CHECK(total.declared_J() == 0);
  CHECK(read(base::read_file(bench + "same_networks_on_four_gpus.csv"), "ec-nas").runs.size() ==
        361);
  // the same as `holon replay` reports of these tables, by the meter's own sum in integers
  for (const auto& [trace, energy_J] :
       {std::pair{"5050/3090", 2853.0}, std::pair{"5050/A100", 1308.9},
        std::pair{"TR/4090_TR", 2843.8}, std::pair{"TR/K40m_TR", 1232.8}}) {
    const auto path = fmt::format("../shared/data/gpu-power-meter/{}/gpudata.csv", trace);
    const auto table = read(base::read_file(path), "nvidia-smi");
    REQUIRE(table.runs.size() == 1);
    CHECK(record::energy_of(table.runs[0]).measured_J() ==
          doctest::Approx(energy_J).epsilon(0.05 / energy_J));
  }
}

}  // namespace holon::ledger
