/** Small studies of every command that writes results, for tests over all of them. */
import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { sha256Hex } from '../../src/node/hash.ts'
import { QUICK } from './command.ts'

const MARKET = `population: { consumers: 120 }\nhorizon: { burnIn: 0, months: 2 }\n${QUICK}`
const armsOf = (coverage: number): string =>
  `name: arms\n${MARKET}experiment: { arms: { few: {}, many: { set: { credit.coverage: ${coverage} } } } }\n`

const SCENARIOS: { readonly [file: string]: string } = {
  'tiny.yaml': `name: tiny\n${MARKET}`,
  'other.yaml': `name: other\n${MARKET}credit: { coverage: 0.9 }\n`,
  'arms.yaml': armsOf(0.9),
  'edited.yaml': armsOf(0.95),
  'factors.yaml': `name: factors\n${MARKET}sensitivity: { replications: 1, trajectories: 2, outcomes: [served.all, apr.mean], factors: { credit.coverage: [0.5, 1], pricing.aprCap: [0.2, 0.36] } }\n`,
}

export function writeScenarios(folder: string): void {
  for (const [file, text] of Object.entries(SCENARIOS)) fs.writeFileSync(join(folder, file), text)
}

/** What somebody put into a folder of results; some of it where results lie. */
export const FOREIGN: { readonly [path: string]: string } = {
  'notes.txt': 'years of work',
  'data/my-analysis.csv': 'a,b\n1,2\n',
  'charts/annotated.png': 'a picture',
  '.xiaojin/mine.txt': 'in the way, and mine',
}

export function putForeign(dir: string): void {
  for (const [path, text] of Object.entries(FOREIGN)) {
    fs.mkdirSync(dirname(join(dir, path)), { recursive: true })
    fs.writeFileSync(join(dir, path), text)
  }
}

export function expectForeign(dir: string): void {
  for (const [path, text] of Object.entries(FOREIGN)) expect(fs.readFileSync(join(dir, path), 'utf8'), path).toBe(text)
}

type Args = readonly string[]

export interface Study {
  readonly kind: 'run' | 'sweep' | 'compare' | 'sensitivity' | 'calibrate'
  readonly args: Args
  /** The same study with more of it, into the same folder; null where nothing can be added. */
  readonly grown: Args | null
  /** Other studies that somebody might put into the same folder. */
  readonly others: readonly Args[]
}

const TINY = ['tiny.yaml', '--no-charts']
const CALIBRATE = [
  ...['calibrate', 'tiny.yaml', '--no-charts', '--replications', '1', '--free', 'tastes.priceSensitivity=1..4'],
]
// The fewest points of the method that takes the fewest.
const FITTED = ['--targets', 'apr-dense,demand-met', '--evaluations', '12']
const SET = ['--set', 'choice.misfit=0.5']

export const STUDIES: readonly Study[] = [
  {
    kind: 'run',
    args: ['run', ...TINY],
    grown: null,
    others: [
      ['run', ...TINY, '--seed', '8'],
      ['run', ...TINY, ...SET],
      ['run', ...TINY, '--lang', 'zh'],
      ['run', ...TINY, '--replications', '2'],
    ],
  },
  {
    kind: 'sweep',
    args: ['sweep', 'arms.yaml', '--no-charts', '--replications', '2'],
    grown: ['sweep', 'arms.yaml', '--no-charts', '--replications', '3'],
    others: [
      ['sweep', 'edited.yaml', '--no-charts', '--replications', '2'],
      ['sweep', 'arms.yaml', '--no-charts', '--replications', '2', ...SET],
      ['sweep', 'arms.yaml', '--no-charts', '--replications', '2', '--seed', '8'],
      ['sweep', 'arms.yaml', '--no-charts', '--replications', '2', '--lang', 'zh'],
      ['sweep', 'arms.yaml', '--no-charts'],
      ['sweep', ...TINY, '--replications', '2'],
    ],
  },
  {
    kind: 'compare',
    args: ['compare', 'tiny.yaml', 'other.yaml', '--replications', '1', '--no-png'],
    grown: ['compare', 'tiny.yaml', 'other.yaml', '--replications', '2', '--no-png'],
    others: [
      ['compare', 'tiny.yaml', 'arms.yaml:many', '--replications', '1'],
      ['compare', 'tiny.yaml', 'other.yaml', '--replications', '1', ...SET],
      ['compare', 'tiny.yaml', 'other.yaml', '--replications', '1', '--lang', 'zh'],
    ],
  },
  {
    kind: 'sensitivity',
    args: ['sensitivity', 'factors.yaml', '--no-charts'],
    grown: ['sensitivity', 'factors.yaml', '--no-charts', '--trajectories', '3'],
    others: [
      ['sensitivity', 'factors.yaml', '--no-charts', ...SET],
      ['sensitivity', 'factors.yaml', '--no-charts', '--factor', 'credit.coverage=0.5..0.9'],
      ['sensitivity', 'factors.yaml', '--no-charts', '--method', 'sobol', '--samples', '4'],
      ['sensitivity', 'factors.yaml', '--no-charts', '--outcomes', 'served.all'],
    ],
  },
  {
    kind: 'calibrate',
    args: [...CALIBRATE, ...FITTED],
    grown: null,
    others: [
      [...CALIBRATE, ...FITTED, ...SET],
      [...CALIBRATE, ...FITTED.slice(0, 2), '--evaluations', '13'],
      [...CALIBRATE, '--targets', 'apr-dense', '--evaluations', '12'],
      [...CALIBRATE, ...FITTED, '--seed', '8'],
    ],
  },
]

export function studyOf(kind: Study['kind']): Study {
  return STUDIES.find((study) => study.kind === kind)!
}

export function into(dir: string, args: Args): Args {
  return [...args, '--out', dir]
}

export function filesOf(dir: string): string[] {
  const entries = fs.readdirSync(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort()
}

/** Every file with the hash of its bytes, but for what carries times. */
export function contents(dir: string): Map<string, string> {
  const files = filesOf(dir).filter((path) => path !== 'timing.json' && path !== 'ro-crate-metadata.json')
  return new Map(files.map((path) => [path, sha256Hex(fs.readFileSync(join(dir, path)))]))
}

/** Results alone: without what somebody put there and without the records of runs. */
export function results(dir: string): Map<string, string> {
  const ours = [...contents(dir)].filter(([path]) => FOREIGN[path] === undefined && !path.startsWith('runs/'))
  return new Map(ours)
}

/** The same files under other names: what writes into a file instead of replacing it changes both. */
export function linkedCopy(from: string, to: string): void {
  for (const path of filesOf(from)) {
    fs.mkdirSync(dirname(join(to, path)), { recursive: true })
    fs.linkSync(join(from, path), join(to, path))
  }
}

/** What commands left in their working folder. */
export function leftovers(dir: string): string[] {
  return filesOf(dir).filter((path) => path.startsWith('.xiaojin/') && FOREIGN[path] === undefined)
}
