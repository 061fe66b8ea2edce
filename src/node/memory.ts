/** Memory that runs will take, from the sizes of their columns before anything runs. */
import { freemem } from 'node:os'
import { BYTES_PER_CONSUMER } from '../agents/consumers.ts'
import { bytesOfNetwork } from '../market/mechanisms/diffusion/network.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { UsageError } from './failure.ts'

/** What of a scenario decides on its memory. */
export type Sized = Pick<Scenario, 'population' | 'diffusion' | 'outputs' | 'horizon'>

/** Beside consumers: Node, the code, tables and events, and the charts of a run. */
const REST = 400e6
/** By consumer, while incomes and then files are sorted at the start. */
const SORTED = 8
/**
 * By person of the panel and month: rows while the run goes on, and tables and files once its consumers are gone. Measured
 * with a tenth of 1,000,000 consumers over 84 months.
 */
const FOLLOWED = 20
const WRITTEN = 130
/** Runs whose consumers take less than this are never refused: the rest is known too roughly. */
const SMALL = 256e6

function bytesOfPeople({ population, diffusion, outputs, horizon }: Sized): number {
  const { consumers } = population
  const { built, lasting } = bytesOfNetwork(diffusion.network, consumers, diffusion.degree, diffusion.rewiring)
  const followed = outputs.panel * consumers * horizon.months
  // The network stands before anything is written into the columns, which take no memory until then.
  const living = consumers * (BYTES_PER_CONSUMER + SORTED) + lasting + followed * FOLLOWED
  return Math.max(built, living, followed * WRITTEN)
}

/** Bytes that a run is expected to take at its largest. */
export function bytesOfRun(scenario: Sized): number {
  return REST + bytesOfPeople(scenario)
}

/** The largest population of the scenario that fits so many bytes; 0 where none does. */
export function fittingConsumers(scenario: Sized, bytes: number): number {
  const fits = (consumers: number): boolean =>
    bytesOfRun({ ...scenario, population: { ...scenario.population, consumers } }) <= bytes
  let [least, most] = [0, 2 ** 31]
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    if (fits(middle)) least = middle
    else most = middle
  }
  return least
}

/** Memory that this process may still take, within the limits of its container. */
function available(): number {
  return process.availableMemory?.() ?? freemem()
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1)

/** The largest so many of these runs, with what their consumers take. */
function largestOf(
  scenarios: readonly Sized[],
  atOnce: number,
): { largest: Sized[]; people: number[]; needed: number } {
  const largest = [...scenarios].sort((a, b) => bytesOfPeople(b) - bytesOfPeople(a)).slice(0, atOnce)
  const people = largest.map(bytesOfPeople)
  return { largest, people, needed: REST + people.reduce((sum, bytes) => sum + bytes, 0) }
}

/** Whether so many of these runs at once fit `free` bytes. Those that small populations make always do. */
export function fitsMemory(scenarios: readonly Sized[], atOnce: number, free: number = available()): boolean {
  const { needed } = largestOf(scenarios, atOnce)
  return needed - REST < SMALL || needed <= free
}

/** Throws a UsageError that says what would fit where so many of these runs at once would not; `free` bytes are there. */
export function checkMemory(scenarios: readonly Sized[], atOnce: number, free: number = available()): void {
  if (fitsMemory(scenarios, atOnce, free)) return
  const { largest, people, needed } = largestOf(scenarios, atOnce)
  const [first] = largest
  const [due, there] = [gigabytes(needed), gigabytes(free)]
  if (bytesOfRun(first) > free) {
    const [wanted, most] = [first.population.consumers, roundedDown(fittingConsumers(first, free))].map((count) =>
      count.toLocaleString('en'),
    )
    throw new UsageError({
      en: `A run of ${wanted} consumers takes about ${gigabytes(bytesOfRun(first))} GB of memory, and ${there} GB are free. Up to ${most} consumers fit: set population.consumers.`,
      zh: `${wanted} 名消费者的一次运行约需 ${gigabytes(bytesOfRun(first))} GB 内存，现有 ${there} GB 可用。至多容纳 ${most} 名消费者：请设定 population.consumers。`,
    })
  }
  let fitting = 1
  let bytes = bytesOfRun(first)
  while (bytes + people[fitting] <= free) bytes += people[fitting++]
  throw new UsageError({
    en: `${largest.length} runs at once take about ${due} GB of memory, and ${there} GB are free. --threads ${fitting} fits.`,
    zh: `同时进行${largest.length}次运行约需 ${due} GB 内存，现有 ${there} GB 可用。请用 --threads ${fitting}。`,
  })
}

/** To two digits: a third would promise too much. */
function roundedDown(count: number): number {
  const unit = 10 ** Math.max(0, String(count).length - 2)
  return Math.floor(count / unit) * unit
}
