// SPDX-License-Identifier: Apache-2.0
#include "cli/ranks.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "base/text.h"
#include "cli/terminal.h"
#include "cluster/mpi_ranks.h"

namespace holon::cli {
namespace {

std::shared_ptr<cluster::MpiRanks>& joined() {
  static std::shared_ptr<cluster::MpiRanks> out;
  return out;
}

// what mpirun of Open MPI tells the processes it starts: how many they are
std::optional<double> started_together() {
  const char* text = std::getenv("OMPI_COMM_WORLD_SIZE");
  return text == nullptr ? std::nullopt : base::parse_number(text);
}

}  // namespace

void join_ranks() {
  const auto count = started_together();
  if (!count) return;
  ignore_terminals();
  if (*count < 2) return;
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  joined() = cluster::join_mpi((program.parent_path() / "libholon_mpi.so").string());
  if (joined()->rank() > 0) keep_silent();
}

std::shared_ptr<base::Ranks> ranks() { return joined(); }

void leave_ranks() {
  if (joined()) joined()->leave();
}

void abandon_ranks(int exit_code) {
  if (joined()) joined()->end_all(exit_code);
}

}  // namespace holon::cli
