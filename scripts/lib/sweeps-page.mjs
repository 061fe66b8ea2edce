// What `npm run sweeps` found, as a block of docs/experiments*.md and a chart.
// @ts-check

import { grouped } from './readme-blocks.mjs'

/**
 * @typedef {object} Evidence
 * @property {{ runs: number, kills: number, hit: number, records: number, same: boolean }} resumed
 * @property {{ runs: number, samples: readonly { second: number, runs: number, megabytes: number }[] }} memory
 * @property {readonly { consumers: number, runs: number, repeats: number, one: number, two: number }[]} threads
 */

/** Megabytes in the quarter of the runs that came first and in the one that came last. @param {Evidence} evidence */
function quarters({ memory: { runs, samples } }) {
  const median = (/** @type {readonly number[]} */ values) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
  const of = (/** @type {number} */ from, /** @type {number} */ to) =>
    median(samples.filter((one) => one.runs > from * runs && one.runs <= to * runs).map(({ megabytes }) => megabytes))
  return { early: of(0.05, 0.3), late: of(0.75, 1) }
}

/** @param {Evidence} evidence @param {'en' | 'zh'} lang */
export function evidenceBlock(evidence, lang) {
  const { resumed, memory, threads } = evidence
  const { early, late } = quarters(evidence)
  const told = threads.map(({ consumers, runs, repeats, one, two }) => {
    const times = (one / two).toFixed(2)
    return lang === 'en'
      ? `- ${runs} runs of ${grouped(consumers)} consumers over 84 months took ${one} s on one thread and ${two} s on two: ${times} times as fast${repeats === 1 ? '' : ` (medians of ${repeats})`}.`
      : `- ${grouped(consumers)} 名消费者、84 个月的 ${runs} 次运行，单线程 ${one} 秒，双线程 ${two} 秒：快 ${times} 倍${repeats === 1 ? '' : `（${repeats} 次的中位数）`}。`
  })
  return lang === 'en'
    ? `\`npm run sweeps\` gave:

- A sweep of ${resumed.runs} runs was killed with \`kill -9\` at ${resumed.kills} random moments (${resumed.hit} while it ran) and resumed: ${resumed.records} records, each once; every file ${resumed.same ? 'has the same bytes as' : 'DIFFERS from'} that of a sweep that nobody killed.
- Over a sweep of ${memory.runs} runs the process held ${early} MB in the first quarter of the runs and ${late} MB in the last.
${told.join('\n')}

![Memory over the runs of a sweep](images/sweep-memory.png)`
    : `\`npm run sweeps\` 的结果：

- ${resumed.runs} 次运行的批量实验在 ${resumed.kills} 个随机时刻被 \`kill -9\` 中断（其中 ${resumed.hit} 次正在运行）并续跑：共 ${resumed.records} 条记录，各一次；所有文件与未中断者${resumed.same ? '逐字节相同' : '不同'}。
- ${memory.runs} 次运行中，进程内存在前四分之一运行期间为 ${early} MB，在最后四分之一为 ${late} MB。
${told.join('\n')}

![批量实验的内存](images/sweep-memory.zh-CN.png)`
}

/** @param {Evidence} evidence @param {'en' | 'zh'} lang */
export function memoryChart(evidence, lang) {
  const { early, late } = quarters(evidence)
  const en = lang === 'en'
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: '#ffffff',
    padding: 12,
    title: {
      text: en
        ? `${early} MB early, ${late} MB late: memory ${late < 1.1 * early ? 'does not grow' : 'GROWS'} with the runs`
        : `前期 ${early} MB，后期 ${late} MB：内存${late < 1.1 * early ? '不' : '会'}随运行次数增长`,
      subtitle: en
        ? 'Resident memory of the process, both threads included, a sample a second; the rise at the end writes the tables.'
        : '进程（含两个线程）常驻内存，每秒一次；末尾的上升为写出表格。',
      anchor: 'start',
      fontSize: 15,
      subtitleFontSize: 11.5,
      subtitleColor: '#555555',
    },
    width: 560,
    height: 200,
    data: { values: evidence.memory.samples },
    mark: { type: 'line', color: '#0072b2', strokeWidth: 1.8 },
    encoding: {
      x: {
        field: 'runs',
        type: 'quantitative',
        axis: { title: en ? 'runs stored' : '已存储的运行', titleFontWeight: 'normal', grid: false },
      },
      y: { field: 'megabytes', type: 'quantitative', axis: { title: 'MB', titleFontWeight: 'normal', tickCount: 5 } },
      order: { field: 'second' },
    },
    config: { view: { stroke: null } },
  }
}
