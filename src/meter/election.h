// SPDX-License-Identifier: Apache-2.0
//
// One meter for a node: of all ranks of a job only one counts the machine's energy.
#pragma once

#include <string>

namespace holon::meter {

/// Stands for a node's meter of one job for as long as it lives. The kernel takes the office away
/// when the process ends, however it ends.
class Election {
 public:
  /// Stands for office. `folder` is where the lock lies, such as "/tmp"; `job` what makes ranks one
  /// job: runs with the same one elect one among them. An empty job has no others: it is elected.
  Election(const std::string& folder, const std::string& job);
  ~Election();
  Election(const Election&) = delete;
  Election& operator=(const Election&) = delete;

  [[nodiscard]] bool is_elected() const { return elected_; }
  /// Why there was no proper election; empty: there was one.
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  int descriptor_ = -1;
  bool elected_ = true;
  std::string fault_;
};

}  // namespace holon::meter
