// SPDX-License-Identifier: Apache-2.0
//
// One budget over the whole life: what is spent, what the rest of the study commits, what is left,
// and how much more of each activity that allows. With the total T of a category and a limit L:
//
//   left = L - T,  more of an activity = max(0, left) ÷ c
//
// c is what one costs: of an activity that serves, its total by functional unit; of another, its
// whole total, as if it were done once more. Spent is what was before the budget's day; without a
// day, what hangs on measured inputs alone.
// Source: the definitions in docs/methods/budget-and-cap.md.
#pragma once

#include "findings/questions.h"
#include "findings/subject.h"

namespace holon::findings {

/// Asks for what a budget leaves. `limit` in base units; `result` must stay where it is.
void ask_allowances(Subject& subject, double limit, Questions& questions, BudgetResult& result);

}  // namespace holon::findings
