// SPDX-License-Identifier: Apache-2.0
//
// A server of PostgreSQL for a test, from Debian's package: its own folder, its own socket, gone
// afterwards.
#pragma once

#include <string>
#include <vector>
#include <sys/types.h>

#include "ledger/store_test.h"

namespace holon::ledger {

class TestServer {
 public:
  /// Starts one; `is_running` is false where there is no PostgreSQL, or nobody it may run as.
  TestServer();
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] bool is_running() const { return process_ > 0; }
  [[nodiscard]] const std::string& why_not() const { return why_not_; }

  /// The address of an empty database of this name, which it makes.
  [[nodiscard]] std::string database(const std::string& name) const;

 private:
  [[nodiscard]] std::string address(const std::string& database) const;

  ScratchFolder folder_;
  std::string programs_;
  std::string why_not_;
  pid_t process_ = 0;
};

}  // namespace holon::ledger
