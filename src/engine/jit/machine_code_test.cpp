// SPDX-License-Identifier: Apache-2.0
//
// Machine code gives the batch machine's bits. Random models go through it in engine_test.cpp.
#include "engine/jit/machine_code.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "engine/block.h"
#include "engine/jit/jit_test.h"
#include "engine/run.h"
#include "model/draft_test.h"

namespace holon::engine {
namespace {

using model::DraftText;
using model::Method;
using model::TableKind;

model::Model model_of(DraftText& draft) {
  auto out = draft.finish_without_units();
  if (!out) FAIL(base::render(out.error().front(), false));
  return *out;
}

std::vector<Output> everything_of(const model::Model& model) {
  std::vector<Output> out;
  for (model::VariableId id = 0; id < model.variables.size(); ++id) {
    out.push_back({"end", model::variable(id), false, 1});
    out.push_back({"path", model::variable(id), true, 1 + static_cast<std::uint32_t>(id) % 3});
  }
  return out;
}

// every value of every member, in the order of columns
std::vector<double> values_of(const Program& program, const Plan& plan) {
  const auto columns = columns_of(program).size();
  std::vector<double> out(columns * plan.samples);
  GroupRange range;
  range.group_size = 64;
  range.end_batch = (plan.samples + range.group_size - 1) / range.group_size;
  const auto sink = [&](const Group& group) {
    for (std::size_t c = 0; c < columns; ++c) {
      for (std::size_t m = 0; m < group.count; ++m)
        out[c * plan.samples + group.first_member + m] = group[c][m];
    }
  };
  run_groups(program, plan, range, [&] { return GroupSink(sink); }, nullptr);
  return out;
}

bool same_bits(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b && std::signbit(a) == std::signbit(b);
}

void check_same(const std::vector<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  const auto [wrong, right] =
      std::mismatch(found.begin(), found.end(), expected.begin(), same_bits);
  if (wrong == found.end()) return;
  CAPTURE(wrong - found.begin());
  FAIL_CHECK(*wrong << " instead of " << *right);
}

// machine code against the batch machine: instruction sets, members, threads
void check_model(const model::Model& model) {
  if (!jit::is_here()) return;
  for (const std::string_view set : {"avx512", "avx2"}) {
    const auto sets = instruction_sets();
    const bool available = std::any_of(sets.begin(), sets.end(), [&](const InstructionSet& s) {
      return s.name == set && s.is_available();
    });
    if (!available) continue;
    const auto program = compile(model, everything_of(model));
    for (const std::uint64_t samples : {1U, 5U, 13U, 150U}) {
      Plan plan;
      plan.samples = samples;
      plan.instruction_set = set;
      plan.backend = Backend::machine;
      const auto expected = values_of(program, plan);
      plan.backend = Backend::jit;
      for (const std::size_t threads : {1U, 2U}) {
        plan.threads = threads;
        check_same(values_of(program, plan), expected);
      }
    }
  }
}

/// A table as an equation calls it.
model::Expr looked_up(TableKind kind, std::vector<double> x, std::vector<double> y,
                      const model::Expr& at) {
  auto table = std::make_shared<model::Table>();
  table->kind = kind;
  table->x = std::move(x);
  table->y = std::move(y);
  auto out = std::make_shared<model::Expression>();
  out->op = model::Op::lookup;
  out->arguments = {at};
  out->table = std::move(table);
  return out;
}

std::vector<double> grid(double first, double gap, std::size_t count) {
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(first + gap * static_cast<double>(i));
  return out;
}

std::vector<double> wave(std::size_t count) {
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(std::sin(static_cast<double>(i) + 0.5) * 7);
  return out;
}

// adds a variable with an equation of our own
void add(model::Model& model, const std::string& name, model::Expr equation) {
  model::Variable out;
  out.role = model::Role::auxiliary;
  out.name = name;
  out.equation = std::move(equation);
  model.variables.push_back(std::move(out));
}

}  // namespace

TEST_CASE("tables on even and uneven grids give the same bits in machine code") {
  DraftText draft;
  // sweeps over all points from below the first to above the last, most of them hit exactly
  draft.time(1, 60)
      .input("at random", "-1 .. 12")
      .stock("sweep", "-1", "0.25 / 1 [s]")
      .auxiliary("tenth", "sweep * 0.1")
      .auxiliary("none", "ln(sweep - 100)");
  auto model = model_of(draft);
  std::size_t n = 0;
  for (const auto kind : {TableKind::linear, TableKind::extrapolate, TableKind::hold,
                          TableKind::next, TableKind::area}) {
    for (const std::size_t count : {1U, 2U, 5U, 8U, 9U, 11U, 26U, 33U, 70U}) {
      auto uneven = grid(0, 1, count);
      for (std::size_t i = 1; i < count; i += 2) uneven[i] += 0.3;
      const std::vector<std::vector<double>> grids{grid(0, 1, count), grid(0, 0.1, count),
                                                   grid(-0.7, 0.1, count), uneven};
      for (const auto& x : grids) {
        for (const char* name : {"sweep", "tenth", "at random", "none"}) {
          const auto at = model::variable(model.find(name));
          add(model, "look-up " + std::to_string(n++), looked_up(kind, x, wave(count), at));
        }
      }
    }
  }
  const auto minus_zero = looked_up(TableKind::linear, {0, 1, 2}, {-0.0, 1, -0.0},
                                    model::variable(model.find("sweep")));
  add(model, "minus zero", minus_zero);
  check_model(model);
}

TEST_CASE("every operation gives the same bits in machine code") {
  DraftText draft;
  draft.time(0.5, 9)
      .input("a", "-3 .. 3")
      .input("b", "0 .. 2")
      .stock("moved", "a", "(b - moved / 4) / 1 [s]")
      .auxiliary("sums", "moved + a * b - moved / b")
      .auxiliary("powers", "abs(moved) ^ b + exp(-abs(a)) + ln(b) + sqrt(b)")
      .auxiliary("waves", "sin(moved) + cos(a) + tan(moved) + arctan(moved)")
      .auxiliary("whole", "int(moved) + round(a * 3) + moved mod 0.3")
      .auxiliary("chosen", "if moved > a and not (b > 1) then min(moved, b) else max(a, 0.1)")
      .auxiliary("noise", "random normal(moved, 1) + random uniform(0, b)");
  check_model(model_of(draft));
}

TEST_CASE("states of every kind and each method of equal steps give the same bits") {
  for (const auto method : {Method::euler, Method::rk2, Method::rk4}) {
    DraftText draft;
    draft.time(0.25, 20, method)
        .input("rate", "0.1 .. 0.5")
        .stock("grown", "1", "(rate * grown - lost) / 1 [s]")
        .auxiliary("lost", "delay fixed(grown * 0.1, 1 [s], 0)")
        .held("kept", "2", "kept + grown")
        .stock("filled", "0", "(smooth(grown, 2 [s]) + kept + time / 1 [s]) / 1 [s]");
    check_model(model_of(draft));
  }
}

TEST_CASE("a program cut into small functions gives the same bits") {
  const auto* functions = jit::open_library({});
  if (!jit::is_here() || best_instruction_set().name == "portable") return;
  DraftText draft;
  draft.time(0.25, 20)
      .input("rate", "0.1 .. 0.5")
      .stock("grown", "1", "(rate * grown - lost) / 1 [s]")
      .auxiliary("lost", "grown ^ 2 * rate / (grown + 10)")
      .held("kept", "2", "kept + lost * grown")
      .auxiliary("seen", "kept + lost * exp(rate) - grown");
  const auto model = model_of(draft);
  const auto program = compile(model, everything_of(model));
  const int vector = jit::vector_of(best_instruction_set().name);
  std::vector<double> expected(columns_of(program).size() * 8);
  const auto note_in = [&](std::vector<double>& out) {
    return [&](std::size_t output, std::uint32_t entry, const double* lanes) {
      std::size_t column = entry;
      for (std::size_t i = 0; i < output; ++i) column += entries_of(program, i);
      std::copy_n(lanes, 8, out.begin() + static_cast<std::ptrdiff_t>(column * 8));
    };
  };
  Block(program, best_instruction_set(), 8, 1).run(0, note_in(expected));
  for (const std::size_t together : {1U, 2U, 5U, 1000U}) {
    const auto code = jit::compiled(*functions, program, 8, vector, together, together);
    REQUIRE(code);
    CHECK((code->whole() != nullptr) == (together == 1000));
    std::vector<double> found(expected.size());
    Block(program, code, 1).run(0, note_in(found));
    check_same(found, expected);
  }
}

TEST_CASE("without the library the batch machine gives the same values") {
  DraftText draft;
  draft.time(1, 5).input("rate", "0.1 .. 0.3 1/s").stock("grown", "1", "rate * grown");
  const auto model = model_of(draft);
  const auto program = compile(model, everything_of(model));
  Plan plan;
  plan.samples = 20;
  plan.backend = Backend::machine;
  const auto expected = values_of(program, plan);
  plan.backend = Backend::jit;
  plan.jit_library = "/nowhere/libholon_jit.so";
  CHECK(jit::open_library(plan.jit_library) == nullptr);
  check_same(values_of(program, plan), expected);
}

TEST_CASE("short jobs are not compiled, long ones are") {
  DraftText draft;
  draft.time(1, 5).input("rate", "0.1 .. 0.3 1/s").stock("grown", "1", "rate * grown");
  const auto model = model_of(draft);
  const auto program = compile(model, everything_of(model));
  jit::Job job{1000, 1000, 1, best_instruction_set().name, Backend::automatic, {}};
  CHECK(program.code->code_for(program, job) == nullptr);
  job.members = 1'000'000'000'000;
  const bool has_code = program.code->code_for(program, job) != nullptr;
  CHECK(has_code ==
        (jit::open_library({}) != nullptr && jit::vector_of(best_instruction_set().name) > 0));
}

}  // namespace holon::engine
