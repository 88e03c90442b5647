// SPDX-License-Identifier: Apache-2.0
//
// engine_bench [SUBJECT…]: the batch machine against C++ written from the same programs, on one
// core, in one interleaved run; then one run alone, and two threads. See bench/README.md.
#include <algorithm>
#include <bit>
#include <cstdio>
#include <ctime>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "engine/block.h"
#include "engine/groups.h"
#include "engine/jit/machine_code.h"
#include "engine/kernel.h"
#include "engine/single_run.h"
#include "subject.h"

namespace holon::bench {

/// One member, or a vector of them, from `member` on.
using Emitted = void (*)(const double* const* draws, double* const* out, std::size_t member);

#define HOLON_EMITTED(name) \
  void name(const double* const* draws, double* const* out, std::size_t member)
HOLON_EMITTED(sir_scalar);
HOLON_EMITTED(sir_scalar_libm);
HOLON_EMITTED(sir_avx2);
HOLON_EMITTED(sir_avx512);
HOLON_EMITTED(world_scalar);
HOLON_EMITTED(world_scalar_libm);
HOLON_EMITTED(world_avx2);
HOLON_EMITTED(world_avx512);
HOLON_EMITTED(regions_scalar);
HOLON_EMITTED(regions_scalar_libm);
HOLON_EMITTED(regions_avx2);
HOLON_EMITTED(regions_avx512);
#undef HOLON_EMITTED

namespace {

constexpr std::uint64_t kSeed = 1;
constexpr int kRepetitions = 7;
constexpr std::size_t kGroup = 128;

/// One way to run a subject.
struct Contender {
  std::string name;
  std::function<void(std::uint64_t members)> run;
  std::vector<double> seconds = {};  // of a member
};

/// C++ written from a program, as a function of members.
struct Written {
  std::string_view name;
  Emitted run;
  std::size_t width;
  std::string_view needs;  ///< an instruction set, or nothing
};

std::vector<Written> written_for(std::string_view subject) {
  static const std::map<std::string_view, std::vector<Written>> all{
      {"sir",
       {{"plain scalar C++", sir_scalar, 1, ""},
        {"the same, C library", sir_scalar_libm, 1, ""},
        {"by hand, AVX2", sir_avx2, 4, "avx2"},
        {"by hand, AVX-512", sir_avx512, 8, "avx512"}}},
      {"world",
       {{"plain scalar C++", world_scalar, 1, ""},
        {"the same, C library", world_scalar_libm, 1, ""},
        {"by hand, AVX2", world_avx2, 4, "avx2"},
        {"by hand, AVX-512", world_avx512, 8, "avx512"}}},
      {"regions",
       {{"plain scalar C++", regions_scalar, 1, ""},
        {"the same, C library", regions_scalar_libm, 1, ""},
        {"by hand, AVX2", regions_avx2, 4, "avx2"},
        {"by hand, AVX-512", regions_avx512, 8, "avx512"}}},
  };
  return all.at(subject);
}

bool has(std::string_view set) {
  return set.empty() ||
         std::any_of(engine::instruction_sets().begin(), engine::instruction_sets().end(),
                     [&](const auto& one) { return one.name == set && one.is_available(); });
}

/// What a run gives of every member, group after group, folded into one number.
class Checksum {
 public:
  void add(std::span<const double> values) {
    for (const double value : values)
      sum_ = std::rotl(sum_, 7) ^ std::bit_cast<std::uint64_t>(value);
  }
  [[nodiscard]] std::uint64_t value() const { return sum_; }

 private:
  std::uint64_t sum_ = 0;
};

using Take = std::function<void(std::span<const double>)>;

void run_machine(const engine::Program& program, const engine::Plan& plan, const Take& take) {
  engine::GroupRange range;
  range.group_size = kGroup;
  range.end_batch = static_cast<std::size_t>((plan.samples + kGroup - 1) / kGroup);
  const auto columns = engine::columns_of(program).size();
  const auto sink = [&](const engine::Group& group) {
    for (std::size_t c = 0; take && c < columns; ++c) take(group[c]);
  };
  engine::run_groups(program, plan, range, [&] { return engine::GroupSink(sink); }, nullptr);
}

// draws and results by groups, as the machine's, so that both have the same work around them
void run_written(const engine::Program& program, const Written& written, std::uint64_t members,
                 const Take& take) {
  const auto draws = engine::drawn_at_random(kSeed);
  const auto columns = engine::columns_of(program).size();
  std::vector<std::vector<double>> drawn(program.draws.size(), std::vector<double>(kGroup));
  std::vector<std::vector<double>> results(columns, std::vector<double>(kGroup));
  std::vector<const double*> in;
  std::vector<double*> out;
  for (const auto& values : drawn) in.push_back(values.data());
  for (auto& values : results) out.push_back(values.data());
  for (std::uint64_t first = 0; first < members; first += kGroup) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kGroup, members - first));
    const auto filled = (count + written.width - 1) / written.width * written.width;
    for (std::size_t d = 0; d < drawn.size(); ++d)
      draws->fill(program.draws[d], first, {drawn[d].data(), filled});
    for (std::size_t member = 0; member < count; member += written.width)
      written.run(in.data(), out.data(), member);
    for (std::size_t c = 0; take && c < columns; ++c) take({results[c].data(), count});
  }
}

// the batch machine, unless machine code is asked for: else long repetitions would turn to it
engine::Plan plan_of(std::uint64_t members, std::string_view set, int lanes, std::size_t threads,
                     engine::Backend backend = engine::Backend::machine) {
  engine::Plan plan;
  plan.samples = members;
  plan.seed = kSeed;
  plan.threads = threads;
  plan.lanes = lanes;
  plan.instruction_set = set;
  plan.backend = backend;
  return plan;
}

// the benchmark is worth nothing unless all compute the same
void check_agreement(const Subject& subject, std::uint64_t members) {
  Checksum truth;
  run_machine(subject.program, plan_of(members, "portable", 0, 1),
              [&](std::span<const double> values) { truth.add(values); });
  const auto check = [&](std::string_view who, const Checksum& found) {
    if (found.value() != truth.value()) fmt::print("  other bits: {}\n", who);
    base::check(found.value() == truth.value(), "all versions of a model give the same bits");
  };
  for (const auto& set : engine::instruction_sets()) {
    if (!set.is_available()) continue;
    Checksum found;
    run_machine(subject.program, plan_of(members, set.name, 0, 1),
                [&](std::span<const double> values) { found.add(values); });
    check(set.name, found);
  }
  for (const auto& written : written_for(subject.name)) {
    if (!has(written.needs) || written.name == "the same, C library") continue;
    Checksum found;
    run_written(subject.program, written, members,
                [&](std::span<const double> values) { found.add(values); });
    check(written.name, found);
  }
}

std::vector<Contender> contenders_of(const Subject& subject, bool all_lanes) {
  std::vector<Contender> out;
  const auto& program = subject.program;
  for (const auto& written : written_for(subject.name)) {
    if (!has(written.needs)) continue;
    out.push_back({std::string(written.name), [&program, written](std::uint64_t members) {
                     run_written(program, written, members, nullptr);
                   }});
  }
  for (const auto& set : engine::instruction_sets()) {
    if (!set.is_available()) continue;
    std::vector<int> choices{0};
    if (all_lanes) choices.insert(choices.end(), {8, 16, 32, 64, 128});
    for (const int lanes : choices) {
      auto name = fmt::format("machine, {}", set.name);
      if (lanes > 0) name += fmt::format(", {} lanes", lanes);
      out.push_back({name, [&program, &set, lanes](std::uint64_t members) {
                       run_machine(program, plan_of(members, set.name, lanes, 1), nullptr);
                     }});
    }
    if (engine::jit::vector_of(set.name) == 0 || engine::jit::open_library({}) == nullptr) continue;
    out.push_back(
        {fmt::format("machine code, {}", set.name), [&program, &set](std::uint64_t members) {
           run_machine(program, plan_of(members, set.name, 0, 1, engine::Backend::jit), nullptr);
         }});
  }
  return out;
}

/// Time of the wall, or of this process on all its processors: what else runs on the machine
/// moves the latter less.
enum class Clock { wall, process };

double now(Clock clock) {
  timespec out{};
  clock_gettime(clock == Clock::wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &out);
  return static_cast<double>(out.tv_sec) + 1e-9 * static_cast<double>(out.tv_nsec);
}

double seconds_of(Clock clock, const std::function<void()>& work) {
  const double start = now(clock);
  work();
  return now(clock) - start;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + kRepetitions / 2, values.end());
  return values[kRepetitions / 2];
}

// repetitions of all contenders in turn, so that a slower moment meets all of them
void time_all(std::vector<Contender>& contenders, Clock clock, std::uint64_t members) {
  for (int repetition = 0; repetition < kRepetitions; ++repetition) {
    for (auto& one : contenders) {
      const auto whole = seconds_of(clock, [&] { one.run(members); });
      one.seconds.push_back(whole / static_cast<double>(members));
    }
  }
}

void print_table(const std::vector<Contender>& contenders) {
  const double scalar = median(contenders.front().seconds);
  fmt::print("  {:<28} {:>12} {:>12} {:>8}\n", "", "us a run", "runs/s", "x scalar");
  for (const auto& one : contenders) {
    const double seconds = median(one.seconds);
    fmt::print("  {:<28} {:>12.2f} {:>12.0f} {:>8.2f}\n", one.name, seconds * 1e6, 1 / seconds,
               scalar / seconds);
  }
}

// what a person waits for: one run alone, from a compiled program
void time_single_run(const Subject& subject) {
  constexpr std::uint64_t kRuns = 16;
  const auto& program = subject.program;
  std::vector<Contender> alone;
  const auto add = [&](std::string name, const std::function<void()>& run) {
    alone.push_back({std::move(name), [run](std::uint64_t runs) {
                       for (std::uint64_t n = 0; n < runs; ++n) run();
                     }});
  };
  const Written scalar = written_for(subject.name).front();
  add("plain scalar C++", [&] { run_written(program, scalar, 1, nullptr); });
  add("machine", [&] { static_cast<void>(engine::run_single(program, kSeed)); });
  const int vector = engine::jit::vector_of(engine::best_instruction_set().name);
  const auto* library = engine::jit::open_library({});
  if (vector > 0 && library != nullptr) {
    constexpr std::size_t kTogether = 1500;
    const auto code = engine::jit::compiled(*library, program, 1, vector, kTogether, kTogether);
    add("machine code, one lane", [&program, code] {
      engine::Block(program, code, kSeed).run(0, [](std::size_t, std::uint32_t, const double*) {});
    });
  }
  time_all(alone, Clock::process, kRuns);
  fmt::print("  one run alone\n");
  print_table(alone);
}

void time_threads(const Subject& subject, std::uint64_t members) {
  std::vector<Contender> both;
  for (const std::size_t threads : {1, 2}) {
    both.push_back({"", [&subject, threads](std::uint64_t count) {
                      run_machine(subject.program, plan_of(count, "", 0, threads), nullptr);
                    }});
  }
  time_all(both, Clock::wall, members);
  fmt::print("  two threads {:.2f} x one\n", median(both[0].seconds) / median(both[1].seconds));
}

// about a quarter of a second a repetition of the slowest
std::uint64_t members_for(const Subject& subject) {
  const auto operations = (subject.program.dynamic.size() + subject.program.advance.size()) *
                          (subject.program.time.steps + std::size_t{1});
  const auto members = std::size_t{100'000'000} / operations;
  return members < kGroup ? 32 : members / kGroup * kGroup;
}

void bench(std::string_view name, bool all_lanes) {
  Subject subject;
  const double seconds =
      seconds_of(Clock::process, [&] { subject = read_subject(name, HOLON_BENCH_MODELS); });
  const auto& program = subject.program;
  fmt::print(
      "{}: {} variables, {} of the model's are stocks; {} steps of {} instructions, {} tables, {} "
      "draws; {} slots, {} lanes; read and compiled in {:.1f} ms\n",
      name, subject.variables, subject.stocks, program.time.steps,
      program.dynamic.size() + program.advance.size(), program.tables.size(), program.draws.size(),
      program.slot_count, engine::suitable_lanes(program), seconds * 1e3);
  const auto members = members_for(subject);
  check_agreement(subject, std::min<std::uint64_t>(members, 1500));
  fmt::print("  all give the same bits; {} members, medians of {}\n", members, kRepetitions);
  auto contenders = contenders_of(subject, all_lanes);
  time_all(contenders, Clock::process, members);
  print_table(contenders);
  time_single_run(subject);
  time_threads(subject, std::max<std::uint64_t>(members, 4 * kGroup));
}

}  // namespace
}  // namespace holon::bench

int main(int count, char** arguments) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // a table appears as it is measured
  std::vector<std::string_view> names(arguments + 1, arguments + count);
  const bool all_lanes = std::erase(names, "--lanes") > 0;
  if (names.empty())
    names.assign(std::begin(holon::bench::kSubjects), std::end(holon::bench::kSubjects));
  for (const auto name : names) holon::bench::bench(name, all_lanes);
  return 0;
}
