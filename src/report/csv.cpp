// SPDX-License-Identifier: Apache-2.0
#include "report/csv.h"

#include <cmath>

#include "base/text.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::PerCategory;

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string figure(double value) { return std::isfinite(value) ? base::exact(value) : ""; }

/// The table while it is written.
class Writer {
 public:
  explicit Writer(const Findings& f) : findings_(f) {}

  void add(const std::string& in_case, const std::string& cut, const std::string& name,
           const PerCategory& values) {
    for (std::size_t c = 0; c < values.size(); ++c) {
      if (!values[c]) continue;
      const auto& category = findings_.categories[c];
      for (const auto* text : {&in_case, &cut, &name, &category.name}) out_ += field(*text) + ",";
      out_ += field(category.unit);
      const auto& v = *values[c];
      for (const double value : {v.mean, v.sd, v.p05, v.p50, v.p95}) out_ += "," + figure(value);
      out_ += "\r\n";
    }
  }

  [[nodiscard]] const std::string& text() const { return out_; }

 private:
  const Findings& findings_;
  std::string out_ = "case,cut,name,category,unit,mean,sd,p05,p50,p95\r\n";
};

}  // namespace

std::string csv(const Findings& f) {
  Writer writer(f);
  writer.add("baseline", "total", "", f.totals);
  writer.add("baseline", "per unit", f.functional_unit, f.per_unit);
  for (const auto& breakdown : f.breakdowns) {
    for (const auto& part : breakdown.parts) {
      writer.add("baseline", breakdown.by, part.name, part.totals);
    }
  }
  for (const auto& scenario : f.scenarios) {
    writer.add(scenario.name, "total", "", scenario.totals);
    writer.add(scenario.name, "per unit", f.functional_unit, scenario.per_unit);
    writer.add(scenario.name, "difference", "", scenario.difference);
  }
  return writer.text();
}

}  // namespace holon::report
