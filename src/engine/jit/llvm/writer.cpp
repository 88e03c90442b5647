// SPDX-License-Identifier: Apache-2.0
#include "engine/jit/llvm/writer.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>

#include <llvm/IR/Module.h>

#include "engine/jit/llvm/lanes.h"
#include "engine/jit/llvm/lookup.h"
#include "engine/jit/llvm/operation.h"

namespace holon::engine::jit {
namespace {

using Segments = const std::vector<Instruction>* [kSegments];

constexpr const char* kNames[kSegments] = {"fixed", "dynamic", "advance", "final"};

template <class Function>
void for_each_argument(const Program& program, const Instruction& i, Function&& f) {
  if (i.op == OpCode::of_many) {
    for (const auto slot : program.calls[i.c].arguments) f(slot);
    return;
  }
  f(i.a);
  if (i.op >= OpCode::add) f(i.b);
  if (i.op >= OpCode::select && i.op < OpCode::noise_uniform) f(i.c);
}

/// One function at work: where the numbers of slots are at the moment.
class Body {
 public:
  Body(const JitRequest& request, llvm::Function& function, std::deque<Instruction>& by_lane)
      : request_(request),
        program_(*request.program),
        by_lane_(by_lane),
        build_(llvm::BasicBlock::Create(function.getContext(), "entry", &function)),
        lanes_(build_, request.lanes, request.vector),
        slots_(function.getArg(0)),
        context_(function.getArg(1)),
        now_(program_.slot_count) {
    for (const auto& constant : program_.constants)
      now_[constant.slot] = lanes_.every(constant.value);
  }

  [[nodiscard]] llvm::IRBuilder<>& build() { return build_; }
  [[nodiscard]] Lanes& lanes() { return lanes_; }

  llvm::Value* get(Slot slot) { return now_[slot] != nullptr ? now_[slot] : load(slots_, slot); }
  void set(Slot slot, llvm::Value* value) { now_[slot] = value; }

  llvm::Value* load(llvm::Value* rows, std::size_t row) {
    return build_.CreateAlignedLoad(lanes_.numbers(), place(rows, row), alignment());
  }
  void store(llvm::Value* rows, std::size_t row, llvm::Value* value) {
    build_.CreateAlignedStore(value, place(rows, row), alignment());
  }
  void put_back(Slot slot) {
    if (now_[slot] != nullptr) store(slots_, slot, now_[slot]);
  }

  void write(const Instruction& i) {
    llvm::Value* out = nullptr;
    if (i.op == OpCode::lookup)
      out = write_lookup(lanes_, (*program_.lookups)[i.c], get(i.a));
    else if (has_vector_form(i.op))
      out = write_operation(lanes_, i.op, get(i.a), i.op >= OpCode::add ? get(i.b) : nullptr,
                            i.op >= OpCode::select ? get(i.c) : nullptr);
    set(i.target, out != nullptr ? out : called(i));
  }

  /// Where all numbers are.
  using State = std::vector<llvm::Value*>;
  [[nodiscard]] State state() const { return now_; }
  void restore(State state) { now_ = std::move(state); }

  void write_step(llvm::Value* step) {
    auto* at = build_.CreateConstInBoundsGEP1_64(build_.getInt8Ty(), context_,
                                                 offsetof(KernelContext, step));
    build_.CreateStore(step, at);
  }

 private:
  // by the engine's own function, through the slots
  llvm::Value* called(const Instruction& i) {
    for_each_argument(program_, i, [&](Slot slot) { put_back(slot); });
    auto* address = build_.CreateIntToPtr(
        build_.getInt64(reinterpret_cast<std::uint64_t>(request_.run_by_lane)), build_.getPtrTy());
    auto* instruction = build_.CreateIntToPtr(
        build_.getInt64(reinterpret_cast<std::uint64_t>(&by_lane_.emplace_back(i))),
        build_.getPtrTy());
    auto* type = llvm::FunctionType::get(
        build_.getVoidTy(),
        {build_.getPtrTy(), build_.getPtrTy(), build_.getInt32Ty(), build_.getPtrTy()}, false);
    build_.CreateCall(type, address,
                      {instruction, slots_,
                       build_.getInt32(static_cast<std::uint32_t>(request_.lanes)), context_});
    return load(slots_, i.target);
  }

  llvm::Value* place(llvm::Value* rows, std::size_t row) {
    const auto at = row * static_cast<std::size_t>(request_.lanes);
    return build_.CreateConstInBoundsGEP1_64(build_.getDoubleTy(), rows, at);
  }

  [[nodiscard]] llvm::Align alignment() const {
    const auto bytes = sizeof(double) * static_cast<std::size_t>(request_.lanes);
    return llvm::Align(std::min(bytes, kAlignment));
  }

  const JitRequest& request_;
  const Program& program_;
  std::deque<Instruction>& by_lane_;
  llvm::IRBuilder<> build_;
  Lanes lanes_;
  llvm::Value* slots_;
  llvm::Value* context_;
  State now_;  // by slot; null: in memory
};

class ProgramWriter {
 public:
  ProgramWriter(llvm::Module& module, const JitRequest& request, std::deque<Instruction>& by_lane)
      : module_(module), request_(request), program_(*request.program), by_lane_(by_lane) {
    find_kept();
  }

  Written write() {
    Written out;
    const bool together = can_run_whole();
    for (int n = 0; n < kSegments; ++n) {
      // the whole has all but what comes before it
      if (n == kFixed || !together) write_parts(static_cast<Segment>(n), out.segments[n]);
    }
    if (together) write_whole(out.whole = "whole");
    return out;
  }

 private:
  [[nodiscard]] const std::vector<Instruction>& instructions_of(Segment segment) const {
    const Segments all{&program_.fixed, &program_.dynamic, &program_.advance, &program_.final};
    return *all[segment];
  }

  [[nodiscard]] bool can_run_whole() const {
    return program_.time.method == model::Method::euler && program_.delays.empty() &&
           program_.dynamic.size() + program_.final.size() + program_.advance.size() <=
               request_.most_together;
  }

  // the slots that something beside the instructions of its own segment reads
  void find_kept() {
    kept_.assign(program_.slot_count, false);
    for (const auto& s : program_.stocks) kept_[s.value] = kept_[s.initial] = kept_[s.rate] = true;
    for (const auto& d : program_.delays)
      kept_[d.value] = kept_[d.initial] = kept_[d.input] = kept_[d.time] = true;
    for (const auto& h : program_.held) kept_[h.value] = kept_[h.initial] = kept_[h.input] = true;
    for (const auto& o : program_.outputs) kept_[o.slot] = true;
    for (int n = 0; n < kSegments; ++n) {
      std::vector<bool> written(program_.slot_count);
      for (const auto& i : instructions_of(static_cast<Segment>(n))) {
        for_each_argument(program_, i, [&](Slot slot) {
          if (!written[slot]) kept_[slot] = true;
        });
        written[i.target] = true;
      }
    }
  }

  llvm::Function& new_function(const std::string& name, std::size_t pointers) {
    auto& context = module_.getContext();
    const std::vector<llvm::Type*> types(pointers, llvm::PointerType::getUnqual(context));
    auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context), types, false);
    auto* out = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, name, module_);
    const auto bits = std::to_string(64 * request_.vector);
    out->addFnAttr("prefer-vector-width", bits);
    out->addFnAttr("min-legal-vector-width", bits);
    out->setDoesNotThrow();
    return *out;
  }

  void write_parts(Segment segment, std::vector<std::string>& names) {
    const auto& all = instructions_of(segment);
    const auto count = (all.size() + request_.part - 1) / request_.part;
    // backwards: what is read later has to be stored
    std::vector<std::vector<bool>> live(count);
    auto now = kept_;
    for (std::size_t part = count; part-- > 0;) {
      live[part] = now;
      for (std::size_t n = end_of(all, part); n-- > part * request_.part;) {
        now[all[n].target] = kept_[all[n].target];
        for_each_argument(program_, all[n], [&](Slot slot) { now[slot] = true; });
      }
    }
    for (std::size_t part = 0; part < count; ++part) {
      names.push_back(kNames[segment] + std::to_string(part));
      write_part(names.back(), {all.data() + part * request_.part, all.data() + end_of(all, part)},
                 live[part]);
    }
  }

  [[nodiscard]] std::size_t end_of(const std::vector<Instruction>& all, std::size_t part) const {
    return std::min(all.size(), (part + 1) * request_.part);
  }

  void write_part(const std::string& name, std::span<const Instruction> instructions,
                  const std::vector<bool>& live) {
    Body body(request_, new_function(name, 2), by_lane_);
    std::set<Slot> changed;
    for (const auto& i : instructions) {
      body.write(i);
      changed.insert(i.target);
    }
    for (const auto slot : changed) {
      if (live[slot]) body.put_back(slot);
    }
    body.build().CreateRetVoid();
  }

  /// The moving values of a run: those that a step gives to the next.
  [[nodiscard]] std::vector<Slot> moving() const {
    std::vector<Slot> out;
    for (const auto& s : program_.stocks) out.push_back(s.value);
    for (const auto& h : program_.held) out.push_back(h.value);
    return out;
  }

  void write_whole(const std::string& name) {
    auto& function = new_function(name, 4);
    function.addParamAttr(0, llvm::Attribute::NoAlias);
    function.addParamAttr(3, llvm::Attribute::NoAlias);
    Body body(request_, function, by_lane_);
    auto& build = body.build();
    auto& context = module_.getContext();
    auto* entry = build.GetInsertBlock();
    auto* loop = llvm::BasicBlock::Create(context, "step", &function);
    auto* go_on = llvm::BasicBlock::Create(context, "go on", &function);
    auto* end = llvm::BasicBlock::Create(context, "end", &function);

    std::vector<llvm::Value*> initial;
    for (const auto slot : moving()) initial.push_back(body.get(slot));
    build.CreateBr(loop);

    build.SetInsertPoint(loop);
    auto* step = build.CreatePHI(build.getInt32Ty(), 2, "step");
    step->addIncoming(build.getInt32(0), entry);
    std::vector<llvm::PHINode*> values;
    for (const auto slot : moving()) {
      values.push_back(build.CreatePHI(body.lanes().numbers(), 2));
      values.back()->addIncoming(initial[values.size() - 1], entry);
      body.set(slot, values.back());
    }
    if (!program_.noises.empty()) body.write_step(step);
    load_time(body, step, function.getArg(2));
    for (const auto& i : program_.dynamic) body.write(i);
    auto* is_end = build.CreateICmpEQ(step, build.getInt32(program_.time.steps));
    build.CreateCondBr(is_end, end, go_on);

    build.SetInsertPoint(end);
    write_end(body, function.getArg(3));

    build.SetInsertPoint(go_on);
    observe(body, step, function);
    for (const auto& i : program_.advance) body.write(i);
    step->addIncoming(build.CreateAdd(step, build.getInt32(1)), build.GetInsertBlock());
    for (std::size_t n = 0; n < values.size(); ++n)
      values[n]->addIncoming(body.get(moving()[n]), build.GetInsertBlock());
    build.CreateBr(loop);
  }

  void load_time(Body& body, llvm::Value* step, llvm::Value* table) {
    auto& build = body.build();
    auto* number = build.getDoubleTy();
    auto* row = build.CreateMul(build.CreateZExt(step, build.getInt64Ty()),
                                build.getInt64(program_.time_rows));
    auto* begin = build.CreateInBoundsGEP(number, table, row);
    for (const auto& entry : program_.time_slots) {
      auto* at = build.CreateConstInBoundsGEP1_64(number, begin, entry.row);
      body.set(entry.slot, body.lanes().every(build.CreateLoad(number, at)));
    }
  }

  // the columns of `columns_of`: for each output, its entries
  [[nodiscard]] std::size_t first_column(std::size_t output) const {
    std::size_t out = 0;
    for (std::size_t i = 0; i < output; ++i) {
      const auto& o = program_.outputs[i];
      out += o.series ? (program_.time.steps + o.every - 1) / o.every : 1;
    }
    return out;
  }

  void observe(Body& body, llvm::Value* step, llvm::Function& function) {
    std::map<std::uint32_t, std::vector<std::size_t>> by_interval;
    for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
      if (program_.outputs[i].series) by_interval[program_.outputs[i].every].push_back(i);
    }
    auto& build = body.build();
    for (const auto& [every, outputs] : by_interval) {
      auto* due = llvm::BasicBlock::Create(module_.getContext(), "observe", &function);
      auto* after = llvm::BasicBlock::Create(module_.getContext(), "observed", &function);
      auto* rest = build.CreateURem(step, build.getInt32(every));
      build.CreateCondBr(build.CreateICmpEQ(rest, build.getInt32(0)), due, after);
      build.SetInsertPoint(due);
      auto* entry =
          build.CreateZExt(build.CreateUDiv(step, build.getInt32(every)), build.getInt64Ty());
      auto* offset =
          build.CreateMul(entry, build.getInt64(static_cast<std::uint64_t>(request_.lanes)));
      auto* rows = build.CreateInBoundsGEP(build.getDoubleTy(), function.getArg(3), offset);
      for (const auto i : outputs)
        body.store(rows, first_column(i), body.get(program_.outputs[i].slot));
      build.CreateBr(after);
      build.SetInsertPoint(after);
    }
  }

  void write_end(Body& body, llvm::Value* observed) {
    // what the end computes is not there in the loop
    Body::State before = body.state();
    for (const auto& i : program_.final) body.write(i);
    for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
      const auto& output = program_.outputs[i];
      if (!output.series) body.store(observed, first_column(i), body.get(output.slot));
    }
    body.build().CreateRetVoid();
    body.restore(std::move(before));
  }

  llvm::Module& module_;
  const JitRequest& request_;
  const Program& program_;
  std::deque<Instruction>& by_lane_;
  std::vector<bool> kept_;  // by slot
};

}  // namespace

Written write_program(llvm::Module& module, const JitRequest& request,
                      std::deque<Instruction>& by_lane) {
  return ProgramWriter(module, request, by_lane).write();
}

}  // namespace holon::engine::jit
