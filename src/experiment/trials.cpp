// SPDX-License-Identifier: Apache-2.0
#include "experiment/trials.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <tuple>

#include "base/bytes.h"
#include "base/math.h"
#include "experiment/sampling_plan.h"

namespace holon::experiment {
namespace {

/// Members that a thread should get at once.
constexpr std::size_t kGroupMembers = 64;

/// Everything at its median.
class Medians final : public quantity::Uniforms {
 public:
  void fill(base::Stream /*stream*/, std::uint64_t /*first*/,
            std::span<double> out) const override {
    std::fill(out.begin(), out.end(), 0.5);
  }
};

/// Each point's members draw the point's parameters; what else is uncertain alike in all points.
class PointDraws final : public engine::Draws {
 public:
  PointDraws(const std::vector<Parameter>& parameters, const std::vector<Point>& points,
             std::size_t members, const quantity::Uniforms& others)
      : parameters_(parameters), points_(points), members_(members), others_(others) {}

  void fill(const engine::DrawSlot& draw, std::uint64_t first,
            std::span<double> out) const override {
    const auto parameter =
        std::find_if(parameters_.begin(), parameters_.end(),
                     [&](const Parameter& p) { return p.variable == draw.input; });
    for (std::size_t i = 0; i < out.size();) {
      const auto member = (first + i) % members_;
      const auto count = std::min<std::uint64_t>(members_ - member, out.size() - i);
      const auto part = out.subspan(i, count);
      // lanes beyond the last member are not looked at
      const auto point = std::min<std::size_t>(points_.size() - 1, (first + i) / members_);
      if (parameter == parameters_.end()) {
        draw.sampler.fill(others_, member, part);
      } else {
        const auto place =
            points_[point][static_cast<std::size_t>(parameter - parameters_.begin())];
        std::fill(part.begin(), part.end(), value_at(*parameter, place));
      }
      i += count;
    }
  }

  [[nodiscard]] std::uint64_t noise_member(std::uint64_t member) const override {
    return member % members_;
  }

 private:
  const std::vector<Parameter>& parameters_;
  const std::vector<Point>& points_;
  std::size_t members_;
  const quantity::Uniforms& others_;
};

// every variable as a series, and at the end: its columns lie beside each other
std::vector<engine::Output> outputs_of(const std::vector<model::VariableId>& variables) {
  std::vector<engine::Output> out;
  for (const auto id : variables) {
    out.push_back({"", model::variable(id), true, 1});
    out.push_back({"", model::variable(id), false, 1});
  }
  return out;
}

// results of the points from `first` on as bytes: a length, then the numbers
void write_results(std::string& out, const std::vector<std::vector<double>>& results,
                   std::size_t first, std::size_t end) {
  base::write_bytes(out, first);
  base::write_bytes(out, end);
  for (std::size_t i = first; i < end; ++i) {
    base::write_bytes(out, results[i].size());
    base::write_bytes(out, std::span<const double>(results[i]));
  }
}

void read_results(std::string_view bytes, std::vector<std::vector<double>>& results) {
  std::size_t first = 0;
  std::size_t end = 0;
  base::read_bytes(bytes, first);
  base::read_bytes(bytes, end);
  for (std::size_t i = first; i < end; ++i) {
    std::size_t count = 0;
    base::read_bytes(bytes, count);
    results[i].resize(count);
    base::read_bytes(bytes, std::span(results[i]));
  }
}

}  // namespace

double value_at(const Parameter& parameter, double place) {
  // the ends are met exactly
  if (place <= 0) return parameter.low;
  if (place >= 1) return parameter.high;
  if (!parameter.logarithmic) return parameter.low + (parameter.high - parameter.low) * place;
  return parameter.low * base::exp(base::ln(parameter.high / parameter.low) * place);
}

double place_of(const Parameter& parameter, double value) {
  const double place =
      parameter.logarithmic
          ? base::ln(value / parameter.low) / base::ln(parameter.high / parameter.low)
          : (value - parameter.low) / (parameter.high - parameter.low);
  return std::clamp(place, 0.0, 1.0);
}

bool can_vary(const model::Model& model, model::VariableId variable) {
  const auto& subject = model[variable];
  if (subject.role == model::Role::input) return true;
  if (subject.role != model::Role::auxiliary || !subject.equation) return false;
  return subject.equation->op == model::Op::number ||
         (subject.equation->op == model::Op::negate &&
          subject.equation->arguments[0]->op == model::Op::number);
}

std::optional<double> own_value(const model::Model& model, model::VariableId variable) {
  if (!can_vary(model, variable)) return std::nullopt;
  const auto& subject = model[variable];
  if (subject.role == model::Role::input) {
    const quantity::Sampler sampler(subject.quantity, subject.name);
    if (!sampler.is_constant()) return std::nullopt;
    return sampler.draw(0, 0);
  }
  const auto& equation = *subject.equation;
  return equation.op == model::Op::number ? equation.value : -equation.arguments[0]->value;
}

model::Model with_inputs(model::Model model, const std::vector<Parameter>& parameters) {
  for (const auto& parameter : parameters) {
    auto& variable = model.variables[parameter.variable];
    variable.role = model::Role::input;
    variable.equation = nullptr;
    variable.initial = nullptr;
    quantity::Quantity drawn;
    drawn.unit = variable.unit;
    const double scale = variable.unit.scale;
    drawn.distribution.shape = quantity::Uniform{parameter.low / scale, parameter.high / scale};
    variable.quantity = std::move(drawn);
  }
  return model;
}

Trials::Trials(const model::Model& model, const std::vector<Parameter>& parameters,
               const std::vector<model::VariableId>& variables, std::size_t members,
               const engine::Plan& plan)
    : parameters_(parameters), members_(members), plan_(plan) {
  const auto varied = with_inputs(model, parameters);
  program_ = engine::compile(varied, outputs_of(variables));
  if (members == 1)
    others_ = std::make_shared<Medians>();
  else
    others_ = uniforms_of(SamplingPlan::sobol, plan.seed, members, factors_of(varied, program_));
}

std::vector<std::vector<double>> Trials::run(const std::vector<Point>& points,
                                             const Reduce& reduce) {
  if (points.empty()) return {};
  auto plan = plan_;
  plan.samples = points.size() * members_;
  plan.draws = std::make_shared<PointDraws>(parameters_, points, members_, *others_);
  const std::size_t points_per_group = std::max<std::size_t>(1, kGroupMembers / members_);
  engine::GroupRange range;
  range.group_size = points_per_group * members_;
  range.end_batch = (points.size() + points_per_group - 1) / points_per_group;
  if (plan.ranks)
    std::tie(range.first_batch, range.end_batch) = plan.ranks->share_of(range.end_batch);
  const auto first = std::min(points.size(), range.first_batch * points_per_group);
  const auto end = std::min(points.size(), range.end_batch * points_per_group);

  std::vector<std::vector<double>> out(points.size());
  const auto sink = [&](const engine::Group& group) {
    for (std::size_t at = 0; at < group.count; at += members_) {
      const auto point = static_cast<std::size_t>(group.first_member + at) / members_;
      out[point] = reduce(Trial(group, at, members_, program_.time.steps));
    }
  };
  engine::run_groups(program_, plan, range, [&] { return engine::GroupSink(sink); }, nullptr);
  if (plan.ranks) {
    std::string mine;
    write_results(mine, out, first, end);
    for (const auto& theirs : plan.ranks->exchange(mine)) read_results(theirs, out);
  }
  runs_ += plan.samples;
  return out;
}

}  // namespace holon::experiment
