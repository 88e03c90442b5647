// SPDX-License-Identifier: Apache-2.0
//
// The library that knows MPI.
#include <algorithm>

#include <mpi.h>

#include "cluster/mpi_functions.h"

namespace {

int rank() {
  int out = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &out);
  return out;
}

int count() {
  int out = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &out);
  return out;
}

void broadcast(void* bytes, std::size_t size, int root) {
  // MPI counts with int
  constexpr std::size_t kMost = 1U << 30U;
  auto* at = static_cast<char*>(bytes);
  while (size > 0) {
    const auto part = std::min(size, kMost);
    MPI_Bcast(at, static_cast<int>(part), MPI_BYTE, root, MPI_COMM_WORLD);
    at += part;
    size -= part;
  }
}

void leave() { MPI_Finalize(); }

void abandon(int exit_code) { MPI_Abort(MPI_COMM_WORLD, exit_code); }

constexpr holon::cluster::MpiFunctions kFunctions{
    holon::cluster::kMpiFunctionsVersion, rank, count, broadcast, leave, abandon};

}  // namespace

extern "C" __attribute__((visibility("default"))) const holon::cluster::MpiFunctions*
holon_join_mpi() {
  // MPI is called from the main thread alone
  int given = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &given);
  return &kFunctions;
}
