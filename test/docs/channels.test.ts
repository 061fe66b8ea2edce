// docs/channels*.md: a small version of the experiments behind them, and the pages that are published.
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { channelsChart } from '../../scripts/lib/channels-chart.mjs'
import { cellOf, hasRuns, spread } from '../../scripts/lib/channels-effects.mjs'
import {
  channelsPage,
  dataText,
  headerText,
  imagePath,
  type Published,
  pagePath,
} from '../../scripts/lib/channels-page.mjs'
import {
  armsOf,
  CHANNELS,
  EXPERIMENTS,
  measured,
  mechanismsOf,
  ON,
  OUTCOMES,
  PARAMETERS,
  UNSWITCHED,
} from '../../scripts/lib/channels-plan.mjs'
import { baseOf } from '../../scripts/lib/switches.mjs'
import { outcomes } from '../../src/measures/outcomes.ts'
import { reachByGroup } from '../../src/measures/reach.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const LANGS = ['en', 'zh'] as const

function load(set: readonly string[]): Scenario {
  const files = { size: (file: string) => read(file).length, read: (file: string) => Buffer.from(read(file)) }
  const overrides = set.map((text) => ({ option: '--set', text }))
  return loadScenario(PARAMETERS.scenario, files, overrides).scenario
}

describe('a small version', () => {
  const SMALL = ['population.consumers=3000', 'horizon.burnIn=6', 'horizon.months=6', 'pricing.shopperSample=64']
  let small: Published

  beforeAll(() => {
    const base = load(SMALL)
    const runs = EXPERIMENTS.flatMap((experiment) => armsOf(experiment, base)).map((arm) => {
      const scenario = load([...SMALL, ...arm.set])
      const { tables } = runScenario(scenario)
      return { ...arm, seed: scenario.seed, values: measured(outcomes(tables, scenario), reachByGroup(tables)) }
    })
    const from = { ...PARAMETERS, consumers: 3000, seeds: [base.seed], ...base.horizon, version: '0.0.0' }
    small = { from, base: baseOf(base), mechanisms: mechanismsOf(base), runs }
  })

  test('switches off what they say, and nothing is left with all carriers off', () => {
    for (const { id, nothing, unmoved, inert } of EXPERIMENTS) {
      for (const { key } of OUTCOMES) {
        const { arms, effect } = cellOf(small.runs, id, nothing.id, key)
        if (Number.isFinite(arms[0][0]) && !unmoved.includes(key))
          expect([id, key, effect.none]).toEqual([id, key, true])
      }
      // Every switch does something to the market it acts in, but for those that find nothing to do there.
      for (const { id: variant } of CHANNELS) {
        const changes = OUTCOMES.some(({ key }) => {
          const [here, there] = [variant, ON].map((name) => cellOf(small.runs, id, name, key).arms)
          return here[0][0] !== there[0][0] || here[1][0] !== there[1][0]
        })
        expect([id, variant, changes]).toEqual([id, variant, !inert.includes(variant)])
      }
    }
  })

  test.each(LANGS)('makes a page with all sections (%s)', (lang) => {
    const page = channelsPage(small, lang)
    expect(page).toContain(headerText(small.from, lang))
    expect(page.match(/^## /gm)).toHaveLength(EXPERIMENTS.length + 2)
    expect(page.match(/^### /gm)).toHaveLength(4 * EXPERIMENTS.length)
    expect(page.match(/^<details>/gm)).toHaveLength(EXPERIMENTS.length)
    for (const { name } of CHANNELS) expect(page).toContain(name[lang])
    for (const { name } of OUTCOMES) expect(page).toContain(name[lang])
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/)
    // Every row of a table has as many cells as its header.
    for (const block of page.matchAll(/(?:^\|.*\|\n)+/gm)) {
      const widths = block[0]
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' | ').length)
      expect(new Set(widths).size).toBe(1)
    }
  })

  test.each(LANGS)('makes charts (%s)', (lang) => {
    for (const experiment of EXPERIMENTS) {
      const { data } = channelsChart(experiment, small.runs, lang)
      expect(data.values).toHaveLength(experiment.drawn.length * (CHANNELS.length + 1))
    }
  })
})

describe('effects', () => {
  const run = (variant: string, arm: 0 | 1, seed: number, value: number) => ({
    ...{ experiment: 'e', variant, arm, seed, set: [] },
    values: { key: value },
  })

  test('are paired by seed', () => {
    const runs = [
      ...[run(ON, 0, 1, 10), run(ON, 1, 1, 13), run(ON, 0, 2, 20), run(ON, 1, 2, 21)],
      ...[run('off', 1, 2, 5), run('off', 0, 2, 6), run('off', 0, 1, 1), run('off', 1, 1, 1)],
    ]
    expect(cellOf(runs, 'e', 'off', 'key')).toEqual({
      arms: [
        [1, 6],
        [1, 5],
      ],
      effect: { mean: -0.5, low: -1, high: 0, clear: false, none: false },
      change: { mean: -2.5, low: -3, high: -2, clear: true, none: false },
    })
    expect(() => cellOf(runs, 'e', 'missing', 'key')).toThrow('no run of e, missing, arm 0, seed 1')
  })

  test('are clear on one side of zero, and nothing only if exactly zero', () => {
    expect(spread([1, 2])).toMatchObject({ mean: 1.5, clear: true, none: false })
    expect(spread([-1, 2])).toMatchObject({ clear: false, none: false })
    expect(spread([0, 0])).toMatchObject({ clear: false, none: true })
    expect(spread([NaN, 1])).toMatchObject({ mean: NaN, clear: false, none: false })
  })
})

describe('the published pages', () => {
  let published: Published

  beforeAll(() => {
    published = JSON.parse(read('docs/channels.json')) as Published
  })

  // The version stays that of the engine that ran: `npm run channels` brings it up to date.
  test('are of the parameters in the script', () => {
    const { horizon } = load([])
    expect(published.from).toEqual({ ...PARAMETERS, ...horizon, version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
    const isWithdrawn = (experiment: (typeof EXPERIMENTS)[number], variant: string): boolean =>
      variant === experiment.nothing.id &&
      experiment.withdrawn !== undefined &&
      !hasRuns(published.runs, experiment.id, variant)
    expect(
      published.runs.map(({ experiment, variant, arm, seed, set }) => ({ experiment, variant, arm, seed, set })),
    ).toEqual(
      PARAMETERS.seeds.flatMap((seed) =>
        EXPERIMENTS.flatMap((experiment) =>
          armsOf(experiment, published.base)
            .filter(({ variant }) => !isWithdrawn(experiment, variant))
            .map((arm) => ({ ...arm, seed })),
        ),
      ),
    )
  })

  test.each(LANGS)('publish no failed check, and say why one is missing (%s)', (lang) => {
    const page = read(pagePath(lang))
    expect(page).not.toMatch(/Check failed|检验未通过/)
    for (const { id, nothing, withdrawn } of EXPERIMENTS) {
      if (!hasRuns(published.runs, id, nothing.id)) expect(page).toContain(withdrawn![lang])
    }
  })

  test('say of each mechanism that no channel switches whether it is on, as the scenario has it', () => {
    const mechanisms = mechanismsOf(load([]))
    expect(published.mechanisms).toEqual(mechanisms)
    expect(new Set(Object.values(mechanisms))).toEqual(new Set([true]))
    for (const lang of LANGS) {
      const off = { ...mechanisms, redesign: false, talk: false }
      const [on, some] = [mechanisms, off].map((own) => channelsPage({ ...published, mechanisms: own }, lang))
      const [onText, offText] =
        lang === 'en' ? ['On in both arms', 'Off in both arms: '] : ['两臂均开启', '两臂均关闭：']
      for (const { [lang]: name } of Object.values(UNSWITCHED)) expect(on!.split(onText)[1]).toContain(name)
      expect(on).not.toContain(offText)
      for (const name of [UNSWITCHED.redesign, UNSWITCHED.talk]) expect(some!.split(offText)[1]).toContain(name[lang])
    }
  })

  test('hold nothing that was written by hand', () => {
    expect(read('docs/channels.json')).toBe(dataText(published))
    for (const lang of LANGS) {
      const page = read(pagePath(lang))
      expect(page).toContain(headerText(published.from, lang))
      expect(page).toBe(channelsPage(published, lang))
      for (const { id } of EXPERIMENTS) expect(() => read(`docs/${imagePath(id, lang)}`)).not.toThrow()
    }
  })
})
