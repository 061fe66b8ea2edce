import type { Bilingual } from '../base/vocabulary.ts'
import { withoutHarmful } from './printable.ts'

/** The question that the comment at the head of a scenario asks; empty where it asks none. */
export function scenarioHead(text: string): Bilingual {
  return { en: headerField(text, 'Question'), zh: headerField(text, '问题') }
}

/** More characters are no question. */
const MOST = 1000

/** The question as a manifest keeps it: bounded, and without characters that could harm; undefined where none is asked. */
export function keptQuestion(text: string): Bilingual | undefined {
  const { en, zh } = scenarioHead(text.replaceAll('\r\n', '\n'))
  const kept = (one: string): string => [...withoutHarmful(one.replace(/\s+/g, ' '))].slice(0, MOST).join('')
  return en === '' && zh === '' ? undefined : { en: kept(en), zh: kept(zh) }
}

/** What that comment says after a label, over as many lines as it takes; one that ends in Chinese takes no space. */
function headerField(text: string, label: string): string {
  const field = new RegExp(`^# ${label} +(.+\\n(?:# {4,}.+\\n)*)`, 'm').exec(text)?.[1] ?? ''
  return field.replace(/([^ -~]?)\n# +/g, (_, wide) => wide || ' ').trim()
}
