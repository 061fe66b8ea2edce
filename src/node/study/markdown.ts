/** The Markdown that pages of studies are written in, as HTML of a report: tables, lists, paragraphs and headings. */
import { Html, html, htmlRow, htmlTable } from '../html.ts'

/** GitHub's anchor of a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')
}

/** Blocks but the first heading, which is the title of the report; pictures become links to those of the report. */
export function htmlOfMarkdown(markdown: string): Html {
  const blocks = markdown.trimEnd().split('\n\n')
  return html`${blocks.filter((block) => !block.startsWith('# ')).map((block) => html`${blockOf(block)}\n`)}`
}

function blockOf(block: string): Html {
  const heading = /^(##+) (.*)$/.exec(block)
  if (heading !== null) {
    const [, marks = '', text = ''] = heading
    return marks.length === 2
      ? html`<h3 id="${anchorOf(text)}">${inline(text)}</h3>`
      : html`<h4 id="${anchorOf(text)}">${inline(text)}</h4>`
  }
  if (block.startsWith('| ')) return tableOf(block.split('\n'))
  if (block.startsWith('- ')) {
    const items = block.split(/^- /m).slice(1)
    return html`<ul>${items.map((item) => html`<li>${inline(item.trim())}</li>\n`)}</ul>`
  }
  const details = /^<details><summary>(.*)<\/summary>$/.exec(block)
  if (details !== null)
    return html`${new Html('<details><summary>')}${inline(details[1] ?? '')}${new Html('</summary>')}`
  if (block === '</details>') return new Html(block)
  return html`<p>${inline(block)}</p>`
}

function tableOf([head = '', rule = '', ...rows]: readonly string[]): Html {
  const cellsOf = (row: string): string[] => row.replace(/^\| | \|$/g, '').split(' | ')
  const numbers = cellsOf(rule).map((cell) => cell.endsWith(':'))
  const row = (line: string, tag: 'td' | 'th'): Html => htmlRow(cellsOf(line).map(inline), (k) => numbers[k], tag)
  return htmlTable(
    row(head, 'th'),
    rows.map((line) => row(line, 'td')),
  )
}

const SPAN = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|!\[(.*?)\]\((.*?)\)|\[(.*?)\]\((.*?)\)/

function inline(text: string): Html {
  const found = SPAN.exec(text)
  if (found === null) return html`${text}`
  const [whole, bold, italic, code, picture, source, label, link] = found
  const span =
    bold !== undefined
      ? html`<strong>${inline(bold)}</strong>`
      : italic !== undefined
        ? html`<em>${inline(italic)}</em>`
        : code !== undefined
          ? html`<code>${code}</code>`
          : picture !== undefined
            ? html`<a href="${source ?? ''}">${picture}</a>`
            : linkOf(label ?? '', link ?? '')
  return html`${text.slice(0, found.index)}${span}${inline(text.slice(found.index + whole.length))}`
}

/** Within the report; what else a text names stays a text, since a plan may come from anybody. */
function linkOf(label: string, link: string): Html {
  return link.startsWith('#') ? html`<a href="${link}">${label}</a>` : html`${label}`
}
