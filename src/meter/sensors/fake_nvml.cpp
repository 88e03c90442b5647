// SPDX-License-Identifier: Apache-2.0
//
// A stand-in for NVIDIA's library: what tests set is what it says. Built as libfake_nvml.so.
#include "meter/sensors/fake_nvml.h"

#include <cstdio>
#include <cstring>

#include "meter/sensors/nvml_api.h"

namespace {

using holon::meter::FakeGpu;
using holon::meter::FakeNvml;
using namespace holon::meter::nvml;

FakeNvml state;  // NOLINT: the library's whole state, as in the real one

FakeGpu* gpu_of(Device device) { return reinterpret_cast<FakeGpu*>(device); }

}  // namespace

extern "C" {

FakeNvml* fake_nvml_state() { return &state; }

int nvmlInit_v2() {
  ++state.starts;
  return kSuccess;
}
int nvmlShutdown() { return kSuccess; }
int nvmlDeviceGetCount_v2(unsigned* count) {
  *count = state.count;
  return kSuccess;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, Device* device) {
  *device = reinterpret_cast<Device>(&state.gpus.at(index));
  return kSuccess;
}
int nvmlDeviceGetName(Device device, char* text, unsigned size) {
  std::snprintf(text, size, "%s", gpu_of(device)->name.c_str());
  return kSuccess;
}
int nvmlDeviceGetUUID(Device device, char* text, unsigned size) {
  std::snprintf(text, size, "%s", gpu_of(device)->uuid.c_str());
  return kSuccess;
}
int nvmlDeviceGetPciInfo_v3(Device device, PciInfo* info) {
  info->bus = gpu_of(device)->bus;
  return kSuccess;
}
int nvmlDeviceGetTotalEnergyConsumption(Device device, unsigned long long* energy_mJ) {
  ++state.energy_reads;
  *energy_mJ = gpu_of(device)->energy_mJ;
  return gpu_of(device)->energy_result;
}
int nvmlDeviceGetPowerUsage(Device device, unsigned* power_mW) {
  *power_mW = gpu_of(device)->power_mW;
  return gpu_of(device)->power_result;
}
int nvmlDeviceGetEnforcedPowerLimit(Device device, unsigned* limit_mW) {
  *limit_mW = gpu_of(device)->limit_mW;
  return kSuccess;
}
int nvmlDeviceGetUtilizationRates(Device device, Utilization* rates) {
  rates->gpu = gpu_of(device)->busy_percent;
  return gpu_of(device)->is_partitioned ? kNotSupported : kSuccess;
}
int nvmlDeviceGetTemperature(Device device, int sensor, unsigned* temperature_C) {
  *temperature_C = gpu_of(device)->temperature_C;
  return sensor == 0 ? kSuccess : kNotSupported;
}
int nvmlDeviceGetMemoryInfo(Device device, Memory* memory) {
  memory->total = 80'000'000'000;
  memory->used = gpu_of(device)->memory_used_bytes;
  return kSuccess;
}
int nvmlDeviceGetProcessUtilization(Device device, ProcessSample* samples, unsigned* count,
                                    unsigned long long last_us) {
  const auto& gpu = *gpu_of(device);
  if (gpu.is_partitioned) return kNotSupported;
  constexpr int kNotFound = 6;
  unsigned told = 0;
  for (std::size_t i = 0; i < gpu.process_ids.size(); ++i) {
    if (gpu.process_ids.at(i) == 0 || gpu.process_time_us <= last_us) continue;
    samples[told++] = {
        gpu.process_ids.at(i), gpu.process_time_us, gpu.process_busy_percent.at(i), 0, 0, 0};
  }
  *count = told;
  if (gpu.process_result != 0) return gpu.process_result;
  return told == 0 ? kNotFound : kSuccess;
}
int nvmlDeviceGetMigMode(Device device, unsigned* current, unsigned* pending) {
  *current = *pending = gpu_of(device)->is_partitioned ? 1U : 0U;
  return kSuccess;
}
}
