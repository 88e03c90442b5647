// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <exception>
#include <string>
#include <thread>

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include "base/error.h"
#include "python/src/bindings.h"
#include "report/json.h"

namespace holon::python {
namespace {

namespace nb = nanobind;

void raise(const char* name, const nb::tuple& arguments) {
  const auto type = nb::module_::import_("holon.errors").attr(name);
  PyErr_SetObject(type.ptr(), arguments.ptr());
}

// each as it stands in a terminal, without colours
std::string rendered(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const auto& one : diagnostics) out += (out.empty() ? "" : "\n") + base::render(one, false);
  return out;
}

void translate(const std::exception_ptr& thrown, void* /*unused*/) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Mistakes& mistakes) {
    raise("DiagnosticError",
          nb::make_tuple(rendered(mistakes.diagnostics), report::json(mistakes.diagnostics)));
  } catch (const base::WorldError& error) {
    std::string text = error.what();
    for (const auto& hint : error.hints()) text += "\n  help: " + hint;
    raise("WorldError", nb::make_tuple(text));
  } catch (const base::Interrupted&) {
    // what a handler of Python raised stands already
    if (PyErr_Occurred() == nullptr) PyErr_SetNone(PyExc_KeyboardInterrupt);
  } catch (const base::Bug& bug) {
    raise("Bug", nb::make_tuple(std::string(bug.what())));
  }
}

}  // namespace

desk::Environment environment_of(Variables variables) {
  return [variables = std::move(variables)](const char* name) -> std::string {
    const auto found = variables.find(name);
    return found == variables.end() ? "" : found->second;
  };
}

engine::Progress interruptible() {
  using Clock = std::chrono::steady_clock;
  // Python runs its handlers of signals on the thread that called, and that takes part in the work;
  // the others end when they next tell how far they are
  return [caller = std::this_thread::get_id(), last = Clock::now(), goes_on = true](auto,
                                                                                    auto) mutable {
    constexpr auto kBetween = std::chrono::milliseconds(50);
    if (std::this_thread::get_id() != caller || Clock::now() - last < kBetween) return goes_on;
    last = Clock::now();
    const nb::gil_scoped_acquire lock;
    goes_on = goes_on && PyErr_CheckSignals() == 0;
    return goes_on;
  };
}

void add_errors(nb::module_& module) {
  static_cast<void>(module);
  nb::register_exception_translator(translate);
}

}  // namespace holon::python
