// SPDX-License-Identifier: Apache-2.0
//
// Conveyors of XMILE, written out as one held value for each slat of the belt. What they do follows
// XMILE 1.0, sections 3.7.2 and 4.2.1, and, where that is silent, the account of Stella's behaviour
// in simlin's docs/design/conveyors.md (Apache-2.0).
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/formats/builder.h"

namespace holon::model::formats {

/// The conveyors or queues at the ends of a flow.
struct FlowEnds {
  const Variable* from = nullptr;  ///< null: a cloud, or another kind of stock
  const Variable* to = nullptr;
};

/// A flow that drops part of what rides on a belt.
struct LeakFlow {
  VariableId flow = 0;
  Expr share;           ///< of what entered, by the exit; exponential: of what is there per time
  Expr share_at_start;  ///< a number where it is known before the run
  std::vector<bool> in_zone;  ///< by slat
  double slats = 0;           ///< in the zone
  bool integers = false;
  Expr rate;  ///< what it reports
};

/// One conveyor, of one element.
struct Belt {
  const Declared* stock = nullptr;
  std::size_t flat = 0;
  Context at;
  bool is_in_work = true;
  bool is_sound = false;  ///< its contents can be read
  bool is_ready = false;  ///< its flows can be read
  std::size_t slats = 0;  ///< held; the exit is slat 0
  Expr depth;             ///< slats from the exit where material enters; null: always the last
  Expr arrested;          ///< null: never
  Expr held_back;         ///< its exit waits for an arrested conveyor; null: never
  std::vector<Expr> content;
  std::vector<Expr> entered;  ///< linear leaks: what entered of each slat; / depth where it changes
  std::vector<Expr> rest;     ///< content after the leaks
  std::vector<std::string> leak_names;
  std::vector<LeakFlow> leaks;
  VariableId exit = Model::npos;  ///< the flow at the end of the belt
  Expr outflow;                   ///< its rate
  Expr room;                      ///< rate that may enter; null: no limit
};

/// All conveyors of a model, and what they do to the flows they touch. Errors: E0561, E0562.
class Conveyors {
 public:
  explicit Conveyors(Builder& builder) : builder_(builder) {}

  /// The conveyors and queues a flow joins.
  [[nodiscard]] FlowEnds ends_of(const Declared& flow);
  /// The belt of the conveyor `stock` that a flow, translated `at`, touches; null after a mistake.
  [[nodiscard]] Belt* belt_of(const Variable& stock, const Context& at);
  /// The rate of a flow that leaves a conveyor.
  [[nodiscard]] Expr driven(const Variable& stock, VariableId flow, const Context& at);
  /// What a conveyor lets in of a flow that has an equation.
  [[nodiscard]] Expr admitted(const Variable& stock, VariableId flow, const Expr& value,
                              const Context& at);
  /// The rate that may still enter after the inflows listed before this one; null: no limit.
  [[nodiscard]] Expr room_for(Belt& belt, VariableId flow);
  /// The sum of all slats: what the conveyor holds.
  [[nodiscard]] Expr contents(VariableId id);
  /// True for a model without any.
  [[nodiscard]] bool empty() const { return belts_.empty(); }
  /// Refuses a method that does not go in whole steps.
  void require_euler(Method method);
  /// Whether a value can be another one later in the run.
  [[nodiscard]] bool changes(const Expr& expression);
  /// Not null where this conveyor can stand still: 1 while it does.
  [[nodiscard]] Expr arrested(const Variable& stock, const Context& at);

 private:
  [[nodiscard]] Belt* belt(const Declared& stock, std::size_t flat);
  [[nodiscard]] bool make(Belt& belt);
  [[nodiscard]] Expr read(const std::string& name, const Declared& near, const Context& at);
  [[nodiscard]] VariableId id_of(const std::string& name, const Declared& near, const Context& at);
  [[nodiscard]] bool is_driven_by_conveyor(VariableId flow);
  [[nodiscard]] bool refuse(const Belt& belt, std::string message, std::string help);
  [[nodiscard]] Expr waits_for_itself(const Belt& belt);

  // length
  void know_start(const Belt& belt);
  [[nodiscard]] bool find_length(Belt& belt, std::size_t& slats_at_start);
  [[nodiscard]] Expr latched(const Belt& belt, const Expr& length, const Expr& sample);

  // outflows (conveyor_leak.cpp)
  [[nodiscard]] bool find_outflows(Belt& belt);
  [[nodiscard]] bool find_leak(Belt& belt, const std::string& name);
  [[nodiscard]] bool find_zone(const Belt& belt, LeakFlow& leak, const Leak* written);
  void apply_leaks(Belt& belt);
  [[nodiscard]] Expr leaked(const Belt& belt, const LeakFlow& leak, std::size_t slat) const;
  void leak_whole_units(const Belt& belt, std::vector<Expr>& amounts);

  // what lies on it at the start (conveyor_start.cpp)
  void make_slats(Belt& belt);
  void start_slats(Belt& belt, std::size_t slats);
  [[nodiscard]] std::vector<Expr> profile(const Belt& belt, std::size_t slats);
  [[nodiscard]] std::vector<Expr> listed(const Belt& belt, const std::vector<TermPtr>& list,
                                         std::size_t slats);

  // movement
  void find_room(Belt& belt);
  [[nodiscard]] Expr spent(Belt& belt);
  [[nodiscard]] Expr whole_units(Belt& belt, VariableId flow, const Expr& rate);
  void move(Belt& belt);

  Builder& builder_;
  std::unordered_map<const Block*, std::unordered_map<std::string, FlowEnds>> ends_;
  std::map<VariableId, Belt> belts_;  // by the stock's variable
  std::unordered_map<VariableId, Expr> arrested_;
};

/// The sum of many, added in pairs so that no expression is deep.
[[nodiscard]] Expr sum(std::vector<Expr> parts);
[[nodiscard]] Expr at_least_zero(const Expr& value);
[[nodiscard]] Expr least(const Expr& a, const Expr& b);

}  // namespace holon::model::formats
