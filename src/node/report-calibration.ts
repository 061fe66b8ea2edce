/** What the report and the terminal say of a calibration: the parameters, and every target before and after. */
import { numbers, type Table, texts } from '../base/table.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { CalibrationFit } from '../experiments/calibration.ts'
import { ESTIMATES, FITTED } from '../experiments/calibration-tables.ts'
import type { PosteriorFit } from '../experiments/population-monte-carlo.ts'
import type { MomentsFit } from '../experiments/simulated-moments.ts'
import { formatOutcome, signed } from '../measures/headline.ts'
import type { OutcomeUnit } from '../measures/outcomes.ts'
import { tableNamed } from '../measures/rows.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { type Html, html, htmlRow, htmlTable } from './html.ts'
import type { Say } from './report.ts'
import { textTable } from './text-table.ts'

export interface CalibrationParts {
  /** Recorded and derived. */
  readonly tables: readonly Table[]
  readonly fit: CalibrationFit
}

/** Texts of a row, the first to the left and the others to the right. */
type Row = readonly string[]

/** Standard deviations over the whole range below which a direction of the parameters counts as hardly told. */
const WEAK = 2
/** Part of simulation noise in the variance of the moments above which it decides too much. */
const MUCH_NOISE = 0.5

export function calibrationSection(parts: CalibrationParts, lang: Lang, say: Say): Html {
  const { fitted, unfitted } = targetRows(parts, lang, say)
  const headed = (what: string, rows: readonly Row[]): Html[] =>
    rows.length === 0
      ? []
      : [
          html`<tr class="section"><th scope="rowgroup" colspan="5">${say(what)}</th></tr>`,
          ...rows.map((row) => htmlRow(row)),
        ]
  const table = (head: Row, rows: readonly Html[]): Html => htmlTable(htmlRow(head, undefined, 'th'), rows, 'headline')
  const estimates = estimateRows(parts, lang, say).map((row) => htmlRow(row))
  return html`${table(estimateHead(say), estimates)}
<p>${fitLines(parts, lang).map((line) => html`${line}<br>`)}</p>
${table(targetHead(say), [...headed('fitted', fitted), ...headed('unfitted', unfitted)])}
<p class="note">${say(`${parts.fit.method}Note`)}</p>`
}

/** The same for a terminal. */
export function calibrationText(parts: CalibrationParts, lang: Lang, say: Say): string {
  const { fitted, unfitted } = targetRows(parts, lang, say)
  const align = ['left', ...Array.from({ length: 4 }, () => 'right')] as ('left' | 'right')[]
  const section = (what: string, rows: readonly Row[]): Row[] =>
    rows.length === 0 ? [] : [[say(what), '', '', '', ''], ...rows]
  return [
    textTable([estimateHead(say), ...estimateRows(parts, lang, say)], align),
    `${fitLines(parts, lang).join('\n')}\n`,
    textTable([targetHead(say), ...section('fitted', fitted), ...section('unfitted', unfitted)], align),
    say(`${parts.fit.method}Note`),
  ].join('\n')
}

const estimateHead = (say: Say): Row => [say('free'), say('before'), say('estimate'), say('error'), say('told')]
const targetHead = (say: Say): Row => [say('target'), say('published'), say('before'), say('after'), say('verdict')]

function estimateRows({ tables }: CalibrationParts, lang: Lang, say: Say): Row[] {
  const names = texts(tableNamed(tables, 'free_parameters'), lang)
  const table = tableNamed(tables, ESTIMATES.name)
  const [start, estimate, error, low, high, identified] = [
    ...['start', 'estimate', 'error', 'low', 'high', 'identified'],
  ].map((name) => numbers(table, name))
  return texts(table, 'parameter').map((path, k): Row => {
    const interval = identified[k] === 1 ? `${digits(low[k])} – ${digits(high[k])}` : say('untold')
    return [`${names[k]} (${path})`, digits(start[k]), digits(estimate[k]), digits(error[k]), interval]
  })
}

function targetRows(
  { tables }: CalibrationParts,
  lang: Lang,
  say: Say,
): { readonly fitted: Row[]; readonly unfitted: Row[] } {
  const targets = tableNamed(tables, 'targets')
  const table = tableNamed(tables, FITTED.name)
  const [low, high, isFitted] = ['low', 'high', 'fitted'].map((name) => numbers(targets, name))
  const [before, after] = ['before', 'after'].map((name) => numbers(table, name))
  const [names, units, uses] = [lang, 'unit', 'use'].map((name) => texts(targets, name))
  const status = texts(table, 'status')
  const rows = names.map((name, k): Row => {
    const show = (value: number): string => formatOutcome(value, units[k] as OutcomeUnit)
    return [name, `${show(low[k])} – ${show(high[k])}`, show(before[k]), show(after[k]), say(status[k])]
  })
  return {
    fitted: rows.filter((_, k) => isFitted[k] === 1),
    // What is an input or only reported says nothing of a fit.
    unfitted: rows.filter((_, k) => isFitted[k] === 0 && (uses[k] === 'held-out' || uses[k] === 'fit')),
  }
}

/** How good the fit is and what it rests on, a sentence each. */
function fitLines({ fit, tables }: CalibrationParts, lang: Lang): string[] {
  const said =
    fit.method === 'smm'
      ? momentsLines(fit, texts(tableNamed(tables, ESTIMATES.name), 'parameter'))
      : posteriorLines(fit)
  return said.map((line) => line[lang])
}

function posteriorLines({ populations, converged }: PosteriorFit): Bilingual[] {
  const last = populations.at(-1)!
  const [count, tolerance, size] = [String(populations.length), digits(last.tolerance), digits(last.effectiveSize)]
  const lines: Bilingual[] = [
    {
      en: `${count} populations; the last within ${tolerance} standard deviations of the targets, worth ${size} equally weighted draws.`,
      zh: `共${count}代种群；末代与目标相距不超过${tolerance}个标准差，有效样本量${size}。`,
    },
  ]
  if (converged) return lines
  const unfinished = {
    en: 'The evaluations ran out while draws still came nearer: more of them would narrow this.',
    zh: '评估次数用尽时容差仍在下降，增加评估次数可进一步收窄。',
  }
  return [...lines, unfinished]
}

const WEIGHTS: { readonly [kind in MomentsFit['weighting']['kind']]: Bilingual } = {
  inverse: { en: 'weights: inverse covariance', zh: '权重为协方差矩阵的逆' },
  diagonal: { en: 'weights: diagonal, since the covariance is singular', zh: '协方差矩阵奇异，权重取对角' },
}

/** How good a fit of moments is, what it rests on, and what it leaves open. */
export function momentsLines(
  { estimate, misfit, degrees, pValue, weighting, directions, searches }: MomentsFit,
  paths: readonly string[],
): Bilingual[] {
  const { kind, noiseShare } = weighting
  const noise = `${Math.round(100 * noiseShare)} %`
  const p = Number.isNaN(pValue)
    ? { en: '', zh: '' }
    : { en: `, p = ${pValue.toFixed(3)}`, zh: `，p = ${pValue.toFixed(3)}` }
  const lines: Bilingual[] = [
    {
      en: `Misfit (J statistic) ${digits(misfit)}, degrees of freedom ${degrees}${p.en}; ${WEIGHTS[kind].en}; simulation noise is ${noise} of the variance.`,
      zh: `失配（J统计量）${digits(misfit)}，自由度${degrees}${p.zh}；${WEIGHTS[kind].zh}；模拟噪声占方差的${noise.replace(' ', '')}。`,
    },
  ]
  if (noiseShare > MUCH_NOISE) {
    lines.push({ en: 'That is much: --replications should be larger.', zh: '噪声占比偏高，应增大 --replications。' })
  }
  if (searches.some(({ converged }) => !converged)) {
    lines.push({
      en: 'A search ran out of evaluations before it converged.',
      zh: '有搜索在收敛前用尽评估次数。',
    })
  }
  for (const [k, x] of estimate.entries()) {
    if (x > 0 && x < 1) continue
    lines.push({
      en: `${paths[k]} ended at an end of its range: a wider one may fit better, and its standard error does not hold there.`,
      zh: `${paths[k]} 落在区间端点：放宽区间或可更好拟合，其标准误在端点不成立。`,
    })
  }
  if (directions.some(({ size }) => Number.isNaN(size))) {
    lines.push({
      en: 'Beside the estimate not every moment could be measured, so slopes, standard errors and what is hardly told are not known: take more consumers or --replications.',
      zh: '估计值附近有矩无法测得，因此斜率、标准误与可识别性均未知：请增加消费者数或 --replications。',
    })
  }
  for (const { size, direction } of directions) {
    if (!(size < WEAK)) continue
    const parts = direction.flatMap((part, k) =>
      Math.abs(part) < 0.1 ? [] : [`${part < 0 ? '−' : '+'} ${Math.abs(part).toFixed(2)} × ${paths[k]}`],
    )
    const along = parts.join(' ').replace(/^\+ /, '').replace(/^− /, '−')
    lines.push({
      en: `Hardly told: over the whole range the moments move ${digits(size)} standard deviations along ${along}.`,
      zh: `几乎无法识别：沿 ${along} 走完整个区间，各矩仅移动${digits(size)}个标准差。`,
    })
  }
  return lines
}

/** Four digits of the size, and never an exponent. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  return signed(value.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4))
}
