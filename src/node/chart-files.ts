/** Charts as specs, drawings and pictures. */
import type { Chart } from '../charts/chart.ts'
import { say } from './language.ts'
import { type OutputFile, outputFile } from './output-file.ts'
import type { RenderedChart } from './render.ts'

export interface DrawnChart {
  readonly chart: Chart
  readonly svg: string
  readonly files: readonly OutputFile[]
  readonly warnings: readonly string[]
}

/** JSON that people can read and edit: one line for each object without objects in it, such as a row of data. */
export function specText(value: unknown, indent = ''): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.values(value)
  if (members.every((member) => member === null || typeof member !== 'object')) return JSON.stringify(value)
  const inner = `${indent}  `
  const lines = Array.isArray(value)
    ? value.map((member) => inner + specText(member, inner))
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => `${inner}${JSON.stringify(key)}: ${specText(member, inner)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

/** Draws a spec; `pictures` also makes a PNG. */
export type Render = (spec: unknown, pictures: boolean) => Promise<RenderedChart>

/** A chart with its files; `render` draws it, here or on a thread. */
export async function drawChart(chart: Chart, pictures: boolean, render: Render): Promise<DrawnChart> {
  if (!/^[a-z0-9-]+$/.test(chart.id)) throw new Error(`${JSON.stringify(chart.id)} cannot name the files of a chart`)
  const path = `charts/${chart.id}`
  const spec = outputFile(`${path}.vl.json`, `${specText(chart.spec)}\n`, 'anywhere')
  const { svg, png, warnings } = await render(chart.spec, pictures).catch((error: unknown) => {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new Error(say({ en: `chart ${chart.id} could not be drawn: ${why}`, zh: `图 ${chart.id} 无法绘制：${why}` }))
  })
  const files = [
    spec,
    outputFile(`${path}.svg`, svg, 'sameBuild'),
    ...(png === null ? [] : [outputFile(`${path}.png`, png, 'sameBuild')]),
  ]
  return { chart, svg, files, warnings }
}
