// docs/findings*.md and docs/channels*.md: the pages that are published follow from their data and from the plans.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { StudyData } from '../../src/node/study/study-data.ts'
import { ROOT } from './command.ts'

// Found at run time: the scripts stand on the built package.
const built = <T>(path: string): Promise<T> => import(join(ROOT, path)) as Promise<T>
const docs = await built<typeof import('../../scripts/lib/study-docs.mjs')>('scripts/lib/study-docs.mjs')
const { armName, plannedArms } = await built<typeof import('../../src/experiments/study/arms.ts')>(
  'dist/experiments/study/arms.js',
)
const { findings, turnedRound } = await built<typeof import('../../src/experiments/study/claims.ts')>(
  'dist/experiments/study/claims.js',
)
const { VERDICTS } = await built<typeof import('../../src/experiments/study/verdicts.ts')>(
  'dist/experiments/study/verdicts.js',
)
const { FORMER } = await built<typeof import('../../src/node/study/study-data.ts')>('dist/node/study/study-data.js')

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const LANGS = ['en', 'zh'] as const
const NAMES = ['findings', 'channels'] as const
const published = Object.fromEntries(
  NAMES.map((name) => [name, docs.dataOf(name, read(docs.dataPath(name)))]),
) as Record<'findings' | 'channels', StudyData & { readonly text: string }>

describe.each(NAMES)('docs/%s', (name) => {
  const data = published[name]

  test('the data file is as it was written', () => {
    expect(docs.dataText(name, data)).toBe(read(docs.dataPath(name)))
  })

  test.each(LANGS)('the page follows from the data, with its pictures (%s)', (lang) => {
    expect(read(docs.pagePath(name, lang))).toBe(docs.page(name, data, lang))
    for (const [path] of docs.pictures(name, data, lang)) expect(existsSync(join(ROOT, 'docs', path))).toBe(true)
  })

  test.each(LANGS)('the page says whether its plan is the one on disk (%s)', (lang) => {
    const isFormer = docs.planDigest(docs.planOf(data.text)) !== docs.planDigest(docs.planOf(docs.planTextOf(name)))
    expect(read(docs.pagePath(name, lang)).includes(FORMER[lang])).toBe(isFormer)
    // A number that changed makes a page stale, and a word does not.
    const otherText = (text: string): string =>
      JSON.stringify({ ...JSON.parse(read(docs.dataPath(name))), plan: text.split('\n') })
    const now = docs.planTextOf(name)
    expect(docs.planDigest(docs.planOf(now.replace(/^title: .*$/m, 'title: { en: Other, zh: 另 }')))).toBe(
      docs.planDigest(docs.planOf(now)),
    )
    const [changed] = [now.replace(/(population\.consumers: )\d+/, '$1777')]
    expect(docs.dataOf(name, otherText(changed)).former).toBe(true)
    expect(docs.dataOf(name, otherText(now)).former).toBe(false)
  })

  test('the data are of their plan', () => {
    const { plan } = data
    const [first] = plan.outcomes
    for (const arm of plannedArms(plan)) {
      const found = data.values[armName(arm)]?.[first!.key]?.length
      expect(found, armName(arm)).toBeGreaterThanOrEqual(arm.replications)
    }
    const names = new Set(plannedArms(plan).map(armName))
    expect(Object.keys(data.values).filter((one) => !names.has(one))).toEqual([])
  })
})

describe('findings', () => {
  const data = published.findings
  const found = findings(data.plan, data.values, data.titles)

  test('rest on outcomes that can move', () => {
    const still = found.flatMap(({ effects }) =>
      effects.filter(({ isMain, effect }) => isMain && effect.mean === 0 && effect.sd === 0),
    )
    expect(still.map(({ contrast }) => contrast.name.en)).toEqual([])
  })

  test.each(LANGS)('pictures say the verdict before the claim, as the page has it (%s)', (lang) => {
    const page = read(docs.pagePath('findings', lang))
    const specs = docs.pictures('findings', data, lang) as readonly [
      string,
      { readonly title: { readonly text: unknown } },
    ][]
    const titleOf = (id: string): unknown => {
      const [, spec] = specs.find(([path]) => path === docs.imagePath('findings', id, lang))!
      return spec.title.text
    }
    for (const finding of found) {
      const { id, claim } = finding.claim
      const [first, stated] = titleOf(id) as readonly [string, string]
      expect(first).toContain(VERDICTS[finding.verdict][lang])
      const plain = claim[lang].replace(/[.。]$/, '')
      expect(stated).toBe(lang === 'en' ? `"${plain}"` : `“${plain}”`)
      const [row] = page.split('\n').filter((line) => line.startsWith(`| [${id}](`))
      expect(row).toContain(`**${VERDICTS[finding.verdict][lang]}**`)
      expect(first.includes('†')).toBe(row!.includes('†'))
      expect(first.includes('†')).toBe(turnedRound(finding).length > 0)
    }
    for (const [verdict, name] of Object.entries(VERDICTS)) {
      const count = found.filter((one) => one.verdict === verdict).length
      if (count > 0)
        expect(titleOf('overview')).toContain(lang === 'en' ? `${count} ${name.en}` : `${name.zh} ${count} 项`)
    }
  })
})

test.each(LANGS)('channels publish each check, and no failed one (%s)', (lang) => {
  const page = read(docs.pagePath('channels', lang))
  expect(page).not.toMatch(/Check failed|检验未通过/)
  expect(page.split(lang === 'en' ? '**Check.**' : '**检验**：').length - 1).toBe(
    published.channels.plan.decompositions.length,
  )
})
