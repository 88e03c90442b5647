// SPDX-License-Identifier: Apache-2.0
//
// The batch machine against the same model written by hand, on one core, in one interleaved run.
// See bench/README.md.
#include <algorithm>
#include <bit>
#include <map>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "base/error.h"
#include "engine/kernel.h"
#include "engine/run.h"
#include "feedback_hand_runs.h"

namespace holon::bench {
namespace {

constexpr std::uint64_t kMembers = 10'000;
constexpr std::uint64_t kSeed = 1;

struct Subject {
  FeedbackModel model = feedback_model();
  engine::Program program = engine::compile(model.model, model.outputs);
};

const Subject& subject() {
  static const Subject only;
  return only;
}

engine::Observations run_machine(std::string_view set, int lanes, bool keep) {
  engine::Plan plan{kMembers, kSeed, 1, lanes, set, keep};
  plan.backend = engine::Backend::machine;
  return engine::run(subject().program, plan, nullptr);
}

Results empty_results() { return Results(kTotals, std::vector<double>(kMembers)); }

std::uint64_t checksum(const Results& results) {
  std::uint64_t out = 0;
  for (const auto& values : results) {
    for (const double value : values) out = std::rotl(out, 7) ^ std::bit_cast<std::uint64_t>(value);
  }
  return out;
}

// the benchmark is worth nothing unless all compute the same
void check_agreement() {
  auto results = empty_results();
  run_scalar(subject().model.samplers, kSeed, results);
  const auto expected = checksum(results);
  const auto report = [&](std::string_view who, std::uint64_t found) {
    fmt::print("{:<12} checksum {:016x}\n", who, found);
    base::check(found == expected, "all versions of the model give the same bits");
  };
  report("scalar", expected);
  if (has_vectors()) {
    results = empty_results();
    run_vectors(subject().model.samplers, kSeed, results);
    report("vectorised", checksum(results));
  }
  for (const auto& set : engine::instruction_sets()) {
    if (set.is_available()) report(set.name, checksum(run_machine(set.name, 0, true).members));
  }
}

void count_members(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kMembers));
}

void scalar(benchmark::State& state) {
  auto results = empty_results();
  for (auto _ : state) run_scalar(subject().model.samplers, kSeed, results);
  count_members(state);
}

void scalar_libm(benchmark::State& state) {
  auto results = empty_results();
  for (auto _ : state) run_scalar_libm(subject().model.samplers, kSeed, results);
  count_members(state);
}

void vectorised(benchmark::State& state) {
  auto results = empty_results();
  for (auto _ : state) run_vectors(subject().model.samplers, kSeed, results);
  count_members(state);
}

void machine(benchmark::State& state, std::string_view set, int lanes) {
  for (auto _ : state) benchmark::DoNotOptimize(run_machine(set, lanes, false));
  count_members(state);
}

/// Prints what google-benchmark prints, and in the end the ratios.
class Reporter : public benchmark::ConsoleReporter {
 public:
  Reporter() : ConsoleReporter(OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const auto& run : runs) {
      const auto rate = run.counters.find("items_per_second");
      if (run.aggregate_name == "median" && rate != run.counters.end()) {
        const auto name = run.benchmark_name();
        rates_[name.substr(0, name.find("/min_time"))] = rate->second.value;
      }
    }
  }

  void Finalize() override {
    for (const auto* set : {"avx512", "avx2", "portable"})
      ratio(fmt::format("machine/{}", set), "scalar");
    ratio("machine/avx512", "scalar/libm");
    ratio("vectorised", "scalar");
    ratio("vectorised", "machine/avx512");
  }

 private:
  void ratio(const std::string& above, const std::string& below) {
    if (rates_[above] > 0 && rates_[below] > 0) {
      fmt::print("{:<16} / {:<16} {:6.2f}\n", above, below, rates_[above] / rates_[below]);
    }
  }

  std::map<std::string, double> rates_;
};

void add_benchmarks() {
  const auto add = [](const std::string& name, auto&&... body) {
    benchmark::RegisterBenchmark(name.c_str(), body...)
        ->Unit(benchmark::kMillisecond)
        ->MinTime(0.2);
  };
  add("scalar", scalar);
  add("scalar/libm", scalar_libm);
  if (has_vectors()) add("vectorised", vectorised);
  for (const auto& set : engine::instruction_sets()) {
    if (!set.is_available()) continue;
    add(fmt::format("machine/{}", set.name), machine, set.name, 0);
    for (const int lanes : engine::kLaneChoices) {
      add(fmt::format("machine/{}/{} lanes", set.name, lanes), machine, set.name, lanes);
    }
  }
}

}  // namespace

int run_benchmarks(int count, char** arguments) {
  // medians of interleaved repetitions, unless the command line says otherwise
  std::vector<std::string> texts{arguments[0], "--benchmark_repetitions=7",
                                 "--benchmark_enable_random_interleaving=true",
                                 "--benchmark_display_aggregates_only=true"};
  texts.insert(texts.end(), arguments + 1, arguments + count);
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  auto size = static_cast<int>(pointers.size());
  benchmark::Initialize(&size, pointers.data());
  const auto& model = subject().model;
  fmt::print("{} equations, {} of them stocks, {} inputs; {} steps, {} members\n", model.equations,
             model.stocks, model.samplers.size(), kSteps, kMembers);
  const auto& program = subject().program;
  fmt::print("program: {} instructions a step, {} once a member; {} slots; {} lanes\n",
             program.dynamic.size(), program.fixed.size(), program.slot_count,
             engine::suitable_lanes(program));
  check_agreement();
  add_benchmarks();
  Reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}

}  // namespace holon::bench

int main(int count, char** arguments) { return holon::bench::run_benchmarks(count, arguments); }
