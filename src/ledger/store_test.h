// SPDX-License-Identifier: Apache-2.0
//
// What every ledger must do, wherever it is kept; and folders to keep it in.
#pragma once

#include <filesystem>
#include <string>
#include <unistd.h>

#include <doctest/doctest.h>

#include "ledger/ledger.h"

namespace holon::ledger {

/// A folder that is gone after the test.
class ScratchFolder {
 public:
  ScratchFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "holon-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline Ledger opened(const std::string& address) {
  auto ledger = Ledger::open(address);
  REQUIRE(ledger.has_value());
  return std::move(*ledger);
}

/// A run of 10 s and 100 J, 60 of them measured.
inline record::Run run_named(const std::string& id, record::Instant start_ns = 1'000'000'000) {
  record::Run out;
  out.id = out.name = id;
  out.start_ns = start_ns;
  out.end_ns = start_ns + 10'000'000'000;
  const auto add = [&](const char* device, record::Evidence evidence, double energy_J,
                       std::optional<double> uncertainty_J, const char* cause) {
    auto& one = out.energy.emplace_back();
    one.device = device;
    one.component = "all";
    one.evidence = evidence;
    one.energy_J = energy_J;
    one.uncertainty_J = uncertainty_J;
    one.cause = cause;
  };
  add("GPU 0", record::Evidence::measured, 60, 3, "gain of GPU 0");
  add("memory", record::Evidence::modelled, 30, 4, "");
  add("fan", record::Evidence::modelled, 10, {}, "");
  return out;
}

/// Holds a new ledger to everything that a ledger promises.
void check_store(Ledger ledger);

}  // namespace holon::ledger
