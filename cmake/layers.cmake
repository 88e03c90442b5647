# SPDX-License-Identifier: Apache-2.0
# The layer rule. Each room (folder of src/) may use what its line names, taken transitively, and
# nothing else. Any other `#include "room/..."` stops the configuration at that line.

set(HOLON_MAY_USE_base "")
set(HOLON_MAY_USE_quantity "base")
set(HOLON_MAY_USE_document "quantity")
set(HOLON_MAY_USE_record "quantity")
set(HOLON_MAY_USE_catalog "document")
set(HOLON_MAY_USE_model "quantity")
set(HOLON_MAY_USE_engine "model")
set(HOLON_MAY_USE_meter "record")
set(HOLON_MAY_USE_ledger "record;document")
set(HOLON_MAY_USE_inventory "catalog")
set(HOLON_MAY_USE_study "document;model;inventory;ledger")
set(HOLON_MAY_USE_experiment "engine")
set(HOLON_MAY_USE_findings "experiment;study")
set(HOLON_MAY_USE_report "findings;record")
set(HOLON_MAY_USE_cluster "base")
set(HOLON_MAY_USE_desk "report;meter")
set(HOLON_MAY_USE_cli "desk;report;cluster;meter;ledger")
set(HOLON_MAY_USE_python "desk;report")

# Everything `room` may use, transitively, itself included.
function(holon_reachable room result)
  set(reachable ${room})
  foreach(used IN LISTS HOLON_MAY_USE_${room})
    holon_reachable(${used} deeper)
    list(APPEND reachable ${deeper})
  endforeach()
  list(REMOVE_DUPLICATES reachable)
  set(${result} ${reachable} PARENT_SCOPE)
endfunction()

# Refuses every include that leaves the rooms `room` may use.
function(holon_check_includes room)
  holon_reachable(${room} reachable)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS *.h *.cpp)
  foreach(file IN LISTS files)
    file(STRINGS ${file} lines REGEX "^#include \"[a-z]+/")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^#include \"([a-z]+)/.*" "\\1" target "${line}")
      if(NOT target IN_LIST reachable)
        cmake_path(GET file FILENAME shown)
        message(FATAL_ERROR "layer rule: ${room}/${shown} has ${line}\n"
          "${room}/ may use only: ${reachable}. Move the code down, or change the table in "
          "cmake/layers.cmake and say why in ARCHITECTURE.md.")
      endif()
    endforeach()
  endforeach()
endfunction()

# holon_room(NAME [LINK libraries...]): the folder as one library, `holon_NAME`, and its tests.
function(holon_room room)
  cmake_parse_arguments(ARG "" "" "LINK;EXCLUDE" ${ARGN})
  holon_check_includes(${room})

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  foreach(pattern IN LISTS ARG_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "${pattern}")
  endforeach()

  add_library(holon_${room} STATIC ${sources})
  if(HOLON_PYTHON STREQUAL "ON")
    # the objects go into the extension, which is a shared library
    set_target_properties(holon_${room} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_compile_options(holon_${room} PRIVATE -fno-semantic-interposition)
  endif()
  target_include_directories(holon_${room} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(holon_${room} PUBLIC holon_rules ${ARG_LINK})
  foreach(used IN LISTS HOLON_MAY_USE_${room})
    target_link_libraries(holon_${room} PUBLIC holon_${used})
  endforeach()

  if(HOLON_TESTS AND tests)
    add_executable(test_${room} ${tests} ${PROJECT_SOURCE_DIR}/tests/doctest_main.cpp)
    target_link_libraries(test_${room} PRIVATE holon_${room} rapidcheck)
    add_test(NAME unit.${room} COMMAND test_${room} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(unit.${room} PROPERTIES LABELS unit)
  endif()
endfunction()
