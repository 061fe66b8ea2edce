import { expect, test } from 'vitest'
import { outlineText, textWidth } from '../../src/node/font-text.ts'
import { renderChart } from '../../src/node/render.ts'
import { PATHS, parameterAt } from '../../src/scenarios/parameters.ts'

function spec(title: string): object {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title,
    data: { values: [-2, -1, 0, 1].map((x) => ({ x, group: title, y: x * 1e6 })) },
    mark: { type: 'line', clip: true },
    encoding: {
      x: { field: 'x', type: 'quantitative', title },
      y: { field: 'y', type: 'quantitative' },
      color: { field: 'group', type: 'nominal' },
    },
  }
}

test('draws the same bytes every time', async () => {
  const first = await renderChart(spec('征信 coverage'))
  await renderChart(spec('another in between'))
  const second = await renderChart(spec('征信 coverage'))
  expect(second.svg).toBe(first.svg)
  expect(Buffer.compare(second.png!, first.png!)).toBe(0)
  expect(first.warnings).toEqual([])
})

test('the picture has twice the size of the drawing', async () => {
  const { svg, png } = await renderChart(spec('a title'))
  const width = Number(/<svg[^>]* width="(\d+)/.exec(svg)?.[1])
  expect(Buffer.from(png!).readUInt32BE(16)).toBe(2 * width)
})

test('text in a chart stays text', async () => {
  const { svg } = await renderChart(spec('</text><script>alert(1)</script><image href="http://x/y.png"/>'))
  const elements = new Set([...svg.matchAll(/<([a-z]+)/gi)].map(([, name]) => name))
  expect([...elements].sort()).toEqual(['clipPath', 'defs', 'g', 'line', 'path', 'rect', 'svg', 'text'])
  expect(svg.includes('&lt;script&gt;')).toBe(true)
})

test('a chart that asks for a file draws nothing from it', async () => {
  const asking = { ...spec('a'), data: { url: '/etc/passwd', format: { type: 'csv' } } }
  const { svg, warnings } = await renderChart(asking)
  expect(svg.includes('/bin/')).toBe(false)
  expect(warnings.join()).toMatch(/may not refer to/)
})

test('Chinese characters are one em wide, bold letters wider than regular ones', () => {
  expect(textWidth({ fontSize: 20 }, '征信覆盖率')).toBeCloseTo(100, 6)
  expect(textWidth({ fontSize: 20, fontWeight: 'bold' }, 'coverage')).toBeGreaterThan(
    textWidth({ fontSize: 20 }, 'coverage'),
  )
  expect(textWidth({ fontSize: 20, limit: 30 }, '征信覆盖率')).toBe(30)
  expect(textWidth({}, null)).toBe(0)
})

test('every label of a parameter can be drawn: subscript digits, which the font lacks, as plain ones', () => {
  expect(outlineText('<text font-size="12">β₀</text>')).toBe(outlineText('<text font-size="12">β0</text>'))
  const shape = (sign: string): string =>
    outlineText(`<text font-size="12">${sign}</text>`).replace(/ d="M[\d.]+ [\d.]+/, '')
  const box = shape('\u{10ffff}')
  const labels = PATHS.flatMap((path) => Object.values(parameterAt(path)?.label ?? {}))
  const boxed = [...new Set(labels.join(''))].filter((sign) => shape(sign) === box)
  expect(labels.length).toBeGreaterThan(200)
  expect(shape('\u1234')).toBe(box)
  expect(boxed).toEqual([])
})
