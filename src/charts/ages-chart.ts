/** Ages of consumers and borrowers against the paper's Table 4. */

import { numbers } from '../base/table.ts'
import { AGE_BANDS } from '../base/vocabulary.ts'
import { personsBehind } from '../measures/cases.ts'
import { type Claim, differenceOf, type Group, proportion, type Sign, signOf } from '../measures/claim.ts'
import { ageMismatch, ageMix, type MixRow } from '../measures/mixes.ts'
import { tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { listed, sentence } from './sentences.ts'
import { COLOUR, frame, fromZero } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
import { nameOf, word } from './words.ts'

const WIDTH = 560

type Layer = Extract<Chart['spec'], { layer: unknown }>['layer'][number]

/** Intervals of the shares that have one, and all shares as text above them. */
function intervalLayers(values: readonly { readonly share: number | null; readonly low?: number | null }[]): Layer[] {
  const measured = values.filter(({ share }) => share !== null)
  const known = values.filter(({ low }) => low !== undefined && low !== null)
  const intervals: Layer = {
    data: { values: known },
    mark: { type: 'rule', color: COLOUR.ink },
    encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
  }
  const labels: Layer = {
    data: { values: measured },
    mark: { type: 'text', dy: -6, fontSize: 10 },
    encoding: { text: { field: 'label' }, y: { field: 'top', type: 'quantitative' } },
  }
  return [...(known.length > 0 ? [intervals] : []), labels]
}

/** An age band among borrowers, and what Table 4 says of it, which is known without error. */
interface Pair {
  readonly seen: Group
  readonly table: Group
}

/** Names the bands that borrow more, and less, than Table 4 says, as far as that is clear. */
function titleOf(lang: Lang, pairs: readonly Pair[], mismatch: number | undefined): { title: string; claims: Claim[] } {
  if (pairs.some(({ seen }) => !Number.isFinite(seen.value))) {
    return { title: word(lang, 'multi.none'), claims: [{ kind: 'nothing', key: 'borrowers', why: 'empty' }] }
  }
  const bands = (sign: Sign): string =>
    listed(
      lang,
      pairs
        .filter(({ seen, table }) => signOf(differenceOf(seen, table)) === sign)
        .map(({ seen, table }) =>
          word(lang, 'ages.band', {
            band: seen.name,
            seen: percent(lang, seen.value, 1),
            table: percent(lang, table.value, 1),
          }),
        ),
    )
  const part = (sign: 'more' | 'less'): string => {
    const names = bands(sign)
    return names === '' ? '' : word(lang, `ages.${sign}`, { bands: names })
  }
  const parts = [part('more'), part('less')].filter((text) => text !== '')
  const told = parts.length > 0 ? parts : [word(lang, 'ages.unclear')]
  const apart = mismatch === undefined ? '' : word(lang, 'ages.mismatch', { mismatch: percent(lang, mismatch, 0) })
  return {
    title: sentence(lang, [apart, ...told]),
    claims: [
      ...(mismatch === undefined
        ? []
        : [{ kind: 'level', key: 'mismatch', estimate: { value: mismatch, low: NaN, high: NaN, n: NaN } } as const]),
      ...pairs.map(({ seen, table }): Claim => ({ kind: 'difference', key: 'band', first: seen, second: table })),
    ],
  }
}

export function agesChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const mix = ageMix(tables, scenario)
  const share = (group: string, of: MixRow['of']): number =>
    mix.find((row) => row.group === group && row.of === of)?.share ?? NaN
  const months = numbers(tableNamed(tables, 'ages'), 'borrowerMonths')
  const persons = personsBehind(
    months.reduce((sum, value) => sum + value, 0),
    scenario.horizon.months,
  )
  const pairs = AGE_BANDS.map((band): Pair => {
    const name = nameOf(lang, 'age', band)
    const table = share(band, 'table')
    return {
      seen: { name, ...proportion(share(band, 'borrowers'), persons, AGE_BANDS.length) },
      table: { name: word(lang, 'ages.table'), value: table, low: table, high: table, n: persons },
    }
  })
  // Where consumers are all adults, who becomes a user is an outcome; where they are users already, a check.
  const emerge = scenario.population.ages === 'population'
  const { title, claims } = titleOf(lang, pairs, emerge ? ageMismatch(mix) : undefined)
  const kinds = ['table', 'consumers', 'borrowers'] as const
  const nameOfKind = (kind: (typeof kinds)[number]): string =>
    word(lang, emerge && kind !== 'table' ? `ages.${kind}Emerge` : `ages.${kind}`)
  const names = kinds.map(nameOfKind)
  const values = mix.flatMap(({ group, of, share: value }) => {
    const kind = kinds.find((known) => known === of)
    if (kind === undefined) return []
    return [
      {
        band: nameOf(lang, 'age', group),
        kind: nameOfKind(kind),
        share: asPercent(value),
        ...(kind === 'borrowers' ? asInterval(pairs[AGE_BANDS.indexOf(group as (typeof AGE_BANDS)[number])].seen) : {}),
        top: asPercent(
          kind === 'borrowers' ? pairs[AGE_BANDS.indexOf(group as (typeof AGE_BANDS)[number])].seen.high : value,
        ),
        label: Number.isFinite(value) ? (100 * value).toFixed(1) : '–',
      },
    ]
  })
  const bands = AGE_BANDS.map((band) => nameOf(lang, 'age', band))
  return {
    id: 'ages',
    title,
    claims,
    caption: word(lang, emerge ? 'ages.captionEmerge' : 'ages.caption'),
    spec: {
      ...frame(input, title, word(lang, emerge ? 'ages.subtitleEmerge' : 'ages.subtitle'), WIDTH),
      width: WIDTH,
      height: 260,
      data: { values },
      encoding: {
        x: {
          field: 'band',
          type: 'nominal',
          scale: { domain: bands, paddingInner: 0.22 },
          axis: { title: null, labelAngle: 0, labelFontSize: 12, ticks: false },
        },
        xOffset: { field: 'kind', type: 'nominal', scale: { domain: names } },
        y: {
          field: 'share',
          type: 'quantitative',
          scale: fromZero(values.map(({ share: value }) => value)),
          axis: { title: word(lang, 'ages.axis'), tickCount: 5 },
        },
      },
      layer: [
        {
          mark: { type: 'bar', stroke: COLOUR.ink, strokeWidth: 0.5 },
          encoding: {
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: names, range: [COLOUR.ink, '#c9dff0', COLOUR.orange] },
              legend: { title: null },
            },
            tooltip: [
              { field: 'band', title: word(lang, 'age') },
              { field: 'kind', title: '' },
              { field: 'share', title: word(lang, 'ages.axis') },
            ],
          },
        },
        ...intervalLayers(values),
      ],
    },
  }
}
