/** The report: one HTML file that works offline and can be sent around as it is. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Outcome } from '../measures/outcomes.ts'
import { measureNamed } from '../measures/registry.ts'
import { isOn, MECHANISMS } from '../scenarios/mechanisms.ts'
import type { Lang, Parameter } from '../scenarios/parameter.ts'
import { parameterAt, SECTIONS } from '../scenarios/parameters.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { DrawnChart } from './chart-files.ts'
import { bibtex, citationText } from './citation.ts'
import { type Html, html, htmlRow, htmlTable } from './html.ts'
import type { ManifestHead, UsedParameter } from './manifest.ts'
import { pageHtml } from './page.ts'
import { chartFigures, chartList } from './report-charts.ts'
import { byMark, limitsList, methodsSection, sourcesSection } from './report-methods.ts'
import { SCRIPT } from './report-page.ts'
import { MARKS, reportText } from './report-text.ts'
import { summaryLines } from './summary.ts'

/** The text of a key in the language of the report. */
export type Say = (key: string) => string

/** What a kind of folder says of its results, before the charts. */
export type Findings = (lang: Lang, say: Say) => Html

export interface ReportParts {
  readonly head: ManifestHead
  readonly charts: readonly DrawnChart[]
  readonly lang: Lang
  readonly findings: Findings
  /** What should not be concluded from results of this kind, as keys of the report's texts. */
  readonly limits?: readonly string[]
  /** What makes the same again in the folder, without the name of the program. */
  readonly again: string
}

const require = createRequire(import.meta.url)

/** Minified builds with their global names; each lies beside the package's entry point. */
const LIBRARIES = [
  ['vega', 'vega.min.js'],
  ['vega-lite', 'vega-lite.min.js'],
  ['vega-embed', 'vega-embed.min.js'],
] as const

function libraryText(name: string, file: string): string {
  const text = readFileSync(join(dirname(require.resolve(name)), file), 'utf8')
  // A reference to a source map would be a request to the network.
  return `/* ${name}, BSD-3-Clause, https://vega.github.io */\n${text.replace(/^\/\/# sourceMappingURL=.*$/m, '')}`
}

export function reportHtml({ head, lang, charts, findings, limits = [], again }: ReportParts): string {
  const say: Say = (key) => reportText(key, lang)
  const drawing = charts.length === 0 ? [] : [...LIBRARIES.map(([name, file]) => libraryText(name, file)), SCRIPT]
  const title = head.scenario.title[lang] || head.scenario.name
  const marks = byMark(head)
  const main = html`<header>
<h1>${title}</h1>
${question(head, lang)}<p class="facts">${say('scenario')} ${head.scenario.name} · ${say('seed')} ${head.seed} · ${say('digest')} ${head.digest.slice(0, 12)} · xiaojin ${head.engine.version}</p>
<p class="simulated">${say('simulated')}</p>
${contents(say)}
</header>
${section('headline', say, html`${findings(lang, say)}\n${chartList(charts, say)}\n${limitsList(marks, limits, say)}`)}
${section('charts', say, chartFigures(charts, say))}
${section('methods', say, methodsSection(head, lang))}
${section('parameters', say, html`${mechanismLists(head.parameters, lang, say)}${parameterTables(head.parameters, lang, say)}`)}
${section('sources', say, sourcesSection(marks, lang))}
${section('reproduce', say, reproduction(head, again, say))}
${section('cite', say, html`<p>${citationText(head, lang)}</p><pre>${bibtex(head)}</pre>`)}
${section('provenance', say, provenance(head, say))}
${section('labels', say, html`<p>${say('labelsNote')}</p>`)}`
  return pageHtml({ lang, title, generator: `xiaojin ${head.engine.version}`, main, scripts: drawing })
}

function question({ scenario }: ManifestHead, lang: Lang): Html {
  const text = scenario.question?.[lang] ?? ''
  return text === '' ? html`` : html`<p class="question">${text}</p>\n`
}

const SECTION_KEYS = [
  'headline',
  'charts',
  'methods',
  'parameters',
  'sources',
  'reproduce',
  'cite',
  'provenance',
  'labels',
] as const

function contents(say: Say): Html {
  const links = SECTION_KEYS.map((key) => html`<li><a href="#${key}">${say(key)}</a></li>`)
  return html`<nav aria-label="${say('contents')}"><ul>${links}</ul></nav>`
}

function section(key: (typeof SECTION_KEYS)[number], say: Say, content: Html): Html {
  return html`<section id="${key}">\n<h2>${say(key)}</h2>\n${content}\n</section>`
}

export function headlineTable(headline: readonly Outcome[], lang: Lang, say: Say): Html {
  const isValue = (column: number): boolean => column === 1
  const rows = summaryLines(headline, lang).map(({ label, text, unit }) => htmlRow([label, text, unit], isValue))
  const head = htmlRow([say('measure'), say('value'), say('unit')], isValue, 'th')
  return html`${htmlTable(head, rows, 'headline')}
<p class="note">${say('headlineNote')}</p>`
}

/** Names of measures in a row. */
export function measureNames(keys: readonly string[], lang: Lang): string {
  return keys.map((key) => measureNamed(key)[lang]).join(lang === 'zh' ? '；' : '; ')
}

/** Which headlines of a run still move within its window; nothing where all are steady. */
export function unsteadyNote(keys: readonly string[], lang: Lang, say: Say): Html {
  return keys.length === 0 ? html`` : html`<p class="note">${say('unsteady')} ${measureNames(keys, lang)}</p>`
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

type Cell = (used: UsedParameter, parameter: Parameter | undefined, lang: Lang) => Html | string

/** Columns of the tables of parameters, in their order. */
const CELLS = {
  parameter: ({ key }, parameter, lang) => html`${parameter?.label[lang] ?? ''}<br><code>${key}</code>`,
  value: ({ value }) => valueText(value),
  default: ({ default: usual }) => valueText(usual),
  unit: ({ unit }) => unit,
  source: (_, parameter, lang) =>
    parameter === undefined ? '' : `[${MARKS[parameter.mark][lang]}] ${parameter.source[lang]}`,
  origin: ({ origin }) => origin,
} satisfies { readonly [column: string]: Cell }

type ParameterColumn = keyof typeof CELLS
const PARAMETER_COLUMNS = Object.keys(CELLS) as readonly ParameterColumn[]

function parameterTable(
  parameters: readonly UsedParameter[],
  columns: readonly ParameterColumn[],
  lang: Lang,
  say: Say,
): Html {
  let group = ''
  const rows = parameters.map((used) => {
    const parameter = parameterAt(used.key)
    const cells = columns.map((column) => (CELLS[column] as Cell)(used, parameter, lang))
    const row = htmlRow(cells, () => false)
    const head = used.key.split('.')[0] as keyof typeof SECTIONS
    if (head === group) return row
    group = head
    return html`<tr class="section"><th scope="rowgroup" colspan="${columns.length}">${SECTIONS[head][lang]}</th></tr>\n${row}`
  })
  const head = html`<tr>${columns.map((column) => html`<th scope="col" class="${column}">${say(column)}</th>`)}</tr>`
  return htmlTable(head, rows, 'parameters')
}

/** Which of the mechanisms that a scenario can switch are on, at the start or from a dated change on. */
function mechanismLists(parameters: readonly UsedParameter[], lang: Lang, say: Say): Html {
  const values = new Map(parameters.map(({ key, value }) => [key, value]))
  const timeline = values.get('timeline') as Scenario['timeline']
  const named = (on: boolean): string =>
    Object.values(MECHANISMS)
      .filter((mechanism) => isOn(mechanism, (path) => values.get(path), timeline) === on)
      .map(({ label }) => label[lang])
      .join(lang === 'zh' ? '、' : ', ')
  return html`<p>${say('mechanismsOn')} ${named(true)}</p>
<p>${say('mechanismsOff')} ${named(false)}</p>
`
}

const LABELS = new Set(['name', 'title.en', 'title.zh', 'seed'])

function parameterTables(parameters: readonly UsedParameter[], lang: Lang, say: Say): Html {
  const isDefault = ({ value, default: usual }: UsedParameter): boolean =>
    JSON.stringify(value) === JSON.stringify(usual)
  const shown = parameters.filter(({ key }) => !LABELS.has(key))
  const changed = shown.filter((used) => !isDefault(used))
  const unchanged = shown.filter(isDefault)
  const first =
    changed.length === 0 ? html`<p>${say('noneChanged')}</p>` : parameterTable(changed, PARAMETER_COLUMNS, lang, say)
  const withoutDefault = PARAMETER_COLUMNS.filter((column) => column !== 'default')
  return html`<h3>${say('changed')}</h3>
${first}
<details><summary>${say('unchanged')} (${unchanged.length})</summary>
${parameterTable(unchanged, withoutDefault, lang, say)}
</details>`
}

function reproduction(head: ManifestHead, again: string, say: Say): Html {
  return html`<p>${say('reproduceAgain')}</p>
<pre>xiaojin verify .
xiaojin ${again}</pre>
<p>${say('reproduceTyped')}</p>
<pre>${head.command}</pre>
<p class="note">${say('promise')}</p>`
}

function provenance(head: ManifestHead, say: Say): Html {
  const { engine, environment, renderer } = head
  const commit = engine.gitCommit ?? say('unknown')
  const facts: readonly (readonly [string, string])[] = [
    [say('engine'), `xiaojin ${engine.version}`],
    [say('commit'), engine.gitDirty === true ? `${commit} (${say('dirty')})` : commit],
    [say('code'), engine.codeSha256 ?? say('unknown')],
    [say('lockfile'), engine.lockfileSha256 ?? say('unknown')],
    [say('scenarioHash'), head.scenario.sha256],
    [say('runDigest'), head.digest],
    [say('random'), head.random],
    ['Node.js', `${environment.node} (V8 ${environment.v8})`],
    [
      say('renderer'),
      Object.entries(renderer)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
  ]
  return html`<dl>\n${facts.map(([term, fact]) => html`<dt>${term}</dt><dd>${fact}</dd>\n`)}</dl>`
}
