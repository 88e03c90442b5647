// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "engine/arithmetic.h"
#include "engine/jit/machine_code.h"
#include "engine/of_many.h"

namespace holon::engine {
namespace {

constexpr Slot kNoSlot = std::numeric_limits<Slot>::max();
constexpr std::uint32_t kForEver = std::numeric_limits<std::uint32_t>::max();

/// The segment in which a node is computed.
enum class Place : std::uint8_t { nowhere, fixed, dynamic, slopes, final };

bool is_leaf(OpCode op) { return op < OpCode::copy; }

class Scheduler {
 public:
  Scheduler(const Graph& graph, Draft draft, const model::TimeAxis& time)
      : graph_(graph),
        draft_(std::move(draft)),
        used_(graph.size()),
        place_(graph.size(), Place::nowhere),
        last_use_(graph.size(), 0),
        slot_(graph.size(), kNoSlot) {
    out_.time = time;
  }

  Program run() {
    find_used();
    place_nodes();
    find_last_uses();
    give_slots();
    write_states();
    write_time_table();
    out_.code = std::make_shared<jit::CodeCache>();
    return std::move(out_);
  }

 private:
  void mark(NodeId root, std::vector<bool>& marked) {
    open_.assign(1, root);
    while (!open_.empty()) {
      const auto id = open_.back();
      open_.pop_back();
      if (marked[id]) continue;
      marked[id] = true;
      graph_.for_each_argument(graph_[id], [&](NodeId argument) { open_.push_back(argument); });
    }
  }

  void find_used() {
    for (const auto& output : draft_.outputs) mark(output.node, used_);
    for (const auto& stock : draft_.stocks) {
      for (const auto id : {stock.value, stock.initial, stock.rate}) mark(id, used_);
    }
    for (const auto& delay : draft_.delays) {
      for (const auto id : {delay.value, delay.initial, delay.input, delay.time}) mark(id, used_);
    }
    for (const auto& held : draft_.held) {
      for (const auto id : {held.value, held.initial, held.input}) mark(id, used_);
    }
    for (const auto& slope : draft_.slopes) mark(slope.node, used_);
  }

  // what moves is needed at every stage if a state or a series hangs on it, else only where slopes
  // are wanted or at the end
  void place_nodes() {
    std::vector<bool> every_stage(graph_.size());
    for (const auto& stock : draft_.stocks) mark(stock.rate, every_stage);
    for (const auto& delay : draft_.delays) mark(delay.input, every_stage);
    for (const auto& held : draft_.held) mark(held.input, every_stage);
    for (const auto& output : draft_.outputs) {
      if (output.series) mark(output.node, every_stage);
    }
    std::vector<bool> in_slopes(graph_.size());
    for (const auto& slope : draft_.slopes) mark(slope.node, in_slopes);
    if (!draft_.slopes.empty()) share_with_end(in_slopes, every_stage);
    for (NodeId id = 0; id < graph_.size(); ++id) {
      if (!used_[id] || is_leaf(graph_[id].op)) continue;
      if (graph_[id].rate == Rate::fixed) place_[id] = Place::fixed;
      if (graph_[id].rate == Rate::dynamic)
        place_[id] = every_stage[id] ? Place::dynamic
                     : in_slopes[id] ? Place::slopes
                                     : Place::final;
    }
  }

  // what both slopes and the end need is there at every stage
  void share_with_end(const std::vector<bool>& in_slopes, std::vector<bool>& every_stage) {
    std::vector<bool> at_end(graph_.size());
    for (const auto& output : draft_.outputs) mark(output.node, at_end);
    for (NodeId id = 0; id < graph_.size(); ++id) {
      if (in_slopes[id] && at_end[id]) every_stage[id] = true;
    }
  }

  // a slot is free again after its last use, unless a later segment or the next step needs it
  void find_last_uses() {
    for (NodeId id = 0; id < graph_.size(); ++id) {
      if (place_[id] == Place::nowhere) continue;
      graph_.for_each_argument(graph_[id], [&](NodeId argument) {
        const bool same_segment = place_[argument] == place_[id];
        last_use_[argument] = same_segment && last_use_[argument] != kForEver ? id : kForEver;
      });
    }
    const auto keep = [&](NodeId id) { last_use_[id] = kForEver; };
    for (const auto& output : draft_.outputs) keep(output.node);
    for (const auto& stock : draft_.stocks) {
      keep(stock.initial);
      keep(stock.rate);
    }
    for (const auto& delay : draft_.delays) {
      keep(delay.initial);
      keep(delay.input);
      keep(delay.time);
    }
    for (const auto& held : draft_.held) {
      keep(held.initial);
      keep(held.input);
    }
    for (const auto& slope : draft_.slopes) keep(slope.node);
  }

  Slot new_slot() {
    if (free_.empty()) return out_.slot_count++;
    const auto slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void give_slots() {
    // values that are there before any segment keep their slots
    const auto read = read_directly();
    for (NodeId id = 0; id < graph_.size(); ++id) {
      if (read[id] && place_[id] == Place::nowhere) give_standing_slot(id);
    }
    write_segment(Place::fixed, out_.fixed);
    write_segment(Place::dynamic, out_.dynamic);
    write_segment(Place::slopes, out_.slopes);
    write_segment(Place::final, out_.final);
  }

  // values that an instruction, a state or an output reads; other time-only values need no slot
  [[nodiscard]] std::vector<bool> read_directly() const {
    std::vector<bool> read(graph_.size());
    for (NodeId id = 0; id < graph_.size(); ++id) {
      if (place_[id] == Place::nowhere) continue;
      graph_.for_each_argument(graph_[id], [&](NodeId argument) { read[argument] = true; });
    }
    for (const auto& output : draft_.outputs) read[output.node] = true;
    for (const auto& s : draft_.stocks) read[s.value] = read[s.initial] = read[s.rate] = true;
    for (const auto& d : draft_.delays)
      read[d.value] = read[d.initial] = read[d.input] = read[d.time] = true;
    for (const auto& h : draft_.held) read[h.value] = read[h.initial] = read[h.input] = true;
    for (const auto& s : draft_.slopes) read[s.node] = true;
    return read;
  }

  void give_standing_slot(NodeId id) {
    const auto& node = graph_[id];
    slot_[id] = out_.slot_count++;
    if (node.rate == Rate::constant) {
      out_.constants.push_back({slot_[id], node.value});
    } else if (node.rate == Rate::time) {
      out_.time_slots.push_back({slot_[id], out_.time_rows++});
      time_nodes_.push_back(id);
    } else if (node.op == OpCode::time) {
      out_.now_slots.push_back(slot_[id]);
    } else if (node.op == OpCode::step_start) {
      out_.step_start_slots.push_back(slot_[id]);
    } else if (node.op == OpCode::draw) {
      const auto& draw = draft_.draws[node.index];
      out_.draws.push_back({slot_[id], draw.input, draw.sampler});
    }
  }

  void write_segment(Place place, std::vector<Instruction>& segment) {
    for (NodeId id = 0; id < graph_.size(); ++id) {
      if (place_[id] != place) continue;
      const auto& node = graph_[id];
      Instruction instruction{node.op, 0, slot_[node.a], slot_[node.b], slot_[node.c]};
      if (node.op == OpCode::lookup || node.op >= OpCode::noise_uniform) instruction.c = node.index;
      if (node.op == OpCode::of_many) instruction.c = call_index(node);
      // the target may take the slot of an argument that ends here: lanes are independent
      graph_.for_each_argument(node, [&](NodeId argument) { release(argument, id); });
      slot_[id] = new_slot();
      instruction.target = slot_[id];
      segment.push_back(instruction);
    }
    // what ended inside a segment may serve the next one
  }

  std::uint32_t call_index(const GraphNode& node) {
    const auto& call = graph_.call_of(node);
    CallSlots out{call.function, {}};
    for (const auto argument : call.arguments) out.arguments.push_back(slot_[argument]);
    out_.calls.push_back(std::move(out));
    return static_cast<std::uint32_t>(out_.calls.size() - 1);
  }

  void release(NodeId argument, NodeId user) {
    if (last_use_[argument] != user || place_[argument] == Place::nowhere) return;
    last_use_[argument] = 0;  // released once, even when it is two arguments at once
    free_.push_back(slot_[argument]);
  }

  void write_states() {
    for (const auto& s : draft_.stocks)
      out_.stocks.push_back({slot_[s.value], slot_[s.initial], slot_[s.rate]});
    if (out_.time.method == model::Method::euler && !out_.stocks.empty()) {
      const auto step = out_.slot_count++;
      out_.constants.push_back({step, out_.time.step});
      for (const auto& s : out_.stocks)
        out_.advance.push_back({OpCode::advance, s.value, s.value, s.rate, step});
    }
    for (const auto& h : draft_.held)
      out_.held.push_back({slot_[h.value], slot_[h.initial], slot_[h.input]});
    if (out_.time.method == model::Method::euler) {
      for (const auto& h : out_.held)
        out_.advance.push_back({OpCode::copy, h.value, h.input, h.input, h.input});
    }
    for (const auto& d : draft_.delays) {
      out_.delays.push_back(
          {slot_[d.value], slot_[d.initial], slot_[d.input], slot_[d.time], most_steps(d)});
    }
    for (const auto& s : draft_.slopes)
      out_.slope_slots.push_back({s.row, s.column, slot_[s.node]});
    for (const auto& o : draft_.outputs) out_.outputs.push_back({slot_[o.node], o.series, o.every});
    out_.noises = draft_.noises;
    out_.tables = draft_.tables;
    out_.lookups = std::make_shared<const LookupTables>(out_.tables);
  }

  static double called(const GraphCall& call, const std::vector<double>& value) {
    std::vector<double> arguments;
    for (const auto argument : call.arguments) arguments.push_back(value[argument]);
    return value_of_many(call.function, arguments);
  }

  // how far back a delay may look
  [[nodiscard]] std::uint32_t most_steps(const DelayNodes& delay) const {
    const std::uint32_t all = out_.time.steps + 1;
    const auto& time = graph_[delay.time];
    if (time.rate != Rate::constant) return all;
    const double steps = steps_back(time.value, out_.time.step);
    return steps < all ? static_cast<std::uint32_t>(steps) : all;
  }

  // time-only values for every stage of every step, and for the end
  void write_time_table() {
    const auto steps = out_.time.steps;
    const auto stages = out_.stages();
    std::vector<double> value(graph_.size());
    std::vector<NodeId> in_time;
    for (NodeId id = 0; id < graph_.size(); ++id) {
      if (graph_[id].op == OpCode::constant) value[id] = graph_[id].value;
      if (used_[id] && graph_[id].rate == Rate::time) in_time.push_back(id);
    }
    const auto row = [&](double time, double step_start) {
      for (const auto id : in_time) {
        const auto& node = graph_[id];
        if (node.op == OpCode::time)
          value[id] = time;
        else if (node.op == OpCode::step_start)
          value[id] = step_start;
        else if (node.op == OpCode::lookup)
          value[id] = table_value(*draft_.tables[node.index], value[node.a]);
        else if (node.op == OpCode::of_many)
          value[id] = called(graph_.call_of(node), value);
        else
          value[id] = apply(node.op, value[node.a], value[node.b], value[node.c]);
      }
      for (const auto id : time_nodes_) out_.time_table.push_back(value[id]);
    };
    if (time_nodes_.empty()) return;
    for (std::uint32_t n = 0; n < steps; ++n) {
      const double start = out_.time.at(n);
      for (const double stage : stages) row(start + out_.time.step * stage, start);
    }
    row(out_.time.at(steps), out_.time.at(steps));
  }

  const Graph& graph_;
  Draft draft_;
  std::vector<NodeId> open_;
  std::vector<bool> used_;
  std::vector<Place> place_;
  std::vector<std::uint32_t> last_use_;
  std::vector<Slot> slot_;
  std::vector<Slot> free_;
  std::vector<NodeId> time_nodes_;
  Program out_;
};

}  // namespace

std::span<const double> Program::stages() const {
  static constexpr std::array kEuler{0.0};
  static constexpr std::array kHeun{0.0, 1.0};
  static constexpr std::array kRungeKutta{0.0, 0.5, 1.0};
  switch (time.method) {
    case model::Method::rk2:
      return kHeun;
    case model::Method::rk4:
      return kRungeKutta;
    default:
      return kEuler;
  }
}

Program schedule(const Graph& graph, Draft draft, const model::TimeAxis& time) {
  return Scheduler(graph, std::move(draft), time).run();
}

}  // namespace holon::engine
