// SPDX-License-Identifier: Apache-2.0
//
// The other two kinds of failure (the first, bad input, is base/diagnostic.h): the world failed,
// and our own bug. Both are thrown, and caught only at the borders of the program.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>
#include <vector>

namespace holon::base {

/// The world failed: a file cannot be read or written, a disk is full.
class WorldError : public std::runtime_error {
 public:
  explicit WorldError(const std::string& message, std::vector<std::string> hints = {})
      : std::runtime_error(message), hints_(std::move(hints)) {}
  [[nodiscard]] const std::vector<std::string>& hints() const { return hints_; }

 private:
  std::vector<std::string> hints_;
};

/// The user asked to stop.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

/// A broken promise of our own code; never reachable from input.
class Bug : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws `Bug`, naming the place, unless `holds`.
void check(bool holds, const char* promise,
           std::source_location where = std::source_location::current());

}  // namespace holon::base
