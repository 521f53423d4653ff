// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sweep/packs.h"
#include "sweep/slurm.h"

namespace rda::app {

/// A submission of some packs of a sweep to Slurm.
struct Plan {
  sweep::Submission scripts;
  sweep::Request request;  ///< its folder is the submission's
  std::vector<sweep::JobArray> arrays;
};

/// What would be written and called, for people.
std::string describe(const Plan& plan);

/// Makes the next submission's folder in a store. @return its path
/// @throws OutputError
std::string make_submission_folder(const std::string& store);
/// The folder that would be made.
std::string next_submission_folder(const std::string& store);

/// Writes the scripts into the folder, submits all arrays and the job that collects, and notes each
/// array in the file `jobs` as soon as Slurm has it.
/// @return the numbers of the jobs, the collecting one last
/// @throws Error  if Slurm refuses one; what came before it is submitted then
std::vector<std::string> submit(const Plan& plan);

}  // namespace rda::app
