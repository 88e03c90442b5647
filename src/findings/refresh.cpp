// SPDX-License-Identifier: Apache-2.0
#include "findings/refresh.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace holon::findings {
namespace {

using model::Expr;
using model::Op;
using model::VariableId;

constexpr double kSecondsPerYear = 365.0 * 86400;
constexpr double kMostUndefined = 0.5;  // futures without a rise, beyond which it is no refresh

/// The devices on whose embodied impact something hangs, by name.
class Makings {
 public:
  explicit Makings(const model::Model& model) : model_(model) {}

  [[nodiscard]] std::set<std::string> of(VariableId variable) {
    std::set<std::string> out;
    seen_.clear();
    visit(variable, out);
    return out;
  }

 private:
  // "hardware.new.embodied.climate" is the making of `new`
  static std::string device_of(const std::string& name) {
    constexpr std::string_view kHardware = "hardware.";
    const auto embodied = name.find(".embodied.");
    if (embodied == std::string::npos || !name.starts_with(kHardware)) return {};
    return name.substr(kHardware.size(), embodied - kHardware.size());
  }

  void visit(VariableId id, std::set<std::string>& into) {
    if (!seen_.insert(id).second) return;
    if (auto device = device_of(model_.variables[id].name); !device.empty()) {
      into.insert(std::move(device));
      return;
    }
    const auto follow = [&](const Expr& expression) {
      if (!expression) return;
      model::for_each_variable(expression, [&](VariableId read, int) { visit(read, into); });
    };
    follow(model_.variables[id].equation);
    follow(model_.variables[id].initial);
    for (const auto& one : model_.cases) {
      for (const auto& change : one.changes) {
        if (change.variable == id) follow(change.replacement);
      }
    }
  }

  const model::Model& model_;
  std::set<VariableId> seen_;
};

/// One scenario in one category.
class Question {
 public:
  Question(const Subject& subject, int in_case, std::size_t category,
           const std::vector<VariableId>& makings, Questions& questions, Refresh& result)
      : subject_(subject), questions_(questions), result_(result) {
    const auto is_making = [&](const study::ImpactFlow& f) {
      return std::find(makings.begin(), makings.end(), f.total) != makings.end();
    };
    const auto is_electricity = [](const study::ImpactFlow& f) {
      return f.source == "electricity";
    };
    const auto change = [&](const FlowFilter& belongs) {
      const auto after = subject.total_of(category, in_case, belongs);
      return after ? after - subject.total_of(category, 0, belongs) : after;
    };
    made_ = change(is_making);
    const auto more = change(is_electricity);
    if (more) saved_ = model::number(0) - more;
    least_ = model::number(kNothing) * model::call("abs", {subject.total(category, 0)});
    scale_ = subject.scale_of(category);
  }

  void ask() {
    if (!made_ || !saved_) return;
    const auto rises = model::node(Op::greater, {made_, least_});
    const auto saves = model::node(Op::greater, {saved_, least_});
    const double years = subject_.model().time.length() / kSecondsPerYear;
    const auto until = model::number(years) * made_ / saved_;
    questions_.ask_summary(only_where(rises, made_), scale_, result_.made);
    questions_.ask_summary(only_where(rises, saved_), scale_, result_.saved);
    questions_.ask_summary(only_where(model::node(Op::logical_and, {rises, saves}), until), 1,
                           result_.years);
    questions_.ask_probability(only_where(rises, model::node(Op::less_equal, {made_, saved_})),
                               result_.p_repaid);
    questions_.ask_probability(only_where(rises, model::node(Op::logical_not, {saves})),
                               result_.p_never);
    ask_lifetime(rises, until, saves);
  }

 private:
  void ask_lifetime(const Expr& rises, const Expr& until, const Expr& saves) {
    const auto wanted = base::name_key("hardware." + result_.device + ".lifetime");
    const auto& variables = subject_.model().variables;
    const auto found = std::find_if(variables.begin(), variables.end(), [&](const auto& one) {
      return base::name_key(one.name) == wanted;
    });
    if (result_.device.empty() || found == variables.end()) return;
    const auto id = static_cast<VariableId>(found - variables.begin());
    const auto lasts = model::variable(id, 0) / model::number(kSecondsPerYear);
    const auto in_time =
        model::node(Op::logical_and, {saves, model::node(Op::less_equal, {until, lasts})});
    questions_.ask(only_where(rises, in_time), [this_result = &result_](const auto& statistics) {
      this_result->p_in_lifetime = statistics[0].mean();
    });
  }

  const Subject& subject_;
  Questions& questions_;
  Refresh& result_;
  Expr made_, saved_, least_;
  double scale_ = 1;
};

}  // namespace

void ask_refreshes(const Subject& subject, const std::vector<int>& cases, Questions& questions,
                   std::vector<Refresh>& into) {
  if (subject.model().time.steps == 0) return;
  Makings devices(subject.model());
  std::vector<VariableId> makings;
  std::set<std::string> names;
  for (const auto& flow : subject.compiled().flows) {
    if (flow.source == "electricity") continue;
    const auto of_flow = devices.of(flow.total);
    if (of_flow.empty()) continue;
    makings.push_back(flow.total);
    names.insert(of_flow.begin(), of_flow.end());
  }
  if (makings.empty()) return;
  // results keep their place, for answers are written into them
  into.reserve(cases.size() * subject.categories().size());
  for (const int in_case : cases) {
    for (const auto c : subject.main_categories()) {
      auto& result = into.emplace_back();
      result.scenario = subject.model().cases[static_cast<std::size_t>(in_case)].name;
      result.category = c;
      if (names.size() == 1) result.device = *names.begin();
      Question(subject, in_case, c, makings, questions, result).ask();
    }
  }
}

void drop_what_is_no_refresh(std::vector<Refresh>& results) {
  std::erase_if(results, [](const Refresh& result) {
    return !result.made || result.made->undefined > kMostUndefined;
  });
  for (auto& result : results) {
    if (result.years && result.years->undefined >= 1) result.years.reset();
  }
}

}  // namespace holon::findings
