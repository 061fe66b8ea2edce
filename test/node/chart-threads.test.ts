import { expect, test } from 'vitest'
import { drawChart } from '../../src/node/chart-files.ts'
import { chartThreads, drawingThreads } from '../../src/node/chart-threads.ts'
import { renderChart } from '../../src/node/render.ts'

/** Threads load the built file: Node 20 loads no TypeScript. */
const BUILT = new URL('../../dist/node/chart-threads.js', import.meta.url)
const FAILING = new URL('../fixtures/failing-drawer.mjs', import.meta.url)

function spec(rows: number): object {
  return {
    data: { values: Array.from({ length: rows }, (_, x) => ({ x, group: `组 ${x % 3}`, y: (x * 37) % 11 })) },
    mark: { type: 'line', clip: true },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'y', type: 'quantitative' },
      color: { field: 'group', type: 'nominal' },
    },
  }
}

test.each([
  [1, false],
  [1, true],
  [3, true],
])('%d threads, prepared %s, draw the bytes that this thread draws, in any order', async (most, prepared) => {
  // Large and small by turns, so that they end in another order than they began.
  const specs = [2000, 3, 400, 5, 900, 7, 11, 600].map(spec)
  const threads = chartThreads(most, BUILT)
  try {
    if (prepared) threads.prepare()
    const drawn = await Promise.all(specs.map((one, k) => threads.render(one, k % 2 === 0)))
    for (const [k, one] of specs.entries()) {
      const { svg, png, warnings } = await renderChart(one, k % 2 === 0)
      expect(drawn[k].svg).toBe(svg)
      expect(drawn[k].warnings).toEqual(warnings)
      expect(drawn[k].png === null).toBe(k % 2 === 1)
      if (png !== null) expect(Buffer.compare(drawn[k].png!, png)).toBe(0)
    }
  } finally {
    threads.end()
  }
})

test('a spec that cannot be drawn fails alone, with the name of its chart and the reason', async () => {
  const threads = chartThreads(2, BUILT)
  const chart = (id: string, own: object): never => ({ id, title: '', caption: '', spec: own }) as never
  const broken = { data: { values: [] }, mark: 'line', projection: { type: 'no such' }, params: 7 }
  try {
    const drawing = [chart('well', spec(3)), chart('broken', broken), chart('well-too', spec(4))].map((one) =>
      drawChart(one, true, threads.render),
    )
    const ended = await Promise.allSettled(drawing)
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(String((ended[1] as PromiseRejectedResult).reason)).toMatch(/chart broken could not be drawn: \w*Error: /)
  } finally {
    threads.end()
  }
})

test('a thread that throws or dies takes its own charts with it, and the next thread draws the others', async () => {
  const threads = chartThreads(1, FAILING)
  const render = (fate: string): Promise<unknown> => threads.render({ fate }, false)
  try {
    const ended = await Promise.allSettled(['well', 'dies', 'well', 'fails', 'throws', 'well'].map(render))
    const why = ended.map((one) => (one.status === 'fulfilled' ? 'well' : (one.reason as Error).message))
    expect(why[0]).toBe('well')
    expect(why[1]).toMatch(/without a drawing \(code 7\)/)
    expect(why.slice(2).filter((text) => /out of luck|no pen|code 7|^well$/.test(text))).toHaveLength(4)
    await expect(render('fails')).rejects.toThrow('no pen')
    await expect(render('throws')).rejects.toThrow('out of luck')
    await expect(render('well')).resolves.toEqual({ svg: 'well', png: null, warnings: [] })
  } finally {
    threads.end()
  }
})

test('as many threads as were asked for, else as there are cores, and never more than are of use', () => {
  expect(drawingThreads(undefined, 1)).toBe(1)
  expect(drawingThreads(undefined, 2)).toBe(2)
  expect(drawingThreads(undefined, 64)).toBe(4)
  expect(drawingThreads(1, 64)).toBe(1)
  expect(drawingThreads(8, 2)).toBe(4)
})
