// SPDX-License-Identifier: Apache-2.0
#include "meter/sensors/rapl.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "meter/sysroot.h"

namespace holon::meter {
namespace {

constexpr std::uint64_t kLargestCount = 0xFFFF'FFFF;
constexpr std::uint64_t kNanojoulesPerJoule = 1'000'000'000;

// the hardware's units are 2^-k J, of which the kernel keeps whole nanojoules
EnergyUnit true_unit(std::uint64_t unit_nJ) {
  for (int exponent = 3; exponent < 30; ++exponent) {
    if (kNanojoulesPerJoule >> static_cast<unsigned>(exponent) == unit_nJ)
      return binary_unit(exponent);
  }
  return {unit_nJ, kNanojoulesPerJoule};
}

std::optional<int> number_after(std::string_view text, std::string_view word) {
  const auto at = text.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  const auto rest = text.substr(at + word.size());
  const auto value = parse_count(rest.substr(0, rest.find('-')));
  constexpr std::uint64_t kMostSockets = 4096;
  if (!value || *value > kMostSockets) return std::nullopt;
  return static_cast<int>(*value);
}

}  // namespace

std::optional<RaplZone> parse_rapl_zone(std::string_view name) {
  if (name.starts_with("package-")) {
    const auto package = number_after(name, "package-");
    if (!package) return std::nullopt;
    return RaplZone{Scope::package, *package, number_after(name, "-die-").value_or(0)};
  }
  if (name == "core") return RaplZone{Scope::core};
  if (name == "uncore") return RaplZone{Scope::uncore};
  if (name == "dram") return RaplZone{Scope::memory};
  if (name == "psys") return RaplZone{Scope::platform};
  return std::nullopt;
}

bool energy_is_filtered(const Sysroot& sysroot) {
  for (const auto& line : base::split(sysroot.read("/proc/cpuinfo").text, '\n')) {
    if (!line.starts_with("flags")) continue;
    return (line + " ").find(" sgx ") != std::string::npos;
  }
  return false;
}

Domain rapl_domain(const RaplZone& zone, bool is_filtered) {
  Domain out;
  out.scope = zone.scope;
  if (zone.package >= 0) out.device = fmt::format("socket {}.{}", zone.package, zone.die);
  const auto socket = zone.package < 0 ? "" : fmt::format(" {}", zone.package);
  const auto die = zone.die == 0 ? "" : fmt::format(" die {}", zone.die);
  // RAPL's registers move about every millisecond. With SGX on, the processor adds noise that
  // averages out (Intel SA-00389, CVE-2020-8695); how much nobody states: at either edge 20 ms of
  // power are taken, which is ± 50 % of 30 ms and ± 0.2 % of ten seconds
  constexpr double kRefresh_s = 0.002;
  constexpr double kFiltered_s = 0.02;
  out.counter.refresh_s = is_filtered ? kFiltered_s : kRefresh_s;
  switch (zone.scope) {
    case Scope::memory:
      // 0.90 to 1.40 of the rails on Broadwell-EP, 1.08 to 2.57 on Ice Lake-SP: the processor
      // computes it from the traffic
      out.name = "memory" + socket + die;
      out.evidence = quantity::Evidence::modelled;
      out.spread = 0.4;
      out.source = "RAPL's memory against the rails: ICPE 2024 validation data, 0.90 to 2.57";
      break;
    case Scope::platform:
      out.name = "platform" + socket;
      out.spread = 0.2;
      out.source = "what it contains depends on the board";
      break;
    default:
      out.name = zone.scope == Scope::package
                     ? "cpu" + socket + die
                     : fmt::format("cpu{}{} {}", socket, die, name(zone.scope));
      out.spread = 0.05;
      out.source = "5 % is holon's assumption: no published figure for every processor";
  }
  if (is_filtered) out.source += "; SGX is on, which blurs the counter over short times";
  return out;
}

PowercapScale::PowercapScale(std::uint64_t max_range_uJ) : modulus_(max_range_uJ + 1) {
  constexpr std::uint64_t kNanojoulesPerMicrojoule = 1000;
  // the unit that gives exactly this range, if there is one below 4 J
  const double estimate = static_cast<double>(max_range_uJ) * kNanojoulesPerMicrojoule /
                          static_cast<double>(kLargestCount);
  if (!(estimate >= 1) || estimate > 4e9) return;
  const auto unit_nJ = static_cast<std::uint64_t>(std::llround(estimate));
  if (kLargestCount * unit_nJ / kNanojoulesPerMicrojoule != max_range_uJ) return;
  unit_nJ_ = unit_nJ;
  unit_ = true_unit(unit_nJ);
  modulus_ = kLargestCount + 1;
}

// energy = floor(count · unit / 1000), so that the count is the least that reaches it
std::uint64_t PowercapScale::count_of(std::uint64_t energy_uJ) const {
  if (unit_nJ_ == 0) return energy_uJ;
  const Wide scaled = static_cast<Wide>(energy_uJ) * 1000;
  return static_cast<std::uint64_t>((scaled + static_cast<Wide>(unit_nJ_) - 1) /
                                    static_cast<Wide>(unit_nJ_));
}

}  // namespace holon::meter
