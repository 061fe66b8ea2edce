/** How to cite the program and one of its runs. */
import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import type { Lang } from '../scenarios/parameter.ts'
import type { Manifest } from './manifest.ts'
import { packageFile } from './package-files.ts'

/** A person, or a group by its name alone, as the Citation File Format has them. */
export interface Person {
  readonly name?: string
  readonly 'given-names'?: string
  readonly 'family-names'?: string
}

interface SoftwareCitation {
  readonly title: string
  readonly authors: readonly Person[]
  /** By its SPDX name. */
  readonly licence: string
  readonly year: string | null
  readonly url: string | null
}

/**
 * The licence of results. The authors of the program claim no right in what it computes; the publisher of a run may
 * license their own part differently.
 */
export const RESULTS_LICENCE = {
  spdx: 'CC0-1.0',
  url: 'https://spdx.org/licenses/CC0-1.0',
  about: {
    name: 'Creative Commons Zero v1.0 Universal',
    description:
      'The authors of the program claim no rights in the results of a run. The program itself is under the MIT licence.',
  },
} as const

/** What the package's own CITATION.cff says. */
export function softwareCitation(): SoftwareCitation {
  const cff = parse(readFileSync(packageFile('CITATION.cff'), 'utf8')) as {
    title?: string
    authors?: Person[]
    license?: string
    'date-released'?: string
    'repository-code'?: string
    url?: string
  }
  return {
    title: cff.title ?? 'xiaojin',
    authors: cff.authors ?? [{ name: 'The xiaojin contributors' }],
    licence: cff.license ?? 'MIT',
    year: cff['date-released']?.slice(0, 4) ?? null,
    url: cff['repository-code'] ?? cff.url ?? null,
  }
}

type CitedRun = Pick<Manifest, 'scenario' | 'seed' | 'engine' | 'digest'>

function runTitle({ scenario, seed }: CitedRun): string {
  return `Simulation run "${scenario.name}" (seed ${seed})`
}

/** The folder's CITATION.cff: the run as a data set, the program as a reference. The publisher fills in the dates. */
export function citationCff(run: CitedRun): string {
  const software = softwareCitation()
  return stringify({
    'cff-version': '1.2.0',
    message: 'To cite this run, cite it as a data set together with the program that made it.',
    type: 'dataset',
    title: runTitle(run),
    abstract: `Simulated data, not observations: scenario ${run.scenario.sha256}, seed ${run.seed}, digest ${run.digest}.`,
    version: run.digest.slice(0, 12),
    license: RESULTS_LICENCE.spdx,
    authors: software.authors,
    references: [
      {
        type: 'software',
        title: software.title,
        version: run.engine.version,
        authors: software.authors,
        license: software.licence,
        ...(run.engine.gitCommit === null ? {} : { commit: run.engine.gitCommit }),
        ...(software.url === null ? {} : { 'repository-code': software.url }),
      },
    ],
  })
}

const authorName = ({ name, 'given-names': given, 'family-names': family }: Person): string =>
  name ?? [given, family].filter(Boolean).join(' ')

const texEscaped = (text: string): string =>
  text.replace(/[\\{}$&#^_~%]/g, (char) => {
    if (char === '\\') return '\\textbackslash{}'
    return char === '^' || char === '~' ? `\\${char}{}` : `\\${char}`
  })

export function bibtex(run: CitedRun): string {
  const { title, authors, year, url } = softwareCitation()
  const commit = run.engine.gitCommit === null ? '' : `, commit ${run.engine.gitCommit.slice(0, 12)}`
  const fields = [
    [
      'author',
      authors.map((author) => (author.name === undefined ? authorName(author) : `{${author.name}}`)).join(' and '),
    ],
    ['title', `{${texEscaped(title)}}`],
    ['version', run.engine.version],
    ['year', year],
    ['url', url],
    ['note', texEscaped(`Run ${run.scenario.name}, seed ${run.seed}, digest ${run.digest.slice(0, 12)}${commit}`)],
  ]
  const lines = fields.flatMap(([key, value]) => (value ? [`  ${key} = {${value}}`] : []))
  return `@software{xiaojin,\n${lines.join(',\n')}\n}`
}

/** One sentence; in Chinese the run and the program as entries by GB/T 7714-2015, whose marks are half-width. */
export function citationText(run: CitedRun, lang: Lang): string {
  const { title, authors, year, url } = softwareCitation()
  const names = authors.map(authorName).join(', ')
  const digest = run.digest.slice(0, 12)
  const { version } = run.engine
  const { name } = run.scenario
  if (lang === 'zh') {
    const end = `${year === null ? '' : ` ${year}.`}${url === null ? '' : ` ${url}.`}`
    const medium = url === null ? 'CP' : 'CP/OL'
    return `[1] ${names}. 情景${name}的模拟运行: 种子${run.seed}, 摘要值${digest}[DS].${year === null ? '' : ` ${year}.`} [2] ${names}. ${title}: ${version}[${medium}].${end}`
  }
  return `${names}${year === null ? '' : ` (${year})`}. ${title}, version ${version}. Scenario ${name}, seed ${run.seed}, digest ${digest}.`
}
