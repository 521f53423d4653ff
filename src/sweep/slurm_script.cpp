// SPDX-License-Identifier: Apache-2.0
// The shell scripts that Slurm runs.
#include <fmt/format.h>

#include "base/text.h"
#include "sweep/slurm.h"

namespace rda::sweep {
namespace {

/// What both scripts begin with; `output` is the log's name, as sbatch takes it.
std::string beginning(const Submission& submission, std::string_view what,
                      std::string_view output) {
  return fmt::format(R"sh(#!/bin/bash
# {}
# Written by `rdasim sweep submit`.
#SBATCH --job-name={}
#SBATCH --ntasks=1 --cpus-per-task=1
#SBATCH --requeue --open-mode=append
#SBATCH --output={}
)sh",
                     what, job_name(submission.store), output);
}

std::string settings(const Submission& submission) {
  return fmt::format(R"sh(
rdasim={}
store={}

# A program built anew since the submission may not mix with it.
if [ "$(sha256sum <"$rdasim" | cut -d' ' -f1)" != {} ]; then
  echo "$rdasim: is not the program that this was submitted with; submit again" >&2
  exit 2
fi
)sh",
                     shell_quoted(submission.rdasim), shell_quoted(submission.store),
                     submission.rdasim_sha256);
}

// $1 is given by the command line of sbatch, so that several arrays share the script.
constexpr std::string_view kRun = R"sh(pack=packs/$(($1 + SLURM_ARRAY_TASK_ID)).jsonl
echo "$pack on $(hostname), start $((${SLURM_RESTART_COUNT:-0} + 1))"

# A minute before the time limit Slurm sends USR1 to this shell. The program then finishes the
# points in flight and exits with 75; what is left runs when the task has been queued again.
run=
stop() { told=yes; [ "$run" ] && kill -USR1 "$run"; }
trap stop USR1
)sh";

constexpr std::string_view kWait = R"sh(run=$!
told=yes
while [ "$told" ]; do
  told=
  wait "$run"
  status=$?
done
if [ "$status" = 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 100 ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit "$status"
)sh";

}  // namespace

std::string task_script(const Submission& submission) {
  std::string call = "\"$rdasim\" sweep run \"$pack\" --store \"$store\" -j 1";
  for (const std::string& word : submission.run_options) call += ' ' + shell_quoted(word);
  return beginning(submission, "A task of the job array runs one pack of a sweep's points.",
                   "logs/%A_%a.log") +
         "#SBATCH --signal=B:USR1@60\n" + settings(submission) + std::string(kRun) + call + " &\n" +
         std::string(kWait);
}

std::string collect_script(const Submission& submission) {
  return beginning(submission, "When all tasks have ended, however they did: the tables.",
                   "collect.log") +
         settings(submission) +
         fmt::format("\n\"$rdasim\" sweep collect {} --store \"$store\"\n",
                     shell_quoted(submission.points));
}

}  // namespace rda::sweep
