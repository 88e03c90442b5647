// SPDX-License-Identifier: Apache-2.0
//
// From when to when a model runs, in which steps, and what its user changed.
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/builder.h"
#include "model/formats/changing_times.h"
#include "model/formats/queue.h"
#include "model/method_check.h"

namespace holon::model::formats {
namespace {

using base::Code;

constexpr double kMostSteps = 100'000'000;

std::string plain_key(std::string_view name) {
  auto out = base::name_key(name);
  out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
  return out;
}

// how a value goes through a run
enum class Course { constant, by_time, by_state };

class Courses {
 public:
  explicit Courses(const Model& model) : model_(model) {}

  Course of(VariableId id) {
    if (!seen_.insert(id).second) return Course::constant;
    const auto& subject = model_[id];
    if (subject.role == Role::input) return Course::constant;
    // ACTIVE INITIAL has another value at the start than its equation gives
    if (subject.role == Role::auxiliary)
      return subject.initial ? Course::by_state : of(subject.equation);
    // what INITIAL keeps is a stock without flows
    const auto& equation = subject.equation;
    const bool is_kept = equation && equation->op == Op::number && equation->value == 0;
    if (is_kept) kept_.push_back(id);
    return is_kept ? Course::constant : Course::by_state;
  }

  /// What INITIAL keeps, of all that was asked for.
  [[nodiscard]] const std::vector<VariableId>& kept() const { return kept_; }

 private:
  Course of(const Expr& e) {
    if (!e) return Course::constant;
    if (e->op == Op::variable) return of(e->variable);
    if (e->op == Op::call &&
        (e->function->id == FunctionId::time || e->function->id == FunctionId::step_start))
      return Course::by_time;
    auto out = Course::constant;
    for (const auto& argument : e->arguments) out = std::max(out, of(argument));
    return out;
  }

  const Model& model_;
  std::set<VariableId> seen_;
  std::vector<VariableId> kept_;
};

// what INITIAL keeps is as it was at the start, whenever it is asked for
std::vector<VariableId> kept_by(const Model& model, std::initializer_list<VariableId> ids) {
  Courses courses(model);
  for (const auto id : ids) {
    if (id != Model::npos) static_cast<void>(courses.of(id));
  }
  return courses.kept();
}

// a time of the run that may change in it
struct Changing {
  VariableId id;
  double first;
  bool follows_time;
};

}  // namespace

void Builder::apply_settings() {
  const auto for_each_match = [&](const std::string& name, const auto& visit) {
    const auto key = plain_key(name);
    bool found = false;
    for (const auto& shown : built_.shown) {
      const auto& whole = built_.written[shown.written].name;
      if (plain_key(shown.name) != key && plain_key(whole) != key) continue;
      visit(shown.variable);
      found = true;
    }
    if (found) return;
    std::vector<std::string> known;
    for (const auto& written : built_.written) known.push_back(written.name);
    const auto near = base::nearest(name, known);
    error(Code::unknown_name, fmt::format("the model has no variable `{}`", name), {},
          {near ? fmt::format("did you mean `{}`?", *near) : "`holon model show` lists them"});
  };
  for (const auto& [name, value] : options_.settings) {
    for_each_match(name, [&](VariableId id) { overridden_[id] = number(value); });
  }
  for (const auto& [name, quantity] : options_.inputs) {
    for_each_match(name, [&](VariableId id) {
      auto& variable = built_.model.variables[id];
      variable.role = Role::input;
      variable.quantity = quantity;
      variable.unit = quantity.unit;
      overridden_[id] = number(0);
    });
  }
}

// what the options of a run say, the equations of a model of Vensim read as well
void Builder::apply_run_options() {
  if (!is_vensim()) return;
  const auto state = [&](std::string_view control, const std::optional<double>& chosen) {
    const auto* subject = chosen ? find(control, root()) : nullptr;
    if (subject == nullptr) return;
    for (const auto id : subject->ids) {
      if (id != Model::npos) overridden_[id] = number(*chosen);
    }
  };
  state("INITIAL TIME", options_.start);
  state("FINAL TIME", options_.stop);
  state("TIME STEP", options_.step);
  state("SAVEPER", options_.save_every);
}

double Builder::run_number(const TermPtr& of_xmile, std::string_view of_vensim,
                           const std::optional<double>& chosen, double otherwise) {
  if (chosen) return *chosen;
  if (of_xmile) {
    Context at;
    at.scope = &root();
    at.owner = "run";
    const double out = start_value(translate(of_xmile, at));
    if (std::isnan(out))
      error(Code::bad_run_time, "the times of a run must be numbers", of_xmile->span,
            {"write a number"});
    return out;
  }
  auto* subject = find(of_vensim, root());
  if (subject == nullptr || subject->ids.empty() || subject->ids.front() == Model::npos)
    return otherwise;
  const auto id = subject->ids.front();
  const double out = start_value(variable(id));
  if (std::isnan(out))
    error(Code::bad_run_time,
          fmt::format("`{}` must be known before the run", subject->written->name),
          subject->written->span, {"make it a number, or a constant of the model"});
  return out;
}

// where a time of the run is said
base::Span Builder::place_of(const TermPtr& of_xmile, std::string_view of_vensim) {
  if (of_xmile) return of_xmile->span;
  const auto* subject = find(of_vensim, root());
  return subject == nullptr ? base::Span() : subject->written->span;
}

VariableId Builder::control(std::string_view of_vensim) const {
  const auto* subject = find(of_vensim, scopes_.front());
  return subject == nullptr || subject->ids.empty() ? Model::npos : subject->ids.front();
}

double Builder::value_at(VariableId id, double time, const Values& kept) {
  const double start = std::exchange(built_.model.time.start, time);
  start_values_ = kept;
  const double out = start_value(variable(id));
  start_values_.clear();
  built_.model.time.start = start;
  return out;
}

void Builder::warn_of_changing(VariableId id, std::string_view option, double first) {
  const auto course = id == Model::npos ? Course::constant : Courses(built_.model).of(id);
  if (course == Course::constant) return;
  const auto& written = *declared_of(id)->written;
  std::vector<std::string> help{fmt::format("choose another for the whole run by `{}`", option)};
  if (course == Course::by_time)
    help.emplace_back(
        "what follows the time is followed where steps and saving intervals stay "
        "above 0, steps are multiples of a common one, and a million do");
  warn(Code::bad_run_time,
       fmt::format("`{}` changes during the run; holon keeps its first value, {}", written.name,
                   first),
       written.span, std::move(help));
}

// Vensim lets them change in the run
void Builder::follow_changing_times() {
  auto& time = built_.model.time;
  const auto& run = script_.run;
  const auto subject = [&](const TermPtr& of_xmile, std::string_view of_vensim, double first) {
    const auto id = of_xmile ? Model::npos : control(of_vensim);
    const auto course = id == Model::npos ? Course::constant : Courses(built_.model).of(id);
    return Changing{id, first, course == Course::by_time};
  };
  const auto step = subject(run.step, "TIME STEP", time.step);
  const auto save_every = subject(run.save_every, "SAVEPER", built_.save_every);
  const auto stop = subject(run.stop, "FINAL TIME", built_.stop);
  if (step.follows_time || save_every.follows_time || stop.follows_time) {
    Values kept;
    for (const auto id : kept_by(built_.model, {step.id, save_every.id, stop.id}))
      kept[id] = start_value(variable(id));
    const auto clock_of = [&](const Changing& one) {
      return [this, one, &kept](double at) {
        return one.follows_time ? value_at(one.id, at, kept) : one.first;
      };
    };
    const auto course =
        course_of(time.start, {clock_of(step), clock_of(save_every), clock_of(stop)});
    if (course) {
      time.step = course->step;
      time.steps = course->steps;
      built_.saved_steps = course->saved;
      if (course->is_stretched) stretched_by_ = step.id;
      if (stop.follows_time) built_.moving_stop = Model::npos;
      return;
    }
  }
  warn_of_changing(step.id, "--dt", step.first);
  warn_of_changing(save_every.id, "--save-every", save_every.first);
}

void Builder::read_run_time() {
  auto& time = built_.model.time;
  const auto& run = script_.run;
  time.start = run_number(run.start, "INITIAL TIME", options_.start, 0);
  time.step = run_number(run.step, "TIME STEP", options_.step, 1);
  if (std::isnan(time.start)) time.start = 0;
  if (!(time.step > 0) || !std::isfinite(time.step)) {
    if (!std::isnan(time.step))
      error(Code::bad_run_time, fmt::format("a time step of {}", time.step),
            place_of(run.step, "TIME STEP"), {"it must be above 0"});
    time.step = 1;
  }
  start_values_.clear();
  const double stop = run_number(run.stop, "FINAL TIME", options_.stop, time.start);
  built_.stop = stop;
  const double steps = std::floor((stop - time.start) / time.step + 0.5);
  if (steps > kMostSteps) {
    error(Code::bad_run_time, fmt::format("{} time steps", base::readable(steps)),
          place_of(run.stop, "FINAL TIME"),
          {"holon takes at most 100 000 000: make the step longer or the run shorter"});
  } else if (steps > 0) {
    time.steps = static_cast<std::uint32_t>(steps);
  }
  start_values_.clear();
  built_.save_every = run_number(run.save_every, "SAVEPER", options_.save_every, time.step);
  if (built_.save_every < 0)
    warn(Code::bad_run_time, fmt::format("saved every {}", built_.save_every),
         place_of(run.save_every, "SAVEPER"), {"it must be above 0; each time step is saved"});
  if (!(built_.save_every > 0)) built_.save_every = time.step;
  built_.time_units = run.time_units;
  for (const auto& written : built_.written) {
    if (built_.time_units.empty() && base::name_key(written.name) == "time step")
      built_.time_units = written.units;
  }
  // an end that depends on what happens in the run
  const auto end = run.stop || options_.stop ? Model::npos : control("FINAL TIME");
  if (end != Model::npos && built_.model[end].equation &&
      built_.model[end].equation->op != Op::number)
    built_.moving_stop = end;
  follow_changing_times();
}

void Builder::find_method() {
  auto& method = built_.model.time.method;
  if (options_.method) {
    method = *options_.method;
    return;
  }
  // "gear, rk4": the first of the list that is known and can run the model
  const bool in_whole_steps = !conveyors_->empty() || !queues_->empty();
  base::Diagnostics reasons;
  bool any = false;
  for (const auto& name : base::split(script_.run.method, ',')) {
    const auto known = base::name_key(name) == "gear" ? Method::rosenbrock : method_named(name);
    if (!known) continue;
    method = *known;
    any = true;
    reasons.clear();
    check_method(built_.model, reasons);
    if (reasons.empty() && (method == Method::euler || !in_whole_steps)) return;
  }
  // the last one known is refused where it is used
  if (any || base::trim(script_.run.method).empty()) return;
  method = Method::euler;
  diagnostics_.push_back(
      {Code::other_method,
       fmt::format("holon has no method `{}`; Euler instead", base::trim(script_.run.method)),
       {},
       "",
       {},
       {fmt::format("choose one by --method: {}", method_names())},
       base::Severity::warning});
}

}  // namespace holon::model::formats
