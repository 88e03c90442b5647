// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

namespace holon::meter {

/// One board of the stand-in library.
struct FakeGpu {
  std::string name = "NVIDIA H100 80GB HBM3";
  std::string uuid = "GPU-0";
  unsigned bus = 0x41;
  unsigned long long energy_mJ = 0;
  int energy_result = 0;
  unsigned power_mW = 100'000;
  int power_result = 0;
  unsigned limit_mW = 700'000;
  bool is_partitioned = false;
  unsigned busy_percent = 0;
  unsigned temperature_C = 40;
  unsigned long long memory_used_bytes = 0;
  int process_result = 0;
  unsigned long long process_time_us = 0;  ///< of the samples of both
  std::array<unsigned, 2> process_ids{};   ///< 0: none
  std::array<unsigned, 2> process_busy_percent{};
};

struct FakeNvml {
  std::array<FakeGpu, 8> gpus;
  unsigned count = 1;
  int starts = 0;
  int energy_reads = 0;
};

}  // namespace holon::meter
