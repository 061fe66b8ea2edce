// studies/channels.yaml in a small market: what its switches do, and the pages and pictures that follow.
import { beforeAll, describe, expect, test } from 'vitest'
import { summaryOf } from '../../src/experiments/runs.ts'
import { armName, ON, type Values, valueIn } from '../../src/experiments/study/arms.ts'
import { cellOf } from '../../src/experiments/study/decompositions.ts'
import { loadStudy } from '../../src/experiments/study/load-study.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { channelPage } from '../../src/node/study/channel-page.ts'
import { studyCharts } from '../../src/node/study/study-charts.ts'
import type { StudyData } from '../../src/node/study/study-data.ts'
import { runScenario } from '../../src/run/run.ts'

const LANGS = ['en', 'zh'] as const
const SMALL = ['population.consumers=800', 'horizon.burnIn=2', 'horizon.months=5', 'pricing.shopperSample=64']
const PLACES = { image: (id: string) => `images/${id}.png`, data: 'data' }

const overrides = SMALL.map((text) => ({ option: '--set', text }))
const { plan, arms, base } = loadStudy('studies/channels.yaml', nodeFiles, overrides, 1)
const mechanisms = Object.fromEntries(plan.unswitched.map(({ id }) => [id, true]))
const { seed, horizon } = base.scenario
const market = { seed, ...horizon, consumers: 800 }
const made = { command: 'npm run channels', version: '0.0.0', commit: null, engine: null }
const dataOf = (values: Values): StudyData => ({ plan, values, titles: {}, market, targets: [], mechanisms, made })

describe('a small version', () => {
  let small: StudyData

  beforeAll(() => {
    const values = arms.map((arm): [string, Values[string]] => {
      const record = summaryOf(arm.value, runScenario(arm.value))
      return [armName(arm), Object.fromEntries(plan.outcomes.map((one) => [one.key, [valueIn(record, one)]]))]
    })
    small = dataOf(Object.fromEntries(values))
  })

  test('switches off what it says, and nothing is left with all carriers off', () => {
    const cell = (one: (typeof plan.decompositions)[number], variant: string, key: string) =>
      cellOf(plan, one, small.values, variant, key)
    for (const one of plan.decompositions) {
      for (const { key } of plan.outcomes) {
        const { arms: levels, effect } = cell(one, one.nothing.id, key)
        if (Number.isFinite(levels[0][0]) && !one.unmoved.includes(key))
          expect([one.id, key, effect.none]).toEqual([one.id, key, true])
      }
      // Every switch does something to the market it acts in.
      for (const { id: variant } of plan.channels) {
        const changes = plan.outcomes.some(({ key }) => {
          const [here, there] = [variant, ON].map((name) => cell(one, name, key).arms)
          return here![0][0] !== there![0][0] || here![1][0] !== there![1][0]
        })
        expect([one.id, variant, changes]).toEqual([one.id, variant, true])
      }
    }
  })

  test.each(LANGS)('makes a page with all sections (%s)', (lang) => {
    const page = channelPage(small, lang, PLACES)
    expect(page).toContain(lang === 'en' ? '800 consumers' : '消费者 800 人')
    expect(page.match(/^## /gm)).toHaveLength(plan.decompositions.length + 2)
    expect(page.match(/^### /gm)).toHaveLength(4 * plan.decompositions.length)
    expect(page.match(/^<details>/gm)).toHaveLength(plan.decompositions.length)
    for (const { name } of [...plan.channels, ...plan.outcomes]) expect(page).toContain(name[lang])
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/)
    // Every row of a table has as many cells as its header.
    for (const block of page.matchAll(/(?:^\|.*\|\n)+/gm)) {
      const rows = block[0].trimEnd().split('\n')
      expect(new Set(rows.map((line) => line.split(' | ').length)).size).toBe(1)
    }
    // With all carriers off nothing is left: the check of either decomposition holds.
    expect(page.match(lang === 'en' ? /\*\*Check\.\*\*/g : /\*\*检验\*\*/g)).toHaveLength(plan.decompositions.length)
  })

  test.each(LANGS)('says of each mechanism that no channel switches whether it is on (%s)', (lang) => {
    const some = { ...mechanisms, redesign: false, talk: false }
    const [on, off] = [mechanisms, some].map((own) => channelPage({ ...small, mechanisms: own }, lang, PLACES))
    const [onText, offText] =
      lang === 'en' ? ['On in both arms', 'Off in both arms: '] : ['在两组中均开启', '在两组中均关闭：']
    const nameOf = (id: string): string => plan.unswitched.find((one) => one.id === id)!.name[lang]
    for (const { name } of plan.unswitched) expect(on!.split(onText)[1]).toContain(name[lang])
    expect(on).not.toContain(offText)
    for (const id of ['redesign', 'talk']) expect(off!.split(offText)[1]).toContain(nameOf(id))
    for (const id of ['entry', 'exit']) expect(off!.split(onText)[1]!.split(offText)[0]).toContain(nameOf(id))
  })

  test.each(LANGS)('makes charts (%s)', (lang) => {
    const charts = studyCharts(small, lang)
    expect(charts.map(({ id }) => id)).toEqual(plan.decompositions.map(({ id }) => id))
    for (const [k, { spec }] of charts.entries()) {
      const { data } = spec as { readonly data: { readonly values: readonly unknown[] } }
      expect(data.values).toHaveLength(plan.decompositions[k]!.drawn.length * (plan.channels.length + 1))
    }
  })
})
