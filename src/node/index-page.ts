/** A page that lists the finished results in a folder: what each is, how large, and where its report lies. */
import { join } from 'node:path'
import { grouped } from '../measures/headline.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { REPORT_FILE } from './compose.ts'
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
import { FolderError, manifestIn, plainFileStat } from './untrusted-folder.ts'

export const INDEX_FILE = 'index.html'

const GENERATOR = 'xiaojin index'

/** What tells a page of this program from any other of the same name. */
export const INDEX_MARK: string = generatorMark(GENERATOR)

interface Listed {
  /** The name of its folder. */
  readonly name: string
  readonly manifest: Manifest
  readonly hasReport: boolean
}

interface FoundResults {
  readonly listed: readonly Listed[]
  /** Folders with a manifest that cannot be believed, and why. */
  readonly warnings: readonly string[]
}

/** The results in the folders of `folder`, by name; what lies deeper is not looked for, and links are not followed. */
export function resultsIn(folder: string): FoundResults {
  const warnings: string[] = []
  const listed = namesIn(folder).flatMap((name): Listed[] => {
    const own = join(folder, name)
    if (kindOf(own) !== 'folder') return []
    try {
      const manifest = manifestIn(own, { changed: true })
      return [{ name, manifest, hasReport: plainFileStat(own, REPORT_FILE) !== null }]
    } catch (error) {
      // Any other fault is that there are no results.
      if (!(error instanceof UsageError)) throw error
      if (error instanceof FolderError) {
        const { en, zh } = error.fault
        warnings.push(spoken({ en: `${own} is not listed: ${en}`, zh: `未列出 ${own}：${zh}` }))
      }
      return []
    }
  })
  return { listed, warnings }
}

export function indexHtml(listed: readonly Listed[], lang: Lang): string {
  const say: Say = (key) => reportText(key, lang)
  const isNumber = (column: number): boolean => column === 3
  const head = htmlRow([say('results'), say('kind'), say('size'), say('seed'), say('digest')], isNumber, 'th')
  const rows = listed.map((one) => htmlRow(cellsOf(one, lang), isNumber))
  const title = say('indexTitle')
  const main = html`<h1>${title}</h1>
<p class="simulated">${say('simulated')}</p>
${listed.length === 0 ? html`<p>${say('noResults')}</p>` : htmlTable(head, rows)}`
  return pageHtml({ lang, title, generator: GENERATOR, main })
}

function cellsOf({ name, manifest, hasReport }: Listed, lang: Lang): (Html | string)[] {
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
    html`<code>${digest.slice(0, 12)}</code>`,
  ]
}

/** '20,000 consumers · 60 months · 4 arms × 5'. */
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
  return `${market} · ${arms} × ${part.replications}`
}
