// SPDX-License-Identifier: Apache-2.0
#include "cluster/mpi_ranks.h"

#include <dlfcn.h>

#include "base/error.h"
#include "cluster/mpi_functions.h"

namespace holon::cluster {
namespace {

class Joined final : public MpiRanks {
 public:
  explicit Joined(const MpiFunctions& mpi)
      : mpi_(mpi),
        rank_(static_cast<std::size_t>(mpi.rank())),
        count_(static_cast<std::size_t>(mpi.count())) {}

  [[nodiscard]] std::size_t rank() const override { return rank_; }
  [[nodiscard]] std::size_t count() const override { return count_; }

  std::vector<std::string> exchange(const std::string& mine) override {
    std::vector<std::string> out(count_);
    for (std::size_t root = 0; root < count_; ++root) {
      std::size_t size = mine.size();
      mpi_.broadcast(&size, sizeof size, static_cast<int>(root));
      if (root == rank_)
        out[root] = mine;
      else
        out[root].resize(size);
      mpi_.broadcast(out[root].data(), size, static_cast<int>(root));
    }
    return out;
  }

  void leave() override { mpi_.leave(); }
  void end_all(int exit_code) override { mpi_.end_all(exit_code); }

 private:
  const MpiFunctions& mpi_;
  std::size_t rank_;
  std::size_t count_;
};

}  // namespace

std::shared_ptr<MpiRanks> join_mpi(const std::string& library) {
  // MPI's own plug-ins look its symbols up among all
  void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (handle == nullptr) {
    throw base::WorldError(
        std::string("started by mpirun, but MPI cannot be opened: ") + dlerror(),
        {"build holon where libopenmpi-dev is installed, or start it without mpirun"});
  }
  const auto join = reinterpret_cast<JoinMpi>(dlsym(handle, kMpiSymbol));
  const auto* mpi = join != nullptr ? join() : nullptr;
  if (mpi == nullptr || mpi->version != kMpiFunctionsVersion)
    throw base::WorldError(library + " is not of this holon");
  return std::make_shared<Joined>(*mpi);
}

}  // namespace holon::cluster
