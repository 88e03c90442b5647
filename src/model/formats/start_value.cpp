// SPDX-License-Identifier: Apache-2.0
//
// Values that must be known before the run: its times, orders of delays. Only what follows from
// constants is known.
#include <cmath>

#include "base/math.h"
#include "model/formats/builder.h"

namespace holon::model::formats {
namespace {

constexpr int kDeepest = 2000;

double of_operation(Op op, double a, double b) {
  switch (op) {
    case Op::add:
      return a + b;
    case Op::subtract:
      return a - b;
    case Op::multiply:
      return a * b;
    case Op::divide:
      return a / b;
    case Op::power:
      return base::pow(a, b);
    case Op::modulo:
      return a - b * std::floor(a / b);
    case Op::less:
      return a < b ? 1 : 0;
    case Op::less_equal:
      return a <= b ? 1 : 0;
    case Op::greater:
      return a > b ? 1 : 0;
    case Op::greater_equal:
      return a >= b ? 1 : 0;
    case Op::equal:
      return a == b ? 1 : 0;
    case Op::not_equal:
      return a != b ? 1 : 0;
    case Op::logical_and:
      return a != 0 && b != 0 ? 1 : 0;
    case Op::logical_or:
      return a != 0 || b != 0 ? 1 : 0;
    default:
      return NAN;
  }
}

class StartValue {
 public:
  StartValue(Model& model, std::unordered_map<VariableId, double>& known,
             const std::function<void(VariableId)>& translate)
      : model_(model), known_(known), translate_(translate) {}

  double of(const Expr& e) {
    if (!e || ++depth_ > kDeepest) return NAN;
    const double out = fresh(*e);
    --depth_;
    return out;
  }

 private:
  double fresh(const Expression& e) {
    const auto argument = [&](std::size_t i) { return of(e.arguments[i]); };
    switch (e.op) {
      case Op::number:
        return e.value;
      case Op::variable:
        return variable(e.variable);
      case Op::negate:
        return -argument(0);
      case Op::logical_not:
        return argument(0) == 0 ? 1 : 0;
      case Op::if_else: {
        const double test = argument(0);
        if (std::isnan(test)) return NAN;
        return test != 0 ? argument(1) : argument(2);
      }
      case Op::call:
        return call(e);
      case Op::lookup:
      case Op::name:
        return NAN;
      default:
        return of_operation(e.op, argument(0), argument(1));
    }
  }

  double call(const Expression& e) {
    switch (e.function->id) {
      case FunctionId::time:
      case FunctionId::step_start:
      case FunctionId::start_time:
        return model_.time.start;
      case FunctionId::stop_time:
        return model_.time.start + model_.time.length();
      case FunctionId::min:
      case FunctionId::max: {
        double out = of(e.arguments[0]);
        for (std::size_t i = 1; i < e.arguments.size(); ++i) {
          const double b = of(e.arguments[i]);
          out = (e.function->id == FunctionId::min) == (b < out) ? b : out;
        }
        return out;
      }
      case FunctionId::integer:
        return std::floor(of(e.arguments[0]));
      default:
        return NAN;
    }
  }

  double variable(VariableId id) {
    if (const auto found = known_.find(id); found != known_.end()) return found->second;
    known_[id] = NAN;  // what waits for itself is not known
    translate_(id);
    const auto& subject = model_.variables[id];
    double out = NAN;
    if (subject.role == Role::auxiliary) {
      // copies: the list of variables may grow meanwhile
      const Expr equation = subject.initial ? subject.initial : subject.equation;
      out = of(equation);
    } else if (subject.role != Role::input) {
      const Expr initial = subject.initial;
      out = of(initial);
    }
    known_[id] = out;
    return out;
  }

  Model& model_;
  std::unordered_map<VariableId, double>& known_;
  const std::function<void(VariableId)>& translate_;
  int depth_ = 0;
};

}  // namespace

double Builder::start_value(const Expr& expression) {
  const std::function<void(VariableId)> translate = [this](VariableId id) {
    translate_element(id);
  };
  return StartValue(built_.model, start_values_, translate).of(expression);
}

}  // namespace holon::model::formats
