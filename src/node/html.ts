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

/** The row of a table: texts in the first columns, numbers in the others, or by `isNumber`. */
export function htmlRow(
  cells: readonly (Html | string)[],
  isNumber: (column: number) => boolean = (column) => column > 0,
  tag: 'td' | 'th' = 'td',
): Html {
  const scope = tag === 'th' ? ' scope="col"' : ''
  const [plain, number] = [new Html(`<${tag}${scope}>`), new Html(`<${tag}${scope} class="number">`)]
  const [end, row] = [new Html(`</${tag}>`), cells.map((cell, k) => html`${isNumber(k) ? number : plain}${cell}`)]
  return html`<tr>${row.map((cell) => html`${cell}${end}`)}</tr>`
}

/** A table that can be moved sideways, by the keyboard, too. */
export function htmlTable(head: Html, rows: readonly Html[], name = ''): Html {
  return html`<div class="scroll" tabindex="0">${new Html(name === '' ? '<table>' : `<table class="${name}">`)}
<thead>${head}</thead>
<tbody>
${rows.map((row) => html`${row}\n`)}</tbody>
</table></div>`
}

/** JSON for a script element: no character in it can end the element or open a comment. */
export function jsonInHtml(value: unknown): Html {
  const text = JSON.stringify(value)
  return new Html(
    text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
}
