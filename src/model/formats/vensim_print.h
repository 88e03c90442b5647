// SPDX-License-Identifier: Apache-2.0
//
// Names, subscripts and right sides in Vensim's language, in lines of about 80 columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/formats/script.h"

namespace holon::model::formats::vensim {

/// A name as it can stand in an equation: in quotes where it must.
[[nodiscard]] std::string printable_name(std::string_view name);

/// A text that grows piece by piece; a line too long is broken before the next piece.
class Printer {
 public:
  explicit Printer(const Script& script);

  /// A piece that stays in one line.
  void piece(std::string_view text);

  /// Text that brings its own lines.
  void raw(std::string_view text);

  void term(const TermPtr& term);
  void subscripts(const std::vector<Subscript>& subscripts);
  /// `([(xmin,ymin)-(xmax,ymax)],(x,y),…)` without the outer parentheses.
  void points(const Points& points);
  void names(const std::vector<std::string>& names);

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void term(const TermPtr& term, int loosest);
  void operation(const Term& term);
  void call(const Term& term);

  std::string out_;
  std::size_t line_start_ = 0;
  std::unordered_map<std::string, std::size_t> macro_parameters_;  // how many a macro has
};

}  // namespace holon::model::formats::vensim
