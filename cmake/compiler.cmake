# SPDX-License-Identifier: Apache-2.0
# One set of compiler rules for every target: C++20, strict IEEE arithmetic, warnings are errors.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

add_library(holon_rules INTERFACE)
# -ffp-contract=off: the same expression gives the same bits in every back end and on every machine
target_compile_options(holon_rules INTERFACE -ffp-contract=off -fno-math-errno
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports impossible paths inside inlined standard containers at -O2 and above
  target_compile_options(holon_rules INTERFACE -Wno-maybe-uninitialized -Wno-stringop-overflow
    -Wno-array-bounds -Wno-restrict -Wno-dangling-pointer)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # libstdc++ 12's own std::stable_sort uses a function that C++20 deprecates; sanitized kernels are
  # not vectorised, which is no mistake; g++ means values alone by -Wconversion, and so do we
  target_compile_options(holon_rules INTERFACE -Wno-deprecated-declarations -Wno-pass-failed
    -Wno-sign-conversion)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_definitions(holon_rules INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(HOLON_SANITIZE)
  target_compile_options(holon_rules INTERFACE -fsanitize=${HOLON_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(holon_rules INTERFACE -fsanitize=${HOLON_SANITIZE})
endif()
if(HOLON_SANITIZE MATCHES "undefined")
  # the one check that asks for type information, which Debian's SOCI hides
  target_compile_options(holon_rules INTERFACE -fno-sanitize=vptr)
endif()

if(HOLON_FUZZ)
  target_compile_options(holon_rules INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(HOLON_CCACHE ccache)
if(HOLON_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${HOLON_CCACHE})
endif()
