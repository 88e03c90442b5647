// SPDX-License-Identifier: Apache-2.0
//
// A Python that has the extension inside: what the tests run.
#include <Python.h>

extern "C" PyObject* PyInit__core();

namespace {

// what is built in is only found at the top; this one belongs into the package
constexpr const char* kFinder = R"(
import sys
class Inside:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "holon._core":
            return None
        from importlib.machinery import BuiltinImporter
        return BuiltinImporter.find_spec(name)
sys.meta_path.insert(0, Inside)
del sys, Inside
)";

}  // namespace

int main(int argc, char** argv) {
  if (PyImport_AppendInittab("holon._core", PyInit__core) != 0) return 1;
  PyConfig config;
  PyConfig_InitPythonConfig(&config);
  auto status = PyConfig_SetBytesArgv(&config, argc, argv);
  if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  if (PyStatus_Exception(status)) Py_ExitStatusException(status);
  if (PyRun_SimpleString(kFinder) != 0) return 1;
  return Py_RunMain();
}
