import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { drawChart } from '../../src/node/chart-files.ts'
import { bibtex, citationCff, citationText } from '../../src/node/citation.ts'
import { html } from '../../src/node/html.ts'
import { finishedHead, type ManifestHead, plannedHead } from '../../src/node/manifest.ts'
import { renderChart } from '../../src/node/render.ts'
import { type Findings, headlineTable, reportHtml } from '../../src/node/report.ts'
import { keptQuestion } from '../../src/node/scenario-head.ts'
import { runKind } from '../../src/node/single-run.ts'
import { usedParameters } from '../../src/node/used-parameters.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { HOSTILE_TEXTS } from './tables.ts'

const EVIL = `"><img src=x onerror=alert(1)></script><script>alert('1')</script>`

function headWith(title: string, origin: string, question?: string): ManifestHead {
  const yaml = Buffer.from('name: evil\nseed: 7\n')
  const { scenario, origins } = loadScenario('evil.yaml', { size: () => yaml.length, read: () => yaml }, [])
  const hostile = { ...scenario, title: { en: title, zh: title } }
  const parameters = usedParameters('evil.yaml', hostile, origins)
  const planned = plannedHead(runKind, undefined, hostile, {
    command: `xiaojin run '${origin}'`,
    language: 'en',
    charts: true,
    tables: [],
    parameters: parameters.map((used) => ({ ...used, origin, value: used.key === 'seed' ? 8 : origin })),
    ...(question === undefined ? {} : { question: { en: question, zh: question } }),
  })
  return finishedHead(planned, 'd'.repeat(64), undefined)
}

const chart = {
  id: 'evil-chart',
  title: EVIL,
  caption: EVIL,
  spec: { data: { values: [{ a: EVIL }] }, mark: 'bar', encoding: { x: { field: 'a', title: EVIL } } },
} as const

async function hostileReport(lang: 'en' | 'zh'): Promise<string> {
  const headline = [{ key: 'k', value: Number.NaN, unit: '1', en: EVIL, zh: EVIL }] as const
  const charts = [await drawChart(chart as never, true, renderChart)]
  const findings: Findings = (own, say) => headlineTable(headline, own, say)
  return reportHtml({ head: headWith(EVIL, EVIL, EVIL), findings, again: EVIL, charts, lang })
}

describe.each(['en', 'zh'] as const)('a report in %s on a hostile scenario', (lang) => {
  test('holds no element that the text asked for', async () => {
    const page = await hostileReport(lang)
    const bare = page.replace(/<script>[\s\S]*?<\/script>/g, '').replace(/<style>[\s\S]*?<\/style>/, '')
    expect(bare.match(/<script/g)).toHaveLength(1)
    expect(bare).toMatch(/<script type="application\/json">/)
    expect(bare.match(/<body /g)).toHaveLength(1)
    expect(bare).not.toMatch(/<img src=x/)
    expect(bare.match(/<img /g)).toHaveLength(1)
  })

  test('allows its own scripts by hash, and nothing from the network', async () => {
    const page = await hostileReport(lang)
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? ''
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text)
    expect(scripts).toHaveLength(5)
    for (const text of scripts) {
      expect(policy).toContain(`'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    }
    expect(policy).toMatch(/^default-src 'none'/)
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/)
    expect(page).not.toMatch(/sourceMappingURL/)
  })
})

test('a report without charts has the script of its tables alone', () => {
  const page = reportHtml({ head: headWith('t', 'o'), findings: () => html``, again: '', charts: [], lang: 'en' })
  expect(page.match(/<script/g)).toHaveLength(1)
  expect(page).toMatch(/script-src 'sha256-[^' ]+';/)
  expect(page.length).toBeLessThan(200_000)
})

test.each(HOSTILE_TEXTS)('citation of a run titled %j is YAML and BibTeX still', (text) => {
  const head = headWith(text, text)
  expect(citationCff(head)).toMatch(/^cff-version: 1\.2\.0\n/)
  expect(bibtex({ ...head, scenario: { ...head.scenario, name: '} \\input{x}' } })).toContain(
    'Run \\} \\textbackslash{}input\\{x\\}, seed 7',
  )
})

test('in Chinese a run and the program are cited by GB/T 7714', () => {
  expect(citationText(headWith('t', 'o'), 'zh')).toMatch(
    /^\[1\] .+\. 情景.+的模拟运行: 种子7, 摘要值\w+\[DS\]\.( \d{4}\.)? \[2\] .+: \d+\.\d+\.\d+\[CP(\/OL)?\]\./,
  )
})

test('a chart may not choose a path', async () => {
  await expect(drawChart({ ...chart, id: '../x' } as never, true, renderChart)).rejects.toThrow(/cannot name the files/)
})

test('the question of the scenario stands under its title, and nothing where it asks none', () => {
  const parts = { findings: () => html``, again: '', charts: [], lang: 'en' } as const
  const asked = reportHtml({ ...parts, head: headWith('t', 'o', 'Does it <work>?') })
  expect(asked).toContain('<p class="question">Does it &lt;work&gt;?</p>')
  expect(reportHtml({ ...parts, head: headWith('t', 'o') })).not.toContain('<p class="question">')
})

test('a question is kept on one line, bounded and without characters that could harm', () => {
  expect(keptQuestion('# Question   Does it\r\n#            work?\u001b\n')).toEqual({
    en: 'Does it work?\ufffd',
    zh: '',
  })
  expect(keptQuestion(`# 问题       ${'问'.repeat(2000)}\n`)?.zh).toHaveLength(1000)
  expect(keptQuestion('# Varies   nothing\n')).toBeUndefined()
})
