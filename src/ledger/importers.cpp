// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "ledger/importer.h"
#include "record/json.h"

namespace holon::ledger {
namespace {

// What an importer reads, without runs that contradict themselves: no bytes of a log may make one
// that the ledger cannot take.
template <Imported (*read)(const Log&)>
Imported sound(const Log& log) {
  auto out = read(log);
  std::vector<record::Run> kept;
  kept.reserve(out.runs.size());
  for (auto& run : out.runs) {
    const auto reasons = record::contradictions(run);
    if (reasons.empty()) {
      kept.push_back(std::move(run));
      continue;
    }
    const auto line = static_cast<std::size_t>(run.origin.line.value_or(1));
    out.unusable.push_back(unusable({log.source, log.source->offset_of({line, 1}), 1},
                                    "this run contradicts itself: " + reasons.front()));
  }
  out.runs = std::move(kept);
  return out;
}

constexpr std::array kImporters{
    Importer{"holon-json", "runs that holon exported as JSON", is_holon_json,
             sound<read_holon_json>},
    Importer{"holon-csv", "runs that holon exported as CSV", is_holon_csv, sound<read_holon_csv>},
    Importer{"codecarbon", "emissions.csv of CodeCarbon", is_codecarbon, sound<read_codecarbon>},
    Importer{"carbontracker", "logs of carbontracker", is_carbontracker, sound<read_carbontracker>},
    Importer{"zeus", "log_file of a ZeusMonitor", is_zeus, sound<read_zeus>},
    Importer{"eco2ai", "emission.csv of eco2AI", is_eco2ai, sound<read_eco2ai>},
    Importer{"alumet", "CSV of Alumet", is_alumet, sound<read_alumet>},
    Importer{"nvidia-smi", "CSV of nvidia-smi", is_nvidia_smi, sound<read_nvidia_smi>},
    Importer{"mlperf", "power log of MLPerf (PTDaemon)", is_mlperf, sound<read_mlperf>},
    Importer{"kepler", "metrics of Kepler", is_kepler, sound<read_kepler>},
    Importer{"scaphandre", "report or metrics of Scaphandre", is_scaphandre,
             sound<read_scaphandre>},
    Importer{"ec-nas", "rows of EC-NAS-Bench", is_ec_nas, sound<read_ec_nas>},
};

}  // namespace

std::span<const Importer> importers() { return kImporters; }

const Importer* importer_of(const Log& log) {
  for (const auto& importer : kImporters) {
    if (importer.recognises(log)) return &importer;
  }
  return nullptr;
}

std::string companion_path(const std::string& path) {
  constexpr std::string_view kOutput = "_carbontracker_output.log";
  constexpr std::string_view kStandard = "_carbontracker.log";
  if (path.ends_with(kOutput))
    return path.substr(0, path.size() - kOutput.size()) + std::string(kStandard);
  if (path.ends_with(kStandard))
    return path.substr(0, path.size() - kStandard.size()) + std::string(kOutput);
  return {};
}

bool set_time(record::Run& run, std::optional<record::Instant> start_ns,
              std::optional<double> duration_s) {
  constexpr double kLongest_s = 3e8;
  constexpr double kNanosecondsPerSecond = 1e9;
  if (!start_ns || !duration_s || *duration_s < 0 || *duration_s > kLongest_s) return false;
  run.start_ns = *start_ns;
  run.duration_ns = std::llround(*duration_s * kNanosecondsPerSecond);
  run.end_ns = run.start_ns + *run.duration_ns;
  return true;
}

base::Diagnostic unusable(const base::Span& where, std::string message, std::string label,
                          std::string help) {
  base::Diagnostic out;
  out.code = base::Code::unusable_log;
  out.message = std::move(message);
  out.where = where;
  out.label = std::move(label);
  if (!help.empty()) out.help.push_back(std::move(help));
  out.severity = base::Severity::warning;
  return out;
}

std::string fingerprint(std::string_view text) {
  // Source: G. Fowler, L. C. Noll, K.-P. Vo, draft-eastlake-fnv: FNV-1a of 64 bits; the second with
  // another start
  constexpr std::uint64_t kPrime = 0x100000001b3;
  std::uint64_t first = 0xcbf29ce484222325;
  std::uint64_t second = 0x84222325cbf29ce4;
  for (const char c : text) {
    first = (first ^ static_cast<unsigned char>(c)) * kPrime;
    second = (second ^ static_cast<unsigned char>(c)) * kPrime;
    second ^= second >> 29U;
  }
  return fmt::format("{:016x}{:016x}", first, second);
}

record::Energy energy_of(std::string device, std::string component, record::Evidence evidence,
                         std::optional<double> energy_J) {
  record::Energy out;
  out.device = std::move(device);
  out.component = std::move(component);
  out.evidence = energy_J ? evidence : record::Evidence::missing;
  out.energy_J = energy_J;
  return out;
}

void seen_by_gpu_sensor(record::Energy& energy, std::string sensor, const std::string& model) {
  constexpr double kGain = 0.05;
  energy.sensor = std::move(sensor);
  if (!energy.energy_J) return;
  energy.uncertainty_J = *energy.energy_J * kGain;
  energy.cause = fmt::format("gain of the power sensor of {}", model.empty() ? "the GPU" : model);
}

}  // namespace holon::ledger
