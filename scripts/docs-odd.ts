/**
 * The parts of docs/odd.md and docs/odd.zh-CN.md that the code tells itself: the state of a consumer, the steps of a month,
 * their diagram.
 */
import { CONSUMER } from '../src/agents/consumers.ts'
import { MONTH, type Phase } from '../src/market/tick.ts'
import { MEANINGS, PHASES, SEVERAL_ZH, WORDS } from './docs-odd-zh.ts'

export type OddLanguage = 'en' | 'zh'

/** What stands between `<!-- NAME -->` and `<!-- end -->`. */
export const ODD_BLOCKS: { readonly [name: string]: (lang: OddLanguage) => string } = { consumer, month, diagram }

/** The page with its blocks refilled. */
export function oddPage(page: string, lang: OddLanguage): string {
  return Object.entries(ODD_BLOCKS).reduce((text, [name, block]) => {
    const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end -->)`)
    if (!place.test(text)) throw new Error(`the ODD page in ${lang} has no place for ${name}`)
    return text.replace(place, (_, start: string, end: string) => `${start}\n${block(lang)}\n\n${end}`)
  }, page)
}

/** A column that a consumer has several of says of what. */
const SEVERAL: { readonly [per: string]: string } = {
  loan: 'of each loan: ',
  word: '',
  taste: '',
  try: 'of each try: ',
}

function consumer(lang: OddLanguage): string {
  const fields = Object.entries(CONSUMER) as [keyof typeof CONSUMER, (typeof CONSUMER)[keyof typeof CONSUMER]][]
  const rows = fields.map(([name, column]) => {
    const [several, meaning, unit, changes] =
      lang === 'en'
        ? [SEVERAL, column.meaning, column.unit, column.changes]
        : [SEVERAL_ZH, MEANINGS[name], WORDS[column.unit], WORDS[column.changes]]
    const of = 'per' in column ? several[column.per] : ''
    return `| ${of}${meaning} | \`${name}\` | ${unit} | ${changes} |`
  })
  const head =
    lang === 'en' ? '| state of a consumer | field | unit | changes |' : '| 消费者状态 | 字段 | 单位 | 变化 |'
  return [head, '|---|---|---|---|', ...rows].join('\n')
}

const isNested = ({ step }: Phase): boolean => step.includes('.')

/** A list of steps; phases of one step follow each other in its text. */
function month(lang: OddLanguage): string {
  const lines: string[] = []
  let step = ''
  for (const phase of MONTH) {
    const text = lang === 'en' ? phase.text : PHASES[phase.name].text
    if (phase.step === step) lines[lines.length - 1] += `${lang === 'en' ? ' ' : ''}${text}`
    else lines.push(`${isNested(phase) ? '   ' : ''}${phase.step.split('.').at(-1)}. ${text}`)
    step = phase.step
  }
  return lines.join('\n')
}

function diagram(lang: OddLanguage): string {
  const of = (over: Phase['over'], from: number): number => {
    let to = from
    while (to < MONTH.length && MONTH[to].over === over) to++
    return to
  }
  const label = (name: string): string => (lang === 'en' ? name : PHASES[name].label)
  const chunk = lang === 'en' ? 'each chunk of 4,096 consumers' : '每块4,096名消费者'
  const lines = ['```mermaid', 'flowchart LR']
  for (let from = 0; from < MONTH.length; ) {
    const to = of(MONTH[from].over, from)
    const names = MONTH.slice(from, to).map(({ name, step }) => `${name}["${step} ${label(name)}"]`)
    const chain = `    ${names.join(' --> ')}`
    if (MONTH[from].over === 'consumers') lines.push(`  subgraph chunks${from}["${chunk}"]`, chain, '  end')
    else if (names.length > 1) lines.push(chain.slice(2))
    if (from > 0) lines.push(`  ${MONTH[from - 1].name} --> ${MONTH[from].name}`)
    from = to
  }
  return [...lines, '```'].join('\n')
}
