// SPDX-License-Identifier: Apache-2.0
//
// What the program asks of MPI, in plain C: the border between it and the library that knows MPI.
#pragma once

#include <cstddef>

namespace holon::cluster {

/// Changes whenever the functions do.
inline constexpr int kMpiFunctionsVersion = 1;

struct MpiFunctions {
  int version;
  int (*rank)();
  int (*count)();
  /// Gives every process `size` bytes of process `root`.
  void (*broadcast)(void* bytes, std::size_t size, int root);
  void (*leave)();
  void (*end_all)(int exit_code);
};

/// The one symbol of the library: starts MPI and tells the functions.
inline constexpr const char* kMpiSymbol = "holon_join_mpi";
using JoinMpi = const MpiFunctions* (*)();

}  // namespace holon::cluster
