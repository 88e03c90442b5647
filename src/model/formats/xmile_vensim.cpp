// SPDX-License-Identifier: Apache-2.0
//
// What Vensim and XMILE say in different ways, from one to the other and back.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "model/formats/rewrite_names.h"
#include "model/formats/vensim_lexer.h"
#include "model/formats/xmile_write.h"

namespace holon::model::formats {
namespace {

using Kind = Variable::Kind;

// functions of the same meaning, by the number of their arguments
struct Spelling {
  std::string_view vensim;
  std::size_t arguments;
  std::string_view xmile;
};
constexpr std::array kSpellings{
    Spelling{"SMOOTH", 2, "SMTH1"},
    Spelling{"SMOOTHI", 3, "SMTH1"},
    Spelling{"SMOOTH3", 2, "SMTH3"},
    Spelling{"SMOOTH3I", 3, "SMTH3"},
    Spelling{"DELAY1I", 3, "DELAY1"},
    Spelling{"DELAY3I", 3, "DELAY3"},
    Spelling{"INITIAL", 1, "INIT"},
    Spelling{"ELMCOUNT", 1, "SIZE"},
    Spelling{"VMIN", 1, "MIN"},
    Spelling{"VMAX", 1, "MAX"},
    Spelling{"RANDOM UNIFORM", 3, "RANDOM"},
};

bool is_call(const TermPtr& term, std::string_view key, std::size_t arguments) {
  return term && term->kind == Term::Kind::call && term->arguments.size() == arguments &&
         base::name_key(term->text) == key;
}

std::set<std::string> macro_keys(const Script& script) {
  std::set<std::string> out;
  for (const auto& macro : script.macros) out.insert(base::name_key(macro.name));
  return out;
}

std::string without_quotes(const std::string& name) {
  const bool quoted = name.size() >= 2 && name.front() == '"' && name.back() == '"';
  return quoted ? name.substr(1, name.size() - 2) : name;
}

// a number may be the name of an element
std::string with_quotes_where_due(const std::string& name) {
  const bool digits = name.find_first_not_of("0123456789") == std::string::npos;
  return digits || vensim::is_plain_name(name) ? name : "\"" + name + "\"";
}

// --- stocks ---

// the flows of `a + b - c - d`, where it is nothing else
struct Flows {
  std::vector<const Term*> in;
  std::vector<const Term*> out;
};

bool collect(const TermPtr& term, Flows& flows) {
  if (term->kind == Term::Kind::name) {
    flows.in.push_back(term.get());
    return true;
  }
  if (term->kind != Term::Kind::operation) return false;
  const auto& parts = term->arguments;
  if (term->op == Op::negate && parts[0]->kind == Term::Kind::name) {
    flows.out.push_back(parts[0].get());
    return true;
  }
  const bool adds = term->op == Op::add;
  if ((!adds && term->op != Op::subtract) || parts[1]->kind != Term::Kind::name) return false;
  if (!collect(parts[0], flows) || (adds && !flows.out.empty())) return false;
  (adds ? flows.in : flows.out).push_back(parts[1].get());
  return true;
}

bool same_subscripts(const std::vector<Subscript>& a, const std::vector<Subscript>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Subscript& x, const Subscript& y) {
                      return x.kind == Subscript::Kind::name && y.kind == Subscript::Kind::name &&
                             base::name_key(x.name) == base::name_key(y.name);
                    });
}

std::shared_ptr<Term> operation(Op op, std::vector<TermPtr> arguments) {
  auto out = std::make_shared<Term>();
  out->kind = Term::Kind::operation;
  out->op = op;
  out->arguments = std::move(arguments);
  out->span = out->arguments.front()->span;
  return out;
}

std::shared_ptr<Term> name_term(std::string name, std::vector<Subscript> subscripts) {
  auto out = std::make_shared<Term>();
  out->kind = Term::Kind::name;
  out->text = std::move(name);
  out->subscripts = std::move(subscripts);
  return out;
}

// turns the INTEG of a block into stocks
class StockMaker {
 public:
  explicit StockMaker(Block& block) : block_(block) {
    for (auto& variable : block.variables)
      by_name_.emplace(base::name_key(variable.name), &variable);
  }

  void run() {
    for (auto& variable : block_.variables) {
      const bool integral =
          variable.kind == Kind::equation && !variable.equations.empty() &&
          std::all_of(variable.equations.begin(), variable.equations.end(),
                      [](const Equation& equation) { return is_call(equation.term, "integ", 2); });
      if (integral) stocks_.push_back(&variable);
    }
    for (auto* stock : stocks_) stock->kind = Kind::stock;
    for (auto* stock : stocks_) make(*stock);
  }

 private:
  void make(Variable& stock) {
    for (auto& equation : stock.equations) {
      const auto integral = equation.term;
      equation.initial = integral->arguments[1];
      equation.term = integral->arguments[0];
    }
    if (stock.equations.size() == 1) take_flows(stock, stock.equations.front());
  }

  void take_flows(Variable& stock, Equation& equation) {
    Flows flows;
    if (!equation.except.empty() || !collect(equation.term, flows)) return;
    const auto can_flow = [&](const Term* term) {
      const auto found = by_name_.find(base::name_key(term->text));
      if (found == by_name_.end() || !same_subscripts(term->subscripts, equation.subscripts))
        return false;
      const auto kind = found->second->kind;
      return kind == Kind::equation || kind == Kind::flow;
    };
    std::set<std::string> keys;
    for (const auto* terms : {&flows.in, &flows.out})
      for (const auto* term : *terms)
        if (!can_flow(term) || !keys.insert(base::name_key(term->text)).second) return;
    for (const auto* term : flows.in)
      if (entered_.contains(base::name_key(term->text))) return;
    for (const auto* term : flows.out)
      if (left_.contains(base::name_key(term->text))) return;
    for (const auto* term : flows.in) flow(*term, stock.inflows, entered_);
    for (const auto* term : flows.out) flow(*term, stock.outflows, left_);
    equation.term = nullptr;
  }

  void flow(const Term& term, std::vector<std::string>& into, std::set<std::string>& taken) {
    const auto key = base::name_key(term.text);
    into.push_back(term.text);
    taken.insert(key);
    by_name_.at(key)->kind = Kind::flow;
  }

  Block& block_;
  std::map<std::string, Variable*> by_name_;
  std::vector<Variable*> stocks_;
  std::set<std::string> entered_;  ///< flows that already enter a stock
  std::set<std::string> left_;
};

// a list of initial values, as an equation for each element
void spread_list(Variable& stock, const std::vector<Range>& ranges) {
  if (stock.equations.size() != 1 || stock.equations.front().list.empty()) return;
  const auto whole = stock.equations.front();
  const auto elements = elements_of_array(ranges, stock.ranges, whole.list.size());
  if (elements.size() != whole.list.size()) return;
  stock.equations.clear();
  for (std::size_t i = 0; i < elements.size(); ++i) {
    auto& equation = stock.equations.emplace_back(whole);
    equation.subscripts = elements[i];
    equation.list.clear();
    equation.initial = whole.list[i];
  }
}

// Vensim's export has `name = DELAY_FIXED(…)` as the initial value of a stock
bool is_whole_equation(const Variable& stock, const Equation& equation) {
  const auto& initial = equation.initial;
  return !equation.term && stock.inflows.empty() && stock.outflows.empty() && initial &&
         initial->kind == Term::Kind::operation && initial->op == Op::equal &&
         initial->arguments[0]->kind == Term::Kind::name &&
         base::name_key(initial->arguments[0]->text) == base::name_key(stock.name);
}

// INTEG(inflows - outflows, initial)
void make_integral(const Variable& stock, Equation& equation) {
  if (is_whole_equation(stock, equation)) {
    equation.term = equation.initial->arguments[1];
    equation.initial = nullptr;
    return;
  }
  const auto flow = [&](const std::string& name) { return name_term(name, equation.subscripts); };
  TermPtr net = equation.term;
  for (const auto& name : stock.inflows)
    net = net ? TermPtr(operation(Op::add, {net, flow(name)})) : flow(name);
  for (const auto& name : stock.outflows)
    net = net ? operation(Op::subtract, {net, flow(name)}) : operation(Op::negate, {flow(name)});
  if (!net) net = std::make_shared<Term>();
  auto out = std::make_shared<Term>();
  out->kind = Term::Kind::call;
  out->text = "INTEG";
  out->arguments = {net, equation.initial ? equation.initial : std::make_shared<Term>()};
  out->span = equation.span;
  equation.term = std::move(out);
  equation.initial = nullptr;
}

// --- points ---

// WITH LOOKUP(x, points) as the whole equation
void take_points(Variable& variable) {
  if (variable.kind != Kind::equation && variable.kind != Kind::flow) return;
  for (auto& equation : variable.equations) {
    if (!is_call(equation.term, "with lookup", 2) || equation.points) continue;
    const auto whole = equation.term;
    if (whole->arguments[1]->kind != Term::Kind::points) continue;
    equation.points = whole->arguments[1]->points;
    equation.term = whole->arguments[0];
  }
}

void give_points(Equation& equation) {
  if (!equation.points || !equation.term) return;
  auto table = std::make_shared<Term>();
  table->kind = Term::Kind::points;
  table->points = std::move(equation.points);
  auto out = std::make_shared<Term>();
  out->kind = Term::Kind::call;
  out->text = "WITH LOOKUP";
  out->arguments = {equation.term, std::move(table)};
  out->span = equation.term->span;
  equation.term = std::move(out);
  equation.points = nullptr;
}

// --- left sides ---

// which dimension each place of a left side belongs to
class Dimensions {
 public:
  explicit Dimensions(const Script& script) : ranges_(script.ranges) {
    for (const auto& elements : opened_ranges(ranges_)) {
      auto& keys = keys_.emplace_back();
      for (const auto& element : elements) keys.insert(base::name_key(element));
    }
    for (std::size_t i = 0; i < ranges_.size(); ++i)
      index_.emplace(base::name_key(ranges_[i].name), i);
  }

  void take(Variable& variable) const {
    if (variable.equations.empty() || !variable.ranges.empty()) return;
    const auto count = variable.equations.front().subscripts.size();
    for (const auto& equation : variable.equations)
      if (equation.subscripts.size() != count) return;
    for (std::size_t i = 0; i < count; ++i) variable.ranges.push_back(name_at(variable, i));
    auto& first = variable.equations.front();
    const bool whole =
        std::all_of(first.subscripts.begin(), first.subscripts.end(),
                    [&](const Subscript& s) { return index_.contains(base::name_key(s.name)); });
    if (variable.equations.size() == 1 && first.except.empty() && whole) first.subscripts.clear();
  }

 private:
  // the range on all left sides, else the smallest one that holds what they name
  [[nodiscard]] std::string name_at(const Variable& variable, std::size_t position) const {
    const auto& first = variable.equations.front().subscripts[position].name;
    std::set<std::string> wanted;
    bool same = index_.contains(base::name_key(first));
    for (const auto& equation : variable.equations) {
      const auto key = base::name_key(equation.subscripts[position].name);
      same = same && key == base::name_key(first);
      const auto range = index_.find(key);
      if (range == index_.end()) {
        wanted.insert(key);
      } else {
        wanted.insert(keys_[range->second].begin(), keys_[range->second].end());
      }
    }
    return same ? first : smallest_with(wanted, first);
  }

  [[nodiscard]] std::string smallest_with(const std::set<std::string>& wanted,
                                          const std::string& otherwise) const {
    std::size_t best = ranges_.size();
    for (std::size_t i = 0; i < ranges_.size(); ++i) {
      const bool holds =
          std::includes(keys_[i].begin(), keys_[i].end(), wanted.begin(), wanted.end());
      if (holds && (best == ranges_.size() || keys_[i].size() < keys_[best].size())) best = i;
    }
    return best == ranges_.size() ? otherwise : ranges_[best].name;
  }

  const std::vector<Range>& ranges_;
  std::vector<std::set<std::string>> keys_;
  std::map<std::string, std::size_t> index_;
};

void give_left_sides(Variable& variable) {
  for (auto& equation : variable.equations) {
    if (!equation.subscripts.empty()) continue;
    for (const auto& range : variable.ranges) equation.subscripts.emplace_back().name = range;
  }
  variable.ranges.clear();
}

// numbers in brackets are names of elements in Vensim
TermPtr named_elements(const TermPtr& term) {
  if (!term) return nullptr;
  auto out = std::make_shared<Term>(*term);
  for (auto& subscript : out->subscripts) {
    if (subscript.kind != Subscript::Kind::number) continue;
    subscript.kind = Subscript::Kind::name;
    subscript.number = 0;
  }
  for (auto& argument : out->arguments) argument = named_elements(argument);
  return out;
}

// --- ranges that are run over ---

// Vensim's export loses the `!` of `VMIN(x[Dim!])`: a range that the left side does not name, in
// the only argument of such a function, is run over
class RunRanges {
 public:
  explicit RunRanges(const std::vector<Range>& ranges) {
    for (const auto& range : ranges) ranges_.insert(base::name_key(range.name));
  }

  void mark(Equation& equation) {
    left_.clear();
    for (const auto& subscript : equation.subscripts) left_.insert(base::name_key(subscript.name));
    equation.term = marked(equation.term, false);
  }

 private:
  static bool runs(const Term& call) {
    constexpr std::array<std::string_view, 8> kNames = {"min",  "max", "vmin",    "vmax",
                                                        "mean", "sum", "product", "prod"};
    return call.kind == Term::Kind::call && call.arguments.size() == 1 &&
           std::find(kNames.begin(), kNames.end(), base::name_key(call.text)) != kNames.end();
  }

  [[nodiscard]] TermPtr marked(const TermPtr& term, bool inside) const {
    if (!term) return nullptr;
    auto out = std::make_shared<Term>(*term);
    for (auto& subscript : out->subscripts) {
      const auto key = base::name_key(subscript.name);
      if (inside && subscript.kind == Subscript::Kind::name && ranges_.contains(key) &&
          !left_.contains(key))
        subscript.kind = Subscript::Kind::every;
    }
    for (auto& argument : out->arguments) argument = marked(argument, inside || runs(*term));
    return out;
  }

  std::set<std::string> ranges_;
  std::set<std::string> left_;
};

// --- macros ---

bool is_own_value(const Block& macro) {
  return macro.value && macro.value->kind == Term::Kind::name && macro.value->subscripts.empty() &&
         base::name_key(macro.value->text) == base::name_key(macro.name);
}

// in Vensim's export, the results of a macro beside its own value are its outputs
void take_results(Block& macro) {
  if (is_own_value(macro)) macro.value = nullptr;
  const bool stated = !macro.results.empty();
  for (auto& variable : macro.variables) {
    if (variable.is_output && !stated) macro.results.push_back(variable.name);
    variable.is_output = false;
  }
}

// Vensim's export says `TIME STEP = DT`, and its DT stands in <sim_specs>
void mend_time_step(Script& script) {
  if (script.models.empty() || !script.run.step) return;
  for (auto& variable : script.models.front().variables) {
    if (base::name_key(variable.name) != "time step" || variable.equations.size() != 1) continue;
    auto& term = variable.equations.front().term;
    if (term && term->kind == Term::Kind::name && base::name_key(term->text) == "dt")
      term = script.run.step;
  }
}

}  // namespace

Script in_xmile_terms(Script script) {
  const auto macros = macro_keys(script);
  const auto call = [&](const std::string& name, std::size_t arguments) {
    const auto key = base::name_key(name);
    for (const auto& spelling : kSpellings)
      if (key == base::name_key(spelling.vensim) && arguments == spelling.arguments &&
          !macros.contains(key) && !macros.contains(base::name_key(spelling.xmile)))
        return std::string(spelling.xmile);
    return name;
  };
  rewrite_names(script, without_quotes, call);
  const Dimensions dimensions(script);
  for (auto* blocks : {&script.models, &script.macros}) {
    for (auto& block : *blocks) {
      StockMaker(block).run();
      for (auto& variable : block.variables) {
        take_points(variable);
        dimensions.take(variable);
      }
    }
  }
  for (auto& macro : script.macros)
    if (!macro.value) macro.value = name_term(macro.name, {});
  return script;
}

Script in_vensim_terms(Script script) {
  RunRanges run_ranges(script.ranges);
  for (auto* blocks : {&script.models, &script.macros}) {
    for (auto& block : *blocks) {
      for (auto& variable : block.variables) {
        if (variable.kind == Kind::stock) spread_list(variable, script.ranges);
        give_left_sides(variable);
        for (auto& equation : variable.equations) {
          equation.term = named_elements(equation.term);
          equation.initial = named_elements(equation.initial);
          run_ranges.mark(equation);
          if (variable.kind == Kind::stock) make_integral(variable, equation);
          if (variable.kind != Kind::lookup) give_points(equation);
        }
        variable.inflows.clear();
        variable.outflows.clear();
        if (variable.kind == Kind::stock || variable.kind == Kind::flow)
          variable.kind = Kind::equation;
      }
    }
  }
  for (auto& macro : script.macros) take_results(macro);
  mend_time_step(script);
  const auto macros = macro_keys(script);
  const auto call = [&](const std::string& name, std::size_t arguments) {
    const auto key = base::name_key(name);
    for (const auto& spelling : kSpellings)
      if (key == base::name_key(spelling.xmile) && arguments == spelling.arguments &&
          !macros.contains(key) && !macros.contains(base::name_key(spelling.vensim)))
        return std::string(spelling.vensim);
    return name;
  };
  rewrite_names(script, with_quotes_where_due, call);
  return script;
}

}  // namespace holon::model::formats
