// SPDX-License-Identifier: Apache-2.0
//
// A tree whose energy counters another program may read for us: where the system refuses one,
// holon-reader is started and asked. Everything else is read as it is.
#pragma once

#include <memory>
#include <string>

#include "meter/sysroot.h"

namespace holon::meter {

/// The program that is asked. It is started by the first question, and ends with its last owner.
class EnergyReader {
 public:
  explicit EnergyReader(std::string program) : program_(std::move(program)) {}
  ~EnergyReader();
  EnergyReader(const EnergyReader&) = delete;
  EnergyReader& operator=(const EnergyReader&) = delete;

  /// The digits of a counter, or why there are none. Waits a second at the most; a reader that
  /// breaks its word is not asked again.
  [[nodiscard]] FileText ask(const std::string& counter);

  [[nodiscard]] int pid() const { return pid_; }

 private:
  [[nodiscard]] bool start();
  [[nodiscard]] bool tell(const std::string& line) const;
  [[nodiscard]] std::string line() const;
  void end();

  std::string program_;
  int socket_ = -1;
  int pid_ = -1;
  bool failed_ = false;
};

/// `sysroot` with a reader beside it. `program` is started only when it is needed.
[[nodiscard]] std::unique_ptr<Sysroot> helped_sysroot(std::unique_ptr<Sysroot> sysroot,
                                                      const std::string& program);

}  // namespace holon::meter
