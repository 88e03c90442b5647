// SPDX-License-Identifier: Apache-2.0
#include "ledger/importer.h"

#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/file.h"
#include "ledger/importer_test.h"
#include "ledger/store_test.h"
#include "record/instant.h"
#include "record/total.h"

namespace holon::ledger {
namespace {

base::SourcePtr source(std::string text, std::string name = "log") {
  return std::make_shared<base::SourceText>(std::move(name), std::move(text));
}

Imported codecarbon(const std::string& text) { return imported({source(text)}, "codecarbon"); }

constexpr const char* kHeader =
    "timestamp,project_name,run_id,duration,emissions,cpu_power,cpu_energy,gpu_energy,ram_energy,"
    "energy_consumed,cpu_model,gpu_count,gpu_model,tracking_mode,pue\n";

std::string row(const std::string& id, const std::string& time, const std::string& duration,
                const std::string& rest) {
  return fmt::format("{},p,{},{},{}\n", time, id, duration, rest);
}

}  // namespace

TEST_CASE("a row of CodeCarbon: kWh become J, the PUE is divided out once") {
  const auto out = codecarbon(std::string(kHeader) +
                              row("r", "2024-05-31T10:00:10", "10",
                                  "0.5,72,0.0004,0.002,0.0002,0.0026,Xeon,2,2 x NVIDIA A100,"
                                  "machine,2.0"));
  CHECK(out.unusable.empty());
  REQUIRE(out.runs.size() == 1);
  const auto& run = out.runs[0];
  CHECK(record::to_text(run.start_ns) == "2024-05-31T10:00:00Z");
  CHECK(energy(run, "CPU").energy_J == doctest::Approx(0.0002 * 3.6e6));
  CHECK(energy(run, "CPU").evidence == record::Evidence::declared);
  CHECK(energy(run, "GPU").energy_J == doctest::Approx(0.001 * 3.6e6));
  CHECK(energy(run, "GPU").evidence == record::Evidence::measured);
  CHECK(energy(run, "GPU").uncertainty_J == doctest::Approx(0.05 * 0.001 * 3.6e6));
  CHECK(energy(run, "memory").evidence == record::Evidence::modelled);
  CHECK(run.place.pue == 2.0);
  CHECK(run.hardware.accelerators.size() == 2);
  CHECK(run.hardware.accelerators[0].model == "NVIDIA A100");
  CHECK(run.attribution.scope == record::Scope::machine);
  REQUIRE(run.impacts.size() == 1);
  CHECK(run.impacts[0].amount == 0.5);
  CHECK(run.impacts[0].factor == doctest::Approx(500 / 0.0026));
  CHECK(run.notes.empty());
}

TEST_CASE("columns are found by name, in any order") {
  const auto out = codecarbon(
      "cpu_energy,duration,emissions,energy_consumed,gpu_energy,project_name,ram_energy,timestamp\n"
      "0.001,60,0.1,0.002,,p,0.001,2021-01-01T00:01:00\n");
  REQUIRE(out.runs.size() == 1);
  CHECK(energy(out.runs[0], "CPU").energy_J == doctest::Approx(3600));
  CHECK(record::energy_of(out.runs[0]).energy_J() == doctest::Approx(7200));
}

TEST_CASE("the first version writes one sum") {
  const auto out = codecarbon(
      "timestamp,project_name,duration,emissions,energy_consumed,country_name,country_iso_code,"
      "region,on_cloud,cloud_provider,cloud_region\n"
      "2021-01-01T00:01:00,p,60,0.1,0.002,France,FRA,,N,,\n");
  REQUIRE(out.runs.size() == 1);
  CHECK(energy(out.runs[0], "machine").energy_J == doctest::Approx(7200));
  CHECK(energy(out.runs[0], "machine").evidence == record::Evidence::declared);
  CHECK(out.runs[0].place.country == "FRA");
}

TEST_CASE("peer bug: torn and glued rows are told with their line, and the others are read") {
  const auto good = row("r", "2024-05-31T10:00:10", "10",
                        "0.5,72,0.0002,0.001,0.0001,0.0013,Xeon,1,V100,machine,1.0");
  auto glued = row("g", "2024-05-31T11:00:10", "10",
                   "0.5,72,0.0002,0.001,0.0001,0.0013,Xeon,1,V100,machine,1.0");
  glued.pop_back();
  const auto out = codecarbon(
      std::string(kHeader) + "ne,N,,,\n" + good + glued +
      row("h", "2024-05-31T12:00:10", "10", "0.5") + "V100,machine,1.0\n" +
      row("i", "yesterday", "10", "0.5,72,0.0002,0.001,0.0001,0.0013,Xeon,1,V100,machine,1.0"));
  CHECK(out.runs.size() == 1);
  std::vector<std::size_t> lines;
  for (const auto& one : out.unusable) {
    lines.push_back(line_of(one));
    CHECK(one.code == base::Code::unusable_log);
  }
  CHECK(lines == std::vector<std::size_t>{2, 4, 5, 6});
}

TEST_CASE("nothing is not zero: what CodeCarbon could not read is missing") {
  const auto out = codecarbon(
      std::string(kHeader) +
      row("a", "2024-05-31T10:00:10", "10", "0.5,0,0.0,0.0,0.0001,0.0001,Xeon,1,Tesla K80,,1.0") +
      row("b", "2024-05-31T11:00:10", "10", ",,,,0.0001,,Xeon,0,,,1.0"));
  REQUIRE(out.runs.size() == 2);
  for (const auto& run : out.runs) {
    CHECK(energy(run, "CPU").evidence == record::Evidence::missing);
    CHECK(!energy(run, "CPU").energy_J.has_value());
  }
  const auto& with_gpu = out.runs[0].energy.size() == 3 ? out.runs[0] : out.runs[1];
  const auto& without = out.runs[0].energy.size() == 3 ? out.runs[1] : out.runs[0];
  CHECK(energy(with_gpu, "GPU").evidence == record::Evidence::missing);
  CHECK(without.energy.size() == 2);
  CHECK(without.impacts.empty());
}

TEST_CASE("a negative energy is told and missing, never added") {
  const auto out =
      codecarbon(std::string(kHeader) + row("a", "2024-05-31T10:00:10", "10",
                                            "0.5,9,0.0002,-0.001,0.0001,-0.0007,Xeon,1,A100,,1.0"));
  REQUIRE(out.runs.size() == 1);
  CHECK(energy(out.runs[0], "GPU").evidence == record::Evidence::missing);
  CHECK(out.unusable.size() == 2);
}

TEST_CASE("a tracker that was flushed is one run, the longest") {
  const auto rest = [](const char* cpu) {
    return std::string("0.5,9,") + cpu + ",,0.0001,,Xeon,,,,1.0";
  };
  const auto out =
      codecarbon(std::string(kHeader) + row("f", "2024-05-31T10:00:10", "10.2", rest("0.0001")) +
                 row("f", "2024-05-31T10:00:30", "30.1", rest("0.0003")) +
                 row("f", "2024-05-31T10:00:20", "20.3", rest("0.0002")) +
                 row("f", "2024-05-31T12:00:20", "20.3", rest("0.0007")));
  REQUIRE(out.runs.size() == 2);
  CHECK(energy(out.runs[0], "CPU").energy_J == doctest::Approx(0.0003 * 3.6e6));
  CHECK(energy(out.runs[1], "CPU").energy_J == doctest::Approx(0.0007 * 3.6e6));
  CHECK(out.runs[0].id != out.runs[1].id);
}

TEST_CASE("a constant power is a model, whatever the log calls it") {
  std::string text = kHeader;
  for (int i = 1; i <= 3; ++i)
    text += row(fmt::format("r{}", i), fmt::format("2024-05-31T1{}:00:10", i),
                fmt::format("{}", 100 * i),
                fmt::format("0.5,42.5,{},,0.0001,,Xeon,,,,1.0", 42.5 * 100 * i / 3.6e6));
  auto out = codecarbon(text);
  REQUIRE(out.runs.size() == 3);
  for (const auto& run : out.runs) CHECK(energy(run, "CPU").evidence == record::Evidence::modelled);
  // one other power among them, and it is not known
  text += row("r4", "2024-05-31T18:00:10", "100", "0.5,50,0.001,,0.0001,,Xeon,,,,1.0");
  out = codecarbon(text);
  CHECK(energy(out.runs[0], "CPU").evidence == record::Evidence::declared);
}

TEST_CASE(
    "an import that is done twice adds once, and a later one of the same file only what grew") {
  const ScratchFolder folder;
  auto ledger = opened(folder.file("ledger.db"));
  const auto rest = "0.5,9,0.0001,,0.0001,,Xeon,,,,1.0";
  const auto first = std::string(kHeader) + row("a", "2024-05-31T10:00:10", "10", rest) +
                     row("", "2024-05-31T11:00:10", "10", rest);
  CHECK(counted(ledger.add(codecarbon(first).runs)).is_new == 2);
  CHECK(counted(ledger.add(codecarbon(first).runs)).already_there == 2);
  const auto grown = first + row("a", "2024-05-31T10:00:20", "20", rest);
  const auto again = counted(ledger.add(codecarbon(grown).runs));
  CHECK(again.replaced == 1);
  CHECK(again.already_there == 1);
  CHECK(ledger.list().size() == 2);
}

TEST_CASE("carbontracker: actual, not predicted, and without its PUE") {
  const auto standard = source(
      "2022-11-14 15:40:37 - carbontracker version 1.1.6\n"
      "2022-11-14 15:40:37 - Only predicted and actual consumptions are multiplied by a PUE "
      "coefficient of 1.5.\n"
      "2022-11-14 15:40:37 - The following components were found: GPU with device(s) RTX 3060, RTX "
      "3060. CPU with device(s) cpu:0.\n"
      "2022-11-14 15:42:00 - Epoch 1:\n"
      "2022-11-14 15:42:00 - Duration: 0:01:00.00\n"
      "2022-11-14 15:42:00 - Average power usage (W) for gpu: [100.\n 50.]\n"
      "2022-11-14 15:42:00 - Average power usage (W) for cpu: None\n"
      "2022-11-14 15:43:00 - Epoch 2:\n"
      "2022-11-14 15:43:00 - Duration: 0:00:30.00\n"
      "2022-11-14 15:43:00 - Average power usage (W) for gpu: [120. 60.]\n"
      "2022-11-14 15:43:00 - Average power usage (W) for cpu: [20.]\n",
      "a_carbontracker.log");
  const double actual_kWh = 1.5 * (150 * 60 + 180 * 30 + 20 * 30) / 3.6e6;
  const auto output = source(
      fmt::format("2022-11-14 15:43:37 - CarbonTracker: \nActual consumption for 2 epoch(s):\n"
                  "\tTime:\t0:01:30\n\tEnergy:\t{:.12f} kWh\n\tCO2eq:\t1.5 g\n"
                  "2022-11-14 15:43:37 - CarbonTracker: \nPredicted consumption for 100 epoch(s):\n"
                  "\tTime:\t1:15:00\n\tEnergy:\t0.9 kWh\n\tCO2eq:\t75 g\n",
                  actual_kWh),
      "a_carbontracker_output.log");
  for (const auto& log : {Log{standard, output}, Log{output, standard}}) {
    const auto out = imported(log, "carbontracker");
    REQUIRE(out.runs.size() == 1);
    const auto& run = out.runs[0];
    CHECK(energy(run, "GPU").energy_J == doctest::Approx(150 * 60 + 180 * 30));
    CHECK(energy(run, "GPU").evidence == record::Evidence::measured);
    CHECK(energy(run, "CPU").energy_J == doctest::Approx(600));
    CHECK(run.gaps.size() == 1);
    CHECK(run.place.pue == 1.5);
    CHECK(record::duration_s(run) == doctest::Approx(90));
    CHECK(run.impacts.at(0).amount == doctest::Approx(0.0015));
    CHECK(run.hardware.accelerators.size() == 2);
    CHECK(run.notes.empty());
  }
  // without the other file the PUE inside is not known
  const auto alone = imported({output}, "carbontracker");
  CHECK(alone.runs.empty());
  CHECK(alone.unusable.size() == 1);
  // without the output log the epochs are enough
  CHECK(imported({standard}, "carbontracker").runs.size() == 1);
}

TEST_CASE("carbontracker: a log that was cut off gives the epochs that are whole") {
  const auto begin = std::string(
      "2022-11-14 15:40:37 - carbontracker version 1.1.6\n"
      "2022-11-14 15:40:37 - Only predicted and actual consumptions are multiplied by a "
      "PUE coefficient of 1.5.\n"
      "2022-11-14 15:42:00 - Epoch 1:\n"
      "2022-11-14 15:42:00 - Duration: 0:01:00.00\n"
      "2022-11-14 15:42:00 - Average power usage (W) for gpu: [100.]\n"
      "2022-11-14 15:43:00 - Epoch 2:\n"
      "2022-11-14 15:43:00 - Duration: 0:00:30.00\n"
      "2022-11-14 15:43:00 - Average power usage (W) for gpu: [12");
  for (const auto* rest : {"", "\n2022-11-14 15:44:00 - Monitoring thread ended.\n"}) {
    const auto out = imported({source(begin + rest, "a_carbontracker.log")}, "carbontracker");
    REQUIRE(out.runs.size() == 1);
    CHECK(energy(out.runs[0], "GPU").energy_J == doctest::Approx(6000));
    CHECK(out.runs[0].gaps.size() == 1);
    REQUIRE(out.unusable.size() == 1);
    CHECK(line_of(out.unusable[0]) == 8);
  }
}

TEST_CASE("Zeus: an inner window counts in the outer one alone") {
  const auto out = imported({source("start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy\n"
                                    "1700000010.0,step,5,50.0,0.0\n"
                                    "1700000000.5,epoch,100.25,900.0,800.0\n"
                                    "1700000200,epoch,10,90.0,80.0\n"
                                    "1700000205,other,10,90.0,80.0\n"
                                    "1700000300,half,10,90.0\n")},
                            "zeus");
  REQUIRE(out.runs.size() == 2);
  CHECK(out.runs[0].name == "epoch");
  CHECK(record::energy_of(out.runs[0]).energy_J() == 1700);
  CHECK(out.runs[0].start_ns == 1'700'000'000'500'000'000);
  CHECK(out.notes.size() == 1);
  CHECK(out.unusable.size() == 2);
}

TEST_CASE("a run that contradicts itself is told with its line, and never reaches the ledger") {
  const auto out = imported({source("start_time,window_name,elapsed_time,gpu1_energy,gpu1_energy\n"
                                    "1700000000.5,epoch,100.25,900.0,800.0\n")},
                            "zeus");
  CHECK(out.runs.empty());
  REQUIRE(out.unusable.size() == 1);
  CHECK(line_of(out.unusable[0]) == 2);
}

TEST_CASE("eco2AI: power_consumption is an energy") {
  const auto out = imported(
      {source("id,project_name,experiment_description,epoch,start_time,duration(s),"
              "power_consumption(kWh),CO2_emissions(kg),CPU_name,GPU_name,OS,region/country,cost\n"
              "u,p,train,N/A,2023-01-01 10:00:00,60,0.001,0.0005,Xeon,V100 1 device(s),Linux,FR,\n"
              "u,p,train,N/A,2023-01-01 10:00:00,120,0.002,0.001,Xeon,V100 1 device(s),Linux,FR,\n"
              "v,p,train\n")},
      "eco2ai");
  REQUIRE(out.runs.size() == 1);
  CHECK(record::energy_of(out.runs[0]).energy_J() == doctest::Approx(7200));
  CHECK(out.runs[0].name == "train");
  CHECK(out.unusable.size() == 1);
}

TEST_CASE("what no tool wrote is not recognised") {
  for (const auto* text : {"", "a,b,c\n1,2,3\n", "hello", "{}", "\xff\xfe", "timestamp,duration\n"})
    CHECK(importer_of({source(text)}) == nullptr);
}

TEST_CASE("the example of CodeCarbon itself") {
  const std::string path = "../shared/data/codecarbon-logs/examples/emissions.csv";
  if (!std::filesystem::exists(path)) {
    MESSAGE("SKIPPED: " << path << " is not there");
    return;
  }
  const auto out = codecarbon(base::read_file(path));
  CHECK(out.unusable.empty());
  // 28 rows, of which a flushed tracker wrote several
  CHECK(out.runs.size() == 18);
  record::EnergyTotal total;
  for (const auto& run : out.runs) total.add(run);
  CHECK(total.measured_J() == 0);
  CHECK(total.missing() == 1);

  const std::string valid =
      "../shared/data/codecarbon-logs/tests/test_data/emissions_valid_headers.csv";
  const auto last = codecarbon(base::read_file(valid));
  REQUIRE(last.runs.size() == 1);
  CHECK(record::energy_of(last.runs[0]).modelled_J() == doctest::Approx(0.00057442898176 * 3.6e6));
  CHECK(energy(last.runs[0], "CPU").evidence == record::Evidence::missing);
  CHECK(last.runs[0].impacts.size() == 2);
}

TEST_CASE("a duration that cannot be is none") {
  constexpr record::Instant kStart = 1'000;
  record::Run run;
  CHECK_FALSE(set_time(run, kStart, -1.0));
  CHECK_FALSE(set_time(run, kStart, 4e8));
  CHECK_FALSE(set_time(run, kStart, std::nullopt));
  CHECK_FALSE(set_time(run, std::nullopt, 1.0));
  CHECK(!run.duration_ns);
  REQUIRE(set_time(run, kStart, 2.0));
  CHECK(run.end_ns == kStart + 2'000'000'000);
}

}  // namespace holon::ledger
