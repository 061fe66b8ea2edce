/** All charts of a run, in the order of the report. */
import type { Chart, ChartInput } from './chart.ts'

const BUILDERS: readonly ((input: ChartInput) => Chart)[] = []

export function allCharts(input: ChartInput): Chart[] {
  return BUILDERS.map((build) => build(input))
}
