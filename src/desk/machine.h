// SPDX-License-Identifier: Apache-2.0
//
// What all who measure have in common: where they read, and what a person knows of the machine.
#pragma once

#include <memory>
#include <string>

#include "catalog/catalog.h"
#include "meter/sensor.h"
#include "meter/sysroot.h"

namespace holon::desk {

struct MeterOptions {
  std::string sysroot;  ///< empty: this machine
  std::string cpu;      ///< code of the catalogue; empty: as /proc/cpuinfo says
  double cpu_W = 0;     ///< design power; 0: the catalogue's
  std::string bmc;      ///< command that tells the machine's power
  std::string bmc_file;
  std::string meter_table;
  std::string nvml;
  std::string reader;  ///< the program holon-reader, where it is there; empty: none
};

/// Throws `base::WorldError` if there is no such tree.
[[nodiscard]] std::unique_ptr<meter::Sysroot> sysroot_of(const MeterOptions& options);

/// What is known of the machine: stated, or by its processor's name from the catalogue.
[[nodiscard]] meter::MachineHints hints_of(const MeterOptions& options,
                                           const meter::Sysroot& sysroot,
                                           const catalog::Catalog& catalog);

}  // namespace holon::desk
