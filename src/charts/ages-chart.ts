/** Ages of consumers and borrowers against the paper's Table 4. */

import { numbers } from '../base/table.ts'
import { AGE_BANDS } from '../base/vocabulary.ts'
import { personsBehind } from '../measures/cases.ts'
import { type Claim, differenceOf, type Group, levelClaim, proportion, type Sign, signOf } from '../measures/claim.ts'
import { ageMismatch, ageMix, type MixRow } from '../measures/mixes.ts'
import { tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { coded, type Layer, layer, quantity, tips } from './marks.ts'
import { nameOf } from './names.ts'
import { listed, sentence } from './sentences.ts'
import { COLOUR, frame, fromZero } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  subtitle: {
    en: "Share of age bands (%): the paper's Table 4, consumer-months lived, and consumer-months with debt in the run.",
    zh: '各年龄段占比（%）：论文表4、模拟中的消费者人月、模拟中的有债务人月。',
  },
  more: { en: 'more in debt than in Table 4: {bands}', zh: '有债务者多于表4：{bands}' },
  less: { en: 'fewer: {bands}', zh: '少于表4：{bands}' },
  mismatch: {
    en: '{mismatch} of users would have to be of another age band to match Table 4',
    zh: '{mismatch}的用户需改换年龄段才与表4一致',
  },
  unclear: {
    en: 'no age band among those in debt differs clearly from Table 4',
    zh: '有债务者的各年龄段与表4均无明显差异',
  },
  band: { en: '{band} ({seen} against {table})', zh: '{band}（{seen}，表4为{table}）' },
  caption: {
    en: 'In this mode consumers are drawn from Table 4, so the second bar checks the machinery; the third shows who of them borrows, with intervals that hold together in 95 % of samples of persons.',
    zh: '此模式下消费者年龄取自表4，因此第二组柱检验程序本身；第三组柱显示其中谁在借款，区间联合置信水平为95%，以人为样本。',
  },
  table: { en: 'Table 4 of the paper', zh: '论文表4' },
  consumers: { en: 'consumer-months lived in the run', zh: '模拟中的消费者人月' },
  borrowers: { en: 'consumer-months with debt in the run', zh: '模拟中的有债务人月' },
  subtitleEmerge: {
    en: "Share of age bands (%): the users of the paper's Table 4, all adults in the run, and those of them who owe.",
    zh: '各年龄段占比（%）：论文表4的用户、模拟中的全体成年人、其中有债务者。',
  },
  captionEmerge: {
    en: 'In this mode consumers are all adults, by the pyramid of the census; who becomes a user is an outcome of needs, offers and approvals, and Table 4 was not used. Users are consumer-months with debt. The distance is half the sum of the absolute gaps: the share of users who would have to be of another age band.',
    zh: '此模式下消费者为全体成年人，年龄结构取自人口普查；谁成为用户由需求、产品与审批得出，未使用表4。用户按有债务的人月计。差距为各段差值绝对值之和的一半，即需改换年龄段的用户占比。',
  },
  consumersEmerge: { en: 'months lived by all adults in the run', zh: '模拟中的成年人人月' },
  borrowersEmerge: { en: 'months with debt (users) in the run', zh: '模拟中的有债务人月（用户）' },
})

const WIDTH = 560

/** Intervals of the shares that have one, and all shares as text above them. */
function intervalLayers(values: readonly { readonly share: number | null; readonly low?: number | null }[]): Layer[] {
  const measured = values.filter(({ share }) => share !== null)
  const known = values.filter(({ low }) => low !== undefined && low !== null)
  const intervals: Layer = layer({ type: 'rule', color: COLOUR.ink }, known, {
    y: quantity('low'),
    y2: { field: 'high' },
  })
  const labels: Layer = layer({ type: 'text', dy: -6, fontSize: 10 }, measured, {
    text: { field: 'label' },
    y: quantity('top'),
  })
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
    return { title: word(lang, 'fewBorrowers'), claims: [{ kind: 'nothing', key: 'borrowers', why: 'empty' }] }
  }
  const bands = (sign: Sign): string =>
    listed(
      lang,
      pairs
        .filter(({ seen, table }) => signOf(differenceOf(seen, table)) === sign)
        .map(({ seen, table }) =>
          say(lang, 'band', {
            band: seen.name,
            seen: percent(lang, seen.value, 1),
            table: percent(lang, table.value, 1),
          }),
        ),
    )
  const part = (sign: 'more' | 'less'): string => {
    const names = bands(sign)
    return names === '' ? '' : say(lang, sign, { bands: names })
  }
  const parts = [part('more'), part('less')].filter((text) => text !== '')
  const told = parts.length > 0 ? parts : [say(lang, 'unclear')]
  const apart = mismatch === undefined ? '' : say(lang, 'mismatch', { mismatch: percent(lang, mismatch, 0) })
  return {
    title: sentence(lang, [apart, ...told]),
    claims: [
      ...(mismatch === undefined ? [] : [levelClaim('mismatch', mismatch)]),
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
      table: { name: say(lang, 'table'), value: table, low: table, high: table, n: persons },
    }
  })
  // Where consumers are all adults, who becomes a user is an outcome; where they are users already, a check.
  const emerge = scenario.population.ages === 'population'
  const { title, claims } = titleOf(lang, pairs, emerge ? ageMismatch(mix) : undefined)
  const kinds = ['table', 'consumers', 'borrowers'] as const
  const nameOfKind = (kind: (typeof kinds)[number]): string =>
    say(lang, emerge && kind !== 'table' ? `${kind}Emerge` : kind)
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
    caption: say(lang, emerge ? 'captionEmerge' : 'caption'),
    spec: {
      ...frame(input, title, say(lang, emerge ? 'subtitleEmerge' : 'subtitle'), WIDTH),
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
        y: quantity('share', fromZero(values.map(({ share: value }) => value)), {
          title: word(lang, 'share'),
          tickCount: 5,
        }),
      },
      layer: [
        {
          mark: { type: 'bar', stroke: COLOUR.ink, strokeWidth: 0.5 },
          encoding: {
            color: coded('kind', names, [COLOUR.ink, '#c9dff0', COLOUR.orange]),
            tooltip: tips({ band: word(lang, 'age'), kind: '', share: word(lang, 'share') }),
          },
        },
        ...intervalLayers(values),
      ],
    },
  }
}
