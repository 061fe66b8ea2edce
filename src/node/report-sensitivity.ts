/** What the report and the terminal say of a sensitivity analysis: its factors, and what moves each outcome most. */
import { signed } from '../measures/headline.ts'
import { leadersOf } from '../measures/leaders.ts'
import type { Estimate } from '../measures/resampling.ts'
import { failedResamples, type OutcomeSensitivity } from '../measures/sensitivity-tables.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import type { Factor } from '../scenarios/sensitivity.ts'
import { type Html, html, htmlRow, htmlTable } from './html.ts'
import type { Say } from './report.ts'
import { textTable } from './text-table.ts'

export interface SensitivityParts {
  readonly factors: readonly Factor[]
  readonly found: readonly OutcomeSensitivity[]
}

export function sensitivitySection({ factors, found }: SensitivityParts, lang: Lang, say: Say): Html {
  const label = (path: string): string => parameterAt(path)!.label[lang]
  const ranges = factors.map(({ path, low, high }) =>
    htmlRow([html`${label(path)}<br><code>${path}</code>`, `${low} – ${high}`]),
  )
  const leaders = leadersOf(found)
  const isChance = (column: number): boolean => column === 2
  const rows = found.map((one, k) => {
    const told = strongest(one, factors, leaders[k]).map(({ path, text }) => html`${label(path)}: ${text}<br>`)
    return htmlRow([one.measure[lang], html`${told}${failedText(one, lang, say)}`, chanceText(one)], isChance)
  })
  const head = htmlRow([say('measure'), say('strongest'), say('chance')], isChance, 'th')
  return html`${htmlTable(htmlRow([say('factor'), say('range')], undefined, 'th'), ranges)}
${htmlTable(head, rows, 'headline')}
<p class="note">${say(found[0]?.method === 'sobol' ? 'sobolNote' : 'morrisNote')}</p>`
}

/** Factors named for each outcome. */
const TOLD = 3

/** The same for a terminal: outcome, chance, and its strongest factors by their dotted keys. */
export function sensitivityTable({ factors, found }: SensitivityParts, lang: Lang, say: Say): string {
  const leaders = leadersOf(found)
  const rows = found.map((one, k) => [
    one.measure[lang],
    chanceText(one),
    ...strongest(one, factors, leaders[k]).map(({ path, text }) => `${path} ${text}`),
  ])
  const table = textTable(
    [[say('measure'), say('chance'), say('strongest')], ...rows],
    ['left', 'right', ...Array.from({ length: TOLD }, () => 'left' as const)],
  )
  const failed = found.flatMap((one) => {
    const text = failedText(one, lang, say)
    return text === '' ? [] : [`${one.measure[lang]} – ${text}\n`]
  })
  return [table, ...failed].join('')
}

/** Says how many resamples have no value; nothing where all have one. */
function failedText(one: OutcomeSensitivity, lang: Lang, say: Say): string {
  const failed = failedResamples(one)
  return failed === 0 ? '' : `${say('failedResamples')}${lang === 'zh' ? '：' : ': '}${failed}`
}

interface Strength {
  readonly path: string
  readonly text: string
}

/** Places of the factors by mean absolute effect or total index, the largest first; those without one are left out. */
function inOrder(one: OutcomeSensitivity): { readonly k: number; readonly estimate: Estimate }[] {
  const estimates = one.method === 'morris' ? one.screenings.map(({ muStar }) => muStar) : one.indices.total
  return estimates
    .map((estimate, k) => ({ k, estimate }))
    .filter(({ estimate }) => Number.isFinite(estimate.value))
    .sort((a, b) => b.estimate.value - a.estimate.value)
}

/** The largest estimates; the first has an asterisk where it is clear of all others. */
function strongest(one: OutcomeSensitivity, factors: readonly Factor[], leader: number | undefined): Strength[] {
  return inOrder(one)
    .slice(0, TOLD)
    .map(({ k, estimate }) => {
      const { path } = factors[k]!
      const mark = k === leader ? ' *' : ''
      const scale = one.method === 'morris' && one.measure.unit === '1' ? 100 : 1
      const first = one.method === 'morris' ? '' : ` / ${digits(one.indices.first[k]!.value)}`
      return { path, text: `${estimateText(estimate, scale)}${first}${mark}` }
    })
}

function estimateText({ value, low, high }: Estimate, scale: number): string {
  const text = digits(scale * value)
  return Number.isFinite(low) ? `${text} [${digits(scale * low)}, ${digits(scale * high)}]` : text
}

/** As many decimals as three digits of the size take, and never an exponent. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  return signed(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3))
}

/** The part of chance in the variance between points, or in the effects of the strongest factor. */
function chanceText(one: OutcomeSensitivity): string {
  const share = one.method === 'sobol' ? one.indices.noiseShare : one.screenings[inOrder(one)[0]?.k ?? 0]?.noiseShare
  if (share === undefined || !Number.isFinite(share)) return '–'
  // Estimates of both parts can make it more than all.
  return share >= 1 ? '≥ 100 %' : `${(100 * share).toFixed(0)} %`
}
