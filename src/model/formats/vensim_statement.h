// SPDX-License-Identifier: Apache-2.0
//
// Statements of a .mdl file, one by one: equations, subscript ranges, groups, macros.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "model/formats/script.h"
#include "model/formats/vensim_documentation.h"
#include "model/formats/vensim_expression.h"

namespace holon::model::formats::vensim {

/// Reads all statements of a text into a script and collects their mistakes.
class StatementReader {
 public:
  StatementReader(const base::SourcePtr& source, std::string_view text, Script& script)
      : source_(source), parser_(source, text), lexer_(parser_.lexer()), script_(script) {}

  /// Errors: E0501 to E0506, all at once.
  [[nodiscard]] base::Diagnostics read();

 private:
  void statement();
  void recover();
  void group();
  void begin_macro();
  void end_macro();
  std::vector<std::string> macro_names();
  void close_macro();

  void range(const Token& name);
  void range_elements(Range& range);
  void sequence(std::vector<std::string>& elements);
  void mappings(Range& range);
  void mapping(Range::Mapping& mapping);
  void equivalence(const Token& name);

  void equation(const Token& name);
  void exceptions(Equation& equation);
  Variable::Kind right_side(Equation& equation, Variable::Kind kind);
  Variable::Kind assigned(Equation& equation, Variable::Kind kind);
  Variable::Kind lookup(Equation& equation);
  bool reality_check(const Token& name);
  bool between(Between& between);
  Variable& variable(const Token& name, Variable::Kind kind, const Equation& equation);
  static void become_data(Variable& variable);
  void complain_of_second(const Variable& variable, const Token& name, Variable::Kind kind,
                          const Equation& equation);
  Documentation end_of_statement(std::size_t from);

  Block& block() { return in_macro_ ? script_.macros.back() : script_.models.front(); }

  base::SourcePtr source_;
  Parser parser_;
  Lexer& lexer_;
  Script& script_;
  base::Diagnostics diagnostics_;
  std::unordered_map<std::string, std::size_t> known_;         // variables of the model
  std::unordered_map<std::string, std::size_t> known_inside_;  // and of the macro being read
  std::string group_;
  std::string group_outside_;  // of a macro being read
  bool in_macro_ = false;
};

}  // namespace holon::model::formats::vensim
