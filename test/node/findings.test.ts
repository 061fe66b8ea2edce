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
    const still = findings(data.values, data.titles).flatMap(({ effects }) =>
      effects.filter(({ isMain, effect }) => isMain && effect.mean === 0 && effect.sd === 0),
    )
    expect(still.map(({ contrast }) => contrast.name.en)).toEqual([])
  })

  test('rest on the plan as it stands', async () => {
    const data = JSON.parse(read('docs/findings.json')) as Published
    const { plannedArms, SIZE, armName } = await load<Plan>('findings-plan.mjs')
    for (const { arm, replications } of plannedArms(SIZE)) {
      expect(data.values[armName(arm)]?.['reach.all']?.length).toBeGreaterThanOrEqual(replications)
    }
  })
})
