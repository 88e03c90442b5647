// SPDX-License-Identifier: Apache-2.0
#include "engine/lowering.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/graph.h"

namespace holon::engine {
namespace {

constexpr std::size_t kBefore = std::numeric_limits<std::size_t>::max();

/// Beyond these a reciprocal is not used. See kernel_body.h.
constexpr double kLargestDivisor = 0x1p500;

// dividing by it is multiplying by its reciprocal, both exact but for the one rounding
bool is_power_of_two(double value) {
  int exponent = 0;
  return std::abs(std::frexp(value, &exponent)) == 0.5;
}

bool is_usual(double value) {
  return std::abs(value) <= kLargestDivisor && std::abs(value) >= 1 / kLargestDivisor;
}

std::optional<OpCode> choice_by(OpCode comparison) {
  switch (comparison) {
    case OpCode::less:
      return OpCode::select_less;
    case OpCode::less_equal:
      return OpCode::select_less_equal;
    case OpCode::equal:
      return OpCode::select_equal;
    default:
      return std::nullopt;
  }
}

/// What becomes of `first` when only `second` reads it, on its left or on its right.
std::optional<OpCode> pair_of(OpCode first, OpCode second, bool on_left) {
  const auto base = first == OpCode::add        ? OpCode::add_add
                    : first == OpCode::subtract ? OpCode::subtract_add
                    : first == OpCode::multiply ? OpCode::multiply_add
                                                : OpCode::of_many;
  if (base == OpCode::of_many) return std::nullopt;
  const auto after = [&](int places) {
    return static_cast<OpCode>(static_cast<int>(base) + places);
  };
  switch (second) {
    case OpCode::add:
      return after(0);
    case OpCode::subtract:
      return after(on_left ? 1 : 2);
    case OpCode::multiply:
      return after(3);
    default:
      return std::nullopt;
  }
}

int reads_of(OpCode op) {
  if (op <= OpCode::of_many) return op >= OpCode::noise_uniform ? 2 : argument_count(op);
  if (op <= OpCode::select_equal) return 4;
  return op == OpCode::reciprocal ? 1 : 3;
}

/// Calls `visit` with every slot that an instruction reads.
template <class Visit>
void for_each_read(const Program& program, const Instruction& i, const Visit& visit) {
  if (i.op == OpCode::of_many) {
    for (const auto slot : program.calls[i.c].arguments) visit(slot);
    return;
  }
  const int arguments = reads_of(i.op);
  if (arguments > 0) visit(i.a);
  if (arguments > 1) visit(i.b);
  if (arguments > 2) visit(i.c);
  if (arguments > 3) visit(i.d);
}

class Lowering {
 public:
  explicit Lowering(const Program& program) : out_(program), is_fixed_(program.slot_count) {
    for (const auto& constant : program.constants) constants_[constant.slot] = constant.value;
    for (const auto& draw : program.draws) is_fixed_[draw.slot] = true;
    for (const auto& i : program.fixed) is_fixed_[i.target] = true;
  }

  Program run() {
    join_choices(out_.dynamic);
    take_reciprocals(out_.dynamic);
    join_pairs(out_.dynamic);
    return std::move(out_);
  }

 private:
  // --- two instructions that become one -------------------------------------------------------

  // An instruction whose only reader may swallow it, if the numbers it reads still stand there.
  template <class Swallow>
  void join(std::vector<Instruction>& segment, const Swallow& swallow) const {
    const auto readers = readers_of(segment);
    std::vector<std::size_t> writer(out_.slot_count, kBefore);
    std::vector<bool> joined(segment.size());
    for (std::size_t n = 0; n < segment.size(); ++n) {
      auto& i = segment[n];
      const auto single = [&](Slot slot) -> const Instruction* {
        const auto at = writer[slot];
        const bool fits =
            at != kBefore && readers[at] == 1 && !joined[at] && may_move(segment[at], writer, at);
        return fits ? &segment[at] : nullptr;
      };
      if (const auto swallowed = swallow(i, single)) joined[writer[*swallowed]] = true;
      writer[i.target] = n;
    }
    std::vector<Instruction> kept;
    for (std::size_t n = 0; n < segment.size(); ++n) {
      if (!joined[n]) kept.push_back(segment[n]);
    }
    segment = std::move(kept);
  }

  void join_choices(std::vector<Instruction>& segment) const {
    join(segment, [](Instruction& i, const auto& single) -> std::optional<Slot> {
      if (i.op != OpCode::select) return std::nullopt;
      const auto* test = single(i.a);
      const auto op = test != nullptr ? choice_by(test->op) : std::nullopt;
      if (!op) return std::nullopt;
      const Slot swallowed = i.a;
      i = {*op, i.target, test->a, test->b, i.b, i.c};
      return swallowed;
    });
  }

  void join_pairs(std::vector<Instruction>& segment) const {
    join(segment, [](Instruction& i, const auto& single) -> std::optional<Slot> {
      if (!pair_of(OpCode::add, i.op, true)) return std::nullopt;
      for (const bool on_left : {true, false}) {
        const Slot swallowed = on_left ? i.a : i.b;
        const auto* first = single(swallowed);
        const auto op = first != nullptr ? pair_of(first->op, i.op, on_left) : std::nullopt;
        if (!op) continue;
        i = {*op, i.target, first->a, first->b, on_left ? i.b : i.a};
        return swallowed;
      }
      return std::nullopt;
    });
  }

  // how many instructions, or things outside the segment, read what each one writes
  [[nodiscard]] std::vector<std::size_t> readers_of(const std::vector<Instruction>& segment) const {
    const auto outside = read_outside(segment);
    std::vector<std::size_t> writer(out_.slot_count, kBefore);
    std::vector<std::size_t> out(segment.size());
    for (std::size_t n = 0; n < segment.size(); ++n) {
      for_each_read(out_, segment[n], [&](Slot slot) {
        if (writer[slot] != kBefore) ++out[writer[slot]];
      });
      writer[segment[n].target] = n;
    }
    for (Slot slot = 0; slot < out_.slot_count; ++slot) {
      if (outside[slot] && writer[slot] != kBefore) ++out[writer[slot]];
    }
    return out;
  }

  // whether the numbers it reads are still where they were before instruction `at`, which may have
  // taken the place of one of them and goes
  static bool may_move(const Instruction& first, const std::vector<std::size_t>& writer,
                       std::size_t at) {
    const auto stands = [&](Slot slot) { return writer[slot] == kBefore || writer[slot] <= at; };
    return reads_of(first.op) == 2 && stands(first.a) && stands(first.b);
  }

  // slots that something beside this segment's instructions reads
  [[nodiscard]] std::vector<bool> read_outside(const std::vector<Instruction>& segment) const {
    std::vector<bool> out(out_.slot_count);
    for (const auto* other :
         {&out_.fixed, &out_.dynamic, &out_.advance, &out_.slopes, &out_.final}) {
      if (other == &segment) continue;
      for (const auto& i : *other) for_each_read(out_, i, [&](Slot slot) { out[slot] = true; });
    }
    for (const auto& s : out_.stocks) out[s.value] = out[s.initial] = out[s.rate] = true;
    for (const auto& d : out_.delays)
      out[d.value] = out[d.initial] = out[d.input] = out[d.time] = true;
    for (const auto& h : out_.held) out[h.value] = out[h.initial] = out[h.input] = true;
    for (const auto& slope : out_.slope_slots) out[slope.slot] = true;
    for (const auto& output : out_.outputs) out[output.slot] = true;
    return out;
  }

  // --- reciprocals ----------------------------------------------------------------------------

  /// A divisor: its slot, and the instruction that wrote it there.
  using Divisor = std::pair<Slot, std::size_t>;

  void take_reciprocals(std::vector<Instruction>& segment) {
    const auto divisors = divisors_of(segment);
    std::map<Divisor, std::size_t> uses;
    for (const auto& divisor : divisors) ++uses[divisor];
    std::vector<Instruction> out;
    std::size_t division = 0;
    for (auto i : segment) {
      if (i.op == OpCode::divide) {
        const auto& divisor = divisors[division++];
        rewrite(i, divisor, uses[divisor], out);
      }
      out.push_back(i);
    }
    segment = std::move(out);
  }

  // of every division, in their order
  [[nodiscard]] std::vector<Divisor> divisors_of(const std::vector<Instruction>& segment) const {
    std::vector<Divisor> out;
    std::vector<std::size_t> writer(out_.slot_count, kBefore);
    for (std::size_t n = 0; n < segment.size(); ++n) {
      const auto& i = segment[n];
      if (i.op == OpCode::divide) out.emplace_back(i.b, writer[i.b]);
      writer[i.target] = n;
    }
    return out;
  }

  void rewrite(Instruction& i, const Divisor& divisor, std::size_t uses,
               std::vector<Instruction>& before) {
    const bool stands = divisor.second == kBefore;
    const auto constant = constants_.find(divisor.first);
    if (stands && constant != constants_.end()) {
      const double value = constant->second;
      if (!is_usual(value)) return;
      const bool is_exact = is_power_of_two(value);
      const auto slot = reciprocal_slot(
          divisor, [&](Slot fresh) { out_.constants.push_back({fresh, 1 / value}); });
      i = is_exact ? Instruction{OpCode::multiply, i.target, i.a, slot, i.a}
                   : Instruction{OpCode::divide_known, i.target, i.a, i.b, slot};
      return;
    }
    const bool is_fixed = stands && is_fixed_[divisor.first];
    if (!is_fixed && uses < 2) return;
    auto& place = is_fixed ? out_.fixed : before;
    i.c = reciprocal_slot(divisor, [&](Slot fresh) {
      place.push_back({OpCode::reciprocal, fresh, divisor.first, divisor.first, divisor.first});
    });
    i.op = OpCode::divide_known;
  }

  template <class Make>
  Slot reciprocal_slot(const Divisor& divisor, const Make& make) {
    const auto [found, is_new] = reciprocals_.try_emplace(divisor, out_.slot_count);
    if (is_new) make(out_.slot_count++);
    return found->second;
  }

  Program out_;
  std::vector<bool> is_fixed_;  // [slot]: written once a member at most
  std::unordered_map<Slot, double> constants_;
  std::map<Divisor, Slot> reciprocals_;
};

}  // namespace

Program lowered(const Program& program) { return Lowering(program).run(); }

}  // namespace holon::engine
