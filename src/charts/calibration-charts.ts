/** How well targets tell each parameter: profiles of the misfit, or the posterior against the prior. */
import { numbers, type Table, texts } from '../base/table.ts'
import type { MeasuredScenario } from '../measures/measured-scenario.ts'
import { tableNamed } from '../measures/rows.ts'
import type { Chart, Lang } from './chart.ts'
import { layer, type Panel, quantity, tips } from './marks.ts'
import { COLOUR, frame } from './style.ts'
import { plainText, rounded } from './text.ts'
import { wordsOf } from './words.ts'

const say = wordsOf({
  'profiles.title': {
    en: '{told} of {all} parameters have a 95 % interval inside their range',
    zh: '{all}个参数中，{told}个的95%区间位于其取值范围之内',
  },
  'profiles.subtitle': {
    en: 'Rise of the least misfit when one parameter is held and the others follow. Below the dashed red line lies the 95 % interval (grey).',
    zh: '固定一个参数、其余随之调整时最小失配的上升量；红色虚线以下为95%区间（灰色）。',
  },
  'profiles.caption': {
    en: 'Misfit: weighted sum of squared distances of the fitted targets. Every point was run, with the other parameters where slopes put their best, so a rise can be too large but not too small. A parameter whose misfit stays below the red line on both sides (3.84, chi-square with one degree of freedom) is not identified by the targets in its range. Each interval stands on its own, without correction for the number of parameters. Solid line: the estimate; grey dashed line: the value in the scenario. High rises are cut off; ends of the interval are interpolated on the root of the rise, so they can lie beside the drawn line.',
    zh: '失配为各拟合目标距离的加权平方和。每个点均经实际运行，其余参数按斜率取最优，故上升量可能偏大而不会偏小。若两侧失配均低于红线（3.84，自由度为1的卡方分布），则目标在该区间内无法识别该参数。各区间单独计算，未按参数个数校正。实线为估计值，灰色虚线为情景原值。过高的上升量已截断；区间端点按上升量的平方根插值，可能略偏离所绘折线。',
  },
  'profiles.rise': { en: 'rise of the misfit', zh: '失配上升量' },
  'posterior.title': {
    en: 'The posterior standard deviation of {told} of {all} parameters is below 80 % of that of the prior',
    zh: '{all}个参数中，{told}个的后验标准差低于先验的80%',
  },
  'posterior.subtitle': {
    en: 'Density of the weighted draws against the uniform prior (dashed red line); grey: the middle 95 % of the draws.',
    zh: '加权抽样相对均匀先验（红色虚线）的密度；灰色为居中的95%。',
  },
  'posterior.caption': {
    en: 'Draws of the last population of a sequential approximate Bayesian computation, weighted; 1 is as dense as the prior. A parameter counts as identified where its standard deviation is below 80 % of that of the prior. Distances are never zero, so the posterior is wider than an exact one. Solid line: the mean; grey dashed line: the value in the scenario.',
    zh: '序贯近似贝叶斯计算最后一代的加权抽样；1表示与先验同样密集。标准差低于先验80%的参数视为已识别。距离不会为零，故该后验宽于精确后验。实线为均值，灰色虚线为情景原值。',
  },
  'posterior.density': { en: 'density (prior = 1)', zh: '密度（先验为1）' },
  'posterior.from': { en: 'from', zh: '起' },
  'posterior.to': { en: 'to', zh: '止' },
  'calibration.untold': { en: 'not identified by the targets within this range', zh: '目标在此区间内无法识别该参数' },
  'calibration.estimate': { en: 'estimate', zh: '估计值' },
  'calibration.start': { en: 'value in the scenario', zh: '情景原值' },
})

export interface CalibrationInput {
  /** Recorded and derived tables of a calibration. */
  readonly tables: readonly Table[]
  readonly scenario: MeasuredScenario
  readonly lang: Lang
}

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
  const title = say(lang, `${id}.title`, {
    told: String(parameters.filter(({ identified }) => identified).length),
    all: String(parameters.length),
  })
  const panel = isProfiled ? profilePanel : posteriorPanel
  return [
    {
      id,
      title,
      caption: say(lang, `${id}.caption`),
      spec: {
        ...frame(input, title, say(lang, `${id}.subtitle`), WIDTH),
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
  const y = quantity(
    'rise',
    { domain: [0, rounded(top)!], nice: false },
    { title: say(lang, 'profiles.rise'), tickCount: 5 },
  )
  const x = horizontal(parameter)
  return {
    ...PLOT,
    title: panelTitle(lang, parameter),
    layer: [
      intervalBand(parameter, top),
      ...valueRules(lang, parameter),
      layer({ type: 'rule', color: COLOUR.vermilion, strokeDash: [4, 3] }, [{ rise: RISE }], { y }),
      layer(
        { type: 'line', color: COLOUR.blue, point: { filled: true, size: 36, color: COLOUR.blue }, clip: true },
        points,
        {
          x: { ...x, field: 'value' },
          y,
          tooltip: tips({ value: plainText(parameter.name), rise: say(lang, 'profiles.rise') }),
        },
      ),
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
  const y = quantity(
    'density',
    { domain: [0, rounded(top)!], nice: false },
    { title: say(lang, 'posterior.density'), tickCount: 5 },
  )
  const x = horizontal(parameter)
  return {
    ...PLOT,
    title: panelTitle(lang, parameter),
    layer: [
      intervalBand(parameter, top),
      layer({ type: 'rect', color: COLOUR.sky }, bars, {
        x: { ...x, field: 'from' },
        x2: { field: 'to' },
        y,
        y2: { datum: 0 },
        tooltip: tips({
          from: say(lang, 'posterior.from'),
          to: say(lang, 'posterior.to'),
          density: say(lang, 'posterior.density'),
        }),
      }),
      layer({ type: 'rule', color: COLOUR.vermilion, strokeDash: [4, 3] }, [{ density: 1 }], { y }),
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
    subtitle: identified ? '' : say(lang, 'calibration.untold'),
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
  return layer({ type: 'rect', color: COLOUR.pale }, [{ from, to, floor: 0, top: rounded(top)! }], {
    x: { ...horizontal(parameter), field: 'from' },
    x2: { field: 'to' },
    y: quantity('floor'),
    y2: { field: 'top' },
  })
}

/** Where the estimate is, and dashed where the scenario's own value is, if inside the range. */
function valueRules(lang: Lang, parameter: Parameter) {
  const { estimate, start, range } = parameter
  const rule = (value: number, what: 'calibration.estimate' | 'calibration.start', dash: number[], color: string) =>
    layer({ type: 'rule', color, strokeDash: dash }, [{ at: rounded(value)!, what: say(lang, what) }], {
      x: { ...horizontal(parameter), field: 'at' },
      tooltip: tips({ what: '', at: plainText(parameter.name) }),
    })
  const own = start >= range[0] && start <= range[1] ? [rule(start, 'calibration.start', [3, 3], COLOUR.grey)] : []
  return [...own, rule(estimate, 'calibration.estimate', [], COLOUR.ink)]
}
