// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/xmile_names.h"
#include "model/formats/xmile_read.h"
#include "model/formats/xmile_token.h"
#include "model/formats/xmile_write.h"

namespace holon::model::formats {
namespace {

// who wrote the file, and so whose meaning its functions have
void read_header(const XmlElement& root, Script& script) {
  const auto* header = root.child("header");
  std::string product;
  if (header) {
    script.title = header->child_text("name");
    script.vendor = base::lower(header->child_text("vendor"));
    product = base::lower(header->child_text("product"));
  }
  if (!header || !header->child("vendor")) script.vendor = product;
  const auto stated = base::lower(root.attribute_text("dialect"));
  // Vensim itself writes its own functions; xmutil, whose product is "Vensim, xmutil", translates
  script.dialect = product == "vensim" || stated == "vensim" ? Dialect::vensim : Dialect::xmile;
}

void read_units(const XmlElement& element, Script& script) {
  for (const auto& unit : element.children) {
    if (unit.name != "unit") continue;
    std::vector<std::string> same = {unit.attribute_text("name")};
    for (const auto& part : unit.children) {
      const auto text = std::string(base::trim(part.text.text()));
      if ((part.name == "alias" || part.name == "eqn") && !text.empty()) same.push_back(text);
    }
    if (same.size() > 1 && !same.front().empty()) script.equal_units.push_back(std::move(same));
  }
}

// the model itself stands first: the one without a name, else the first that no module uses;
// its name in the file is given back, and it has none from here on
std::string put_main_first(std::vector<Block>& models) {
  std::set<std::string> used;
  for (const auto& model : models)
    for (const auto& module : model.modules) used.insert(base::name_key(module.block));
  const auto nameless = [](const Block& block) { return block.name.empty(); };
  const auto unused = [&](const Block& block) {
    return !used.contains(base::name_key(block.name));
  };
  auto main = std::find_if(models.begin(), models.end(), nameless);
  if (main == models.end()) main = std::find_if(models.begin(), models.end(), unused);
  if (main == models.end()) main = models.begin();
  std::rotate(models.begin(), main, std::next(main));
  return std::exchange(models.front().name, "");
}

// the diagrams; that of a model that modules use stands after its name
void keep_views(const XmlElement& root, const std::string& main, Script& script) {
  for (const auto& model : root.children) {
    const auto* views = model.name == "model" ? model.child("views") : nullptr;
    if (!views) continue;
    const auto name = plain_name(model.attribute_text("name"));
    if (name != main) script.sketch += fmt::format("<?holon model=\"{}\"?>", name);
    script.sketch += views->bytes;
  }
}

void check_modules(XmileReading& reading) {
  std::set<std::string> known;
  for (const auto& model : reading.script.models) known.insert(base::name_key(model.name));
  for (const auto& model : reading.script.models)
    for (const auto& module : model.modules)
      if (!known.contains(base::name_key(module.block)))
        reading.mistake(base::Code::xmile_structure,
                        fmt::format("the file has no model `{}`", module.block), module.span,
                        "a module is an instance of a <model name=\"…\"> of the same file");
}

// versions of Vensim that wrote the method in capitals wrote RK4 for every model, also for those
// that Vensim runs by Euler (so did 7.3.4: the .mdl beside such files say `15:0`)
void mend_method(XmileReading& reading) {
  auto& script = reading.script;
  const bool old = script.dialect == Dialect::vensim && script.run.method == "RK4";
  if (!old) return;
  script.run.method.clear();
  reading.skip("the method RK4, which old versions of Vensim write for every model; Euler instead");
}

void read_parts(const XmlElement& root, XmileReading& reading) {
  read_header(root, reading.script);
  if (const auto* behavior = root.child("behavior")) read_behavior(*behavior, reading.behavior);
  for (const auto& part : root.children) {
    if (part.name == "sim_specs") read_run(part, reading);
    if (part.name == "dimensions") read_dimensions(part, reading);
    if (part.name == "model_units") read_units(part, reading.script);
    if (part.name == "macro") read_macro(part, reading);
    if (part.name == "model") read_model(part, reading);
    if (part.name == "sketch" && reading.script.dialect == Dialect::vensim)
      reading.script.sketch = part.text.text();
    if (part.name == "data") reading.skip("import and export of data");
  }
  for (const auto& part : root.children)
    if (const auto* run = part.name == "model" ? part.child("sim_specs") : nullptr)
      read_run(*run, reading);
  mend_method(reading);
}

}  // namespace

void XmileReading::mistake(base::Code code, std::string message, const base::Span& where,
                           std::string help) {
  base::Diagnostic out{code, std::move(message), where, "", {}, {}};
  if (!help.empty()) out.help.push_back(std::move(help));
  diagnostics.push_back(std::move(out));
}

void XmileReading::skip(std::string what) { script.skipped.push_back(std::move(what)); }

base::Result<Script> read_xmile(base::SourcePtr source) {
  auto document = parse_xml(source);
  if (!document) return tl::unexpected(std::move(document.error()));
  const auto& root = document->root;
  XmileReading reading;
  reading.script.skipped = document->repairs;
  if (root.name != "xmile") {
    reading.mistake(base::Code::xmile_structure,
                    fmt::format("the file is <{}>, not <xmile>", root.name), root.span,
                    "a model in XMILE begins with <xmile version=\"1.0\" …>");
    return tl::unexpected(std::move(reading.diagnostics));
  }
  read_parts(root, reading);
  if (reading.script.models.empty()) {
    reading.mistake(base::Code::xmile_structure, "the file has no <model>", root.span,
                    "add <model><variables>…</variables></model>");
  } else {
    const auto main = put_main_first(reading.script.models);
    check_modules(reading);
    keep_views(root, main, reading.script);
    settle_names(reading.script);
  }
  if (base::has_errors(reading.diagnostics))
    return tl::unexpected(base::in_order(std::move(reading.diagnostics)));
  if (reading.script.dialect == Dialect::vensim) return in_vensim_terms(std::move(reading.script));
  return std::move(reading.script);
}

}  // namespace holon::model::formats
