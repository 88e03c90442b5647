// SPDX-License-Identifier: Apache-2.0
//
// Programs as machine code: when that is worth its time, and how it is got. Without the library
// that knows LLVM there is none, and the batch machine runs everything.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "engine/jit/jit_functions.h"
#include "engine/program.h"

namespace holon::engine {

/// What runs a program; results do not differ.
enum class Backend : std::uint8_t {
  automatic,  ///< machine code where a job is long enough to repay its compilation
  machine,    ///< the batch machine
  jit,        ///< machine code wherever it can be had
};

namespace jit {

/// Machine code of one program, for blocks of a number of lanes.
class MachineCode {
 public:
  /// Takes over `code`, which `functions` made.
  MachineCode(const JitFunctions& functions, const JitCode& code, int lanes)
      : functions_(functions), code_(code), lanes_(lanes) {}
  ~MachineCode() { functions_.release(&code_); }
  MachineCode(const MachineCode&) = delete;
  MachineCode& operator=(const MachineCode&) = delete;

  [[nodiscard]] int lanes() const { return lanes_; }
  [[nodiscard]] WholeCode whole() const { return code_.whole; }
  [[nodiscard]] const SegmentParts& parts(Segment segment) const { return code_.segments[segment]; }

 private:
  const JitFunctions& functions_;
  const JitCode& code_;
  int lanes_;
};

using Code = std::shared_ptr<const MachineCode>;

/// The functions of a library; null where it is missing or of another build. The library stays
/// open. Empty: the one that lies beside the running program.
[[nodiscard]] const JitFunctions* open_library(const std::string& library);

/// Compiles; null where that fails. A program of up to `most_together` instructions is one function
/// of all steps where it can be; others are cut into functions of `part` instructions.
[[nodiscard]] Code compiled(const JitFunctions& functions, const Program& program, int lanes,
                            int vector, std::size_t most_together, std::size_t part);

/// Doubles in a register of an instruction set that is compiled for; 0 for the others.
[[nodiscard]] int vector_of(std::string_view instruction_set);

/// A run that may be worth its machine code.
struct Job {
  std::uint64_t members = 1;
  std::uint64_t group_size = 1;  ///< members that can share blocks
  std::size_t threads = 1;
  std::string_view instruction_set;
  Backend backend = Backend::automatic;
  std::string library;
};

/// The machine code of one program, compiled when first worth it. Safe to share between threads.
class CodeCache {
 public:
  /// The code for a job, or null: the batch machine is to run it.
  [[nodiscard]] Code code_for(const Program& program, const Job& job);

 private:
  std::mutex mutex_;
  std::map<std::pair<int, int>, Code> codes_;  // by lanes and vector; null where there is none
  double machine_seconds_ = 0;                 // spent so far, by estimate
};

}  // namespace jit
}  // namespace holon::engine
