// SPDX-License-Identifier: Apache-2.0
//
// What perf events and powercap have in common: how RAPL's domains are named, nested and trusted.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "meter/domain.h"
#include "meter/sysroot.h"

namespace holon::meter {

/// A zone's name taken apart: "package-1-die-0", "core", "uncore", "dram", "psys".
struct RaplZone {
  Scope scope = Scope::package;
  int package = -1;
  int die = 0;
};

[[nodiscard]] std::optional<RaplZone> parse_rapl_zone(std::string_view name);

/// True where the processor blurs its counters: SGX is switched on. (Of the other filter, that an
/// administrator may switch on in a register, no file tells.)
[[nodiscard]] bool energy_is_filtered(const Sysroot& sysroot);

/// Name, evidence and spread of a RAPL domain. `zone.package` says which socket.
[[nodiscard]] Domain rapl_domain(const RaplZone& zone, bool is_filtered);

/// How an administrator lets the small program read what is refused to everyone else.
inline constexpr const char* kUnlockByReader =
    "sudo install -m 0755 \"$(dirname \"$(command -v holon)\")/holon-reader\" /usr/local/bin/ && "
    "sudo setcap cap_dac_read_search,cap_perfmon=ep /usr/local/bin/holon-reader && holon doctor";
inline constexpr const char* kByReader =
    "or by holon-reader, the small program beside holon, in the place of holon and of Python's "
    "holon.measure";

/// How powercap's microjoules follow from the hardware's 32-bit counter. The kernel multiplies the
/// count by a unit in whole nanojoules and cuts; both are undone exactly.
class PowercapScale {
 public:
  /// From `max_energy_range_uj` = (2^32 − 1) · unit. Another range is taken as microjoules that
  /// wrap above it.
  explicit PowercapScale(std::uint64_t max_range_uJ);

  [[nodiscard]] EnergyUnit unit() const { return unit_; }
  [[nodiscard]] std::uint64_t modulus() const { return modulus_; }
  /// The hardware's count behind a value of `energy_uj`.
  [[nodiscard]] std::uint64_t count_of(std::uint64_t energy_uJ) const;

 private:
  std::uint64_t unit_nJ_ = 0;  ///< 0: values are taken as they are
  EnergyUnit unit_ = kMicrojoule;
  std::uint64_t modulus_ = 0;
};

}  // namespace holon::meter
