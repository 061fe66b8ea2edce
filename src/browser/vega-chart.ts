/** Draws the charts of a run. Vega is fetched with this file, when a chart is asked for; expressions are interpreted, not compiled. */
import * as vega from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile } from 'vega-lite'
import type { Chart, ChartInput } from '../charts/chart.ts'
import { allCharts } from '../charts/charts.ts'

export function chartsOf(input: ChartInput): readonly Chart[] {
  return allCharts(input)
}

export interface Drawn {
  readonly svg: () => Promise<string>
  readonly png: () => Promise<string>
  readonly end: () => void
}

export async function draw({ spec }: Chart, place: HTMLElement): Promise<Drawn> {
  const parsed = vega.parse(compile(spec).spec, undefined, { ast: true })
  const view = new vega.View(parsed, { renderer: 'canvas', container: place, expr: expressionInterpreter, hover: true })
  await view.runAsync()
  return { svg: () => view.toSVG(), png: () => view.toImageURL('png', 2), end: () => void view.finalize() }
}
