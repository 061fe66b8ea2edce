/** A page of ours around what it says: its policy, its style, and the scripts that sort and copy its tables. */
import { createHash } from 'node:crypto'
import type { Lang } from '../scenarios/parameter.ts'
import { Html, html } from './html.ts'
import { STYLE, TABLE_SCRIPT } from './report-page.ts'
import { reportText } from './report-text.ts'

interface PageParts {
  readonly lang: Lang
  readonly title: string
  /** Which program, and what of it, wrote the page. */
  readonly generator: string
  readonly main: Html
  /** Scripts that run before those of the tables. */
  readonly scripts?: readonly string[]
}

export function pageHtml({ lang, title, generator, main, scripts = [] }: PageParts): string {
  const own = [...scripts, TABLE_SCRIPT].map(inlineScript)
  const page = html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(own)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${new Html(generatorMark(generator))}
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body data-words="${pageWords(lang)}">
<main>
${main}
</main>
<p class="unseen" id="status" role="status"></p>
${own.map(({ element }) => html`${element}\n`)}</body>
</html>
`
  return page.text
}

/** The element that says what wrote a page. */
export function generatorMark(generator: string): string {
  return html`<meta name="generator" content="${generator}">`.text
}

interface InlineScript {
  readonly element: Html
  /** What the page's policy names the script by. */
  readonly source: string
}

function inlineScript(text: string): InlineScript {
  if (/<\/script|<!--/i.test(text)) throw new Error('a script for the report could end its element early')
  const hash = createHash('sha256').update(text).digest('base64')
  return { element: new Html(`<script>${text}</script>`), source: `'sha256-${hash}'` }
}

/** What a page of ours may do: run its own scripts, and nothing else. */
function policyOf(scripts: readonly InlineScript[]): Html {
  const parts = [
    "default-src 'none'",
    `script-src ${scripts.map(({ source }) => source).join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return new Html(parts.join('; '))
}

/** What the scripts of the page say. */
function pageWords(lang: Lang): string {
  const say = (key: string): string => reportText(key, lang)
  const own = ['copy', 'copied', 'notCopied', 'values', 'more'].map((key) => [key, say(key)])
  const chart = {
    CLICK_TO_VIEW_ACTIONS: say('saveMenu'),
    SVG_ACTION: say('saveSvg'),
    PNG_ACTION: say('savePng'),
  }
  return JSON.stringify({ ...Object.fromEntries(own), chart })
}
