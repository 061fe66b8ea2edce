import type { Bilingual } from '../base/vocabulary.ts'

/** The question that the comment at the head of a scenario asks; empty where it asks none. */
export function scenarioHead(text: string): Bilingual {
  return { en: headerField(text, 'Question'), zh: headerField(text, '问题') }
}

/** What that comment says after a label, over as many lines as it takes; one that ends in Chinese takes no space. */
function headerField(text: string, label: string): string {
  const field = new RegExp(`^# ${label} +(.+\\n(?:# {4,}.+\\n)*)`, 'm').exec(text)?.[1] ?? ''
  return field.replace(/([^ -~]?)\n# +/g, (_, wide) => wide || ' ').trim()
}
