// SPDX-License-Identifier: Apache-2.0
//
// Equations with subscripts: whether each subscript picks something, and what the equation is for
// one element.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "study/arrays.h"

namespace holon::study {
namespace {

using base::Code;
using model::Expr;
using model::Expression;
using model::FunctionId;
using model::Op;

// sum(…), mean(…), … of one argument
bool is_gathering(const Expression& e) {
  if (e.op != Op::call || e.arguments.size() != 1) return false;
  const auto id = e.function->id;
  return id == FunctionId::sum || id == FunctionId::mean || id == FunctionId::product ||
         id == FunctionId::min || id == FunctionId::max;
}

// dimensions named as subscripts, outside gatherings further in
void collect_dimensions(const Arrays& arrays, const Expression& e, std::vector<DimensionId>& out) {
  for (const auto& argument : e.arguments) {
    if (e.op == Op::name) {
      const auto id = arrays.find_dimension(argument->name);
      if (id && std::find(out.begin(), out.end(), *id) == out.end()) out.push_back(*id);
    } else if (!is_gathering(*argument)) {
      collect_dimensions(arrays, *argument, out);
    }
  }
}

// the dimensions that a gathering runs over: those in its argument which have no element yet
template <class IsBound>
std::vector<DimensionId> gathered(const Arrays& arrays, const Expression& e, IsBound is_bound) {
  std::vector<DimensionId> out;
  collect_dimensions(arrays, e, out);
  std::erase_if(out, is_bound);
  return out;
}

class SubscriptCheck {
 public:
  SubscriptCheck(const Arrays& arrays, base::Diagnostics& diagnostics)
      : arrays_(arrays), diagnostics_(diagnostics) {}

  // number of parts once written out; `bound`: dimensions that have an element here
  double parts(const Expression& e, const std::set<DimensionId>& bound) {
    if (e.op == Op::name) {
      if (!e.arguments.empty()) check_name(e, bound);
      return 1;
    }
    auto inside = bound;
    double times = 1;
    if (is_gathering(e)) {
      const auto over = gathered(arrays_, e, [&](DimensionId id) { return bound.contains(id); });
      if (over.empty()) check_gathers_nothing(e);
      inside.insert(over.begin(), over.end());
      times = arrays_.count(over);
    }
    double out = 0;
    for (const auto& argument : e.arguments) out += parts(*argument, inside);
    return 1 + times * out;
  }

  [[nodiscard]] bool is_right() const { return right_; }

 private:
  void report(Code code, std::string message, const base::Span& where,
              std::vector<std::string> help) {
    right_ = false;
    diagnostics_.push_back({code, std::move(message), where, "", {}, std::move(help)});
  }

  // sum(x) of one number is that number; where a dimension or a choice was meant it is a mistake
  void check_gathers_nothing(const Expression& e) {
    std::vector<DimensionId> named;
    collect_dimensions(arrays_, e, named);
    const auto id = e.function->id;
    if (!named.empty()) {
      const auto& name = arrays_.dimensions()[named.front()].name;
      report(Code::loose_dimension,
             fmt::format("`{0}` has its element here already: `{1}` has nothing to gather", name,
                         e.function->name),
             e.span,
             {fmt::format("compute it in a variable without `{}`, and read that one", name)});
    } else if (id != FunctionId::sum && id != FunctionId::product) {
      report(Code::wrong_arguments, fmt::format("`{}` of one number", e.function->name), e.span,
             {fmt::format("write at least two numbers, as in `{0}(x, y)`, or an array, as in "
                          "`{0}(demand[region])`",
                          e.function->name)});
    }
  }

  void check_name(const Expression& e, const std::set<DimensionId>& bound) {
    const Array* array = arrays_.find(e.name);
    if (array == nullptr) return not_an_array(e);
    if (array->broken) return;
    const auto count = e.arguments.size();
    if (count != array->dimensions.size()) {
      report(Code::bad_element,
             fmt::format("`{}` has {} dimension{}, here {} {} subscript{}", e.name,
                         array->dimensions.size(), array->dimensions.size() == 1 ? "" : "s",
                         count == 1 ? "is" : "are", count, count == 1 ? "" : "s"),
             e.span,
             {fmt::format("its dimensions are `{}`", arrays_.with_dimensions(e.name, *array))});
      return;
    }
    for (std::size_t i = 0; i < count; ++i)
      check_subscript(e, *array, array->dimensions[i], *e.arguments[i], bound);
  }

  void not_an_array(const Expression& e) {
    std::vector<std::string> help;
    const auto& word = e.arguments.front()->name;
    if (const auto near = arrays_.nearest(e.name)) {
      help.push_back(fmt::format("did you mean `{}`?", *near));
    } else if (arrays_.find_dimension(word) || arrays_.dimension_of(word)) {
      help.emplace_back("leave the brackets away, or give it its dimensions where it is defined");
    } else {
      help.emplace_back("the unit of a number stands directly behind it, as in `6 [month]`");
    }
    report(Code::bad_element, fmt::format("`{}` is not an array", e.name), e.span, std::move(help));
  }

  void check_subscript(const Expression& e, const Array& array, DimensionId own,
                       const Expression& subscript, const std::set<DimensionId>& bound) {
    const auto& dimension = arrays_.dimensions()[own];
    if (const auto named = arrays_.find_dimension(subscript.name)) {
      if (!arrays_.is_within(*named, own))
        wrong_dimension(dimension, arrays_.dimensions()[*named], subscript);
      else if (!bound.contains(*named))
        loose(e, array, subscript);
      return;
    }
    if (arrays_.find_element(own, subscript.name)) return;
    const auto other = arrays_.dimension_of(subscript.name);
    const auto near = base::nearest(subscript.name, dimension.elements);
    report(Code::bad_element,
           other ? fmt::format("`{}` is an element of `{}`; here stands one of `{}`",
                               subscript.name, arrays_.dimensions()[*other].name, dimension.name)
                 : fmt::format("`{}` is not an element of `{}`", subscript.name, dimension.name),
           subscript.span,
           {near ? fmt::format("did you mean `{}`?", *near)
                 : fmt::format("its elements are {}", base::listed(dimension.elements, "and"))});
  }

  void wrong_dimension(const ArrayDimension& own, const ArrayDimension& named,
                       const Expression& subscript) {
    const bool is_larger = own.whole == named.whole;
    report(Code::bad_element,
           is_larger
               ? fmt::format("`{}` has elements that `{}` does not have", named.name, own.name)
               : fmt::format("`{}` stands where `{}` belongs", named.name, own.name),
           subscript.span,
           {fmt::format("write `{}`, or one of its elements: {}", own.name,
                        base::listed(own.elements, "and"))});
  }

  void loose(const Expression& e, const Array& array, const Expression& subscript) {
    report(Code::loose_dimension,
           fmt::format("`{}` is not a dimension of this variable: which element is meant?",
                       subscript.name),
           subscript.span, {arrays_.ways_to_read(e.name, array)});
  }

  const Arrays& arrays_;
  base::Diagnostics& diagnostics_;
  bool right_ = true;
};

/// Writes an equation out for one element.
class Binder {
 public:
  explicit Binder(const Arrays& arrays) : arrays_(arrays) {}

  // parts without subscripts are shared by all elements
  Expr bound(const Expr& e, const Binding& binding) const {
    if (e->op == Op::name) return e->arguments.empty() ? e : element(*e, binding);
    if (is_gathering(*e)) {
      const auto over = gathered(arrays_, *e, [&](DimensionId id) {
        return std::any_of(binding.begin(), binding.end(),
                           [&](const BoundDimension& b) { return b.dimension == id; });
      });
      if (!over.empty()) return written_out(*e, over, binding);
    }
    std::vector<Expr> arguments;
    for (const auto& argument : e->arguments) arguments.push_back(bound(argument, binding));
    return arguments == e->arguments ? e : with(*e, std::move(arguments));
  }

 private:
  static Expr with(const Expression& e, std::vector<Expr> arguments) {
    auto out = std::make_shared<Expression>(e);
    out->arguments = std::move(arguments);
    return out;
  }

  Expr element(const Expression& e, const Binding& binding) const {
    const Array* array = arrays_.find(e.name);
    // its mistake was told; 0 of anything fits everywhere
    if (array == nullptr || array->broken) return model::number(0);
    Binding chosen;
    for (std::size_t i = 0; i < e.arguments.size(); ++i) {
      const auto& word = e.arguments[i]->name;
      const auto dimension = arrays_.find_dimension(word);
      const auto of_dimension =
          std::find_if(binding.begin(), binding.end(),
                       [&](const BoundDimension& b) { return b.dimension == dimension; });
      const auto& name = of_dimension == binding.end() ? word : of_dimension->element;
      chosen.push_back({array->dimensions[i], *arrays_.find_element(array->dimensions[i], name)});
    }
    auto out = std::make_shared<Expression>(e);
    out->name = element_name(e.name, chosen);
    out->arguments.clear();
    return out;
  }

  Expr written_out(const Expression& e, const std::vector<DimensionId>& over,
                   const Binding& binding) const {
    std::vector<Expr> arguments;
    arrays_.for_each_element(over, [&](const Binding& further) {
      auto all = binding;
      all.insert(all.end(), further.begin(), further.end());
      arguments.push_back(bound(e.arguments[0], all));
    });
    return with(e, std::move(arguments));
  }

  const Arrays& arrays_;
};

}  // namespace

std::optional<double> Arrays::check(const Expr& equation, const std::vector<DimensionId>& own,
                                    base::Diagnostics& diagnostics) const {
  SubscriptCheck check(*this, diagnostics);
  const double parts = check.parts(*equation, {own.begin(), own.end()});
  return check.is_right() ? std::optional(parts) : std::nullopt;
}

Expr Arrays::bound(const Expr& equation, const Binding& binding) const {
  return Binder(*this).bound(equation, binding);
}

}  // namespace holon::study
