// The generated blocks of README.md and README.zh-CN.md, as text from the record docs/baseline.json. Pure, so that
// tests can hold both pages against the record without a run.

/** Months from which the example scenario's change is in force, and the groups of people that it sets apart. */
export const EXAMPLE = { file: 'scenarios/wider-coverage.yaml', without: 'timeline=[]', month: 24 }

/** The experiment that the pages show, with the command that stands beside its table. */
export const EXPERIMENT = {
  file: 'scenarios/endogenous-design.yaml',
  options: ['--replications', '5', '--threads', '2'],
  metric: 'homogenisation',
}

/** By the coverage at which a person would have a file, as `data/groups.csv` names them. */
const EXAMPLE_GROUPS = [
  { key: 'before', members: ['0.5', '0.727'], en: 'had a file before', zh: '此前已有征信记录' },
  { key: 'newly', members: ['0.9'], en: 'get one by the change', zh: '因扩大覆盖而新增记录' },
  { key: 'never', members: ['1'], en: 'still have none', zh: '仍无征信记录' },
]

const EXAMPLE_COLUMNS = [
  { key: 'served', en: 'demand served, %', zh: '信贷需求满足率（%）' },
  { key: 'apr', en: 'mean APR, %', zh: '平均年化利率（%）' },
  { key: 'lost', en: 'charged off, % of lending', zh: '核销额占放款额（%）' },
]

const USES = [
  { key: 'input', en: 'input: the scenario sets it', zh: '输入：由情景设定' },
  { key: 'fit', en: 'fit: free parameters were tuned to it', zh: '拟合：据以调整自由参数' },
  { key: 'held-out', en: 'held out: nothing was tuned to it', zh: '留出：未据以调整任何参数' },
  { key: 'reported', en: 'reported: shown, not forced', zh: '仅报告：列出而不强求' },
]

const TEXT = {
  use: { en: 'use', zh: '用途' },
  met: { en: 'met', zh: '达标' },
  missed: { en: 'missed', zh: '未达标' },
  unjudged: { en: 'not to be judged from one run', zh: '单次运行无法判断' },
  missedTarget: { en: 'missed', zh: '未达标的目标' },
  published: { en: 'published', zh: '公布值' },
  run: { en: 'baseline', zh: '基准' },
  noneMissed: { en: 'None is missed.', zh: '所有目标均达标。' },
  group: { en: 'people who …', zh: '人群' },
  arm: { en: 'arm', zh: '实验组' },
  first: { en: 'first month', zh: '首月' },
  last: { en: 'last month', zh: '末月' },
  difference: { en: 'difference from the first arm', zh: '与第一组之差' },
  consumers: { en: 'consumers', zh: '消费者' },
  months: { en: 'months', zh: '月数' },
  seconds: { en: 'simulation, s', zh: '模拟用时（秒）' },
  ns: { en: 'ns per consumer-month', zh: '每人月（纳秒）' },
  memory: { en: 'peak memory, MB', zh: '内存峰值（MB）' },
}

const percentOf = (share, digits = 1) => (100 * share).toFixed(digits)

/** A number without decimals, in groups of three, in both languages. */
export function grouped(value) {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

function table(head, rows, align) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(align), ...rows.map(line)].join('\n')
}

/** A value and the range that it misses, with as many digits as it takes to see that it does. */
function missText({ unit, low, high, value }) {
  for (let digits = 1; ; digits++) {
    const text = (number) =>
      unit === '1' ? percentOf(number, digits) : unit === 'CNY' ? grouped(number) : number.toFixed(digits + 2)
    const [from, to, run] = [low, high, value].map(text)
    if ((run !== from && run !== to) || digits === 4) {
      const [before, after] = [unit === 'CNY' ? '¥' : '', unit === '1' ? ' %' : '']
      return { published: `${before}${from} – ${to}${after}`, run: `${before}${run}${after}` }
    }
  }
}

function targetsBlock({ targets }, lang) {
  const counts = USES.map((use) => {
    const own = targets.filter((target) => target.use === use.key)
    const count = (status) => own.filter((target) => target.status === status).length
    const [met, missed] = [count('met'), count('missed')]
    return [use[lang], met, missed, own.length - met - missed]
  })
  const head = [TEXT.use[lang], TEXT.met[lang], TEXT.missed[lang], TEXT.unjudged[lang]]
  const missed = targets.filter(({ status }) => status === 'missed')
  const misses = missed.map((target) => {
    const { published, run } = missText(target)
    return [target[lang], USES.find(({ key }) => key === target.use)[lang].split(/[:：]/)[0], published, run]
  })
  const missHead = [TEXT.missedTarget[lang], TEXT.use[lang], TEXT.published[lang], TEXT.run[lang]]
  const missTable = table(missHead, misses, ['---', '---', '---:', '---:'])
  const counted = table(head, counts, ['---', '---:', '---:', '---:'])
  return `${counted}\n\n${misses.length === 0 ? TEXT.noneMissed[lang] : missTable}`
}

function exampleBlock({ example }, lang) {
  const rows = EXAMPLE_GROUPS.map((group) => [
    group[lang],
    ...EXAMPLE_COLUMNS.map(({ key }) => {
      const { without, with: changed } = example.groups[group.key]
      return `${percentOf(without[key])} → ${percentOf(changed[key])}`
    }),
  ])
  const head = [TEXT.group[lang], ...EXAMPLE_COLUMNS.map((column) => column[lang])]
  return table(head, rows, ['---', '---:', '---:', '---:'])
}

/** An estimate with its 95 % interval. */
function intervalText({ mean, low, high }) {
  const text = (value) => value.toFixed(3).replace('-', '\u2212')
  return `${text(mean)} [${text(low)}, ${text(high)}]`
}

function experimentBlock({ experiment }, lang) {
  const rows = experiment.arms.map(({ title, first, last, difference }) => [
    title[lang],
    intervalText(first),
    intervalText(last),
    difference === null ? '' : intervalText(difference),
  ])
  const head = ['arm', 'first', 'last', 'difference'].map((key) => TEXT[key][lang])
  return table(head, rows, ['---', '---:', '---:', '---:'])
}

/** Of docs/performance.json. */
function speedBlock({ speed: { measurements, machine } }, lang) {
  const rows = measurements.map((row) =>
    [
      grouped(row.consumers),
      row.months,
      (row.simulationMs / 1000).toFixed(1),
      grouped(row.nsPerConsumerMonth),
      grouped((row.peakRssBytesPerConsumer * row.consumers) / 1e6),
    ].map(String),
  )
  const head = ['consumers', 'months', 'seconds', 'ns', 'memory'].map((key) => TEXT[key][lang])
  const where = `Node ${machine.node}, ${machine.arch}, ${machine.cpu.trim()}`
  const note = lang === 'zh' ? `每种规模运行一次；${where}，单核。` : `One run of each size on one core; ${where}.`
  return `${table(
    head,
    rows,
    head.map(() => '---:'),
  )}\n\n${note}`
}

const fenced = (language, text) => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

/** All blocks of one page by name. */
export function readmeBlocks(record, exampleText, lang) {
  return {
    summary: fenced('text', record.printed[lang].join('\n')),
    scenario: fenced('yaml', exampleText),
    example: exampleBlock(record, lang),
    experiment: experimentBlock(record, lang),
    targets: targetsBlock(record, lang),
    speed: speedBlock(record, lang),
  }
}

const BLOCK = /<!-- generated: (\S+) -->\n(?:[\s\S]*?\n)??<!-- end -->/g

/** The page with its marked blocks rewritten; throws on a marked block that nothing makes. */
export function fillBlocks(page, blocks) {
  return page.replace(BLOCK, (_, name) => {
    if (!(name in blocks)) throw new Error(`nothing makes the block "${name}"`)
    return `<!-- generated: ${name} -->\n${blocks[name]}\n<!-- end -->`
  })
}

export function blockNames(page) {
  return [...page.matchAll(BLOCK)].map(([, name]) => name)
}

/** What both arms of the example did to each group, from the text of their `data/groups.csv`. */
export function exampleGroups(csvWithout, csvWith) {
  const [without, changed] = [csvWithout, csvWith].map(groupSums)
  return Object.fromEntries(EXAMPLE_GROUPS.map(({ key }) => [key, { without: without[key], with: changed[key] }]))
}

/** Rows of a CSV file in which no cell is quoted, by name of column. @param {string} csv @returns {{ [column: string]: string }[]} */
export function rowsOf(csv) {
  const [head, ...lines] = csv.trimEnd().split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])))
}

const interval = ({ mean, low, high }) => ({ mean: Number(mean), low: Number(low), high: Number(high) })

/** The experiment's measure by arm, in the first and in the last month, and its paired difference from the first arm. */
export function experimentArms(arms, csvBands, csvDifferences) {
  const bands = rowsOf(csvBands).filter(({ metric }) => metric === EXPERIMENT.metric)
  const differences = rowsOf(csvDifferences).filter(({ key }) => key === EXPERIMENT.metric)
  return arms.map(({ name, title }) => {
    const own = bands.filter(({ arm }) => arm === name)
    const difference = differences.find(({ arm }) => arm === name)
    return {
      name,
      title,
      first: interval(own[0]),
      last: interval(own.at(-1)),
      difference: difference === undefined ? null : interval(difference),
    }
  })
}

function groupSums(csv) {
  const rows = rowsOf(csv)
  return Object.fromEntries(
    EXAMPLE_GROUPS.map(({ key, members }) => {
      const own = rows.filter(
        ({ grouping, group, month }) =>
          grouping === 'wouldBeFiled' && members.includes(group) && Number(month) >= EXAMPLE.month,
      )
      const sum = (of) => own.reduce((total, row) => total + of(row), 0)
      const granted = sum((row) => Number(row.granted))
      return [
        key,
        {
          served: sum((row) => Number(row.served)) / sum((row) => Number(row.demanded)),
          apr: sum((row) => Number(row.meanApr) * Number(row.granted)) / granted,
          lost: sum((row) => Number(row.chargedOff)) / granted,
        },
      ]
    }),
  )
}
