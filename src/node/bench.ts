/**
 * Speed and memory of the simulation itself. Each run has a process of its own, so that no run finds compiled
 * code or garbage of another; what is printed is the median. `npm run bench -- --help` lists the options.
 */
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { MONTH } from '../market/tick.ts'
import { bytesPerConsumer, runScenario } from '../run/run.ts'
import { createSimulation } from '../run/simulation.ts'
import type { Override } from '../scenarios/load.ts'
import { loadScenario } from '../scenarios/load.ts'
import { openSha256 } from './hash.ts'
import { lineThrough } from './line-fit.ts'
import { packageFile } from './package-files.ts'
import { nodeFiles } from './scenario-files.ts'
import { textTable } from './text-table.ts'
import { onThreads } from './threads.ts'

const HELP = `Usage: npm run bench -- [options]

  --scenario FILE    what to run (the baseline)
  --consumers N,…    sizes of the population (100000,1000000); of several, a month's fixed cost and slope are told
  --months N         reported months (as in the scenario); the burn-in is always run and counted
  --set PATH=VALUE   another value of the scenario; may be repeated
  --runs N           runs of each size, of which the median is printed (3)
  --threads N        threads of each run (1)
  --phases           one run of each size, and the time of each phase of the month
  --json             JSON on stdout instead of a table
  --against REV      times the commit REV as well, in turns, and prints ratios (scripts/bench.mjs)
`

interface Request {
  readonly scenario: string
  readonly consumers: number
  readonly months: number | null
  readonly sets: readonly string[]
  readonly threads: number
}

/** What one process measured. */
interface Sample {
  readonly consumerMonths: number
  readonly setupMs: number
  readonly simulationMs: number
  /** Processor time of all threads meanwhile: on a busy machine less than the wall clock, compiler and collector included. */
  readonly simulationCpuMs: number
  /** Bytes of all array buffers at the end: columns, tables in use, and what was recorded. */
  readonly bufferBytes: number
  readonly peakRssBytes: number
  readonly digest: string
}

function cpuNow(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function overridesOf({ consumers, months, sets }: Omit<Request, 'scenario' | 'threads'>): Override[] {
  const overrides: Override[] = [
    ...sets.map((text) => ({ option: '--set', text })),
    { option: '--consumers', path: 'population.consumers', text: String(consumers) },
  ]
  if (months !== null) overrides.push({ option: '--months', path: 'horizon.months', text: String(months) })
  return overrides
}

/** Times one run. The clock stands still for reading the scenario, and set-up is timed apart. */
function measure({ scenario: file, threads, ...values }: Request): Sample {
  const { consumers } = values
  const { scenario } = loadScenario(file, nodeFiles, overridesOf(values))
  let [setupEnds, monthsBegin, monthsEnd, cpuMs, bufferBytes, ticks] = [0, 0, 0, 0, 0, 0]
  const setupBegins = performance.now()
  const onMonth = (done: number, total: number): void => {
    if (done === 0) {
      setupEnds = performance.now()
      globalThis.gc?.()
      cpuMs = -cpuNow()
      monthsBegin = performance.now()
    } else if (done === total) {
      monthsEnd = performance.now()
      cpuMs += cpuNow()
      bufferBytes = process.memoryUsage().arrayBuffers
      ticks = total
    }
  }
  const { digest } = onThreads(threads, (options) => runScenario(scenario, { onMonth, sha256: openSha256, ...options }))
  return {
    consumerMonths: consumers * ticks,
    setupMs: setupEnds - setupBegins,
    simulationMs: monthsEnd - monthsBegin,
    simulationCpuMs: cpuMs,
    bufferBytes,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    digest,
  }
}

/** Wall time of each phase over all months of one run, milliseconds; recording stands beside them. */
function phasesOf({ scenario: file, ...values }: Omit<Request, 'threads'>): ReadonlyMap<string, number> {
  const { scenario } = loadScenario(file, nodeFiles, overridesOf(values))
  const spent = new Map(MONTH.map(({ name }) => [name, 0]))
  const simulation = createSimulation(scenario, {
    around: ({ name }, run) => {
      const before = performance.now()
      run()
      spent.set(name, (spent.get(name) as number) + performance.now() - before)
    },
  })
  const begins = performance.now()
  while (simulation.done < simulation.total) simulation.step()
  const inPhases = [...spent.values()].reduce((sum, ms) => sum + ms, 0)
  return spent.set('(recording)', performance.now() - begins - inPhases)
}

function phaseTable(consumers: number, phases: ReadonlyMap<string, number>): string {
  const total = [...phases.values()].reduce((sum, ms) => sum + ms, 0)
  const rows = [...phases].map(
    ([name, ms]) =>
      `${name.padEnd(12)} ${(ms / 1000).toFixed(2).padStart(8)} ${((100 * ms) / total).toFixed(1).padStart(6)} %`,
  )
  return `${consumers} consumers, ${(total / 1000).toFixed(2)} s\n${rows.join('\n')}\n`
}

function measureApart(request: Request): Sample {
  const child = spawnSync(
    process.execPath,
    [...process.execArgv, fileURLToPath(import.meta.url), '--sample', JSON.stringify(request)],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  if (child.status !== 0) throw new Error(`a run of ${request.consumers} consumers failed`)
  return JSON.parse(child.stdout) as Sample
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

type Measurement = ReturnType<typeof summarise>

function summarise(consumers: number, samples: readonly Sample[]) {
  const { consumerMonths, digest } = samples[0]
  if (samples.some((sample) => sample.digest !== digest)) throw new Error('runs of one scenario and seed differ')
  const simulationMsOfRuns = samples.map((sample) => sample.simulationMs)
  const simulationMs = median(simulationMsOfRuns)
  return {
    consumers,
    months: consumerMonths / consumers,
    runs: samples.length,
    consumerMonthsPerSecond: (consumerMonths / simulationMs) * 1000,
    nsPerConsumerMonth: (simulationMs * 1e6) / consumerMonths,
    bytesPerConsumer: bytesPerConsumer(),
    bufferBytesPerConsumer: median(samples.map((sample) => sample.bufferBytes)) / consumers,
    peakRssBytesPerConsumer: median(samples.map((sample) => sample.peakRssBytes)) / consumers,
    setupMs: median(samples.map((sample) => sample.setupMs)),
    simulationMs,
    simulationCpuMs: median(samples.map((sample) => sample.simulationCpuMs)),
    simulationMsOfRuns,
    digest,
  }
}

/** What a month costs whatever the population, and what each consumer adds, by processor time; null for one size. */
function costsOf(measurements: readonly Measurement[]): { fixedMsPerMonth: number; nsPerConsumerMonth: number } | null {
  const line = lineThrough(measurements.map(({ consumers, months, simulationCpuMs: ms }) => [consumers, ms / months]))
  return line && { fixedMsPerMonth: line.fixed, nsPerConsumerMonth: line.slope * 1e6 }
}

function tableOf(measurements: readonly Measurement[]): string {
  const whole = (value: number): string => Math.round(value).toLocaleString('en')
  const seconds = (ms: number): string => (ms / 1000).toFixed(2)
  const columns: readonly (readonly [string, (row: Measurement) => string])[] = [
    ['consumers', (row) => whole(row.consumers)],
    ['months', (row) => whole(row.months)],
    ['runs', (row) => whole(row.runs)],
    ['set-up s', (row) => seconds(row.setupMs)],
    ['simulation s', (row) => seconds(row.simulationMs)],
    ['CPU s', (row) => seconds(row.simulationCpuMs)],
    ['consumer-months/s', (row) => whole(row.consumerMonthsPerSecond)],
    ['ns/consumer-month', (row) => whole(row.nsPerConsumerMonth)],
    ['bytes/consumer', (row) => whole(row.bytesPerConsumer)],
    ['all buffers', (row) => whole(row.bufferBytesPerConsumer)],
    ['peak RSS', (row) => whole(row.peakRssBytesPerConsumer)],
  ]
  const cells = [columns.map(([name]) => name), ...measurements.map((row) => columns.map(([, text]) => text(row)))]
  const note =
    'Medians. Bytes per consumer: the columns of the engine; all array buffers; peak resident memory, Node included.'
  const table = textTable(
    cells,
    columns.map(() => 'right'),
  )
  const costs = costsOf(measurements)
  const fit =
    costs === null
      ? ''
      : `Processor time of a month: ${costs.fixedMsPerMonth.toFixed(1)} ms and ${costs.nsPerConsumerMonth.toFixed(0)} ns for each consumer.\n`
  return `${table}${note}\n${fit}`
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${option} takes whole numbers from 1, not "${text}"`)
  return value
}

function main(): void {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: packageFile('scenarios/baseline.yaml') },
      consumers: { type: 'string', default: '100000,1000000' },
      months: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      runs: { type: 'string', default: '3' },
      threads: { type: 'string', default: '1' },
      phases: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      sample: { type: 'string' },
    },
  })
  if (values.help) return void process.stdout.write(HELP)
  if (values.sample !== undefined) return void process.stdout.write(JSON.stringify(measure(JSON.parse(values.sample))))

  const runs = wholeNumber('runs', values.runs)
  const months = values.months === undefined ? null : wholeNumber('months', values.months)
  const sizes = values.consumers.split(',').map((text) => wholeNumber('consumers', text))
  const threads = wholeNumber('threads', values.threads)
  const { scenario, set: sets } = values
  if (values.phases) {
    if (threads > 1) throw new Error('--phases times one thread; leave --threads out')
    for (const consumers of sizes) {
      const phases = phasesOf({ scenario, consumers, months, sets })
      const text = values.json ? `${JSON.stringify({ consumers, ms: Object.fromEntries(phases) })}\n` : undefined
      process.stdout.write(text ?? phaseTable(consumers, phases))
    }
    return
  }
  const measurements = sizes.map((consumers) => {
    const samples = Array.from({ length: runs }, (_, run) => {
      process.stderr.write(`${consumers} consumers, run ${run + 1} of ${runs}\n`)
      return measureApart({ scenario, consumers, months, sets, threads })
    })
    return summarise(consumers, samples)
  })
  const machine = {
    node: process.versions.node,
    v8: process.versions.v8,
    arch: process.arch,
    cpu: cpus()[0]?.model ?? '',
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ ...machine, measurements, costs: costsOf(measurements) }, null, 2)}\n`
      : tableOf(measurements),
  )
}

try {
  main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
