// SPDX-License-Identifier: Apache-2.0
#include "model/formats/rewrite_names.h"

#include <memory>
#include <utility>
#include <vector>

namespace holon::model::formats {
namespace {

class Rewriter {
 public:
  Rewriter(const NameChange& name, const CallChange& call) : name_(name), call_(call) {}

  void script(Script& script) const {
    for (auto& range : script.ranges) rewrite(range);
    for (auto* blocks : {&script.models, &script.macros})
      for (auto& block : *blocks) rewrite(block);
    for (auto* part :
         {&script.run.start, &script.run.stop, &script.run.step, &script.run.save_every})
      rewrite(*part);
  }

 private:
  void rewrite(std::string& name) const { name = name_(name); }
  void rewrite(std::vector<std::string>& names) const {
    for (auto& name : names) rewrite(name);
  }

  void rewrite(Range& range) const {
    rewrite(range.name);
    if (!range.same_as.empty()) rewrite(range.same_as);
    rewrite(range.elements);
    rewrite(range.from_file);
    for (auto& mapping : range.mappings) {
      rewrite(mapping.other);
      for (auto& elements : mapping.elements) rewrite(elements);
    }
  }

  void rewrite(Block& block) const {
    if (!block.name.empty()) rewrite(block.name);
    rewrite(block.parameters);
    rewrite(block.results);
    rewrite(block.value);
    for (auto& value : block.defaults) rewrite(value);
    for (auto& variable : block.variables) rewrite(variable);
  }

  void rewrite(Variable& variable) const {
    rewrite(variable.name);
    rewrite(variable.ranges);
    rewrite(variable.inflows);
    rewrite(variable.outflows);
    for (auto& equation : variable.equations) {
      rewrite(equation.subscripts);
      for (auto& except : equation.except) rewrite(except);
      rewrite(equation.term);
      rewrite(equation.initial);
      for (auto& value : equation.list) rewrite(value);
    }
  }

  void rewrite(std::vector<Subscript>& subscripts) const {
    for (auto& subscript : subscripts) {
      if (!subscript.name.empty()) rewrite(subscript.name);
      if (!subscript.upper.empty()) rewrite(subscript.upper);
      rewrite(subscript.index);
    }
  }

  void rewrite(TermPtr& term) const {
    if (!term) return;
    auto out = std::make_shared<Term>(*term);
    if (out->kind == Term::Kind::name) rewrite(out->text);
    if (out->kind == Term::Kind::call) out->text = name_(call_(out->text, out->arguments.size()));
    rewrite(out->subscripts);
    for (auto& argument : out->arguments) rewrite(argument);
    term = std::move(out);
  }

  const NameChange& name_;
  const CallChange& call_;
};

}  // namespace

void rewrite_names(Script& script, const NameChange& name, const CallChange& call) {
  Rewriter(name, call).script(script);
}

}  // namespace holon::model::formats
