/** The parts of docs/odd.md that the code tells itself: the state of a consumer, the steps of a month, their diagram. */
import { CONSUMER } from '../src/agents/consumers.ts'
import { MONTH, type Phase } from '../src/market/tick.ts'

/** What stands between `<!-- NAME -->` and `<!-- end -->`. */
export const ODD_BLOCKS: { readonly [name: string]: () => string } = { consumer, month, diagram }

/** The page with its blocks refilled. */
export function oddPage(page: string): string {
  return Object.entries(ODD_BLOCKS).reduce((text, [name, block]) => {
    const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end -->)`)
    if (!place.test(text)) throw new Error(`docs/odd.md has no place for ${name}`)
    return text.replace(place, (_, start: string, end: string) => `${start}\n${block()}\n\n${end}`)
  }, page)
}

/** A column that a consumer has several of says of what. */
const SEVERAL: { readonly [per: string]: string } = {
  loan: 'of each loan: ',
  word: '',
  taste: '',
  try: 'of each try: ',
}

function consumer(): string {
  const rows = Object.entries(CONSUMER).map(([name, column]) => {
    const of = 'per' in column ? SEVERAL[column.per] : ''
    return `| ${of}${column.meaning} | \`${name}\` | ${column.unit} | ${column.changes} |`
  })
  return ['| state of a consumer | field | unit | changes |', '|---|---|---|---|', ...rows].join('\n')
}

const isNested = ({ step }: Phase): boolean => step.includes('.')

/** A list of steps; phases of one step follow each other in its text. */
function month(): string {
  const lines: string[] = []
  let step = ''
  for (const phase of MONTH) {
    if (phase.step === step) lines[lines.length - 1] += ` ${phase.text}`
    else lines.push(`${isNested(phase) ? '   ' : ''}${phase.step.split('.').at(-1)}. ${phase.text}`)
    step = phase.step
  }
  return lines.join('\n')
}

function diagram(): string {
  const of = (over: Phase['over'], from: number): number => {
    let to = from
    while (to < MONTH.length && MONTH[to].over === over) to++
    return to
  }
  const lines = ['```mermaid', 'flowchart LR']
  for (let from = 0; from < MONTH.length; ) {
    const to = of(MONTH[from].over, from)
    const names = MONTH.slice(from, to).map(({ name, step }) => `${name}["${step} ${name}"]`)
    const chain = `    ${names.join(' --> ')}`
    if (MONTH[from].over === 'consumers')
      lines.push(`  subgraph chunks${from}["each chunk of 4,096 consumers"]`, chain, '  end')
    else if (names.length > 1) lines.push(chain.slice(2))
    if (from > 0) lines.push(`  ${MONTH[from - 1].name} --> ${MONTH[from].name}`)
    from = to
  }
  return [...lines, '```'].join('\n')
}
