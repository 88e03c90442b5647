// SPDX-License-Identifier: Apache-2.0
//
// The work of building a model from a script; used by build.cpp and the files it is spread over.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/formats/build.h"
#include "model/formats/flow_circles.h"
#include "model/formats/ranges.h"
#include "model/formats/scope.h"
#include "model/formats/simultaneous.h"

namespace holon::model::formats {

class Conveyors;
class Queues;
class SavedRuns;
class Spreadsheets;
struct FilePoints;

class Builder {
 public:
  Builder(const Script& script, const BuildOptions& options);

  [[nodiscard]] base::Result<Built> build();

  // --- translation (translate.cpp, translate_array.cpp) ---

  /// The scalar expression that a term stands for at one place. After a mistake, a number.
  [[nodiscard]] Expr translate(const TermPtr& term, const Context& at);
  /// The expressions of all places that `!`, `*`, slices and whole arrays in the term run over,
  /// row by row; one if there are none.
  [[nodiscard]] std::vector<Expr> translate_all(const TermPtr& term, const Context& at);
  /// The same for several terms that run over the same places: a row of expressions a place.
  [[nodiscard]] std::vector<std::vector<Expr>> translate_rows(const std::vector<TermPtr>& terms,
                                                              const Context& at);
  /// The table that a term names, as an argument that is a lookup or data; null after a mistake.
  [[nodiscard]] std::shared_ptr<const Table> table_of(const Term& term, const Context& at);
  [[nodiscard]] std::shared_ptr<const Table> made_series(Declared& subject, std::size_t flat,
                                                         const Term& equation);
  /// The variable of this name seen from a scope, or null.
  [[nodiscard]] Declared* find(std::string_view name, const Scope& scope) const;
  /// The place of a name's subscripts in its variable; nothing after a mistake or where a
  /// subscript is an expression.
  [[nodiscard]] std::optional<std::size_t> place(const Declared& subject, const Term& term,
                                                 const Context& at);
  /// The element a subscript stands for; nothing (unsaid) if it stands for none.
  [[nodiscard]] std::optional<Element> element_of(const Subscript& subscript,
                                                  const Declared& subject, std::size_t position,
                                                  std::size_t wild, const Context& at) const;
  [[nodiscard]] std::shared_ptr<const Table> table(const std::shared_ptr<const Points>& points,
                                                   const base::Span& where);
  /// A macro's value in one use of it (macro.cpp).
  [[nodiscard]] Expr use_macro(const Block& macro, const Term& call, const Context& at);
  [[nodiscard]] const Block* find_macro(std::string_view name) const;

  /// Whether the model has become larger than holon takes, which is said once. From then on
  /// nothing is added.
  [[nodiscard]] bool is_full(const base::Span& where);

  // --- hidden variables ---

  [[nodiscard]] Expr auxiliary(const Context& at, std::string_view what, const Expr& equation);
  [[nodiscard]] Expr stock(const Context& at, std::string_view what, const Expr& initial,
                           const std::function<Expr(const Expr&)>& change);
  [[nodiscard]] Expr held(const Context& at, std::string_view what, const Expr& initial,
                          const std::function<Expr(const Expr&)>& next);
  [[nodiscard]] Expr delay(const Context& at, const Expr& input, const Expr& time,
                           const Expr& initial);
  /// Calls `build` while the variable whose equation is built reads itself as `former`.
  [[nodiscard]] Expr with_former(const Context& at, const Expr& former,
                                 const std::function<Expr()>& build);
  [[nodiscard]] std::string hidden_name(const Context& at, std::string_view what);

  // --- what is known before the run (start_value.cpp) ---

  /// The value at the start; NaN where it cannot be known before a run.
  [[nodiscard]] double start_value(const Expr& expression);
  void know_start(VariableId id, double value) { start_values_[id] = value; }
  /// The step from now on; where it changes in the run, that of the model, not the engine's.
  [[nodiscard]] Expr time_step() const;
  [[nodiscard]] double step() const { return built_.model.time.step; }
  /// The same, for what counts steps: a step that changes in the run is refused beside it.
  [[nodiscard]] double equal_step() {
    counts_steps_ = true;
    return step();
  }

  // --- values from files (external.cpp) ---

  [[nodiscard]] std::vector<std::string> read_subscript(const Term& call, base::Diagnostics& out);
  [[nodiscard]] static bool reads_file(const TermPtr& term);
  [[nodiscard]] static bool states_value(const Equation& equation);
  void read_files(Declared& subject);
  void read_constants(const Declared& subject, const Equation& equation,
                      const std::vector<std::size_t>& places);
  void read_given_data(Declared& subject);
  [[nodiscard]] Spreadsheets& spreadsheets();
  [[nodiscard]] SavedRuns& saved_runs();
  [[nodiscard]] std::vector<std::string> saved_names(const Term& call, std::size_t count);
  [[nodiscard]] std::vector<FilePoints> read_file_points(const Term& term, bool is_data,
                                                         std::size_t count);

  void error(base::Code code, std::string message, const base::Span& where,
             std::vector<std::string> help = {});
  void warn(base::Code code, std::string message, const base::Span& where,
            std::vector<std::string> help = {});
  [[nodiscard]] const Script& script() const { return script_; }
  [[nodiscard]] const Ranges& ranges() const { return ranges_; }
  [[nodiscard]] Model& model() { return built_.model; }
  [[nodiscard]] bool is_vensim() const { return script_.dialect == Dialect::vensim; }
  [[nodiscard]] Scope& root() { return scopes_.front(); }
  [[nodiscard]] Conveyors& conveyors() { return *conveyors_; }
  [[nodiscard]] Queues& queues() { return *queues_; }
  [[nodiscard]] Simultaneous& simultaneous() { return simultaneous_; }

  /// The variable of the file that a variable is an element of; null: it is hidden.
  [[nodiscard]] Declared* declared_of(VariableId id) const {
    return id < origins_.size() ? origins_[id].first : nullptr;
  }
  [[nodiscard]] Context context_of_variable(VariableId id) const {
    return context_of(*origins_[id].first, origins_[id].second);
  }
  [[nodiscard]] Context context_of(const Declared& subject, std::size_t flat) const;
  /// Writes a named variable's equation; does nothing the second time.
  void translate_element(VariableId id);

 private:
  friend class Flows;

  // declare.cpp
  void declare_scope(Scope& scope);
  void declare(const Variable& variable, Scope& scope);
  void find_domain(Declared& subject);
  void assign_equations(Declared& subject);
  void make_variables(Declared& subject);
  [[nodiscard]] std::vector<std::vector<Element>> left_side(const Declared& subject,
                                                            const std::vector<Subscript>& left);
  void declare_modules(Scope& scope);
  void connect(Scope& module, const Module& written);

  // further results of macros (macro.cpp)
  void declare_results(Scope& scope);
  void find_results(const Term& term, const Equation& equation, Scope& scope,
                    std::vector<Variable>& out);
  void error_of_second(const Term& result, const base::Span& first);
  void set_result(const Term& name, const std::string& result, const Scope& inside,
                  const Context& at);

  // equations
  void translate_input(VariableId id, const Declared& subject, std::size_t flat);
  [[nodiscard]] Expr flow_of(VariableId id, const Declared& subject, std::size_t flat,
                             const Context& at);
  void translate_stock(VariableId id, const Declared& subject, std::size_t flat, const Context& at);
  [[nodiscard]] Expr value_of(const Declared& subject, std::size_t flat, const Context& at);
  [[nodiscard]] Expr name(const Term& term, const Context& at);
  [[nodiscard]] Expr read(Declared& subject, const Term& term, const Context& at);
  [[nodiscard]] Expr read_dynamic(Declared& subject, const Term& term, const Context& at);
  [[nodiscard]] Expr at_place(Declared& subject, std::size_t flat, const Term& term,
                              const Context& at);
  [[nodiscard]] Expr call(const Term& term, const Context& at);
  [[nodiscard]] Expr named_number(const Term& term, const Context& at);
  [[nodiscard]] Expr number_of(Element element) const;
  void unknown_name(const Term& term, const Context& at);
  [[nodiscard]] bool refuse_function(const Term& term);

  // run_time.cpp
  void apply_settings();
  void apply_run_options();
  void read_run_time();
  void follow_changing_times();
  using Values = std::unordered_map<VariableId, double>;
  [[nodiscard]] double value_at(VariableId id, double time, const Values& kept);
  void warn_of_changing(VariableId id, std::string_view option, double first);
  [[nodiscard]] VariableId control(std::string_view of_vensim) const;
  [[nodiscard]] double run_number(const TermPtr& of_xmile, std::string_view of_vensim,
                                  const std::optional<double>& chosen, double otherwise);
  [[nodiscard]] base::Span place_of(const TermPtr& of_xmile, std::string_view of_vensim);
  void find_method();

  // stretched_steps.cpp
  void stretch_steps();
  [[nodiscard]] bool can_stretch() const;

  const Script& script_;
  const BuildOptions& options_;
  base::Diagnostics diagnostics_;
  std::shared_ptr<Spreadsheets> spreadsheets_;
  std::shared_ptr<SavedRuns> saved_runs_;
  Ranges ranges_;  // reads files: after what it needs

  std::deque<Scope> scopes_;
  std::deque<Declared> declared_;
  std::deque<Variable> results_;  // of macros, which no equation of the file defines
  // by variable: where a macro's result is named, and in whose equation
  std::unordered_map<VariableId, std::pair<const Term*, std::string>> result_of_;
  std::vector<std::pair<Declared*, std::size_t>> origins_;  // by variable; null for hidden ones
  std::vector<bool> is_translated_;                         // by variable
  std::unordered_map<VariableId, Expr> overridden_;         // by settings
  std::unordered_map<std::string, int> hidden_count_;
  std::unordered_map<std::string, Expr> former_;  // by owner: what it reads as its own value
  std::unordered_map<const Points*, std::shared_ptr<const Table>> tables_;
  std::unordered_map<std::string, const Block*> macros_;
  std::unordered_map<VariableId, double> start_values_;
  std::size_t terms_ = 0;  // that functions over arrays ran over
  std::vector<std::pair<const Declared*, std::size_t>> series_made_;  // of others, just now
  bool is_full_ = false;
  FlowCircles flow_circles_;
  Simultaneous simultaneous_;
  VariableId stretched_by_ = Model::npos;  // a TIME STEP of some of the engine's steps
  bool counts_steps_ = false;
  std::shared_ptr<Conveyors> conveyors_;
  std::shared_ptr<Queues> queues_;
  Built built_;
};

}  // namespace holon::model::formats
