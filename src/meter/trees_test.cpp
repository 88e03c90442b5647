// SPDX-License-Identifier: Apache-2.0
//
// Recorded trees of real machines and of other tools' tests: what is in them, domain by domain.
#include <cmath>
#include <filesystem>

#include <doctest/doctest.h>

#include "base/file.h"
#include "base/text.h"
#include "meter/meter.h"
#include "meter/sensors/model.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

const std::string kTrees = "../shared/data/sysfs-trees/";

bool has_trees() {
  if (std::filesystem::exists(kTrees)) return true;
  MESSAGE("skipped: ", kTrees, " is not there");
  return false;
}

/// What one reading of a whole tree says, a line for each domain: name, role, value.
std::vector<std::string> read_tree(const std::string& path) {
  const auto sysroot = open_sysroot(kTrees + path);
  const SetClock clock;
  std::vector<std::string> out;
  std::vector<Domain> domains;
  std::vector<std::string> values;
  for (const auto& kind : sensor_kinds()) {
    const auto probe = kind.probe(*sysroot, {});
    if (!probe.sensor) continue;
    const auto found = probe.sensor->domains();
    std::vector<Reading> readings(found.size());
    probe.sensor->read(0, readings);
    for (std::size_t i = 0; i < found.size(); ++i) {
      domains.push_back(found[i]);
      const auto unit = found[i].is_counter ? found[i].counter.unit : kMicrojoule;
      values.push_back(readings[i].is_value() ? std::to_string(microjoules(readings[i].value, unit))
                                              : "none");
    }
  }
  const auto roles = roles_of(domains, {});
  for (std::size_t i = 0; i < domains.size(); ++i)
    out.push_back(domains[i].name + ": " + std::string(name(roles[i])) + ", " + values[i]);
  return out;
}

}  // namespace

TEST_CASE("node_exporter's tree: a package with its cores, a battery, chips without power") {
  if (!has_trees()) return;
  // energy is that of the 32-bit count in steps of 2^-14 J; the file shows 240 422.366267 J
  CHECK(read_tree("node_exporter/sys.ttar") ==
        std::vector<std::string>{"cpu 0: counted, 240422981750", "cpu 0 core: inside, 118821588439",
                                 "battery BAT0: beside, 5002000"});
}

TEST_CASE("procfs's tree: two packages of which the second repeats the first, a charging battery") {
  if (!has_trees()) return;
  const auto found = read_tree("procfs/fixtures.ttar");
  REQUIRE(found.size() >= 4);
  CHECK(found[0] == "cpu 0: counted, 240422981750");
  CHECK(found[1] == "cpu 0 core: inside, 118821588439");
  CHECK(found[2] == "cpu 10: counted, 240422981750");
  CHECK(found[3].starts_with("battery BAT0: beside, "));
}

TEST_CASE("Kepler's tree: mmio beside msr, and every way in which a chip shows power") {
  if (!has_trees()) return;
  const auto found = read_tree("kepler/internal/device/testdata");
  const std::vector<std::string> expected{
      // the same package by mmio and by msr: one of them is counted
      "cpu 0: alternate, 240422981750",
      "cpu 0: counted, 240422981750",
      "cpu 0 core: inside, 118821588439",
      "cpu 10: counted, 240422981750",
      // powers in microwatts, energies in microjoules
      "k10temp Package: alternate, 45000000",
      "k10temp Core: alternate, 15000000",
      "amdgpu GPU: counted, 118000000",
      "platform_sensor: beside, 30000000",
      "multi_sensor package: beside, 50000000",
      "multi_sensor package: beside, 30000000",
      "hwmon_device_path device_path_test: beside, 25000000",
      "hwmon_dir_fallback dir_fallback_test: beside, 35000000",
      // a disabled channel is not read
      "ina3221 channel_1: beside, 12000000",
      "ina3221 channel_2: beside, 10000000",
      "test_power_chip PSU_Rail_A: beside, 45000000",
      "test_power_chip PSU_Rail_B: beside, 15000000",
      "energy_meter Total: beside, 500000000",
      "energy_with_enable Rail_A: beside, 500000000",
      "energy_with_enable Rail_B: beside, 200000000",
      "multi_energy Sensor_A: beside, 500000000",
      "multi_energy Sensor_B: beside, 200000000",
      "multi_energy Sensor_C: beside, 100000000",
      "power_chip: beside, 300000000",
      // voltage times current: the supply, never the drop over the shunt
      "ina226 curr1: beside, 60000000",
      "ina3221 curr1: beside, 12000000",
      "ina3221 curr2: beside, 2500000",
      "ina3221 curr3: beside, 660000",
      "max20730 curr1: beside, 120000000",
      "unknown_chip curr1: beside, 60000000",
      "unknown_chip curr2: beside, 10000000",
      "ina3221 VDD_CPU: beside, 60000000",
      "ina3221 VDD_CPU: beside, 57820000",
      "ina3221 VDD_CPU: beside, 60000000",
      "ina3221 VDD_GPU: beside, 33000000",
      "ina3221 VDD_CPU: beside, 59000000",
  };
  CHECK(found == expected);
}

TEST_CASE("Scaphandre's /proc/stat of a machine with two sockets") {
  if (!has_trees()) return;
  RecordedTree tree;
  tree.set_file("/proc/stat", base::read_file(kTrees + "scaphandre/xeon-bisocket.txt"));
  tree.set_file("/proc/cpuinfo", "processor : 0\nmodel name : Xeon\n");
  const auto probe = probe_model(tree, {});
  REQUIRE(probe.sensor);
  CHECK(probe.sensor->domains().front().name == "cpu (model)");
}

TEST_CASE("the load curve's interval holds the watts recorded at known loads") {
  const std::string folder = "../shared/data/codecarbon-logs/cpu_load_profiling/";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: ", folder, " is not there");
    return;
  }
  int seen = 0;
  int held = 0;
  for (const auto& [machine, design_W] :
       {std::pair{"AMD_EPYC_8024P_8C", 90.0}, std::pair{"E3-1240", 69.0}}) {
    for (const auto& file : std::filesystem::directory_iterator(folder + machine)) {
      const auto lines = base::split(base::read_file(file.path().string()), '\n');
      for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto cells = base::split(lines[i], ',');
        if (cells.size() < 9) continue;
        const double load = base::parse_number(cells[5]).value_or(0) / 100;
        const double power_W = base::parse_number(cells[8]).value_or(0);
        // an idle package sleeps deeper than any curve of load knows
        if (load < 0.05) continue;
        ++seen;
        const double modelled_W = modelled_cpu_W(design_W, load);
        held += std::abs(power_W - modelled_W) <= 1.645 * kCpuModelSpread * modelled_W ? 1 : 0;
      }
    }
  }
  REQUIRE(seen > 30);
  // a 90 % interval
  CHECK(held >= 0.9 * seen);
}

}  // namespace holon::meter
