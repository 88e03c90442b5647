// SPDX-License-Identifier: Apache-2.0
//
// Where names of a model file lead while it is built: the variables of the model itself, of a
// module, or of one use of a macro.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/formats/ranges.h"
#include "model/model.h"

namespace holon::model::formats {

struct Scope;

/// An element that the name of a range stands for.
struct Bound {
  std::size_t range;
  Element element;
  bool every;  ///< by `range!` inside a function over arrays
};

/// Where an expression is translated.
struct Context {
  Scope* scope = nullptr;
  std::vector<Bound> bound;
  std::vector<std::size_t> wild;  ///< index that the n-th `*` of a name stands for
  std::string owner;              ///< the scalar variable whose equation it is part of
};

/// A count that stands for all larger ones.
inline constexpr std::size_t kBeyondAll = std::size_t{1} << 62U;

/// A variable of the file with its place for every element.
struct Declared {
  const Variable* written = nullptr;
  Scope* scope = nullptr;
  std::size_t index = 0;                     ///< into Built::written
  std::string name;                          ///< with the path of its module
  std::vector<std::vector<Element>> domain;  ///< elements that stand at each subscript
  std::vector<std::size_t> ranges;           ///< at each subscript, where one range is known
  std::vector<VariableId> ids;               ///< row-major over the domain; `npos`: not defined
  std::vector<std::uint32_t> equation;       ///< of which equation each element is
  std::vector<std::shared_ptr<const Table>> tables;  ///< of a lookup or data
  bool is_result = false;      ///< of a macro, beside its own: its uses write the equations
  Declared* fed_by = nullptr;  ///< of an input of a module: what the model around it connects

  /// How many elements; a number that no model can have where the product is beyond all numbers.
  [[nodiscard]] std::size_t size() const {
    std::size_t out = 1;
    for (const auto& elements : domain) {
      if (!elements.empty() && out > kBeyondAll / elements.size()) return kBeyondAll;
      out *= elements.size();
    }
    return out;
  }
  /// The elements at a flat place.
  [[nodiscard]] std::vector<Element> elements_at(std::size_t flat) const {
    std::vector<Element> out(domain.size());
    for (std::size_t p = domain.size(); p-- > 0;) {
      out[p] = domain[p][flat % domain[p].size()];
      flat /= domain[p].size();
    }
    return out;
  }
};

/// What a parameter of a macro stands for in one use of it.
struct Argument {
  TermPtr term;  ///< null: `value` is it
  Expr value;
  Context at;
};

/// A set of names.
struct Scope {
  const Block* block = nullptr;
  Scope* parent = nullptr;  ///< the model a module stands in; where a macro is used
  std::string prefix;       ///< of full names: "module."
  std::unordered_map<std::string, Declared*> names;
  std::unordered_map<std::string, Argument> arguments;
  std::unordered_map<std::string, Scope*> modules;
  std::size_t depth = 0;  ///< of macros in macros
  bool is_macro = false;
};

}  // namespace holon::model::formats
