// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/xmile_equation.h"
#include "model/formats/xmile_read.h"
#include "model/formats/xmile_token.h"

namespace holon::model::formats {
namespace {

// --- groups ---

// the name of the group of each variable, by the key of the variable's name
using Groups = std::map<std::string, std::string>;

void read_group(const XmlElement& element, Groups& groups) {
  const auto name = plain_name(element.attribute_text("name"));
  for (const auto& part : element.children) {
    if (part.name == "entity")
      groups[base::name_key(plain_name(part.attribute_text("name")))] = name;
    if (part.name == "var") groups[base::name_key(plain_name(part.text.text()))] = name;
  }
}

void join_groups(Block& block, const Groups& groups) {
  for (auto& variable : block.variables) {
    const auto found = groups.find(base::name_key(variable.name));
    if (found != groups.end()) variable.group = found->second;
  }
}

// --- modules ---

// the names of a path, each perhaps in quotes, as in KPI."goal_%"
std::vector<std::string> names_of(std::string_view path) {
  std::vector<std::string> out;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= path.size(); ++at) {
    if (at < path.size() && path[at] == '"') quoted = !quoted;
    if (quoted && path[at] == '\\') ++at;
    if (at < path.size() && (quoted || path[at] != '.')) continue;
    out.push_back(plain_name(path.substr(begin, at - begin)));
    begin = at + 1;
  }
  if (begin <= path.size()) out.push_back(plain_name(path.substr(begin)));
  return out;
}

std::string path_of(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, "."));
}

// the input's own name, where the path names the module first
std::string input_of(std::string_view path, std::string_view module) {
  auto names = names_of(path);
  const auto count = names.size();
  const bool own = count > 1 && base::name_key(names[count - 2]) == base::name_key(module);
  return own ? names.back() : path_of(names);
}

void read_module(const XmlElement& element, Block& block, XmileReading& reading) {
  const auto* name = element.attribute("name");
  if (!name || base::trim(name->value.text()).empty()) {
    reading.mistake(base::Code::xmile_structure, "the <module> has no name", element.span,
                    "add name=\"…\"");
    return;
  }
  Module out;
  out.name = plain_name(name->value.text());
  out.span = name->value.span();
  out.block = out.name;
  for (const auto* key : {"model", "model_name"})
    if (element.attribute(key)) out.block = plain_name(element.attribute_text(key));
  for (const auto& part : element.children) {
    if (part.name != "connect") continue;
    Module::Connection connection;
    connection.to = input_of(part.attribute_text("to"), out.name);
    connection.from = path_of(names_of(part.attribute_text("from")));
    connection.span = part.span;
    if (const auto* from = part.attribute("from")) connection.span = from->value.span();
    if (connection.to.empty() || connection.from.empty()) {
      reading.mistake(base::Code::xmile_structure, "the <connect> needs `to` and `from`", part.span,
                      "write <connect to=\"module.input\" from=\"variable\"/>");
      continue;
    }
    out.connections.push_back(std::move(connection));
  }
  block.modules.push_back(std::move(out));
}

// --- what stands in a model or macro ---

// the flow that write_xmile makes of a stock's net flow, back into the stock
void join_net_flow(const std::string& stock, Block& block) {
  const auto flow = std::move(block.variables.back());
  for (auto& variable : block.variables) {
    if (base::name_key(variable.name) != base::name_key(stock)) continue;
    std::erase_if(variable.inflows, [&](const std::string& inflow) {
      return base::name_key(inflow) == base::name_key(flow.name);
    });
    for (std::size_t i = 0; i < variable.equations.size() && i < flow.equations.size(); ++i)
      variable.equations[i].term = flow.equations[i].term;
  }
  block.variables.pop_back();
}

void read_variables(const XmlElement& list, const XmileBehavior& behavior, Block& block,
                    XmileReading& reading) {
  Groups groups;
  for (const auto& element : list.children) {
    if (element.name == "module") read_module(element, block, reading);
    if (element.name == "group") read_group(element, groups);
    if (element.name == "rc")
      reading.skip(fmt::format("reality check `{}`", element.attribute_text("name")));
    if (!is_variable_element(element)) continue;
    read_variable(element, behavior, block, reading);
    if (element.attribute("net_of") && !block.variables.empty())
      join_net_flow(plain_name(element.attribute_text("net_of")), block);
  }
  join_groups(block, groups);
}

// where variables stand in files from before the standard: in the model itself
const XmlElement& list_of(const XmlElement& model) {
  const auto* variables = model.child("variables");
  return variables ? *variables : model;
}

TermPtr direct_value(const XmlElement& element, XmileReading& reading) {
  return parse_value(element.text, reading.diagnostics);
}

// `1`, also where Vensim's export writes `TIME_STEP=1`
TermPtr step_of(const XmlElement& element, XmileReading& reading) {
  auto out = direct_value(element, reading);
  const bool named = out && out->kind == Term::Kind::operation && out->op == Op::equal &&
                     out->arguments[0]->kind == Term::Kind::name;
  return named ? out->arguments[1] : out;
}

// 1/n
TermPtr reciprocal(const TermPtr& value) {
  auto one = std::make_shared<Term>();
  one->number = 1;
  auto out = std::make_shared<Term>();
  out->kind = Term::Kind::operation;
  out->op = Op::divide;
  out->arguments = {one, value};
  out->span = value->span;
  return out;
}

}  // namespace

void read_behavior(const XmlElement& element, XmileBehavior& out) {
  for (const auto& part : element.children) {
    if (part.name == "non_negative")
      out.stocks_non_negative = out.flows_non_negative = is_true(part);
    const auto* own = part.child("non_negative");
    if (own && part.name == "stock") out.stocks_non_negative = is_true(*own);
    if (own && part.name == "flow") out.flows_non_negative = is_true(*own);
  }
}

void read_run(const XmlElement& element, XmileReading& reading) {
  if (element.attribute_text("stated_by") == "variables") {
    reading.script.run.method = element.attribute_text("method");
    return;
  }
  auto& run = reading.script.run;
  const auto take = [&](TermPtr& into, const XmlElement& from) {
    if (!into) into = direct_value(from, reading);
  };
  for (const auto& part : element.children) {
    if (part.name == "start") take(run.start, part);
    if (part.name == "stop") take(run.stop, part);
    if (part.name == "saveper" || part.name == "savestep" || part.name == "save_step" ||
        part.name == "save_interval")
      take(run.save_every, part);
    if (part.name == "dt" && !run.step) {
      run.step = step_of(part, reading);
      if (run.step && base::lower(part.attribute_text("reciprocal")) == "true")
        run.step = reciprocal(run.step);
    }
    if (part.name == "time_units" && run.time_units.empty())
      run.time_units = base::trim(part.text.text());
    if (part.name == "method" && run.method.empty()) run.method = base::trim(part.text.text());
  }
  for (const auto* name : {"save_interval", "savestep", "save_step"})
    if (const auto* attribute = element.attribute(name); attribute && !run.save_every)
      run.save_every = parse_value(attribute->value, reading.diagnostics);
  if (run.method.empty()) run.method = element.attribute_text("method");
  if (run.time_units.empty()) run.time_units = element.attribute_text("time_units");
}

void read_model(const XmlElement& element, XmileReading& reading) {
  Block out;
  out.name = plain_name(element.attribute_text("name"));
  out.span = element.span;
  auto behavior = reading.behavior;
  if (const auto* own = element.child("behavior")) read_behavior(*own, behavior);
  read_variables(list_of(element), behavior, out, reading);
  reading.script.models.push_back(std::move(out));
}

void read_macro(const XmlElement& element, XmileReading& reading) {
  Block out;
  out.name = plain_name(element.attribute_text("name"));
  out.span = element.span;
  for (const auto& part : element.children) {
    if (part.name == "parm") {
      out.parameters.push_back(plain_name(part.text.text()));
      const auto* value = part.attribute("default");
      if (value)
        out.defaults.push_back(parse_value(value->value, reading.diagnostics));
      else if (!out.defaults.empty())
        reading.mistake(base::Code::xmile_structure,
                        "a parameter without a default follows one with it", part.span,
                        "parameters with a default come last");
    }
    if (part.name == "eqn") out.value = direct_value(part, reading);
    if (part.name == "behavior") read_behavior(part, reading.behavior);
  }
  if (out.name.empty()) {
    reading.mistake(base::Code::xmile_structure, "the <macro> has no name", element.span,
                    "add name=\"…\"");
    return;
  }
  if (const auto* variables = element.child("variables"))
    read_variables(*variables, reading.behavior, out, reading);
  if (const auto* results = element.attribute("results"))
    for (const auto& result : split_names(results->value))
      out.results.push_back(plain_name(result.text()));
  reading.script.macros.push_back(std::move(out));
}

}  // namespace holon::model::formats
