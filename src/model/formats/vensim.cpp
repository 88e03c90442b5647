// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim.h"

#include <utility>

#include "model/formats/vensim_source.h"
#include "model/formats/vensim_statement.h"

namespace holon::model::formats {

base::Result<Script> read_vensim(const base::SourcePtr& source) {
  const auto text = vensim::in_utf8(source);
  const std::string_view all = text->text();
  const auto end = vensim::end_of_equations(all);

  Script out;
  out.dialect = Dialect::vensim;
  out.vendor = "vensim";
  out.models.emplace_back().span = {text, 0, 0};
  auto diagnostics = vensim::StatementReader(text, all.substr(0, end), out).read();
  if (!diagnostics.empty()) return tl::unexpected(base::in_order(std::move(diagnostics)));
  out.sketch = all.substr(end);
  out.equal_units = vensim::equal_units(out.sketch);
  out.run.method = vensim::method(out.sketch);
  return out;
}

}  // namespace holon::model::formats
