/** How well targets tell each parameter: profiles of the misfit, or the posterior against the prior. */
import { numbers, type Table, texts } from '../base/table.ts'
import type { MeasuredScenario } from '../measures/measured-scenario.ts'
import { tableNamed } from '../measures/rows.ts'
import type { Chart, Lang } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { plainText, rounded } from './text.ts'
import { word } from './words.ts'

export interface CalibrationInput {
  /** Recorded and derived tables of a calibration. */
  readonly tables: readonly Table[]
  readonly scenario: MeasuredScenario
  readonly lang: Lang
}

type Panel = Extract<Chart['spec'], { concat: unknown }>['concat'][number]

const WIDTH = 700
const PLOT = { width: 285, height: 150 } as const
const LONGEST_NAME = 44
/** Rise of the misfit that bounds a 95 % interval: the upper 5 % of the chi-square distribution with one degree. */
const RISE = 3.84
/** Rises above this are cut off, so that the bound can be seen. */
const TOP = 5 * RISE
const MOST_BINS = 20
const LEAST_BINS = 6
/** Room beside the ends of a range for marks that stand there, as a part of it. */
const MARGIN = 0.02

/** What is drawn of one parameter, in its unit. */
interface Parameter {
  readonly path: string
  readonly name: string
  readonly range: readonly [number, number]
  readonly start: number
  readonly estimate: number
  readonly interval: readonly [number, number]
  readonly identified: boolean
}

export function calibrationCharts(input: CalibrationInput): Chart[] {
  const isProfiled = input.tables.some(({ name }) => name === 'profiles')
  const parameters = parametersOf(input)
  const { lang } = input
  const id = isProfiled ? 'profiles' : 'posterior'
  const title = word(lang, `${id}.title`, {
    told: String(parameters.filter(({ identified }) => identified).length),
    all: String(parameters.length),
  })
  const panel = isProfiled ? profilePanel : posteriorPanel
  return [
    {
      id,
      title,
      caption: word(lang, `${id}.caption`),
      spec: {
        ...frame(input, title, word(lang, `${id}.subtitle`), WIDTH),
        columns: 2,
        spacing: { row: 16, column: 26 },
        concat: parameters.map((parameter) => panel(input, parameter)),
      },
    },
  ]
}

function parametersOf({ tables, lang }: CalibrationInput): Parameter[] {
  const free = tableNamed(tables, 'free_parameters')
  const estimates = tableNamed(tables, 'estimates')
  const [low, high] = ['low', 'high'].map((name) => numbers(free, name))
  const [start, estimate, from, to, identified] = ['start', 'estimate', 'low', 'high', 'identified'].map((name) =>
    numbers(estimates, name),
  )
  const names = texts(free, lang)
  return texts(free, 'parameter').map((path, k): Parameter => {
    return {
      path,
      name: plainText(names[k], LONGEST_NAME),
      range: [low[k], high[k]],
      start: start[k],
      estimate: estimate[k],
      interval: [from[k], to[k]],
      identified: identified[k] === 1,
    }
  })
}

/** Rows of a table of one parameter. */
function rowsOf(table: Table, path: string): number[] {
  return texts(table, 'parameter').flatMap((one, row) => (one === path ? [row] : []))
}

function profilePanel({ tables, lang }: CalibrationInput, parameter: Parameter): Panel {
  const table = tableNamed(tables, 'profiles')
  const [value, rise] = ['value', 'rise'].map((name) => numbers(table, name))
  const points = rowsOf(table, parameter.path).flatMap((row) => {
    const [x, y] = [rounded(value[row]), rounded(rise[row])]
    return x === null || y === null ? [] : [{ value: x, rise: y }]
  })
  // Never less than the bound itself, and no higher than can be read beside it.
  const highest = points.reduce((most, point) => Math.max(most, point.rise), 0)
  const top = Math.min(TOP, Math.max(1.4 * RISE, 1.05 * highest))
  const y = {
    field: 'rise',
    type: 'quantitative' as const,
    scale: { domain: [0, rounded(top)!], nice: false },
    axis: { title: word(lang, 'profiles.rise'), tickCount: 5 },
  }
  const x = horizontal(parameter)
  return {
    ...PLOT,
    title: panelTitle(lang, parameter),
    layer: [
      intervalBand(parameter, top),
      ...valueRules(lang, parameter),
      {
        data: { values: [{ rise: RISE }] },
        mark: { type: 'rule', color: COLOUR.vermilion, strokeDash: [4, 3] },
        encoding: { y },
      },
      {
        data: { values: points },
        mark: { type: 'line', color: COLOUR.blue, point: { filled: true, size: 36, color: COLOUR.blue }, clip: true },
        encoding: {
          x: { ...x, field: 'value' },
          y,
          tooltip: [
            { field: 'value', title: plainText(parameter.name) },
            { field: 'rise', title: word(lang, 'profiles.rise') },
          ],
        },
      },
    ],
  }
}

function posteriorPanel({ tables, lang }: CalibrationInput, parameter: Parameter): Panel {
  const table = tableNamed(tables, 'particles')
  const [value, weight] = ['value', 'weight'].map((name) => numbers(table, name))
  const [low, high] = parameter.range
  const rows = rowsOf(table, parameter.path)
  // Few draws in many bins would be a picture of chance.
  const bins = Math.max(LEAST_BINS, Math.min(MOST_BINS, Math.round(Math.sqrt(rows.length))))
  const shares = new Array<number>(bins).fill(0)
  for (const row of rows) {
    const bin = Math.min(bins - 1, Math.floor(((value[row] - low) / (high - low)) * bins))
    shares[bin] += weight[row]
  }
  const edge = (bin: number): number => rounded(low + ((high - low) * bin) / bins)!
  const bars = shares.map((share, bin) => ({ from: edge(bin), to: edge(bin + 1), density: rounded(share * bins)! }))
  const top = 1.08 * Math.max(1.2, ...bars.map(({ density }) => density))
  const y = {
    field: 'density',
    type: 'quantitative' as const,
    scale: { domain: [0, rounded(top)!], nice: false },
    axis: { title: word(lang, 'posterior.density'), tickCount: 5 },
  }
  const x = horizontal(parameter)
  return {
    ...PLOT,
    title: panelTitle(lang, parameter),
    layer: [
      intervalBand(parameter, top),
      {
        data: { values: bars },
        mark: { type: 'rect', color: COLOUR.sky },
        encoding: {
          x: { ...x, field: 'from' },
          x2: { field: 'to' },
          y,
          y2: { datum: 0 },
          tooltip: [
            { field: 'from', title: word(lang, 'posterior.from') },
            { field: 'to', title: word(lang, 'posterior.to') },
            { field: 'density', title: word(lang, 'posterior.density') },
          ],
        },
      },
      {
        data: { values: [{ density: 1 }] },
        mark: { type: 'rule', color: COLOUR.vermilion, strokeDash: [4, 3] },
        encoding: { y },
      },
      ...valueRules(lang, parameter),
    ],
  }
}

interface Horizontal {
  readonly type: 'quantitative'
  readonly scale: { readonly domain: number[]; readonly nice: false }
  readonly axis: { readonly title: null; readonly tickCount: number; readonly grid: false }
}

function horizontal({ range }: Parameter): Horizontal {
  const [low, high] = range
  const margin = MARGIN * (high - low)
  return {
    type: 'quantitative',
    scale: { domain: [rounded(low - margin)!, rounded(high + margin)!], nice: false },
    axis: { title: null, tickCount: 5, grid: false },
  }
}

function panelTitle(lang: Lang, { name, identified }: Parameter): Extract<Panel['title'], { text: unknown }> {
  return {
    text: name,
    subtitle: identified ? '' : word(lang, 'calibration.untold'),
    subtitleColor: COLOUR.vermilion,
    subtitleFontSize: 10.5,
    anchor: 'start',
    fontSize: 12,
    offset: 4,
  }
}

/** The 95 % interval as a pale band. */
function intervalBand(parameter: Parameter, top: number) {
  const [from, to] = parameter.interval.map((end) => rounded(end)!)
  return {
    data: { values: [{ from, to, floor: 0, top: rounded(top)! }] },
    mark: { type: 'rect' as const, color: COLOUR.pale },
    encoding: {
      x: { ...horizontal(parameter), field: 'from' },
      x2: { field: 'to' },
      y: { field: 'floor', type: 'quantitative' as const },
      y2: { field: 'top' },
    },
  }
}

/** Where the estimate is, and dashed where the scenario's own value is, if inside the range. */
function valueRules(lang: Lang, parameter: Parameter) {
  const { estimate, start, range } = parameter
  const rule = (value: number, what: 'calibration.estimate' | 'calibration.start', dash: number[], color: string) => ({
    data: { values: [{ at: rounded(value)!, what: word(lang, what) }] },
    mark: { type: 'rule' as const, color, strokeDash: dash },
    encoding: {
      x: { ...horizontal(parameter), field: 'at' },
      tooltip: [
        { field: 'what', title: '' },
        { field: 'at', title: plainText(parameter.name) },
      ],
    },
  })
  const own = start >= range[0] && start <= range[1] ? [rule(start, 'calibration.start', [3, 3], COLOUR.grey)] : []
  return [...own, rule(estimate, 'calibration.estimate', [], COLOUR.ink)]
}
