// SPDX-License-Identifier: Apache-2.0
//
// A filter as the condition of a query, with its values bound, never written into the text.
#pragma once

#include <deque>
#include <string>

#include <soci/soci.h>

#include "ledger/ledger.h"

namespace holon::ledger {

/// A query over runs that a filter chooses. It must outlive the statements made of it.
class Query {
 public:
  /// `text` has `{}` where the condition belongs; the table of runs is named `r` in it.
  Query(const std::string& text, const Filter& filter);

  /// Binds the filter's values and makes the statement ready; `outputs` binds what comes out.
  template <class... Outputs>
  void prepare(soci::statement& statement, Outputs&&... outputs) {
    statement.alloc();
    (statement.exchange(std::forward<Outputs>(outputs)), ...);
    for (auto& text : texts_) statement.exchange(soci::use(text));
    statement.prepare(text_);
    statement.define_and_bind();
  }

 private:
  void require(const std::string& condition, std::string value);

  std::string text_;
  std::string condition_;
  std::deque<std::string> texts_;
};

}  // namespace holon::ledger
