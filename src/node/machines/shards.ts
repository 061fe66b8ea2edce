/** Parts of a plan, for machines that know nothing of each other. */
import { UsageError } from '../failure.ts'
import type { KeptRun } from '../kept-runs.ts'

export interface Shard {
  /** From 1. */
  readonly number: number
  readonly of: number
}

export const MAX_SHARDS = 100_000

/** 'i/n' as typed. */
export function shardOf(typed: string): Shard {
  const [, number = 0, of = 0] = (/^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(typed) ?? []).map(Number)
  if (number >= 1 && number <= of && of <= MAX_SHARDS) return { number, of }
  throw new UsageError({
    en: `--shard ${typed}: this takes a part and the number of parts, such as --shard 3/10; parts count from 1, and there can be ${MAX_SHARDS}.`,
    zh: `--shard ${typed}：应为“第几份/共几份”，如 --shard 3/10；从 1 数起，至多 ${MAX_SHARDS} 份。`,
  })
}

/**
 * Every run once, dealt in the order of their keys: parts of equal size, in which arms are mixed by chance, since keys are
 * hashes. Inside a part runs keep the order of the plan, in which arms take turns.
 */
export function shardsOf<Run extends Pick<KeptRun, 'key'>>(plan: readonly Run[], of: number): Run[][] {
  const keys = [...new Set(plan.map(({ key }) => key))].sort()
  const parts = new Map(keys.map((key, k) => [key, k % of]))
  const dealt = Array.from({ length: of }, (): Run[] => [])
  for (const run of plan) {
    const part = parts.get(run.key)
    if (part === undefined) continue
    dealt[part].push(run)
    parts.delete(run.key)
  }
  return dealt
}

/** Numbers as Slurm writes them: '1-3,7'. */
export function rangeText(numbers: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}
