/** All charts of an ensemble of runs, in the order of its report. */
import { armsChart } from './arms-chart.ts'
import { bandsChart } from './bands-chart.ts'
import type { Chart, EnsembleInput } from './chart.ts'

export function ensembleCharts(input: EnsembleInput): Chart[] {
  return [armsChart(input), bandsChart(input)]
}
