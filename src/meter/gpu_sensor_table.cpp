// SPDX-License-Identifier: Apache-2.0
#include "meter/gpu_sensor_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace holon::meter {
namespace {

constexpr std::string_view kPaper = "Yang, Adamek, Armour 2024, arXiv:2312.02741";
constexpr std::string_view kCards =
    "steady-state calibration of this card, Yang, Adamek, Armour 2024, arXiv:2312.02741";
constexpr std::string_view kVendor = "NVML documentation: within 5 %";

// A model's gradient is the mean of its published cards, its spread their standard deviation and
// at least the 3.7 % by which the 19 published cards of all models differ from each other.
constexpr double kAcrossCards = 0.037;
constexpr std::array<GpuSensor, 19> kModels{{
    {"H200", 0, 0, 0.05, 0.1, 0.025, 0.25, kPaper},
    {"H100", 0, 0, 0.05, 0.1, 0.025, 0.25, kPaper},
    {"A100", -0.0458, -1.2, 0.05, 0.1, 0.025, 0.25, kPaper},
    {"V100", 0, 0, 0.05, 0.02, 0.02, 1, kPaper},
    {"RTX 3090", -0.0094, -1.6, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"RTX 4090", 0.0445, -12.4, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"K40m", 0.0241, 0.8, kAcrossCards, 0.015, 0.015, 1, kPaper},
    // of these one card each was calibrated
    {"RTX 3070 Ti", 0.0039, -4.8, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"RTX A5000", -0.095, 8.8, 0.05, 0.1, 0.1, 1, kPaper},
    {"RTX 2080 Ti", -0.0334, -5.8, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"RTX 2060 S", -0.013, 11.8, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"TITAN Xp", -0.0259, 2.5, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"GTX 1080 Ti", -0.0012, -0.3, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"GTX 1080", 0.0636, -5.2, 0.05, 0.1, 0.1, 1, kPaper},
    {"GTX TITAN X", 0.0106, 1.2, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"P100", -0.0072, 0.9, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"Tesla M40", -0.0287, 1.4, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"K80", -0.0363, -6.3, kAcrossCards, 0.1, 0.1, 1, kPaper},
    {"", 0, 0, 0.05, 0.1, 0.1, 1, kVendor},
}};

// Figure "steady-state accuracy": gradient and offset of each card against a meter on its supply
// lines. A card under a changing load differs from its steady state by some per cent more.
constexpr double kBeyondSteadyState = 0.03;
constexpr std::array<GpuSensor, 19> kCalibrated{{
    {"rtx 3090 #1", -0.05493, 3.4686, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"rtx 3090 #2", -0.006464, -1.6615, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"rtx 3090 #3", -0.01772, 3.9206, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"rtx 3090 #4", 0.014763, -5.0714, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"rtx 3090 #5", 0.017246, -8.5276, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"rtx 4090", 0.04450333, -12.354, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"a100 pcie 40gb", -0.04582567, -1.2103, kBeyondSteadyState, 0.1, 0.025, 0.25, kCards},
    {"k40m", 0.024105, 0.8057, kBeyondSteadyState, 0.015, 0.015, 1, kCards},
    {"rtx 3070 ti", 0.00393967, -4.8016, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"rtx a5000", -0.094997, 8.764, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"rtx 2080 ti", -0.033428, -5.7953, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"rtx 2060 super", -0.01303367, 11.8485, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"titan xp", -0.025911, 2.5377, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"gtx 1080 ti", -0.00122033, -0.3343, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"gtx 1080", 0.06363033, -5.1553, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"gtx titan x", 0.01057667, 1.2307, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"p100", -0.00722133, 0.8832, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"m40", -0.02874167, 1.4497, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
    {"k80", -0.036307, -6.2932, kBeyondSteadyState, 0.1, 0.1, 1, kCards},
}};

}  // namespace

const GpuSensor& gpu_sensor(std::string_view model) {
  const auto wanted = base::lower(model);
  for (const auto& row : kModels) {
    const auto at = wanted.find(base::lower(row.model));
    if (at == std::string::npos) continue;
    // an A1000 is no A100
    const auto next = at + row.model.size();
    const bool goes_on =
        !row.model.empty() && next < wanted.size() && wanted[next] >= '0' && wanted[next] <= '9';
    if (!goes_on) return row;
  }
  return kModels.back();
}

double spread_uncorrected(const GpuSensor& sensor) {
  return std::max(sensor.spread, std::abs(sensor.gradient));
}

const GpuSensor* calibrated_card(std::string_view card) {
  const auto wanted = base::name_key(card);
  for (const auto& row : kCalibrated) {
    if (wanted == row.model) return &row;
  }
  return nullptr;
}

std::vector<std::string> calibrated_cards() {
  std::vector<std::string> out;
  for (const auto& row : kCalibrated) out.emplace_back(row.model);
  return out;
}

double corrected_energy_J(const GpuSensor& sensor, double reported_J, double seconds) {
  return (reported_J - sensor.offset_W * seconds) / (1 + sensor.gradient);
}

}  // namespace holon::meter
