/** What the report says of an ensemble: its arms, and their outcomes side by side. */
import type { Table } from '../base/table.ts'
import { armOutcomes, armsOf, type Measure, measuresOf } from '../measures/ensemble.ts'
import { formatOutcome } from '../measures/headline.ts'
import type { MeanInterval } from '../measures/intervals.ts'
import { isClear, type Judged, judgedDifferences } from '../measures/judged.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { type Html, html } from './html.ts'
import type { ManifestArm } from './manifest.ts'
import { armsNoteKey, intervalText } from './summary.ts'

export interface EnsembleParts {
  readonly tables: readonly Table[]
  readonly arms: readonly ManifestArm[]
  readonly replications: number
}

type Say = (key: string) => string

export function ensembleSection({ tables, arms, replications }: EnsembleParts, lang: Lang, say: Say): Html {
  const titles = new Map(arms.map(({ name, title }) => [name, title[lang] || name]))
  const names = armsOf(tables)
  const measures = measuresOf(tables, 'outcome').filter(({ headline }) => headline)
  const outcomes = outcomeTable(tables, names, titles, measures, lang, say)
  const note = html`<p class="note">${say(armsNoteKey(replications))}</p>`
  return html`${armTable(arms, lang, say)}
<p class="facts">${say('replications')}: ${replications}</p>
${outcomes}
${note}`
}

/** Which arms there are and what they change. */
function armTable(arms: readonly ManifestArm[], lang: Lang, say: Say): Html {
  const changes = ({ set }: ManifestArm): Html | string => {
    const told = Object.entries(set).map(([path, value]) => `${path} = ${JSON.stringify(value)}`)
    return told.length === 0 ? say('armPlain') : html`<code>${told.join(' · ')}</code>`
  }
  const rows = arms.map(
    (arm) => html`<tr><td>${arm.title[lang]}<br><code>${arm.name}</code></td><td>${changes(arm)}</td></tr>\n`,
  )
  return html`<div class="scroll"><table>
<thead><tr><th>${say('arm')}</th><th>${say('armSets')}</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`
}

function outcomeTable(
  tables: readonly Table[],
  names: readonly string[],
  titles: ReadonlyMap<string, string>,
  measures: readonly Measure[],
  lang: Lang,
  say: Say,
): Html {
  const [levels, steps] = [armOutcomes(tables), judgedDifferences(tables)]
  const first = names[0] ?? ''
  const row = (measure: Measure): Html => {
    const cells = names.map((arm) => {
      const level = levels.find(({ key, arm: own }) => key === measure.key && own === arm)
      const step = steps.find(({ key, arm: own }) => key === measure.key && own === arm)
      const difference =
        step === undefined ? html`` : html`<br><small>${differenceText(step, measure, say('points'))}</small>`
      return html`<td class="number">${level === undefined ? '–' : intervalText(level, measure.unit)}${difference}</td>`
    })
    return html`<tr><td>${measure[lang]}</td>${cells}</tr>\n`
  }
  const heads = names.map((arm) => html`<th class="number">${titles.get(arm) ?? arm}</th>`)
  const against =
    names.length > 1 ? html`<p class="note">${say('armsAgainst')} ${titles.get(first) ?? first}</p>` : html``
  return html`<div class="scroll"><table class="headline">
<thead><tr><th>${say('measure')}</th>${heads}</tr></thead>
<tbody>
${measures.map(row)}</tbody>
</table></div>
${against}`
}

/** A difference with its sign, that of percentages in points; an asterisk where it is clear of chance. */
function differenceText(step: Judged<MeanInterval>, { unit }: Measure, points: string): string {
  if (!Number.isFinite(step.mean)) return '–'
  const size = Math.abs(step.mean)
  // Differences of counts need not be whole.
  const text =
    unit === 'count'
      ? size.toFixed(1)
      : unit === '1'
        ? `${(100 * size).toFixed(2)}${points}`
        : formatOutcome(size, unit)
  return `${step.mean < 0 ? '−' : '+'}${text}${isClear(step) ? ' *' : ''}`
}
