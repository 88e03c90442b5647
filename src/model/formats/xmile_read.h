// SPDX-License-Identifier: Apache-2.0
//
// The parts of read_xmile: each fills its part of the script and reports its mistakes.
#pragma once

#include <string>
#include <vector>

#include "model/formats/script.h"
#include "model/formats/xmile_document.h"

namespace holon::model::formats {

/// What a model says of all its stocks and flows, in `<behavior>`.
struct XmileBehavior {
  bool stocks_non_negative = false;
  bool flows_non_negative = false;
};

/// What reading a file gathers.
struct XmileReading {
  Script script;
  base::Diagnostics diagnostics;
  XmileBehavior behavior;  ///< of the whole file

  void mistake(base::Code code, std::string message, const base::Span& where,
               std::string help = "");
  void skip(std::string what);
};

/// `<non_negative/>`, and `true` or `false` in it.
[[nodiscard]] bool is_true(const XmlElement& element);

/// `<behavior>` of the file or of a model.
void read_behavior(const XmlElement& element, XmileBehavior& out);

/// Points of a `<gf>`; null where they cannot be read. Errors: E0523.
[[nodiscard]] std::shared_ptr<const Points> read_points(const XmlElement& gf,
                                                        XmileReading& reading);

/// The variable that an element stands for: stock, flow, aux or gf. Errors: E0521 to E0524.
void read_variable(const XmlElement& element, const XmileBehavior& behavior, Block& block,
                   XmileReading& reading);

/// True for the elements that `read_variable` reads.
[[nodiscard]] bool is_variable_element(const XmlElement& element);

/// `<dimensions>` of the file.
void read_dimensions(const XmlElement& element, XmileReading& reading);

/// `<sim_specs>`: fills what the script does not have yet.
void read_run(const XmlElement& element, XmileReading& reading);

/// `<model>`, with its modules, and `<macro>`.
void read_model(const XmlElement& element, XmileReading& reading);
void read_macro(const XmlElement& element, XmileReading& reading);

}  // namespace holon::model::formats
