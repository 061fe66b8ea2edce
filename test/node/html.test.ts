import { expect, test } from 'vitest'
import { html, jsonInHtml } from '../../src/node/html.ts'
import { HOSTILE_TEXTS } from './tables.ts'

test('escapes what is put in, but not HTML that was made here', () => {
  const inner = html`<b>${'<i>&"\''}</b>`
  expect(html`<p title="${'"><script>'}">${inner}${[inner]}${7}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;script&gt;"><b>&lt;i&gt;&amp;&quot;&#39;</b><b>&lt;i&gt;&amp;&quot;&#39;</b>7</p>',
  )
})

test('control characters do not reach the page', () => {
  expect(html`${'a\u0000b\u001bc\td\ne'}`.text).toBe('a\ufffdb\ufffdc\td\ne')
})

test('JSON in a script element cannot end it, and reads back as it was', () => {
  const value = { texts: [...HOSTILE_TEXTS, '<!-- ]]>', '\u2028'], '</script>': 1 }
  const { text } = jsonInHtml(value)
  expect(text).not.toMatch(/[<>&\u2028]/)
  expect(JSON.parse(text)).toEqual(value)
})
