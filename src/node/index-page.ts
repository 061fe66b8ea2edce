/** A page that lists the finished results in a folder: what each is, how large, and where its report lies. */
import { join } from 'node:path'
import { numbers, type TableSpec, texts } from '../base/table.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { OUTCOMES } from '../measures/derived.ts'
import { ARM_OUTCOMES } from '../measures/ensemble.ts'
import { grouped, levelText } from '../measures/headline.ts'
import type { Measure } from '../measures/measure.ts'
import { measureNamed } from '../measures/registry.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { REPORT_FILE } from './compose.ts'
import { parquetPath } from './data-files.ts'
import { UsageError } from './failure.ts'
import { kindOf, namesIn } from './files.ts'
import { type Html, html, htmlRow, htmlTable } from './html.ts'
import { KINDS, partIn } from './kinds.ts'
import { say as spoken } from './language.ts'
import type { Manifest } from './manifest.ts'
import { generatorMark, pageHtml } from './page.ts'
import { pathFault } from './path-rule.ts'
import type { Say } from './report.ts'
import { reportText } from './report-text.ts'
import { storedTables } from './stored-run.ts'
import { FolderError, fromFolder, hasListed, manifestIn, plainFileStat } from './untrusted-folder.ts'

/** Headline numbers, each a column. */
const SHOWN = ['reached.all', 'served.all', 'apr.mean', 'debt.perConsumer', 'late.over90', 'roa.market'].map(
  measureNamed,
)

export const INDEX_FILE = 'index.html'

const GENERATOR = 'xiaojin index'

/** What tells a page of this program from any other of the same name. */
export const INDEX_MARK: string = generatorMark(GENERATOR)

/** The value of a run twice, or the least and the greatest mean of all arms. */
interface Range {
  readonly low: number
  readonly high: number
}

interface Listed {
  /** The name of its folder. */
  readonly name: string
  readonly manifest: Manifest
  readonly hasReport: boolean
  /** Of outcomes by key. */
  readonly values: ReadonlyMap<string, Range>
}

interface FoundResults {
  readonly listed: readonly Listed[]
  /** Folders with a manifest that cannot be believed, and why. */
  readonly warnings: readonly string[]
}

/** The results in the folders of `folder`, by name; what lies deeper is not looked for, and links are not followed. */
export async function resultsIn(folder: string): Promise<FoundResults> {
  const listed: Listed[] = []
  const warnings: string[] = []
  for (const name of namesIn(folder)) {
    const own = join(folder, name)
    if (kindOf(own) !== 'folder') continue
    const warn = (error: unknown, { en, zh }: Bilingual): void => {
      // Any other fault of a folder is that there are no results.
      if (!(error instanceof UsageError)) throw error
      if (!(error instanceof FolderError)) return
      warnings.push(spoken({ en: `${own} is ${en}: ${error.fault.en}`, zh: `${zh} ${own}：${error.fault.zh}` }))
    }
    try {
      const manifest = manifestIn(own, { changed: true })
      const hasReport = plainFileStat(own, REPORT_FILE) !== null
      const values = await valuesIn(own, manifest).catch((error: unknown): Listed['values'] => {
        warn(error, { en: 'listed without its numbers', zh: '已列出但无数值：' })
        return new Map()
      })
      listed.push({ name, manifest, hasReport, values })
    } catch (error) {
      warn(error, { en: 'not listed', zh: '未列出' })
    }
  }
  return { listed, warnings }
}

/** The numbers of its table of outcomes that the page shows; none of a kind that has no such table. */
async function valuesIn(folder: string, manifest: Manifest): Promise<Listed['values']> {
  const isThere = ({ name }: TableSpec): boolean => hasListed(folder, manifest, parquetPath(name))
  const spec = [OUTCOMES, ARM_OUTCOMES].find(isThere)
  if (spec === undefined) return new Map()
  const [table] = await fromFolder(folder, () => storedTables(folder, manifest, [spec]))
  const values = numbers(table, spec === OUTCOMES ? 'value' : 'mean')
  const found = new Map<string, Range>()
  for (const [row, key] of texts(table, 'key').entries()) {
    const [value, { low, high }] = [values[row], found.get(key) ?? { low: Infinity, high: -Infinity }]
    if (Number.isFinite(value)) found.set(key, { low: Math.min(low, value), high: Math.max(high, value) })
  }
  return found
}

/** '41.0 %', of several arms '38.1 % – 44.2 %'; nothing where there is no value. */
function rangeText(range: Range | undefined, measure: Measure, lang: Lang): string {
  if (range === undefined) return ''
  const [low, high] = [range.low, range.high].map((value) => levelText(value, measure, reportText('points', lang)))
  return low === high ? low : `${low} – ${high}`
}

export function indexHtml(listed: readonly Listed[], lang: Lang): string {
  const say: Say = (key) => reportText(key, lang)
  const isNumber = (column: number): boolean => column >= 3 && column < 4 + SHOWN.length
  const labels = SHOWN.map((measure) => measure[lang])
  const head = htmlRow(
    [say('results'), say('kind'), say('size'), say('seed'), ...labels, say('digest')],
    isNumber,
    'th',
  )
  const rows = listed.map((one) => htmlRow(cellsOf(one, lang), isNumber))
  const title = say('indexTitle')
  const main = html`<h1>${title}</h1>
<p class="simulated">${say('simulated')}</p>
${listed.length === 0 ? html`<p>${say('noResults')}</p>` : html`${htmlTable(head, rows)}\n<p class="note">${say('indexNote')}</p>`}`
  return pageHtml({ lang, title, generator: GENERATOR, main })
}

function cellsOf({ name, manifest, hasReport, values }: Listed, lang: Lang): (Html | string)[] {
  const { scenario, kind, seed, digest } = manifest
  const title = scenario.title[lang] || scenario.name
  // A name that is no path of ours cannot be written as an address.
  const isLinked = hasReport && pathFault(name) === null
  const shown = isLinked ? html`<a href="${encodeURIComponent(name)}/${REPORT_FILE}">${title}</a>` : html`${title}`
  const question = scenario.question?.[lang] ?? ''
  return [
    html`${shown}<br><code>${name}</code>${question === '' ? html`` : html`<br><small>${question}</small>`}`,
    KINDS[kind]?.noun[lang] ?? kind,
    sizeText(manifest, lang),
    String(seed),
    ...SHOWN.map((measure) => rangeText(values.get(measure.key), measure, lang)),
    html`<code>${digest.slice(0, 12)}</code>`,
  ]
}

/** '20,000 consumers · 60 months · 4 arms × 5 seeds'. */
function sizeText(manifest: Manifest, lang: Lang): string {
  const numberAt = (key: string): string => {
    const value = manifest.parameters.find((used) => used.key === key)?.value
    return typeof value === 'number' ? grouped(value) : '–'
  }
  const [consumers, months] = [numberAt('population.consumers'), numberAt('horizon.months')]
  const market = lang === 'zh' ? `${consumers}名消费者 · ${months}个月` : `${consumers} consumers · ${months} months`
  const part = partIn(manifest) as { arms?: unknown; replications?: unknown } | undefined
  if (!Array.isArray(part?.arms) || typeof part.replications !== 'number') return market
  const { length } = part.arms
  const arms = lang === 'zh' ? `${length}个实验组` : length === 1 ? '1 arm' : `${length} arms`
  const { replications } = part
  const seeds = lang === 'zh' ? `${replications}个种子` : replications === 1 ? '1 seed' : `${replications} seeds`
  return `${market} · ${arms} × ${seeds}`
}
