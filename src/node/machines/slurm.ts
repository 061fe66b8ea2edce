/** Scripts by which a Slurm cluster makes a plan: an array of shards, and the command that submits those not yet made. */
import { fileURLToPath } from 'node:url'

export interface SlurmJob {
  readonly name: string
  /** Absolute: the plan, and the folder of the scripts, which nodes and the login node share. */
  readonly plan: string
  readonly place: string
  readonly shards: number
  readonly threads: number
  readonly minutes: number
  readonly megabytes: number
  readonly partition: string | undefined
  /** The largest number that an array of the cluster may have. */
  readonly arraySize: number
  /** A folder of the node, as its shell writes it; undefined where records go straight into the plan. */
  readonly scratch: string | undefined
}

/** The first words of every script; what begins otherwise belongs to somebody else. */
export const SCRIPT_MARK = '#!/bin/bash\n# Written by xiaojin export slurm.'

export const JOB_FILE = 'job.sh'
export const SUBMIT_FILE = 'submit.sh'

export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** The program as it was called here. */
const PROGRAM = `# The program as nodes find it: another place, or a container, goes here.
xiaojin() { ${quoted(process.execPath)} ${quoted(fileURLToPath(new URL('../cli.js', import.meta.url)))} "$@"; }
`

/** Slurm takes minutes, hours:minutes:seconds or days-hours:minutes:seconds. */
export function slurmTime(minutes: number): string {
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)]
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${days > 0 ? `${days}-` : ''}${two(hours)}:${two(minutes % 60)}:00`
}

/** One task of the array: a shard. It resumes where an earlier one was stopped. */
export function jobScript(job: SlurmJob): string {
  const { name, place, threads, minutes, megabytes, partition, scratch } = job
  const options = [
    `--job-name=${name.replaceAll(/[^A-Za-z0-9._-]/g, '-')}`,
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    '--ntasks=1',
    `--cpus-per-task=${threads}`,
    `--time=${slurmTime(minutes)}`,
    `--mem=${megabytes}M`,
    `--output="${place}/logs/%A_%a.log"`,
    '--requeue',
    // Up to two minutes before the time is up: records on a disk of the node are kept first.
    ...(scratch === undefined ? [] : [`--signal=B:TERM@${Math.min(120, 15 * minutes)}`]),
  ]
  const head = `${SCRIPT_MARK} One task makes one shard of the plan; started again it resumes.\n`
  const directives = options.map((option) => `#SBATCH ${option}\n`).join('')
  return `${head}${directives}set -euo pipefail\n${PROGRAM}${scratch === undefined ? intoPlan(job) : overScratch(job, scratch)}`
}

const SHARD = `shard=$((SLURM_ARRAY_TASK_ID + \${XIAOJIN_OFFSET:-0}))\n`

function workerCommand({ plan, shards, threads }: SlurmJob, more = ''): string {
  return `xiaojin worker ${quoted(plan)} --shard "$shard/${shards}" --threads ${threads} --quiet${more}`
}

function intoPlan(job: SlurmJob): string {
  return `${SHARD}${workerCommand(job)}\n`
}

/** Records lie on the node until the task ends, and then come back as one archive, which appears whole. */
function overScratch(job: SlurmJob, scratch: string): string {
  return `${SHARD}scratch=${scratch}/xiaojin-$SLURM_JOB_ID-$shard
archive=${quoted(`${job.place}/records`)}/$shard-$SLURM_JOB_ID.tar.gz
mkdir -p "$scratch/records"
keep() {
  if [[ -d $scratch/records/runs ]]; then
    tar -czf "$archive.part" -C "$scratch" records && mv "$archive.part" "$archive"
  fi
  rm -rf "$scratch"
}
trap keep EXIT
trap 'kill -TERM "$worker"; wait "$worker"' TERM
${workerCommand(job, ' --out "$scratch/records"')} &
worker=$!
wait "$worker"
`
}

/** Submits every shard that has a missing run, and so does what is left to do, whenever it is run. */
export function submitScript({ plan, place, shards, arraySize, scratch }: SlurmJob): string {
  const records = scratch === undefined ? '' : ` ${quoted(`${place}/records`)}`
  return `${SCRIPT_MARK} Submits the shards that have missing runs; run it again when tasks have failed.
# Options of sbatch may be added, such as --partition or --time. Wait until tasks have ended: those that still run are
# submitted again, which costs time and counts nothing twice.
set -euo pipefail
${PROGRAM}mkdir -p ${quoted(`${place}/logs`)} ${quoted(`${place}/records`)}
arrays=$(xiaojin status ${quoted(plan)}${records} --shards ${shards} --array ${arraySize})
if [[ -z $arrays ]]; then
  echo "No run is missing. Next: xiaojin collect ${quoted(plan)}${records}"
  exit
fi
while read -r offset range; do
  sbatch --array="$range" --export=ALL,XIAOJIN_OFFSET="$offset" "$@" ${quoted(`${place}/${JOB_FILE}`)} </dev/null
done <<<"$arrays"
`
}
