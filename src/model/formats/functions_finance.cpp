// SPDX-License-Identifier: Apache-2.0
//
// Functions of payments over time that need every period by itself. What they mean is in Vensim's
// manual, "Financial and accounting functions", and in isee systems' help, "Financial builtins".
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

constexpr double kMostPeriods = 2000;

/// Vensim's number for "no value".
const double kMissing = -std::ldexp(1.0, 109);

Expr or_else(Call& c, const Expr& value, const Expr& otherwise) {
  const auto found = c.auxiliary("rate", value);
  return if_else(node(Op::equal, {found, found}), found, otherwise);
}

// --- internal rates of return ---

// what was paid in each period of the run so far, this step's included; nothing after a mistake
std::vector<Expr> payments_of(Call& c, double period) {
  const auto& time = c.builder().model().time;
  const double last = std::floor((time.length() + time.step / 2) / period);
  if (!(period > 0) || last >= kMostPeriods) {
    c.refuse(fmt::format("{} takes a run of at most {} periods", c.term().text, kMostPeriods),
             "make the periods longer, or the run shorter");
    return {};
  }
  const auto paid = c.auxiliary("paid", c[0] * c.step());
  const auto now =
      c.auxiliary("period", call("int", {(c.now() - call("start time", {})) / number(period)}));
  std::vector<Expr> out;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    (void)c.held("payment", number(0), [&](const Expr& before) {
      const auto is_now = node(Op::equal, {now, number(i)});
      return out.emplace_back(c.auxiliary("payment", before + if_else(is_now, paid, number(0))));
    });
  }
  return out;
}

// INTERNAL RATE OF RETURN(stream, fiscal period, first payment, its time)
Expr rate_by_period(Call& c) {
  const double period = c.constant(1);
  const double when = c.constant(3);
  auto payments = payments_of(c, period);
  if (payments.empty()) return number(0);
  const auto& time = c.builder().model().time;
  const double before_start = std::floor((when - time.start + time.step / 2) / period);
  if (!(std::fabs(before_start) < kMostPeriods))
    return c.refuse("the time of the first payment is too far from the run",
                    fmt::format("holon takes {} periods", kMostPeriods));
  if (before_start < 0) payments.insert(payments.begin(), std::size_t(-before_start), number(0));
  const auto at = before_start < 0 ? 0 : static_cast<std::size_t>(before_start);
  if (at < payments.size()) {
    const auto is_paid = less(number(when), c.now());
    payments[at] = payments[at] + if_else(is_paid, c[2], number(0));
  }
  std::vector<Expr> arguments{number(-1), number(1)};
  arguments.insert(arguments.end(), payments.begin(), payments.end());
  return or_else(c, call("internal rate", std::move(arguments)), number(kMissing));
}

// Stella's IRR(stream, missing): of the payments of each step, for a unit of time
Expr rate_by_step(Call& c) {
  const auto payments = payments_of(c, c.builder().step());
  if (payments.empty()) return number(0);
  constexpr double kMost = 1e6;
  std::vector<Expr> arguments{number(-1), number(kMost)};
  arguments.insert(arguments.end(), payments.begin(), payments.end());
  const auto growth = number(1) + call("internal rate", std::move(arguments));
  return or_else(c, node(Op::power, {growth, number(1) / c.step()}) - number(1),
                 c.argument_or(1, NAN));
}

// --- depreciation ---

/// The elements of an array from one on, as expressions at this place; none after a mistake.
std::vector<Expr> elements_from(Call& c, const Term& term) {
  auto* subject = c.builder().find(term.text, *c.at().scope);
  if (subject == nullptr || subject->domain.empty() || term.subscripts.empty()) return {};
  const auto from = c.builder().place(*subject, term, c.at());
  if (!from) return {};
  const auto count = subject->domain.back().size();
  std::vector<Expr> out;
  for (std::size_t i = *from; i < *from - *from % count + count; ++i)
    out.push_back(subject->ids[i] == Model::npos ? number(NAN) : variable(subject->ids[i]));
  return out;
}

// DEPRECIATE BY SCHEDULE(stream, schedule[first], initial, life, start of a period): what flowed in
// during a period is written off by the schedule's share of that and the following periods
Expr by_schedule(Call& c) {
  const auto schedule = elements_from(c, *c.term().arguments[1]);
  if (schedule.empty() || static_cast<double>(schedule.size()) > kMostPeriods)
    return c.refuse("the schedule must be an array",
                    "as in DEPRECIATE BY SCHEDULE(stream, share[year1], none, life, Time)");
  if (c.builder().start_value(c[2]) != 0)
    return c.refuse("an initial depreciation is not there",
                    "give a third argument of 0, and add what is still to be written off to the "
                    "result");
  const double period = c.constant(3) / static_cast<double>(schedule.size());
  if (!(period > 0)) return c.refuse("a life that is not above 0", "give a time above 0");
  const auto first = number(c.constant(4));
  const auto number_of = [&](const Expr& time) {
    return call("int", {(time - first) / number(period)});
  };
  const auto begins = c.auxiliary(
      "begins", node(Op::not_equal, {number_of(c.now()), number_of(c.now() - c.step())}));

  // totals of the running period and of those before it, moved on where a period begins
  const auto stream = c.shared(0, "stream");
  const auto whole =
      c.auxiliary("whole", schedule.size() == 1 ? schedule[0] : call("sum", schedule));
  std::vector<Expr> parts{stream * schedule[0]};
  auto total = c.held("period", number(0), [&](const Expr& self) {
    return if_else(begins, number(0), self) + stream * c.step();
  });
  for (std::size_t i = 1; i < schedule.size(); ++i) {
    const auto younger = total;
    total = c.held("period", number(0),
                   [&](const Expr& self) { return if_else(begins, younger, self); });
    parts.push_back(if_else(begins, younger, total) / number(period) * schedule[i]);
  }
  return call("sum", std::move(parts)) / whole;
}

constexpr std::array kRows{
    Row{"INTERNAL RATE OF RETURN", "", 4, 4, "stream, fiscal period, first payment, its time",
        "The interest of a fiscal period, from -1 to 1, at which all payments so far are worth "
        "nothing; those of a period count at its end.",
        rate_by_period, "a/t t a t -> 1", "INTERNAL RATE OF RETURN(1, 1, -3, 0)",
        0.23375192852825867},
    Row{"", "IRR", 1, 2, "stream, missing",
        "The interest of a unit of time at which the stream so far is worth nothing.", rate_by_step,
        "? ? -> ?", "IRR(IF TIME < 1 THEN -2 ELSE 1)", 0.23375192852825867},
    Row{"DEPRECIATE BY SCHEDULE", "", 5, 5, "stream, share[first], initial, life, start",
        "What flowed in, written off by a schedule over as many periods of the life.", by_schedule,
        "a ? ? t t -> a", "DEPRECIATE BY SCHEDULE(STEP(4, 1), w[a1], 0, 3, 0)", 4},
};

}  // namespace

std::span<const Row> finance_rows() { return kRows; }

}  // namespace holon::model::formats
