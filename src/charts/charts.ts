/** All charts of a run, in the order of the report. */
import { anyFraud } from '../measures/fraud.ts'
import { adoptionChart } from './adoption-chart.ts'
import { agesChart } from './ages-chart.ts'
import { aprChart } from './apr-chart.ts'
import type { Chart, ChartInput } from './chart.ts'
import { anyCoverageChange, coverageMonthChart } from './coverage-month-chart.ts'
import { delinquencyChart } from './delinquency-chart.ts'
import { designMapChart } from './design-map-chart.ts'
import { fatesChart } from './fates-chart.ts'
import { fraudChart } from './fraud-chart.ts'
import { anyRedesign, genealogyChart } from './genealogy-chart.ts'
import { homogenisationChart } from './homogenisation-chart.ts'
import { anyTurnover, industryTimelineChart } from './industry-timeline-chart.ts'
import { leagueChart } from './league-chart.ts'
import { lifeCycleChart } from './life-cycle-chart.ts'
import { longTailChart } from './long-tail-chart.ts'
import { marketChart } from './market-chart.ts'
import { multiLenderChart } from './multi-lender-chart.ts'
import { nichesChart } from './niches-chart.ts'
import { anyP2p, p2pChart } from './p2p-chart.ts'
import { promotionChart } from './promotion-chart.ts'
import { purposesChart } from './purposes-chart.ts'
import { scoresChart } from './scores-chart.ts'
import { servedChart } from './served-chart.ts'
import { targetsChart } from './targets-chart.ts'
import { trajectoriesChart } from './trajectories-chart.ts'
import { vintagesChart } from './vintages-chart.ts'

const BUILDERS: readonly ((input: ChartInput) => Chart)[] = [
  marketChart,
  fatesChart,
  longTailChart,
  nichesChart,
  servedChart,
  adoptionChart,
  designMapChart,
  homogenisationChart,
  aprChart,
  delinquencyChart,
  vintagesChart,
  scoresChart,
  multiLenderChart,
  leagueChart,
  promotionChart,
  purposesChart,
  agesChart,
  lifeCycleChart,
]

/** One by one, so that the first can be drawn while the others are made. */
export function* eachChart(input: ChartInput): Generator<Chart, void, undefined> {
  // What coverage does opens a run in which it changes.
  if (anyCoverageChange(input)) yield coverageMonthChart(input)
  for (const build of BUILDERS) yield build(input)
  // A market without fraud has nothing to show of it.
  if (anyFraud(input.tables)) yield fraudChart(input)
  // Nor one in which designs, lenders or investors have no history.
  if (anyRedesign(input)) {
    yield trajectoriesChart(input)
    yield genealogyChart(input)
  }
  if (anyTurnover(input)) yield industryTimelineChart(input)
  if (anyP2p(input)) yield p2pChart(input)
  if (input.targets !== undefined) yield targetsChart(input, input.targets)
}

export function allCharts(input: ChartInput): Chart[] {
  return [...eachChart(input)]
}
