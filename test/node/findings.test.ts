// docs/findings*.md: a small version of the runs behind it, and the pages that are published.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from './command.ts'

// Found at run time: the scripts stand on the built package.
const load = <T>(name: string): Promise<T> => import(join(ROOT, 'scripts/lib', name)) as Promise<T>
type Plan = typeof import('../../scripts/lib/findings-plan.mjs')
type Effects = typeof import('../../scripts/lib/findings-effects.mjs')
type Page = typeof import('../../scripts/lib/findings-page.mjs')
type Published = import('../../scripts/lib/findings-page.mjs').Published

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const LANGS = ['en', 'zh'] as const

test('a small version runs through, to pages and pictures', async () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/findings.mjs', '--small'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect(stderr.split('\n').filter((line) => line !== '' && !/^\d+ of \d+ runs$/.test(line))).toEqual([])
  expect(status).toBe(0)
  const { HYPOTHESES } = await load<Plan>('findings-plan.mjs')
  const { imagePath, pagePath } = await load<Page>('findings-page.mjs')
  for (const lang of LANGS) {
    const page = read(`out/findings-small/${pagePath(lang)}`)
    expect(page).not.toMatch(/undefined|NaN|\[object/)
    for (const { id } of HYPOTHESES) {
      expect(page).toContain(`## ${id} · `)
      expect(existsSync(join(ROOT, 'out/findings-small/docs', imagePath(id, lang)))).toBe(true)
    }
  }
})

describe('the plan', () => {
  test('names measures, arms and channels that exist, and asks for every claim once', async () => {
    const { HYPOTHESES, CHANNELS, measureAt, armOf, FACTORIAL } = await load<Plan>('findings-plan.mjs')
    expect(HYPOTHESES.map(({ id }) => id)).toEqual(Array.from({ length: 17 }, (_, k) => `H${k + 1}`))
    for (const hypothesis of HYPOTHESES) {
      const text = read(`scenarios/${hypothesis.file}.yaml`)
      for (const { arm, against, key } of [...hypothesis.contrasts, ...hypothesis.also]) {
        expect(measureAt(key).smallest).toBeGreaterThan(0)
        for (const name of [arm, against])
          if (armOf(hypothesis, name).arm !== null) expect(text).toContain(`\n    ${name}:`)
      }
      for (const id of hypothesis.channels) expect(CHANNELS[id]?.id).toBe(id)
    }
    expect(FACTORIAL.coverage.length * FACTORIAL.differentiation.length).toBe(20)
  })

  test('has at least twenty pairs for verdicts and the factorial', async () => {
    const { plannedArms, SIZE, factorialArm, armName } = await load<Plan>('findings-plan.mjs')
    const planned = new Map(plannedArms(SIZE).map(({ arm, replications }) => [armName(arm), replications]))
    expect(planned.get(armName(factorialArm(0.5, 1, true, 'fitLimitsTerms')))).toBeGreaterThanOrEqual(20)
  })
})

describe('verdicts', () => {
  const contrast = { arm: 'a', against: 'b', key: 'reach.all', direction: 1 } as const
  const effect = (mean: number, half: number) => ({
    runs: 20,
    mean,
    low: mean - half,
    high: mean + half,
    sd: 1,
    p: 0,
    g: 0,
  })

  test.each([
    ['supported', 0.05, 0.01, 0.001],
    ['undecided', 0.05, 0.01, 0.2],
    ['undecided', 0.05, 0.06, 0.001],
    ['undecided', 0.015, 0.01, 0.001],
    ['rejected', 0.005, 0.01, 0.5],
    ['rejected', -0.05, 0.01, 0.001],
  ] as const)('%s: mean %d ± %d, corrected p %d', async (verdict, mean, half, p) => {
    const { verdictOn } = await load<Effects>('findings-effects.mjs')
    expect(verdictOn(effect(mean, half), contrast, p)).toBe(verdict)
    // What is foretold to fall is judged the other way round.
    expect(verdictOn(effect(-mean, half), { ...contrast, direction: -1 }, p)).toBe(verdict)
  })

  test('of a claim', async () => {
    const { verdictOf } = await load<Effects>('findings-effects.mjs')
    expect(verdictOf(['supported', 'supported'])).toBe('supported')
    expect(verdictOf(['rejected'])).toBe('rejected')
    expect(verdictOf(['supported', 'rejected', 'undecided'])).toBe('mixed')
    expect(verdictOf(['supported', 'undecided'])).toBe('undecided')
  })
})

describe('the published pages', () => {
  test.each(LANGS)('follow from the data (%s)', async (lang) => {
    const data = JSON.parse(read('docs/findings.json')) as Published
    const { findingsPage, pagePath } = await load<Page>('findings-page.mjs')
    expect(read(pagePath(lang))).toBe(findingsPage(data, lang))
  })

  test('rest on outcomes that can move', async () => {
    const data = JSON.parse(read('docs/findings.json')) as Published
    const { findings } = await load<Effects>('findings-effects.mjs')
    const still = findings(data.values, data.titles, data.withdrawn).flatMap(({ effects }) =>
      effects.filter(({ isMain, effect }) => isMain && effect.mean === 0 && effect.sd === 0),
    )
    expect(still.map(({ contrast }) => contrast.name.en)).toEqual([])
  })

  test('rest on the plan as it stands, but for channels that are withdrawn and say so', async () => {
    const data = JSON.parse(read('docs/findings.json')) as Published
    const { plannedArms, SIZE, armName, CHANNELS } = await load<Plan>('findings-plan.mjs')
    const withdrawn = (data.withdrawn ?? []).map(({ channel }) => CHANNELS[channel]!.set)
    const isOf = (own: object, set: object): boolean =>
      Object.entries(set).every(([path, value]) => (own as Record<string, unknown>)[path] === value)
    const planned = plannedArms(SIZE)
    for (const { arm, replications } of planned) {
      const found = data.values[armName(arm)]?.['reach.all']?.length
      if (withdrawn.some((set) => isOf(arm.set, set))) expect([armName(arm), found]).toEqual([armName(arm), undefined])
      else expect(found, armName(arm)).toBeGreaterThanOrEqual(replications)
    }
    const names = new Set(planned.map(({ arm }) => armName(arm)))
    expect(Object.keys(data.values).filter((name) => !names.has(name))).toEqual([])
  })

  test.each(LANGS)('every channel that is withdrawn has its reason and no number (%s)', async (lang) => {
    const data = JSON.parse(read('docs/findings.json')) as Published
    const { findings } = await load<Effects>('findings-effects.mjs')
    const { pagePath } = await load<Page>('findings-page.mjs')
    const page = read(pagePath(lang))
    const cells = findings(data.values, data.titles, data.withdrawn).flatMap(({ channels }) =>
      channels.flatMap(({ withdrawn }) => withdrawn),
    )
    expect(page.split(lang === 'en' ? '| withdrawn |' : '| 已撤回 |').length - 1).toBe(cells.length)
    for (const { why } of data.withdrawn ?? []) expect(page).toContain(why[lang])
  })
})

describe('switches', () => {
  test('"reputation off" holds everybody at the level of the filed, in both plans and in the market of every claim', async () => {
    const { HYPOTHESES, CHANNELS } = await load<Plan>('findings-plan.mjs')
    const channels = await load<typeof import('../../scripts/lib/channels-plan.mjs')>('channels-plan.mjs')
    const { loadScenario } = (await import(
      join(ROOT, 'dist/scenarios/load.js')
    )) as typeof import('../../src/scenarios/load.ts')
    const { nodeFiles } = (await import(
      join(ROOT, 'dist/node/scenario-files.js')
    )) as typeof import('../../src/node/scenario-files.ts')
    let markets = 0
    for (const file of ['baseline', ...HYPOTHESES.map((one) => one.file)]) {
      const { scenario, experiment } = loadScenario(join(ROOT, `scenarios/${file}.yaml`), nodeFiles, [])
      for (const market of [scenario, ...(experiment?.arms ?? []).map((arm) => arm.scenario)]) {
        const { willingness, bureauReputation } = market.repayment
        const filed = Number((willingness + bureauReputation).toPrecision(12))
        expect(CHANNELS.reputation!.set).toEqual({ 'repayment.willingness': filed, 'repayment.bureauReputation': 0 })
        expect(channels.CHANNELS.find(({ id }) => id === 'reputation')!.set(market)).toEqual([
          `repayment.willingness=${filed}`,
          'repayment.bureauReputation=0',
        ])
        markets++
      }
    }
    expect(markets).toBeGreaterThan(60)
  })

  test('values of withdrawn settings are dropped with their reason, and only these', async () => {
    const { withoutWithdrawn } = await load<Effects>('findings-effects.mjs')
    const { WITHDRAWN } = await load<Plan>('findings-plan.mjs')
    const [{ set, channel, why }] = WITHDRAWN as [(typeof WITHDRAWN)[number]]
    const name = (own: object): string => JSON.stringify(['h01-coverage', 'cover90', own])
    const keep = { [name({})]: { a: [1] }, [name({ ...set, 'repayment.willingness': 1 })]: { a: [2] } }
    const data = { values: { ...keep, [name({ ...set, 'credit.coverage': 1 })]: { a: [3] } } }
    const found: unknown = withoutWithdrawn(data as never)
    expect(found).toEqual({ values: keep, withdrawn: [{ channel, why }] })
    expect(withoutWithdrawn(found as never)).toBe(found)
  })
})

describe('pictures', () => {
  test.each(LANGS)('say the verdict before the claim, as the page has it (%s)', async (lang) => {
    const data = JSON.parse(read('docs/findings.json')) as Published
    const { findings, VERDICTS } = await load<Effects>('findings-effects.mjs')
    const charts = await load<typeof import('../../scripts/lib/findings-charts.mjs')>('findings-charts.mjs')
    const { pagePath } = await load<Page>('findings-page.mjs')
    const page = read(pagePath(lang))
    const found = findings(data.values, data.titles, data.withdrawn)
    for (const finding of found) {
      const { id, claim } = finding.hypothesis
      const [first, stated] = charts.hypothesisChart(finding, lang).title.text as readonly string[]
      expect(first).toContain(VERDICTS[finding.verdict][lang])
      const plain = claim[lang].replace(/[.。]$/, '')
      expect(stated).toBe(lang === 'en' ? `"${plain}"` : `“${plain}”`)
      const [row] = page.split('\n').filter((line) => line.startsWith(`| [${id}](`))
      expect(row).toContain(`**${VERDICTS[finding.verdict][lang]}**`)
      expect(first!.includes('†')).toBe(row!.includes('†'))
    }
    const { text } = charts.overviewChart(found, lang).title
    const counts = Object.entries(VERDICTS).map(([verdict, name]) => [
      found.filter((one) => one.verdict === verdict).length,
      name[lang],
    ])
    for (const [count, name] of counts) {
      expect(text).toContain(lang === 'en' ? `${count} ${name}` : `${name} ${count} 项`)
    }
  })
})
