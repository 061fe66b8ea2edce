/** Charts as specs, drawings and pictures. */
import type { Chart } from '../charts/chart.ts'
import { type OutputFile, outputFile } from './output-file.ts'

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

export async function drawChart(chart: Chart): Promise<DrawnChart> {
  if (!/^[a-z0-9-]+$/.test(chart.id)) throw new Error(`${JSON.stringify(chart.id)} cannot name the files of a chart`)
  // Loaded when a chart is drawn and not before: Vega takes half of the command's start.
  const { renderChart } = await import('./render.ts')
  const { svg, png, warnings } = await renderChart(chart.spec)
  const path = `charts/${chart.id}`
  const files = [
    outputFile(`${path}.vl.json`, `${specText(chart.spec)}\n`, 'anywhere'),
    outputFile(`${path}.svg`, svg, 'sameBuild'),
    outputFile(`${path}.png`, png, 'sameBuild'),
  ]
  return { chart, svg, files, warnings }
}
