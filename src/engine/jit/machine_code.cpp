// SPDX-License-Identifier: Apache-2.0
#include "engine/jit/machine_code.h"

#include <algorithm>
#include <filesystem>

#include <dlfcn.h>

namespace holon::engine::jit {
namespace {

/// Instructions of one function: LLVM's time grows faster than a function does.
constexpr std::size_t kMostTogether = 1500;
constexpr std::size_t kPart = 400;

/// What a job has to save, in compile times.
constexpr double kRepaid = 3;

// Processor time on one core of a Xeon with AVX-512, an ensemble of one member with `--backend jit`
// less that with `--backend machine`: 0.02 s for a dozen instructions, 0.02 s for about 400 with 50
// look-ups, 0.4 to 0.7 s for about 2,900 with 200, 3.7 s for about 14,500 with 1,000.
constexpr double kCompileStart = 0.02;   // s
constexpr double kCompileEach = 200e-6;  // s an instruction
// The machine's cheapest operations, so that it is never taken for slower than it is; 20,000
// members of the model of about 400 instructions, 400 steps: 5.2 s, as machine code 0.75 s.
constexpr double kMachineEach = 0.30e-9;  // s an instruction and member
constexpr double kSavedShare = 0.5;       // of the machine's time

double instructions_of(const Program& program) {
  return static_cast<double>(program.fixed.size() + program.dynamic.size() +
                             program.advance.size() + program.final.size());
}

double machine_seconds(const Program& program, const Job& job) {
  const auto each_step = static_cast<double>(program.dynamic.size() * program.stages().size() +
                                             program.advance.size() + program.delays.size());
  return kMachineEach * static_cast<double>(job.members) * each_step *
         (static_cast<double>(program.time.steps) + 1);
}

// what all threads save together, against what one has to do first
bool is_repaid(const Program& program, const Job& job, double seconds) {
  const double saved = kSavedShare * seconds / static_cast<double>(job.threads);
  return saved >= kRepaid * (kCompileStart + kCompileEach * instructions_of(program));
}

// Short programs wait for their own results: several vectors keep the processor busy.
int lanes_for(const Program& program, const Job& job, int vector) {
  const auto members = std::min(job.members, job.group_size);
  if (members < 4) return 1;
  const auto size = program.dynamic.size() + program.advance.size();
  int lanes = size < 50 ? 4 * vector : (size < 150 ? 2 * vector : vector);
  while (lanes > 4 && static_cast<std::uint64_t>(lanes) / 2 >= members) lanes /= 2;
  return lanes;
}

std::string beside_the_program() {
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  return failed ? std::string() : (program.parent_path() / "libholon_jit.so").string();
}

}  // namespace

const JitFunctions* open_library(const std::string& library) {
  const auto path = library.empty() ? beside_the_program() : library;
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return nullptr;
  const auto get = reinterpret_cast<GetJitFunctions>(dlsym(handle, kJitSymbol));
  const auto* out = get != nullptr ? get() : nullptr;
  return out != nullptr && out->layout == Layout{} ? out : nullptr;
}

Code compiled(const JitFunctions& functions, const Program& program, int lanes, int vector,
              std::size_t most_together, std::size_t part) {
  const auto* code = functions.compile({&program, lanes, vector, most_together, part, run_by_lane});
  return code == nullptr ? nullptr : std::make_shared<const MachineCode>(functions, *code, lanes);
}

int vector_of(std::string_view instruction_set) {
  if (instruction_set == "avx512") return 8;
  return instruction_set == "avx2" ? 4 : 0;
}

Code CodeCache::code_for(const Program& program, const Job& job) {
  const int vector = vector_of(job.instruction_set);
  if (vector == 0 || job.backend == Backend::machine) return nullptr;
  // members that choose their own steps wait for each other, and need the slopes of an implicit
  // method: that is the machine's
  if (model::is_adaptive(program.time.method)) return nullptr;
  const std::lock_guard lock(mutex_);
  const int lanes = lanes_for(program, job, vector);
  const auto known = codes_.find({lanes, vector});
  if (known != codes_.end()) return known->second;
  // a program that was run so long may well be run as long again
  machine_seconds_ += machine_seconds(program, job);
  if (job.backend == Backend::automatic && !is_repaid(program, job, machine_seconds_))
    return nullptr;
  const auto* functions = open_library(job.library);
  if (functions == nullptr) return nullptr;
  return codes_[{lanes, vector}] =
             compiled(*functions, program, lanes, vector, kMostTogether, kPart);
}

}  // namespace holon::engine::jit
