// SPDX-License-Identifier: Apache-2.0
#include "findings/joint_model.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/plain_name.h"
#include "findings/readings.h"

namespace holon::findings {
namespace {

using base::Code;
using model::Change;
using model::Expr;
using model::Role;
using model::VariableId;
using study::ImpactFlow;

// the same number, however it is known
bool same_number(const quantity::Quantity& a, const quantity::Quantity& b) {
  return a.distribution == b.distribution && a.unit.scale == b.unit.scale &&
         a.unit.dimension == b.unit.dimension;
}

// the same tree with its variables renumbered
Expr renumbered(const Expr& e, const std::vector<VariableId>& ids) {
  if (!e) return e;
  auto out = std::make_shared<model::Expression>(*e);
  if (e->op == model::Op::variable) out->variable = ids[e->variable];
  for (auto& argument : out->arguments) argument = renumbered(argument, ids);
  return out;
}

bool is_leaf(const Expr& e) { return e->op == model::Op::variable || e->op == model::Op::number; }

// whether two equations differ in nothing but what stands at their leaves
bool same_shape(const Expr& a, const Expr& b) {
  if (!a || !b) return !a && !b;
  if (is_leaf(a) && is_leaf(b)) return a->in_case == b->in_case;
  if (a->op != b->op || a->function != b->function || a->table != b->table) return false;
  return std::equal(a->arguments.begin(), a->arguments.end(), b->arguments.begin(),
                    b->arguments.end(), same_shape);
}

/// "power" of "hardware.8 p100.power", and what stands before it.
std::pair<std::string, std::string> last_word(const std::string& path) {
  const auto dot = path.rfind('.');
  if (dot == std::string::npos) return {"", path};
  return {path.substr(0, dot), path.substr(dot + 1)};
}

class Joiner {
 public:
  Joiner(const StudySide& first, const StudySide& second, std::size_t category)
      : first_(first), second_(second), category_(category) {
    out_.model = first.compiled.model;
    out_.model.cases.resize(1);
  }

  base::Result<JointModel> join() {
    if (&first_.compiled == &second_.compiled) {
      join_cases();
    } else if (!same_times()) {
      return tl::unexpected(diagnostics_);
    } else {
      join_studies();
    }
    if (!diagnostics_.empty()) return tl::unexpected(diagnostics_);
    return std::move(out_);
  }

 private:
  // ---- two cases of one study ----

  void join_cases() {
    std::set<VariableId> changed;
    for (const auto in_case : {first_.in_case, second_.in_case}) {
      for (const auto& change : first_.compiled.model.cases[in_case].changes)
        changed.insert(change.variable);
    }
    for (const auto id : changed) switch_case(id);
    for (const auto& flow : first_.compiled.flows) {
      if (flow.category == category_) add_to_total(model::variable(flow.total));
    }
  }

  void switch_case(VariableId id) {
    const auto& model = first_.compiled.model;
    const auto first = model::equation_in_case(model, id, first_.in_case);
    const auto second = model::equation_in_case(model, id, second_.in_case);
    const auto text = [&](const Expr& e, std::size_t in_case) {
      return e ? in_words(as_in(e, in_case)) : value_text(id);
    };
    const auto in_first = text(first, first_.in_case);
    const auto in_second = text(second, second_.in_case);
    if (in_first == in_second && (!first || !second || equal_text(first, second))) return;
    auto& one = switch_named(plain_name(model[id].name), false);
    if (first) one.first.push_back({id, first, 0});
    if (second) one.second.push_back({id, second, 0});
    one.inputs.push_back(
        {model[id].name, in_first, in_second, source_text(first, id), source_text(second, id)});
  }

  // what a case makes of a name that stands alone
  [[nodiscard]] Expr as_in(const Expr& e, std::size_t in_case) const {
    if (e->op != model::Op::variable) return e;
    const auto changed = model::equation_in_case(first_.compiled.model, e->variable, in_case);
    return changed && changed->op == model::Op::variable ? changed : e;
  }

  // ---- two studies ----

  bool same_times() {
    const auto& a = first_.compiled.model.time;
    const auto& b = second_.compiled.model.time;
    if (a.steps == b.steps && a.step == b.step && a.start == b.start) return true;
    diagnostics_.push_back({Code::not_changeable,
                            "the studies run over different times",
                            {},
                            "",
                            {},
                            {"give both the same `time`, or compare scenarios of one of them"}});
    return false;
  }

  void join_studies() {
    rename_lone_activities();
    number_second();
    mark_needed();
    for (VariableId id = 0; id < theirs().variables.size(); ++id) {
      const auto here = ids_[id];
      if (here < ours().variables.size() && (needed_first_[here] || needed_second_[id]))
        compare(here, id);
    }
    join_flows();
  }

  [[nodiscard]] const model::Model& ours() const { return first_.compiled.model; }
  [[nodiscard]] const model::Model& theirs() const { return second_.compiled.model; }

  // where each has one activity of a phase that the other has not, these are the same one
  void rename_lone_activities() {
    std::map<std::string, std::array<std::vector<std::string>, 2>> left;
    const auto note = [&](const study::Study& own, const study::Study& other, std::size_t side) {
      for (const auto& activity : own.activities) {
        const bool shared = std::any_of(
            other.activities.begin(), other.activities.end(), [&](const study::Activity& o) {
              return base::name_key(o.path) == base::name_key(activity.path);
            });
        if (!shared) left[base::name_key(activity.phase)][side].push_back(activity.path);
      }
    };
    note(first_.study, second_.study, 0);
    note(second_.study, first_.study, 1);
    for (const auto& [phase, paths] : left) {
      if (paths[0].size() == 1 && paths[1].size() == 1)
        renamed_[paths[1].front()] = paths[0].front();
    }
  }

  // the name that a variable of the second study has in the first
  [[nodiscard]] std::string joint_name(const std::string& name) const {
    for (const auto& [theirs, ours] : renamed_) {
      if (name.starts_with(theirs + ".")) return ours + name.substr(theirs.size());
    }
    return name;
  }

  // those of the same name are the same variable, the others are added
  void number_second() {
    std::map<std::string, VariableId> by_name;
    for (VariableId id = 0; id < ours().variables.size(); ++id)
      by_name.emplace(base::name_key(ours()[id].name), id);
    for (const auto& variable : theirs().variables) {
      const auto found = by_name.find(base::name_key(joint_name(variable.name)));
      ids_.push_back(found != by_name.end() ? found->second : out_.model.variables.size());
      if (found == by_name.end()) out_.model.variables.push_back(variable);
    }
    for (VariableId id = 0; id < ids_.size(); ++id) {
      if (ids_[id] < ours().variables.size()) continue;
      auto& added = out_.model.variables[ids_[id]];
      for (auto part :
           {&model::Variable::equation, &model::Variable::initial, &model::Variable::delay})
        added.*part = renumbered(added.*part, ids_);
    }
  }

  void mark_needed() {
    const auto totals = [&](const study::Compiled& compiled) {
      std::vector<VariableId> out;
      for (const auto& flow : compiled.flows) {
        if (flow.category == category_) out.push_back(flow.total);
      }
      return out;
    };
    needed_first_ = Readings(ours()).needed_by(totals(first_.compiled));
    needed_second_ = Readings(theirs()).needed_by(totals(second_.compiled));
  }

  void compare(VariableId here, VariableId there) {
    const auto& a = ours()[here];
    const auto& b = theirs()[there];
    if (a.role == Role::input && b.role == Role::input) {
      if (!same_number(a.quantity, b.quantity)) switch_input(here, there);
      return;
    }
    const auto second =
        b.role == Role::input ? model::variable(copied(there)) : renumbered(b.equation, ids_);
    const bool keeps_time = a.role != Role::input && a.role != Role::auxiliary;
    if (keeps_time && a.role == b.role) {
      if (!compare_initial(here, there)) return;
    } else if (keeps_time || (b.role != Role::input && b.role != Role::auxiliary)) {
      cannot(a, b.span);
      return;
    }
    if (a.role != Role::input && b.role != Role::input && same_shape(a.equation, second)) {
      const auto switched = with_aliases(a.equation, second);
      out_.model.variables[here].equation = switched;
      return;
    }
    auto& one = switch_named(structure_name(a.name), a.role != Role::input);
    one.second.push_back({here, second, 0});
    one.inputs.push_back({a.name, a.role == Role::input ? value_text(here) : in_words(a.equation),
                          in_words(second), source_text(nullptr, here), source_text(second, here)});
  }

  // what a stock begins with becomes a variable, which can be switched
  bool compare_initial(VariableId here, VariableId there) {
    const auto& a = ours()[here];
    const auto initial = renumbered(theirs()[there].initial, ids_);
    if (!equal_text(a.delay, renumbered(theirs()[there].delay, ids_))) {
      cannot(a, theirs()[there].span);
      return false;
    }
    if (equal_text(a.initial, initial)) return true;
    const auto begin = add(a.name + "#start", a.initial);
    out_.model.variables[here].initial = model::variable(begin);
    auto& one = switch_named(plain_name(a.name) + " at the start", false);
    one.second.push_back({begin, initial, 0});
    one.inputs.push_back({a.name, in_words(a.initial), in_words(initial), "", ""});
    return true;
  }

  void cannot(const model::Variable& variable, const base::Span& where) {
    diagnostics_.push_back(
        {Code::not_changeable,
         fmt::format("`{}` is another kind of variable in the other study", variable.name),
         where,
         "",
         {},
         {"the two cannot be joined; compare what they come to as a comparison of factors"}});
  }

  void switch_input(VariableId here, VariableId there) {
    const auto& name = ours()[here].name;
    auto& one = switch_named(plain_name(name), false);
    const auto copy = copied(there);
    one.second.push_back({here, model::variable(copy), 0});
    one.inputs.push_back({name, value_text(here), value_text(copy), source_text(nullptr, here),
                          source_text(nullptr, copy)});
  }

  // an input of the second study beside that of the first
  VariableId copied(VariableId there) {
    auto copy = theirs()[there];
    // a figure of the catalogue keeps its cause, so that it is the same draw wherever it is used
    copy.name += "#second";
    out_.model.variables.push_back(std::move(copy));
    return out_.model.variables.size() - 1;
  }

  VariableId add(const std::string& name, const Expr& equation) {
    model::Variable out;
    out.name = name;
    out.equation = equation;
    out_.model.variables.push_back(std::move(out));
    return out_.model.variables.size() - 1;
  }

  // the first equation, with what stands at another leaf in the second made a switch
  Expr with_aliases(const Expr& first, const Expr& second) {
    if (!first) return first;
    if (is_leaf(first)) return same_leaf(first, second) ? first : alias(first, second);
    auto out = std::make_shared<model::Expression>(*first);
    for (std::size_t i = 0; i < first->arguments.size(); ++i)
      out->arguments[i] = with_aliases(first->arguments[i], second->arguments[i]);
    return out;
  }

  [[nodiscard]] bool same_leaf(const Expr& a, const Expr& b) const {
    if (a->op != b->op) return false;
    if (a->op == model::Op::number) return a->value == b->value;
    if (a->variable == b->variable) return true;
    const auto& ours_there = out_.model[a->variable];
    const auto& theirs_there = out_.model[b->variable];
    return ours_there.role == Role::input && theirs_there.role == Role::input &&
           same_number(ours_there.quantity, theirs_there.quantity);
  }

  // the same two leaves, wherever they stand against each other, are one switch
  Expr alias(const Expr& first, const Expr& second) {
    const auto key = fmt::format("{} against {}", text_of(first), text_of(second));
    const auto found = aliases_.find(key);
    if (found != aliases_.end()) return model::variable(found->second);
    const auto id = add(key, first);
    aliases_.emplace(key, id);
    auto& one = switch_named(pair_name(first, second), false);
    one.second.push_back({id, second, 0});
    one.inputs.push_back(
        {key, leaf_text(first), leaf_text(second), leaf_source(first), leaf_source(second)});
    return model::variable(id);
  }

  [[nodiscard]] std::string pair_name(const Expr& a, const Expr& b) const {
    if (a->op == model::Op::number || b->op == model::Op::number) {
      const auto& named = a->op == model::Op::number ? b : a;
      return plain_name(named->op == model::Op::number
                            ? "a number"
                            : joint_name(out_.model[named->variable].name));
    }
    const auto& first = out_.model[a->variable].name;
    const auto& second = out_.model[b->variable].name;
    const auto [of_first, word] = last_word(first);
    const auto [of_second, other_word] = last_word(second);
    if (word != other_word) return fmt::format("{} / {}", plain_name(first), plain_name(second));
    return fmt::format("{} of {} / {}", word, last_word(of_first).second,
                       last_word(of_second).second);
  }

  [[nodiscard]] std::string leaf_text(const Expr& leaf) const {
    return leaf->op == model::Op::number ? base::exact(leaf->value) : value_text(leaf->variable);
  }

  [[nodiscard]] std::string leaf_source(const Expr& leaf) const {
    return leaf->op == model::Op::number ? std::string() : source_text(nullptr, leaf->variable);
  }

  // flows of both are there; those of one are switched on or off with their activity
  void join_flows() {
    std::set<VariableId> shared;
    for (const auto& flow : second_.compiled.flows) {
      if (flow.category != category_) continue;
      if (ids_[flow.total] < ours().variables.size())
        shared.insert(ids_[flow.total]);
      else
        add_to_total(model::variable(ids_[flow.total]) * model::variable(presence(flow, false)));
    }
    for (const auto& flow : first_.compiled.flows) {
      if (flow.category != category_) continue;
      if (shared.contains(flow.total))
        add_to_total(model::variable(flow.total));
      else
        add_to_total(model::variable(flow.total) * model::variable(presence(flow, true)));
    }
  }

  // 1 where the flow's activity is counted, else 0
  VariableId presence(const ImpactFlow& flow, bool in_first) {
    const auto name = fmt::format("{}: {}", flow.activity, flow.source);
    const auto key = fmt::format("{} {}", name, in_first);
    const auto found = presences_.find(key);
    if (found != presences_.end()) return found->second;
    const auto on = add(fmt::format("{} is counted", name), model::number(in_first ? 1 : 0));
    presences_[key] = on;
    auto& one = switch_named(name, true);
    one.second.push_back({on, model::number(in_first ? 0 : 1), 0});
    GapInput input{name, std::nullopt, std::nullopt, "", ""};
    (in_first ? input.first : input.second) = "counted";
    one.inputs.push_back(std::move(input));
    return on;
  }

  // ---- both ----

  void add_to_total(const Expr& part) { out_.total = out_.total ? out_.total + part : part; }

  Switch& switch_named(const std::string& name, bool is_structure) {
    for (auto& one : out_.switches) {
      if (one.name == name) return one;
    }
    out_.switches.push_back({name, {}, {}, {}, is_structure});
    return out_.switches.back();
  }

  // an equation of an activity is told by its activity
  [[nodiscard]] std::string structure_name(const std::string& name) const {
    for (const auto& activity : first_.study.activities) {
      if (name.starts_with(activity.path + "."))
        return plain_name(activity.path) + ": how it is counted";
    }
    return plain_name(name);
  }

  [[nodiscard]] bool equal_text(const Expr& a, const Expr& b) const {
    if (!a || !b) return !a && !b;
    return text_of(a) == text_of(b);
  }

  [[nodiscard]] std::string text_of(const Expr& e) const {
    return model::to_text(e, [&](VariableId id) { return out_.model[id].name; });
  }

  // a stated value as stated, an equation as it is written
  [[nodiscard]] std::string in_words(const Expr& e) const {
    if (e->op == model::Op::variable) return value_text(e->variable);
    return "= " + text_of(e);
  }

  [[nodiscard]] std::string value_text(VariableId id) const {
    const auto& variable = out_.model[id];
    if (variable.role == Role::input) return stated_text(variable.quantity);
    const auto& equation = variable.equation;
    if (equation && equation->op == model::Op::variable && equation->variable != id &&
        out_.model[equation->variable].role == Role::input)
      return stated_text(out_.model[equation->variable].quantity);
    return "= " + variable.name;
  }

  [[nodiscard]] std::string source_text(const Expr& e, VariableId id) const {
    if (e && e->op != model::Op::variable) return {};
    const auto& variable = out_.model[e ? e->variable : id];
    return variable.role == Role::input ? variable.quantity.pedigree.source : std::string();
  }

  const StudySide& first_;
  const StudySide& second_;
  std::size_t category_;
  JointModel out_;
  base::Diagnostics diagnostics_;
  std::map<std::string, std::string> renamed_;  // activities of the second, by those of the first
  std::vector<VariableId> ids_;                 // in the joint model, of the second's variables
  std::vector<bool> needed_first_, needed_second_;
  std::map<std::string, VariableId> aliases_;  // by what stands against what
  std::map<std::string, VariableId> presences_;
};

}  // namespace

base::Result<JointModel> joint_model(const StudySide& first, const StudySide& second,
                                     std::size_t category) {
  return Joiner(first, second, category).join();
}

}  // namespace holon::findings
