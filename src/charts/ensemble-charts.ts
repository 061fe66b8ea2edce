/** All charts of an ensemble of runs, in the order of its report. */
import { armsChart } from './arms-chart.ts'
import { bandsChart } from './bands-chart.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { coverageStoryChart } from './coverage-story-chart.ts'
import { differenceBandsChart } from './difference-bands-chart.ts'
import { forestChart } from './forest-chart.ts'
import { lifeCycleArmsChart } from './life-cycle-arms-chart.ts'
import { nicheDotsChart } from './niche-dots-chart.ts'
import { responseChart } from './response-chart.ts'
import { responseMapChart } from './response-map-chart.ts'
import { samenessMapChart } from './sameness-map-chart.ts'
import { samenessPathsChart } from './sameness-paths-chart.ts'
import { samenessStoryChart } from './sameness-story-chart.ts'

/** More arms than these are not drawn one by one. */
const MAX_DRAWN = 16

export function ensembleCharts(input: EnsembleInput): Chart[] {
  const isPair = input.arms.length === 2 && input.replications > 1
  const charts = [
    coverageStoryChart(input),
    samenessStoryChart(input),
    nicheDotsChart(input),
    samenessPathsChart(input),
    samenessMapChart(input),
    lifeCycleArmsChart(input),
    responseChart(input),
    responseMapChart(input),
    ...(isPair ? [forestChart(input), differenceBandsChart(input)] : []),
    ...(input.arms.length > MAX_DRAWN ? [] : [armsChart(input), bandsChart(input)]),
  ]
  return charts.filter((chart) => chart !== undefined)
}
