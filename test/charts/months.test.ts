import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { expect, test } from 'vitest'
import { texts } from '../../src/base/table.ts'
import type { Chart } from '../../src/charts/chart.ts'
import { tableNamed } from '../../src/measures/rows.ts'
import { smallRun } from '../fixtures/small-runs.ts'
import { cases as soaked } from '../size.ts'

const BURN_IN = soaked(5, 12)
const RUNS = ['baseline.yaml', 'p2p.yaml', 'everything.yaml'].map((file) =>
  smallRun(file, soaked(300, 600), BURN_IN, 20),
)
const cases = RUNS.flatMap((run) => (['en', 'zh'] as const).map((lang) => [run.scenario.name, lang, run] as const))

type Node = { readonly [key: string]: unknown }
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** Objects of a specification, data left out, outer ones first. */
function nodes(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodes)
  if (!isNode(value)) return []
  return [value, ...Object.entries(value).flatMap(([key, part]) => (key === 'data' ? [] : nodes(part)))]
}

const rowsOf = (node: Node): Node[] =>
  nodes(node).flatMap(({ data }) => (data as { values?: Node[] } | undefined)?.values ?? [])
const x = (node: Node): Node | undefined => (node.encoding as { x?: Node } | undefined)?.x
const domainOf = (node: Node): readonly number[] | undefined =>
  (x(node)?.scale as { domain?: readonly number[] } | undefined)?.domain

/** Layered panels with a horizontal axis of months, by the ends of their axis. */
function monthPanels({ spec }: Chart): { readonly panel: Node; readonly from: number }[] {
  return nodes(spec).flatMap((panel) => {
    if (!Array.isArray(panel.layer)) return []
    const axis = [panel, ...(panel.layer as Node[])].find(
      (node) =>
        ['month', 'from'].includes(String(x(node)?.field)) &&
        // Months are whole; nothing else that axes are named by begins below zero at such a number.
        Number.isInteger(domainOf(node)?.[0]),
    )
    const from = axis === undefined ? undefined : domainOf(axis)?.[0]
    return from === undefined ? [] : [{ panel, from }]
  })
}

/** Whether a panel is shaded over the burn-in, or has a rule where it ends. */
const isMarked = (panel: Node): boolean =>
  rowsOf(panel).some(({ month, until }) => month === -BURN_IN && until === 0) ||
  (panel.layer as Node[]).some(
    (layer) => isNode(layer.mark) && layer.mark.type === 'rule' && rowsOf(layer).some(({ month }) => month === 0),
  )

test.each(cases)('every panel over months of %s (%s) that shows the burn-in marks it', (name, lang, run) => {
  const seen: string[] = []
  for (const chart of run.charts(lang)) {
    const panels = monthPanels(chart).filter(({ from }) => from < 0)
    for (const { panel, from } of panels) expect([chart.id, from, isMarked(panel)]).toEqual([chart.id, -BURN_IN, true])
    // Once in a chart it is named.
    const named = nodes(chart.spec)
      .flatMap(rowsOf)
      .some(({ label }) => label === { en: 'burn-in', zh: '预热期' }[lang])
    expect([chart.id, named]).toEqual([chart.id, panels.length > 0])
    // No month before the first reported one is drawn where the axis begins there.
    for (const { panel, from } of monthPanels(chart)) {
      const earliest = Math.min(0, ...rowsOf(panel).flatMap(({ month }) => (typeof month === 'number' ? [month] : [])))
      expect([chart.id, earliest >= from]).toEqual([chart.id, true])
    }
    if (panels.length > 0) seen.push(chart.id)
  }
  expect(seen).toEqual(expect.arrayContaining(['market', 'adoption']))
  if (name === 'p2p') expect(seen).toEqual(expect.arrayContaining(['genealogy', 'fraud', 'p2p', 'industry-timeline']))
})

test.each(cases)('panels over the same months of %s (%s) stand under one another', (_, lang, run) => {
  for (const chart of run.charts(lang)) {
    if (!('vconcat' in chart.spec) || monthPanels(chart).length < 2) continue
    const compiled = compile(structuredClone(chart.spec) as TopLevelSpec).spec
    const view = new vega.View(vega.parse(compiled), { renderer: 'none' }).run()
    const scales = (compiled.scales ?? []).filter((scale) => scale.name.endsWith('_x'))
    expect(scales.length).toBeGreaterThan(1)
    const ends = scales.map((scale) => {
      const of = view.scale(scale.name) as { domain(): unknown; range(): unknown }
      return JSON.stringify([of.domain(), of.range()])
    })
    expect([chart.id, new Set(ends).size]).toEqual([chart.id, 1])
    view.finalize()
  }
})

test.each(cases)('the map of %s (%s) names lenders, and trajectories lie in its plane', (_, lang, run) => {
  const charts = run.charts(lang)
  const axes = (id: string): unknown[] => {
    const spec = charts.find((chart) => chart.id === id)?.spec
    return ['x', 'y'].map((channel) =>
      nodes(spec)
        .map((node) => (node.encoding as { [channel: string]: Node } | undefined)?.[channel])
        .find((one) => one?.scale !== undefined),
    )
  }
  const map = charts.find(({ id }) => id === 'design-map')!
  expect(axes('design-map').every((axis) => axis !== undefined)).toBe(true)
  if (charts.some(({ id }) => id === 'trajectories')) expect(axes('trajectories')).toEqual(axes('design-map'))
  const codes = new Set(texts(tableNamed(run.tables, 'roster'), 'lender'))
  const rows = rowsOf(map.spec as unknown as Node)
  const products = rows.filter(({ product }) => product !== undefined)
  expect(products.length).toBeGreaterThan(0)
  for (const { lender } of products) expect(codes).toContain(lender)
  const labels = rows.flatMap(({ label }) => (typeof label === 'string' ? [label] : []))
  expect(labels.length).toBeGreaterThan(0)
  for (const label of labels) {
    const [, named = ''] = label.split(' · ')
    const lenders = named.split(' ').filter((code) => !code.startsWith('+'))
    expect(lenders.length).toBeGreaterThan(0)
    for (const code of lenders) expect(products.some(({ lender }) => lender === code)).toBe(true)
  }
})
