/** What the report says of an ensemble: its arms, and their outcomes side by side. */
import type { Table } from '../base/table.ts'
import { armOutcomes, armsOf, type Measure, measuresOf } from '../measures/ensemble.ts'
import type { MeanInterval } from '../measures/intervals.ts'
import { isClear, type Judged, judgedDifferences } from '../measures/judged.ts'
import { unsteadyOfArm } from '../measures/unsteady.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { type Html, html, htmlRow, htmlTable } from './html.ts'
import type { ManifestArm } from './manifest.ts'
import { measureNames, type Say } from './report.ts'
import { armsNoteKey, differenceText, intervalText } from './summary.ts'

export interface EnsembleParts {
  readonly tables: readonly Table[]
  readonly arms: readonly ManifestArm[]
  readonly replications: number
  /** Length of the reported window. */
  readonly months: number
}

export function ensembleSection({ tables, arms, replications, months }: EnsembleParts, lang: Lang, say: Say): Html {
  const titles = new Map(arms.map(({ name, title }) => [name, title[lang] || name]))
  const names = armsOf(tables)
  const measures = measuresOf(tables, 'outcome').filter(({ headline }) => headline)
  const outcomes = outcomeTable(tables, names, titles, measures, lang, say)
  const note = html`<p class="note">${say(armsNoteKey(replications))}</p>`
  return html`${armTable(arms, lang, say)}
<p class="facts">${say('replications')}: ${replications}</p>
${outcomes}
${note}
${unsteadyNotes(tables, names, titles, months, lang, say)}`
}

/** Which headlines still move within the window, by arm; nothing where all are steady. */
function unsteadyNotes(
  tables: readonly Table[],
  names: readonly string[],
  titles: ReadonlyMap<string, string>,
  months: number,
  lang: Lang,
  say: Say,
): Html {
  const notes = names.flatMap((arm) => {
    const keys = unsteadyOfArm(tables, arm, months)
    if (keys.length === 0) return []
    const of = names.length === 1 ? '' : `${titles.get(arm) ?? arm}${lang === 'zh' ? '：' : ': '}`
    return [html`<li>${of}${measureNames(keys, lang)}</li>`]
  })
  return notes.length === 0 ? html`` : html`<p class="note">${say('unsteady')}</p><ul class="note">${notes}</ul>`
}

/** Which arms there are and what they change. */
function armTable(arms: readonly ManifestArm[], lang: Lang, say: Say): Html {
  const changes = ({ set }: ManifestArm): Html | string => {
    const told = Object.entries(set).map(([path, value]) => `${path} = ${JSON.stringify(value)}`)
    return told.length === 0 ? say('armPlain') : html`<code>${told.join(' · ')}</code>`
  }
  const texts = (): boolean => false
  const named = (arm: ManifestArm): Html => html`${arm.title[lang]}<br><code>${arm.name}</code>`
  const rows = arms.map((arm) => htmlRow([named(arm), changes(arm)], texts))
  return htmlTable(htmlRow([say('arm'), say('armSets')], texts, 'th'), rows)
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
  const rows = measures.map((measure) => {
    const cells = names.map((arm) => {
      const level = levels.find(({ key, arm: own }) => key === measure.key && own === arm)
      const step = steps.find(({ key, arm: own }) => key === measure.key && own === arm)
      const difference =
        step === undefined ? html`` : html`<br><small>${stepText(step, measure, say('points'))}</small>`
      return html`${level === undefined ? '–' : intervalText(level, measure.unit)}${difference}`
    })
    return htmlRow([measure[lang], ...cells])
  })
  const head = htmlRow([say('measure'), ...names.map((arm) => titles.get(arm) ?? arm)], undefined, 'th')
  const against =
    names.length > 1 ? html`<p class="note">${say('armsAgainst')} ${titles.get(first) ?? first}</p>` : html``
  return html`${htmlTable(head, rows, 'headline')}
${against}`
}

/** A difference with an asterisk where it is clear of chance. */
function stepText(step: Judged<MeanInterval>, { unit }: Measure, points: string): string {
  return Number.isFinite(step.mean) ? `${differenceText(step.mean, unit, points)}${isClear(step) ? ' *' : ''}` : '–'
}
