/** What the report says of an ensemble: its arms, and their outcomes side by side. */
import type { Table } from '../base/table.ts'
import { againstText, armsSentence, levelSentence, stepSentence } from '../charts/findings.ts'
import { comparisonsText } from '../charts/sentences.ts'
import { LEAST_RUNS } from '../measures/claim.ts'
import { armOutcomes, armsOf, type Difference, type Measure, measuresOf } from '../measures/ensemble.ts'
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
  return html`${findingSentences({ tables, names, titles, measures, replications }, lang, say)}
${armTable(arms, lang, say)}
<p class="facts">${say('replications')}: ${replications}</p>
${outcomes}
${note}
${unsteadyNotes(tables, names, titles, months, lang, say)}`
}

/** More arms than these are told measure by measure. */
const TOLD_ARMS = 5

interface Told {
  readonly tables: readonly Table[]
  readonly names: readonly string[]
  readonly titles: ReadonlyMap<string, string>
  readonly measures: readonly Measure[]
  readonly replications: number
}

/** Differences that are clear of chance, in sentences; levels where there is nothing to compare or too few runs. */
function findingSentences(told: Told, lang: Lang, say: Say): Html {
  const { tables, names, measures, replications } = told
  const steps = judgedDifferences(tables)
  const judged = comparisonsText(
    lang,
    steps.map(({ p }) => p),
    replications,
  )
  if (names.length < 2 || replications < LEAST_RUNS) {
    const nothing = names.length < 2 ? html`` : html`<p>${judged}${lang === 'zh' ? '。' : '.'}</p>\n`
    return html`${nothing}${levels(told, lang, say)}`
  }
  const found =
    names.length - 1 > TOLD_ARMS
      ? list(
          measures.map((measure) =>
            armsSentence(
              lang,
              measure[lang],
              steps.filter(({ key }) => key === measure.key),
            ),
          ),
        )
      : html`${names.slice(1).map((arm) => armFindings(told, steps, arm, lang, say))}`
  return html`<p>${say('judgedAll')}${lang === 'zh' ? '：' : ': '}${judged}${lang === 'zh' ? '。' : '.'}</p>\n${found}`
}

/** Of one arm against the first: what is clear, then what is not. */
function armFindings(
  { names, titles, measures }: Told,
  steps: readonly Judged<Difference>[],
  arm: string,
  lang: Lang,
  say: Say,
): Html {
  const of = (name: string): string => titles.get(name) ?? name
  const own = measures.flatMap((measure) => {
    const step = steps.find(({ key, arm: other }) => key === measure.key && other === arm)
    return step === undefined ? [] : [{ measure, step }]
  })
  const sentencesOf = (isTold: boolean): string[] =>
    own
      .filter(({ step }) => isClear(step) === isTold)
      .map(({ measure, step }) =>
        stepSentence(lang, measure[lang], step, (value) => differenceText(value, measure.unit, say('points'))),
      )
      .filter((text) => text !== '')
  const [clear, rest] = [sentencesOf(true), sentencesOf(false)]
  const none = clear.length > 0 ? html`` : html`<p>${say('noneClear')}</p>\n`
  const others =
    rest.length === 0
      ? html``
      : html`<details><summary>${say('notClear')} (${rest.length})</summary>\n${list(rest)}</details>\n`
  return html`<h3>${againstText(lang, of(arm), of(names[0] ?? ''))}</h3>
${list(clear)}${none}${others}`
}

/** Levels of the first arm. */
function levels({ tables, names, titles, measures }: Told, lang: Lang, say: Say): Html {
  const first = names[0] ?? ''
  const known = armOutcomes(tables).filter(({ arm }) => arm === first)
  const told = measures.map((measure) => {
    const level = known.find(({ key }) => key === measure.key)
    if (level === undefined) return ''
    return levelSentence(lang, measure[lang], level, {
      value: (one) => intervalText(one, measure, say('points')),
      size: (value) => differenceText(value, measure.unit, say('points')),
    })
  })
  const of = names.length < 2 ? html`` : html`<h3>${say('levelsOf')} ${titles.get(first) ?? first}</h3>\n`
  return html`${of}${list(told)}`
}

function list(sentences: readonly string[]): Html {
  const items = sentences.flatMap((one) => (one === '' ? [] : [html`<li>${one}</li>\n`]))
  return items.length === 0 ? html`` : html`<ul class="findings">\n${items}</ul>\n`
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
      return html`${level === undefined ? '–' : intervalText(level, measure, say('points'))}${difference}`
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
