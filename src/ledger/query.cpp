// SPDX-License-Identifier: Apache-2.0
#include "ledger/query.h"

#include <fmt/format.h>

namespace holon::ledger {

Query::Query(const std::string& text, const Filter& filter) {
  if (!filter.project.empty()) require("r.project = {}", filter.project);
  if (!filter.phase.empty()) require("r.phase = {}", filter.phase);
  if (!filter.name.empty()) require("r.name = {}", filter.name);
  if (!filter.tool.empty()) require("r.tool = {}", filter.tool);
  for (const auto& tag : filter.tags)
    require("exists (select 1 from run_tag t where t.run = r.id and t.tag = {})", tag);
  if (filter.since_ns) condition_ += fmt::format(" and r.start_ns >= {}", *filter.since_ns);
  if (filter.until_ns) condition_ += fmt::format(" and r.start_ns < {}", *filter.until_ns);
  if (!filter.ids.empty()) {
    std::string list;
    for (const auto& id : filter.ids) {
      list += fmt::format("{}:v{}", list.empty() ? "" : ", ", texts_.size());
      texts_.push_back(id);
    }
    condition_ += fmt::format(" and r.id in ({})", list);
  }
  text_ = fmt::format(fmt::runtime(text), "1 = 1" + condition_);
}

void Query::require(const std::string& condition, std::string value) {
  condition_ += " and " + fmt::format(fmt::runtime(condition), fmt::format(":v{}", texts_.size()));
  texts_.push_back(std::move(value));
}

}  // namespace holon::ledger
