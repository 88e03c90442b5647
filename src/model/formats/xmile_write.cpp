// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_write.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/xmile.h"

namespace holon::model::formats {
namespace {

// --- header ---

struct Uses {
  bool conveyors = false;
  bool queues = false;
  std::size_t dimensions = 0;
};

Uses uses_of(const Script& script) {
  Uses out;
  for (const auto* blocks : {&script.models, &script.macros}) {
    for (const auto& block : *blocks) {
      for (const auto& variable : block.variables) {
        out.conveyors = out.conveyors || variable.conveyor;
        out.queues = out.queues || variable.queue;
        out.dimensions = std::max(out.dimensions, variable.ranges.size());
      }
    }
  }
  return out;
}

void write_header(const Script& script, XmlText& out) {
  const auto uses = uses_of(script);
  out.open("header");
  if (!script.title.empty()) out.line("name", script.title);
  out.line("vendor", script.vendor);
  out.line("product", "holon", {{"version", "1.0"}, {"lang", "en"}});
  out.open("options", {{"namespace", "std"}});
  if (uses.conveyors) out.empty("uses_conveyor");
  if (uses.queues) out.empty("uses_queue");
  if (script.models.size() > 1) out.empty("uses_submodels");
  if (!script.macros.empty()) out.empty("uses_macros");
  if (uses.dimensions > 0)
    out.empty("uses_arrays", {{"max_dimensions", std::to_string(uses.dimensions)}});
  out.close("options");
  out.close("header");
}

// --- times ---

// what a variable of the model itself says, for tools that know no such variables
TermPtr value_of(const Script& script, std::string_view key) {
  for (const auto& variable : script.models.front().variables)
    if (base::name_key(variable.name) == key && variable.equations.size() == 1)
      return variable.equations.front().term;
  return nullptr;
}

bool is_number(const TermPtr& term) { return term && term->kind == Term::Kind::number; }

void write_step(const TermPtr& step, const XmilePrinter& printer, XmlText& out) {
  if (!step) return;
  const bool reciprocal = step->kind == Term::Kind::operation && step->op == Op::divide &&
                          is_number(step->arguments[0]) && step->arguments[0]->number == 1;
  out.line("dt", printer.equation(reciprocal ? step->arguments[1] : step),
           {{"reciprocal", reciprocal ? "true" : ""}});
}

void write_run(const Script& script, const XmilePrinter& printer, XmlText& out) {
  auto run = script.run;
  const bool by_variables = script.dialect == Dialect::vensim && !run.start && !run.stop &&
                            !run.step && !run.save_every && !script.models.empty();
  if (by_variables) {
    run.start = value_of(script, "initial time");
    run.stop = value_of(script, "final time");
    run.step = value_of(script, "time step");
    run.save_every = value_of(script, "saveper");
    if (!is_number(run.save_every)) run.save_every = nullptr;
  }
  out.open("sim_specs", {{"method", run.method},
                         {"time_units", run.time_units},
                         {"isee:save_interval", printer.equation(run.save_every)},
                         {"holon:stated_by", by_variables ? "variables" : ""}});
  if (run.start) out.line("start", printer.equation(run.start));
  if (run.stop) out.line("stop", printer.equation(run.stop));
  write_step(run.step, printer, out);
  out.close("sim_specs");
}

void write_units(const Script& script, XmlText& out) {
  if (script.equal_units.empty()) return;
  out.open("model_units");
  for (const auto& same : script.equal_units) {
    if (same.empty()) continue;
    out.open("unit", {{"name", same.front()}});
    for (std::size_t i = 1; i < same.size(); ++i) out.line("alias", same[i]);
    out.close("unit");
  }
  out.close("model_units");
}

// --- models and macros ---

// the diagrams by the name of their model, as read_xmile keeps them
std::map<std::string, std::string> views_of(const Script& script) {
  std::map<std::string, std::string> out;
  if (script.dialect != Dialect::xmile) return out;
  constexpr std::string_view kMark = "<?holon model=\"";
  std::string_view rest = script.sketch;
  std::string name;
  while (!rest.empty()) {
    const auto next = std::min(rest.find(kMark), rest.size());
    out[name] += rest.substr(0, next);
    rest.remove_prefix(next);
    if (rest.empty()) break;
    rest.remove_prefix(kMark.size());
    const auto end = rest.find("\"?>");
    if (end == std::string_view::npos) break;
    name = rest.substr(0, end);
    rest.remove_prefix(end + 3);
  }
  return out;
}

void write_model(const Block& block, const std::map<std::string, std::string>& views,
                 const XmilePrinter& printer, XmlText& out) {
  out.open("model", {{"name", xmile_name(block.name)}});
  write_variables(block, printer, out);
  const auto found = views.find(block.name);
  if (found != views.end() && !found->second.empty()) out.raw(found->second);
  out.close("model");
}

void write_macro(const Block& macro, const XmilePrinter& printer, XmlText& out) {
  std::string results;
  for (const auto& result : macro.results)
    results += (results.empty() ? "" : ", ") + xmile_listed_name(result);
  out.open("macro", {{"name", xmile_name(macro.name)}, {"holon:results", results}});
  const auto first_default =
      macro.parameters.size() - std::min(macro.parameters.size(), macro.defaults.size());
  for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
    const auto value = i < first_default ? "" : printer.equation(macro.defaults[i - first_default]);
    out.line("parm", printer.name(macro.parameters[i]), {{"default", value}});
  }
  if (macro.value) out.line("eqn", printer.equation(macro.value));
  if (!macro.variables.empty()) write_variables(macro, printer, out);
  out.close("macro");
}

// Vensim's sketch and settings, byte for byte
void write_sketch(const Script& script, XmlText& out) {
  if (script.dialect != Dialect::vensim || script.sketch.empty()) return;
  std::string text = script.sketch;
  for (auto at = text.find("]]>"); at != std::string::npos; at = text.find("]]>", at + 15))
    text.replace(at, 3, "]]]]><![CDATA[>");
  out.raw("  <holon:sketch><![CDATA[" + text + "]]></holon:sketch>");
}

}  // namespace

std::string write_xmile(const Script& given) {
  const bool vensim = given.dialect == Dialect::vensim;
  const auto script = vensim ? in_xmile_terms(given) : given;
  const XmilePrinter printer(script);
  XmlText out;
  out.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
  out.open("xmile", {{"version", "1.0"},
                     {"xmlns", "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"},
                     {"xmlns:isee", "http://iseesystems.com/XMILE"},
                     {"xmlns:vensim", "http://www.vensim.com/XMILE"},
                     {"xmlns:holon", "urn:holon:xmile:1"},
                     {"holon:dialect", vensim ? "vensim" : ""}});
  write_header(script, out);
  write_run(script, printer, out);
  write_units(script, out);
  write_dimensions(script.ranges, printer, out);
  for (const auto& macro : script.macros) write_macro(macro, printer, out);
  const auto views = views_of(script);
  for (const auto& model : script.models) write_model(model, views, printer, out);
  write_sketch(script, out);
  out.close("xmile");
  return out.text();
}

}  // namespace holon::model::formats
