/** HTML that cannot be broken out of: everything put into a template is escaped unless it is HTML already. */
import { withoutHarmful } from './printable.ts'

export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | readonly Html[]

export function escapeHtml(text: string): string {
  return withoutHarmful(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function partText(part: Part): string {
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(partText).join('')
  return escapeHtml(String(part))
}

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, at) => text + (at < parts.length ? partText(parts[at] as Part) : '')).join(''))
}

/** JSON for a script element: no character in it can end the element or open a comment. */
export function jsonInHtml(value: unknown): Html {
  const text = JSON.stringify(value)
  return new Html(
    text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
}
