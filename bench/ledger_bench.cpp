// SPDX-License-Identifier: Apache-2.0
//
// The ledger's bar: 10 000 runs listed and summed in 50 ms, 10 000 rows of CodeCarbon imported in
// 1 s. Prints the median of several tries, each on a ledger that is opened anew.
#include "ledger/ledger.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>
#include <unistd.h>

#include <fmt/format.h>

#include "ledger/importer.h"
#include "record/instant.h"

namespace {

using namespace holon;

constexpr int kRuns = 10'000;
constexpr int kTries = 9;

double milliseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string emissions() {
  std::string out =
      "timestamp,project_name,run_id,duration,emissions,emissions_rate,cpu_power,gpu_power,"
      "ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_name,country_iso_code,"
      "region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,"
      "gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,on_cloud,pue\n";
  constexpr record::Instant kStep = 3'700'000'000'000;
  for (int i = 0; i < kRuns; ++i) {
    const double cpu = 1e-3 * (1 + i % 7);
    const double gpu = 1e-2 * (1 + i % 11);
    out += fmt::format(
        "{},search,{:08x}-aaaa-4bbb-8ccc-{:012x},{},{},{},72.5,310.25,30,{},{},{},{},France,FRA,"
        "île-de-france,,,Linux-6.1,3.11,2.4.1,64,AMD EPYC 7543,2,2 x NVIDIA A100,2.79,48.4,512,"
        "machine,N,1.0\n",
        record::to_text(1'700'000'000'000'000'000 + kStep * i).substr(0, 19), i, i, 3600 + i % 50,
        0.05, 1e-5, cpu, gpu, 1e-3, cpu + gpu + 1e-3);
  }
  return out;
}

}  // namespace

int main() {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("holon-{}", getpid());
  std::filesystem::create_directories(folder);
  const ledger::Log log{std::make_shared<base::SourceText>("emissions.csv", emissions())};

  std::vector<double> imports;
  std::string path;
  for (int i = 0; i < kTries; ++i) {
    path = (folder / fmt::format("{}.db", i)).string();
    imports.push_back(milliseconds([&] {
      auto ledger = ledger::Ledger::open(path);
      const auto read = ledger::importer_of(log)->read(log);
      static_cast<void>(ledger->add(read.runs));
    }));
  }
  std::vector<double> lists;
  double energy_J = 0;
  std::size_t count = 0;
  for (int i = 0; i < kTries; ++i) {
    lists.push_back(milliseconds([&] {
      auto ledger = ledger::Ledger::open(path);
      count = ledger->list().size();
      energy_J = ledger->totals().energy.energy_J();
    }));
  }
  fmt::print("import of {} rows of CodeCarbon: {:.0f} ms\n", kRuns, median(imports));
  fmt::print("list and sum of {} runs ({:.4g} J): {:.1f} ms\n", count, energy_J, median(lists));
  std::filesystem::remove_all(folder);
  return 0;
}
