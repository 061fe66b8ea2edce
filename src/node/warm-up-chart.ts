/**
 * A chart of nothing with what many charts have: panels, lines, bars, legends, labels in both languages. Drawing it
 * before there are results has the engine compile what drawing takes, and the fonts read.
 */
import type { TopLevelSpec } from 'vega-lite'

const VALUES = Array.from({ length: 240 }, (_, k) => {
  return { month: k % 60, group: `组 group ${Math.floor(k / 60)}`, value: ((k * 7919) % 101) / 100 }
})

const month = { field: 'month', type: 'quantitative', title: 'month 月' } as const
const value = { field: 'value', type: 'quantitative', title: null, axis: { format: '.0%' } } as const
const color = {
  field: 'group',
  type: 'nominal',
  scale: { range: ['#0b5c8a', '#c8553d', '#588157', '#6d597a'] },
} as const

const LINES: object = {
  width: 240,
  height: 120,
  layer: [
    { mark: { type: 'line', clip: true }, encoding: { x: month, y: value, color } },
    { mark: { type: 'point', filled: true }, encoding: { x: month, y: value, color, shape: { field: 'group' } } },
    { mark: { type: 'rule', strokeDash: [4, 2] }, encoding: { y: { datum: 0.5 } } },
    {
      transform: [{ filter: 'datum.month === 59' }],
      mark: { type: 'text', align: 'left', dx: 4 },
      encoding: { x: month, y: value, text: { field: 'group' } },
    },
  ],
}

const sum = { field: 'value', aggregate: 'sum', stack: 'zero' } as const
const PANELS: object = {
  facet: { row: { field: 'group', type: 'nominal', header: { title: null } } },
  spec: {
    width: 160,
    height: 60,
    layer: [
      { mark: 'bar', encoding: { x: { ...month, bin: { maxbins: 12 } }, y: sum } },
      { mark: { type: 'area', opacity: 0.3 }, encoding: { x: month, y: value } },
    ],
  },
}

export const WARM_UP: TopLevelSpec = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  title: { text: 'a title 标题', subtitle: ['a line', '一行'], anchor: 'start' },
  data: { values: VALUES },
  hconcat: [LINES, PANELS],
  config: { axis: { labelFontSize: 11 } },
} as TopLevelSpec
