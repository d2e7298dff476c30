#!/bin/bash
#SBATCH --job-name=kleiber-isoflop
#SBATCH --array=0-7%3
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=8
#SBATCH --gres=gpu:2
#SBATCH --mem=32G
#SBATCH --partition=gpu
#SBATCH --exclusive
#SBATCH --nice=100
#SBATCH --time=1-12:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=TERM@120
#SBATCH '--output=/scratch/my runs/50%% off/slurm/%A_%a.log'
# Written by kleiber sweep submit. Every task trains what it can claim of the sweep, and leaves when nothing is to be had.
export 'KLEIBER_CACHE=/scratch/the cache'
module load java/17

# Slurm sends TERM to the step 120 s before the time is up, and when the job is preempted. The worker then saves and
# ends with 75. This shell only waits for it: the trap does nothing but interrupt the waiting.
trap : TERM
srun --ntasks=1 ${SLURM_CPUS_PER_TASK:+--cpus-per-task=$SLURM_CPUS_PER_TASK} \
  KLEIBER sweep work '/scratch/my runs/50% off' --runs-per-gpu 4 &
step=$!
while kill -0 "$step" 2>/dev/null; do wait "$step"; done
wait "$step"
code=$?
[ "$code" = 75 ] || exit "$code"

# Something is left to train. A job that was cancelled is not RUNNING any more, and stays cancelled.
task=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
[ "$(squeue --noheader --jobs="$task" --format=%T)" = RUNNING ] || exit "$code"
if [ "${SLURM_RESTART_COUNT:-0}" -ge 20 ]; then
  echo "kleiber: this task has begun again 20 times, and does not any more; kleiber sweep submit goes on"
  exit "$code"
fi
scontrol requeue "$task" && sleep 300
exit "$code"
