import { readFileSync } from 'node:fs'
import { loadScenario } from '../../scenarios/load.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { spokenLang } from '../language.ts'
import { jsonText } from '../output-file.ts'
import { packageFile } from '../package-files.ts'
import { nodeFiles, shippedNames } from '../scenario-files.ts'
import { scenarioHead } from '../scenario-head.ts'
import { type Command, command, flag } from './command.ts'
import { langOption, once } from './options.ts'

export const scenariosCommand: Command = command(
  {
    lang: langOption('language of titles and questions', '标题与问题的语言'),
    json: flag('print names, titles, questions and arms as JSON', '以 JSON 输出名称、标题、问题与实验组'),
  },
  [
    ['list', 'then run one by its name: xiaojin run wider-coverage', '再按名称运行：xiaojin run wider-coverage'],
    ['list --lang zh', 'in Chinese', '以中文列出'],
  ],
  ({ lang: typed, json }) => {
    once('lang', typed)
    const lang = spokenLang()
    const shipped = shippedNames().map(describedScenario)
    if (json) process.stdout.write(jsonText(shipped))
    else process.stdout.write(`${shipped.map((one) => listText(one, lang)).join('\n\n')}\n`)
  },
)

interface DescribedScenario {
  readonly name: string
  readonly title: { readonly [lang in Lang]: string }
  readonly question: { readonly [lang in Lang]: string }
  readonly arms: readonly string[]
}

function describedScenario(name: string): DescribedScenario {
  const file = packageFile(`scenarios/${name}.yaml`)
  const { scenario, experiment } = loadScenario(file, nodeFiles, [])
  const text = readFileSync(file, 'utf8')
  const question = scenarioHead(text)
  return { name, title: scenario.title, question, arms: experiment?.arms.map((arm) => arm.name) ?? [] }
}

/** More arms than these say little. */
const SHOWN_ARMS = 8

function listText({ name, title, question, arms }: DescribedScenario, lang: Lang): string {
  const rest = arms.length - SHOWN_ARMS
  const more = rest > 0 ? (lang === 'en' ? ` and ${rest} more` : ` 等 ${arms.length} 个`) : ''
  const named = `${arms.slice(0, SHOWN_ARMS).join(', ')}${more}`
  const lines = [`${name} · ${title[lang]}`, `  ${question[lang]}`]
  if (arms.length > 0) lines.push(`  ${lang === 'en' ? 'arms' : '实验组'}: ${named}`)
  return lines.join('\n')
}
