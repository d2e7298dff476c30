#!/bin/bash
#SBATCH --job-name=kleiber-isoflop-report
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=8
#SBATCH --gres=gpu:2
#SBATCH --mem=32G
#SBATCH --partition=gpu
#SBATCH --time=30
#SBATCH --open-mode=append
#SBATCH '--output=/scratch/my runs/50%% off/slurm/%j-report.log'
# Written by kleiber sweep submit. When all workers have ended: the tables, and the report.
export 'KLEIBER_CACHE=/scratch/the cache'
module load java/17

apptainer exec --nv '--bind=/scratch/my runs/50% off' '--bind=/scratch/the cache' '/images/java 17.sif' KLEIBER sweep collect '/scratch/my runs/50% off' &&
  apptainer exec --nv '--bind=/scratch/my runs/50% off' '--bind=/scratch/the cache' '/images/java 17.sif' KLEIBER report '/scratch/my runs/50% off'
