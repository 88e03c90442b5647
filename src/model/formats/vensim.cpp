// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "base/text.h"
#include "model/formats/vensim_source.h"
#include "model/formats/vensim_statement.h"

namespace holon::model::formats {
namespace {

// DELAYP(input, delay time : pipeline), with the equations of Vensim's manual: a function that
// gives a further result, as only macros do
constexpr std::string_view kDelayWithPipeline =
    ":MACRO: DELAYP(input, delay time : pipeline)\n"
    "DELAYP = third / share ~ input ~ |\n"
    "pipeline = third + second + first ~ input * delay time ~ |\n"
    "third = INTEG(second / share - DELAYP, share * input) ~ input * delay time ~ |\n"
    "second = INTEG((first - second) / share, third) ~ input * delay time ~ |\n"
    "first = INTEG(input - first / share, third) ~ input * delay time ~ |\n"
    "share = delay time / 3 ~ delay time ~ |\n"
    ":END OF MACRO:\n";

bool mentions(std::string_view text, std::string_view key) {
  const auto same = [](char a, char b) { return (a | 0x20) == b; };
  return std::search(text.begin(), text.end(), key.begin(), key.end(), same) != text.end();
}

// what Vensim's own macros are written with becomes part of a model that uses them
void add_macros_of_vensim(std::string_view equations, Script& script) {
  if (!mentions(equations, "delayp")) return;
  for (const auto& macro : script.macros)
    if (base::name_key(macro.name) == "delayp") return;
  const auto source =
      std::make_shared<const base::SourceText>("DELAYP", std::string(kDelayWithPipeline));
  auto read = read_vensim(source);
  if (read) script.macros.push_back(std::move(read->macros.front()));
}

}  // namespace

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
  add_macros_of_vensim(all.substr(0, end), out);
  out.sketch = all.substr(end);
  out.equal_units = vensim::equal_units(out.sketch);
  out.run.method = vensim::method(out.sketch);
  return out;
}

}  // namespace holon::model::formats
