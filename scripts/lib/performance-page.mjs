// The text of docs/performance.md and docs/performance.zh-CN.md from the record docs/performance.json. Pure, so that a test
// can hold both pages without a run.
import { grouped } from './readme-blocks.mjs'

export const SIZES = [5000, 20000, 100000, 1000000]

const line = (cells) => `| ${cells.join(' | ')} |`
const table = (head, rows) =>
  [line(head), line(head.map((_, k) => (k === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n')

const GROWN = {
  months: { en: 'months, burn-in included', zh: '月数（含预热期）' },
  degree: { en: 'acquaintances of a consumer', zh: '每人的熟人数' },
  lenders: { en: 'lenders', zh: '贷款机构' },
  offers: { en: 'offers, not redesigned', zh: '产品（不重新设计）' },
}

function sizes({ measurements }, lang) {
  const head = {
    en: ['consumers', 'simulation, s', 'processor, s', 'ns a consumer-month', 'bytes a consumer', 'peak memory, MB'],
    zh: ['消费者', '模拟用时（秒）', '处理器时间（秒）', '每人月（纳秒）', '每人字节', '内存峰值（MB）'],
  }
  const rows = measurements.map((one) => [
    grouped(one.consumers),
    (one.simulationMs / 1000).toFixed(2),
    (one.simulationCpuMs / 1000).toFixed(2),
    grouped(one.nsPerConsumerMonth),
    String(one.bytesPerConsumer),
    grouped((one.peakRssBytesPerConsumer * one.consumers) / 1e6),
  ])
  return table(head[lang], rows)
}

/** Phases that take at least one per cent at one of the sizes. */
function phases(record, lang) {
  const columns = record.phases.map(({ consumers, ms }) => {
    const total = Object.values(ms).reduce((sum, value) => sum + value, 0)
    return { consumers, share: (name) => (100 * ms[name]) / total }
  })
  const names = Object.keys(record.phases[0].ms).filter((name) => columns.some(({ share }) => share(name) >= 1))
  const head = {
    en: ['phase', ...columns.map(({ consumers }) => `${grouped(consumers)} consumers, %`)],
    zh: ['阶段', ...columns.map(({ consumers }) => `${grouped(consumers)} 名消费者（%）`)],
  }
  return table(
    head[lang],
    names.map((name) => [
      name === '(recording)' ? { en: 'recording', zh: '记录' }[lang] : `\`${name}\``,
      ...columns.map(({ share }) => share(name).toFixed(1)),
    ]),
  )
}

/** How cost grows: the slope is the exponent, ln(cost ratio) / ln(size ratio); 1 = in proportion. */
function growth({ growths }, lang) {
  const head = {
    en: ['of', 'from', 'to', 'processor, s', 'ratio', 'slope'],
    zh: ['规模', '由', '至', '处理器时间（秒）', '比值', '斜率'],
  }
  const rows = growths.map(({ what, from, to, seconds: [one, other] }) => [
    GROWN[what][lang],
    grouped(from),
    grouped(to),
    `${one.toFixed(2)} → ${other.toFixed(2)}`,
    (other / one).toFixed(2),
    (Math.log(other / one) / Math.log(to / from)).toFixed(2),
  ])
  return table(head[lang], rows)
}

function earlier({ against: { sizes: compared } }, lang) {
  const head = {
    en: ['consumers', 'processor time, times as fast', 'range', 'wall clock', 'pairs', 'digests'],
    zh: ['消费者', '处理器时间（倍）', '范围', '实际用时（倍）', '对数', '摘要值'],
  }
  const rows = compared.map(({ consumers, pairs, cpu, wall, equal }) => [
    grouped(consumers),
    cpu.median.toFixed(2),
    `${cpu.least.toFixed(2)} – ${cpu.most.toFixed(2)}`,
    wall.median.toFixed(2),
    String(pairs),
    { en: equal ? 'equal' : 'differ', zh: equal ? '相同' : '不同' }[lang],
  ])
  return table(head[lang], rows)
}

/** How much less processor time one of the last runs of a process takes. */
function repeatedText({ against: { repeated } }, lang) {
  const told = repeated.map(({ consumers, times }) => {
    const [size, ratio] = [grouped(consumers), times.toFixed(2)]
    return { en: `${ratio} times as fast at ${size} consumers`, zh: `${size} 名消费者时为 ${ratio} 倍` }[lang]
  })
  return told.join({ en: ', ', zh: '，' }[lang])
}

export function performancePage(record, lang) {
  const { machine, commit, costs, threads, against } = record
  const [warmth] = against.repeated
  const times = (threads.walls[0] / threads.walls[1]).toFixed(2)
  const [fixed, slope] = [costs.fixedMsPerMonth.toFixed(1), costs.nsPerConsumerMonth.toFixed(0)]
  if (lang === 'en') {
    return `# Performance

[中文](performance.zh-CN.md)

What a run of the baseline costs, and how the cost grows. \`npm run performance\` measures all of it and writes this page; it wants
a machine with nothing else to do. This page was made at commit \`${commit}\` with Node ${machine.node} on ${machine.cpu.trim()} (${machine.arch}), two cores.${record.busy ? ' Other work shared these cores: seconds are too high, gains of a second thread too low; ratios of turns hold.' : ''}
Machines differ more than versions: compare commits in turns on one machine, with \`npm run bench -- --against HEAD~1\`.

## Sizes

One thread, the simulation alone (no tables or charts written), one run of each size in a process of its own, so compiling is included.

${sizes(record, 'en')}

A line through these sizes: a month costs ${fixed} ms of processor time whatever the size, and ${slope} ns for each consumer. The fixed part is what
lenders do: they survey about as many shoppers in a small market as in a large one.

In a process that has run before, code is compiled already: of ${grouped(warmth.consumers)} consumers the first run takes ${warmth.cold.toFixed(2)} s of processor time, one of the last of ${warmth.runs} takes ${warmth.warm.toFixed(2)} s.
Sweeps, workers and the explorer keep their processes.

Two threads on one run of ${grouped(threads.consumers)} consumers: ${threads.walls[0].toFixed(1)} s become ${threads.walls[1].toFixed(1)} s, ${times} times as fast.

## Where the time goes

Share of the wall clock by phase of the month ([odd.md](odd.md) lists them); \`npm run bench -- --phases --consumers 100000\`.

${phases(record, 'en')}

## How it grows

At 20,000 consumers, one thing grown at a time. The slope is the exponent of growth: 0 means that it costs nothing, 1 that twice as many
cost twice as much.

${growth(record, 'en')}

## Against an earlier commit

The same scenario by this build and by that of \`${against.revision}\`, in turns: \`npm run bench -- --against ${against.revision}\`.

${earlier(record, 'en')}

As one of the last of many runs in a process, as in a sweep: ${repeatedText(record, 'en')}.
`
  }
  return `# 性能

[English](performance.md)

基准情景一次运行的成本，以及成本如何增长。\`npm run performance\` 完成全部测量并写出本页；测量时机器上不应有其他任务。本页在提交 \`${commit}\` 上生成：Node ${machine.node}，${machine.cpu.trim()}（${machine.arch}），两个核心。${record.busy ? '测量时另有任务占用这两个核心：秒数偏高，第二线程的收益偏低；交替运行的比值有效。' : ''}
机器之间的差异大于版本之间的差异：比较提交时，请在同一台机器上交替运行：\`npm run bench -- --against HEAD~1\`。

## 规模

单线程，仅模拟（不写表格与图表），每种规模各运行一次，各用一个进程，因此含编译时间。

${sizes(record, 'zh')}

对这些规模拟合直线：每月固定成本 ${fixed} 毫秒处理器时间，另加每名消费者 ${slope} 纳秒。固定部分来自贷款机构：无论市场大小，它们调查的借款人数大致相同。

进程运行过一次之后，代码已经编译：${grouped(warmth.consumers)} 名消费者，连续运行 ${warmth.runs} 次，首次用 ${warmth.cold.toFixed(2)} 秒处理器时间，最后几次各用 ${warmth.warm.toFixed(2)} 秒。批量实验、工作进程与浏览器探索页都保留其进程。

${grouped(threads.consumers)} 名消费者的一次运行用两个线程：${threads.walls[0].toFixed(1)} 秒减为 ${threads.walls[1].toFixed(1)} 秒，快 ${times} 倍。

## 时间用在何处

各阶段占实际用时的比例（阶段见 [odd.zh-CN.md](odd.zh-CN.md)）；\`npm run bench -- --phases --consumers 100000\`。

${phases(record, 'zh')}

## 如何增长

20,000 名消费者，每次只增大一项。斜率是增长的指数：0 表示不增加成本，1 表示规模加倍则成本加倍。

${growth(record, 'zh')}

## 与较早提交比较

同一情景，由本版与 \`${against.revision}\` 的构建交替运行：\`npm run bench -- --against ${against.revision}\`。

${earlier(record, 'zh')}

同一进程中多次运行的最后几次（批量实验即如此）：${repeatedText(record, 'zh')}。
`
}
