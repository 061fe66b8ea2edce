/** What the report says of how its numbers came about: methods with the numbers filled in, sources, and limits. */

import { wordsOf } from '../charts/words.ts'
import { LEAST_RUNS } from '../measures/claim.ts'
import { grouped } from '../measures/headline.ts'
import type { Lang, Parameter } from '../scenarios/parameter.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import { type Html, html } from './html.ts'
import { partIn } from './kinds.ts'
import type { ManifestExperiment, ManifestHead } from './manifest.ts'
import type { Say } from './report.ts'
import { MARKS } from './report-text.ts'

const words = wordsOf({
  market: {
    en: 'An agent-based model simulated {consumers} consumers and their lenders month by month: {burnIn} months of burn-in, then the {months} months that are reported. Of {all} parameters {changed} differ from their defaults; all are listed below.',
    zh: '以基于主体的模型逐月模拟{consumers}名消费者及其贷款机构：预热期{burnIn}个月，其后{months}个月为报告期。{all}个参数中有{changed}个与默认值不同，均列于下文。',
  },
  one: {
    en: 'The scenario ran once, with seed {seed}.',
    zh: '本情景以种子 {seed} 运行一次。',
  },
  many: {
    en: '{arms} arms ran {replications} times each ({runs} runs have results), under seeds made from {seed}; replication k has the same seed in every arm, so that differences are taken pair by pair and chance that both runs share falls out.',
    zh: '{arms}个实验组各运行{replications}次（有结果的运行{runs}次），种子由 {seed} 派生；各组第k次重复使用同一种子，差异逐对计算，两次运行共有的随机性相互抵消。',
  },
  intervals: {
    en: 'Intervals are 95 % intervals of a mean by Student’s t over runs, each on its own. A difference is called higher or lower where p ≤ 0.05 after Holm’s correction over all outcomes and arms; with fewer than {least} runs of an arm nothing is judged.',
    zh: '区间为按t分布计算的均值95%置信区间，各自单独成立。差异经霍尔姆校正（全部指标与实验组）后 p≤0.05 方称较高或较低；每组不足{least}次运行则不作判断。',
  },
  random: { en: 'Random numbers: {random}.', zh: '随机数：{random}。' },
  program: {
    en: 'Program: xiaojin {version}, commit {commit}; digest of the results {digest}.',
    zh: '程序：xiaojin {version}，提交 {commit}；结果摘要值 {digest}。',
  },
  sources: {
    en: 'Of {all} parameters {paper} take their default from the paper, {literature} from other literature; {free} are free or assumed, and {design} are matters of design. Values that the scenario sets itself are its own.',
    zh: '{all}个参数中，默认值取自论文的{paper}个，取自其他文献的{literature}个；自由或假定取值{free}个，属于设计设定的{design}个。情景自行设定的值由情景负责。',
  },
  listed: { en: '{mark}: {count} sources', zh: '{mark}：{count}项来源' },
})

export function methodsSection(head: ManifestHead, lang: Lang): Html {
  const { seed, engine, digest, random } = head
  const values = new Map(head.parameters.map(({ key, value }) => [key, value]))
  const count = (key: string): string => {
    const value = values.get(key)
    return typeof value === 'number' ? grouped(value) : '–'
  }
  const changed = head.parameters.filter((used) => JSON.stringify(used.value) !== JSON.stringify(used.default)).length
  const experiment = 'experiment' in head ? (partIn(head) as ManifestExperiment) : undefined
  const runs =
    experiment === undefined
      ? partIn(head) === undefined
        ? [words(lang, 'one', { seed: String(seed) })]
        : []
      : [
          words(lang, 'many', {
            arms: String(experiment.arms.length),
            replications: String(experiment.replications),
            runs: grouped(experiment.runs.length),
            seed: String(seed),
          }),
          words(lang, 'intervals', { least: String(LEAST_RUNS) }),
        ]
  const market = words(lang, 'market', {
    consumers: count('population.consumers'),
    burnIn: count('horizon.burnIn'),
    months: count('horizon.months'),
    all: String(head.parameters.length),
    changed: String(changed),
  })
  const program = words(lang, 'program', {
    version: engine.version,
    commit: engine.gitCommit?.slice(0, 12) ?? '–',
    digest: digest.slice(0, 12),
  })
  const all = [market, ...runs, words(lang, 'random', { random }), program]
  return html`<p>${all.join(lang === 'zh' ? '' : ' ')}</p>`
}

const ORDER = ['paper', 'literature', 'free', 'design'] as const

type Marks = ReadonlyMap<string, readonly Parameter[]>

/** Parameters by the mark of their source; those that this version does not know are left out. */
export function byMark({ parameters }: Pick<ManifestHead, 'parameters'>): Marks {
  const known = parameters.flatMap(({ key }) => parameterAt(key) ?? [])
  return new Map(ORDER.map((mark) => [mark, known.filter((parameter) => parameter.mark === mark)]))
}

export function sourcesSection(marks: Marks, lang: Lang): Html {
  const counts = Object.fromEntries(ORDER.map((mark) => [mark, String(marks.get(mark)!.length)]))
  const lists = (['paper', 'literature'] as const).map((mark) => {
    const told = [...new Set(marks.get(mark)!.map(({ source }) => source[lang]))]
    const title = words(lang, 'listed', { mark: MARKS[mark][lang], count: String(told.length) })
    return html`<details><summary>${title}</summary>
<ul>${told.map((source) => html`<li>${source}</li>\n`)}</ul>
</details>
`
  })
  const all = String([...marks.values()].reduce((sum, own) => sum + own.length, 0))
  return html`<p>${words(lang, 'sources', { ...counts, all })}</p>\n${lists}`
}

/** What nobody should conclude from the report: what its kind says by keys of the report's texts, and what holds for all. */
export function limitsList(marks: Marks, keys: readonly string[], say: Say): Html {
  const [free, all] = [marks.get('free')!.length, [...marks.values()].reduce((sum, own) => sum + own.length, 0)]
  const filled = say('limitFree').replace('{free}', String(free)).replace('{all}', String(all))
  const told = [...keys.map(say), say('limitSettings'), filled, say('limitReal')]
  return html`<h3>${say('limits')}</h3>
<ul class="findings">
${told.map((one) => html`<li>${one}</li>\n`)}</ul>`
}
