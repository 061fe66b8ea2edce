/** The scenario that `xiaojin init` writes: a shipped one until a value is changed, with the usual levers as comments. */
import type { LoadedScenario } from '../scenarios/load.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { valueAt } from '../scenarios/with-values.ts'

/** What researchers change first; the rest is a matter of `xiaojin explain`. */
const LEVERS = [
  'population.consumers',
  'credit.coverage',
  'credit.scoredShare',
  'products.differentiation',
  'pricing.aprCap',
  'promotion.kind',
  'underwriting.maxLenders',
  'repayment.lossGivenDefault',
] as const

function scenarioName(stem: string): string {
  const name = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-|-$/g, '')
  return name === '' ? 'my-scenario' : name
}

function lever(path: string, scenario: Scenario, lang: Lang): string {
  const parameter = parameterAt(path)
  if (parameter === undefined) throw new Error(`no parameter ${path}`)
  const [section, key] = path.split('.')
  const heading = `${parameter.label[lang]}${lang === 'zh' ? '：' : ': '}${parameter.about[lang]}`
  return `# ${heading}\n# ${section}:\n#   ${key}: ${JSON.stringify(valueAt(scenario, path))}\n`
}

/** YAML of a scenario named after `stem` that extends the shipped scenario `from`, which is `base`; comments in `lang`. */
export function starterScenario(stem: string, from: string, base: LoadedScenario, lang: Lang): string {
  const name = scenarioName(stem)
  const arms = base.experiment?.arms.length ?? 0
  const levers = LEVERS.map((path) => lever(path, base.scenario, lang)).join('\n')
  const { seed } = base.scenario
  const words = {
    en: {
      head: `# A scenario of xiaojin. Until a value is changed it is ${from}, under another name.
#   xiaojin check FILE       says whether it is sound
#   xiaojin explain KEY      tells what a key means, its range and source
#   xiaojin run FILE         runs it`,
      base: '# Every value that is not written here is that of this shipped scenario (xiaojin list shows them all).',
      arms: `# ${from} has an experiment of ${arms} arms, which this scenario inherits. A block of that name here replaces it.`,
      levers: `# Levers at their values in ${from}: take the # away and change the value. A key may stand only once.`,
      seed: '# With the same seed every consumer has the same random draws, so scenarios can be compared in pairs.',
      timeline:
        '# New values from a month on (0 is the first reported month). The list replaces the one that is inherited.',
    },
    zh: {
      head: `# xiaojin 情景文件。未改动任何取值时，与 ${from} 相同，仅名称不同。
#   xiaojin check 文件        检查是否无误
#   xiaojin explain 键        说明键的含义、取值范围与来源（加 --lang zh 显示中文）
#   xiaojin run 文件          运行`,
      base: '# 此处未写出的值取自以下随附情景（xiaojin list 列出全部）。',
      arms: `# ${from} 含有${arms}个实验组的实验，本情景沿用；在此写出同名块即可取代。`,
      levers: `# 常用参数及其在 ${from} 中的取值：去掉 # 并修改取值。每个键只能出现一次。`,
      seed: '# 种子相同的情景共用各消费者的随机数，因而可配对比较。',
      timeline: '# 自某月起的新取值（0 为首个报告月）。此列表取代所继承的列表。',
    },
  }[lang]
  return `${words.head}

name: ${name}
title:
  en: ${name}
  zh: ${name}

${words.base}
extends: ${from}
${arms === 0 ? '' : `\n${words.arms}\n`}
${words.levers}

${levers}
${words.seed}
# seed: ${seed}

${words.timeline}
# timeline:
#   - month: 24
#     set: { credit.coverage: 0.9 }
`
}
