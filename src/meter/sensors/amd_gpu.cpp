// SPDX-License-Identifier: Apache-2.0
#include <cerrno>

#include <fmt/format.h>

#include "base/text.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr const char* kName = "amd gpu";
constexpr const char* kFolder = "/sys/class/drm";

/// Where the energy accumulator lies in a revision of the kernel's gpu_metrics table
/// (include/kgd_pp_interface.h: gpu_metrics_v1_1 to v1_5).
std::size_t energy_offset(std::uint8_t format, std::uint8_t content) {
  if (format != 1) return 0;
  switch (content) {
    case 1:
    case 2:
    case 3:
    case 4:
      return 24;
    case 5:
      return 88;
    default:
      return 0;
  }
}

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (std::size_t i = bytes.size(); i-- > 0;)
    out = out << 8U | static_cast<std::uint8_t>(bytes[i]);
  return out;
}

// size of the table, its format and its content revision stand in its first four bytes
std::optional<std::uint64_t> energy_in(std::string_view table) {
  if (table.size() < 4) return std::nullopt;
  const auto offset =
      energy_offset(static_cast<std::uint8_t>(table[2]), static_cast<std::uint8_t>(table[3]));
  if (offset == 0 || table.size() < offset + 8) return std::nullopt;
  return little_endian(table.substr(offset, 8));
}

// what the driver tells of a GPU's use; older ones have no such files
struct UseFiles {
  std::unique_ptr<OpenFile> busy;    ///< [%]
  std::unique_ptr<OpenFile> memory;  ///< [byte]
};

std::optional<std::uint64_t> number_in(OpenFile* file) {
  if (file == nullptr) return std::nullopt;
  int error = 0;
  const auto text = file->read(error);
  return error == 0 ? parse_count(base::trim(text)) : std::nullopt;
}

class AmdGpu final : public Sensor {
 public:
  void add(Domain domain, std::unique_ptr<OpenFile> file, UseFiles use) {
    domains_.push_back(std::move(domain));
    files_.push_back(std::move(file));
    use_.push_back(std::move(use));
  }
  [[nodiscard]] std::vector<GpuUse> gpu_use() override {
    constexpr std::uint64_t kWhole = 100;
    std::vector<GpuUse> out;
    for (const auto& files : use_) {
      GpuUse one;
      const auto percent = number_in(files.busy.get());
      if (percent && *percent <= kWhole)
        one.utilisation = static_cast<double>(*percent) / static_cast<double>(kWhole);
      one.memory_bytes = number_in(files.memory.get());
      out.push_back(one);
    }
    return out;
  }
  [[nodiscard]] bool is_empty() const { return domains_.empty(); }
  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }

  void read(Nanoseconds /*now*/, std::span<Reading> out) override {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      int error = 0;
      const auto energy = energy_in(files_[i]->read(error));
      if (error == ENOENT || error == ENODEV) {
        out[i] = Reading::gone();
      } else {
        const bool is_there = error == 0 && energy && !is_blank(*energy);
        out[i] = is_there ? Reading::of(*energy) : Reading::failure();
      }
    }
  }

 private:
  std::vector<Domain> domains_;
  std::vector<std::unique_ptr<OpenFile>> files_;
  std::vector<UseFiles> use_;
};

bool is_card(const std::string& entry) {
  return entry.starts_with("card") && parse_count(entry.substr(4)).has_value();
}

}  // namespace

Probe probe_amd_gpu(const Sysroot& sysroot, const MachineHints& /*hints*/) {
  Probe out;
  auto sensor = std::make_unique<AmdGpu>();
  int index = 0;
  for (const auto& entry : sysroot.list(kFolder)) {
    const auto device = fmt::format("{}/{}/device", kFolder, entry);
    if (!is_card(entry) || first_line(sysroot, device + "/vendor") != "0x1002") continue;
    const auto subject = fmt::format("gpu {} (AMD {})", index, entry);
    if (first_line(sysroot, device + "/power/runtime_status") == "suspended") {
      out.answers.push_back({kName, subject, Ability::unmeasurable,
                             "the GPU sleeps and is not woken for a reading", ""});
      ++index;
      continue;
    }
    const auto table = sysroot.read(device + "/gpu_metrics");
    if (!energy_in(table.text)) {
      out.answers.push_back({kName, subject, Ability::unmeasurable,
                             table.ok() ? "its gpu_metrics table is of a revision without a known "
                                          "energy counter"
                                        : "the driver has no gpu_metrics table",
                             ""});
      ++index;
      continue;
    }
    Domain domain;
    domain.key = device + "/gpu_metrics";
    domain.name = fmt::format("gpu {}", index);
    domain.scope = Scope::gpu;
    const auto address = sysroot.resolve(device);
    domain.device = address.substr(address.rfind('/') + 1);
    domain.method = "AMD gpu_metrics energy accumulator";
    domain.source = "5 % assumed as for other vendors";
    domain.spread = 0.05;
    domain.counter.unit = binary_unit(16);
    domain.counter.most_W = 3000;
    domain.counter.refresh_s = 0.1;
    sensor->add(
        std::move(domain), sysroot.open(device + "/gpu_metrics"),
        {sysroot.open(device + "/gpu_busy_percent"), sysroot.open(device + "/mem_info_vram_used")});
    out.answers.push_back({kName, subject, Ability::measured,
                           "energy accumulator in steps of 15.3 µJ, checked against its power",
                           ""});
    ++index;
  }
  if (!sensor->is_empty()) {
    out.sensor = std::move(sensor);
  } else if (out.answers.empty()) {
    out.answers.push_back({kName, "AMD GPUs", Ability::unmeasurable, "there is none", ""});
  }
  return out;
}

}  // namespace holon::meter
