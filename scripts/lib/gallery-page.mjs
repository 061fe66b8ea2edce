// The text of docs/gallery.md and docs/gallery.zh-CN.md, from what ships and the record docs/gallery.json. Pure, so that a
// test can hold both pages without a run.

/** More arms than these are run once each. */
const FEW = 16
/** More than these have no chart together: the first is run alone. */
const MANY = 60

/** Of a scenario: the size at which the gallery runs it, and the command that does; `isFull`: at its own size. */
export function galleryRun({ name, arms, first, isAnalysis, ...own }, isFull = false) {
  if (isFull) return { command: `sweep ${name}`, consumers: own.consumers, ...own.horizon, arms, seeds: own.seeds }
  const isSingle = (arms === 1 || arms > MANY) && !isAnalysis
  const consumers = isSingle ? 4000 : isAnalysis ? 500 : 1000
  const short = isAnalysis ? { burnIn: 6, months: 12 } : { burnIn: 12, months: 48 }
  const seeds = isSingle || isAnalysis || arms > FEW ? 1 : 2
  const command = [
    `${isAnalysis ? 'sensitivity' : arms > FEW && !isSingle ? 'sweep' : 'run'} ${name}`,
    ...(isAnalysis ? ['--trajectories 2'] : []),
    ...(arms > MANY ? [`--arm ${first}`] : []),
    ...(isSingle ? [] : [`--replications ${seeds}`]),
    `--set population.consumers=${consumers}`,
    ...(isSingle ? [] : [`--set horizon.burnIn=${short.burnIn} --set horizon.months=${short.months}`]),
  ].join(' ')
  return { command, consumers, ...(isSingle ? own.horizon : short), arms, seeds }
}

const GROUPS = [
  { has: ({ name }) => /^h\d\d-/.test(name), en: "The paper's claims", zh: '论文的论断' },
  { has: ({ isAnalysis, arms }) => isAnalysis || arms > FEW, en: 'Many parameter values', zh: '众多参数取值' },
  { has: ({ arms }) => arms > 1, en: 'Experiments', zh: '实验' },
  { has: () => true, en: 'Single runs', zh: '单次运行' },
]
const SHOWN = ['Single runs', 'Experiments', "The paper's claims", 'Many parameter values']

const HEAD = {
  en: (count) => `# Gallery

[中文](gallery.zh-CN.md)

A picture of each of the ${count} scenarios that ship, with its question. The pictures come from small markets over few seeds, so
that all of them can be made again in minutes by \`npm run gallery\`. They show what kind of chart to expect, not what the
model finds: with fewer than five seeds a chart's title judges nothing. [findings.md](findings.md) and
[instrument.md](instrument.md) have results. So has the [map of sameness](#map-of-sameness): it is shown at its own size. Under
each picture stand the size and the command; without its options the scenario runs at its own size. Of tall charts the upper part is shown, and the report of a run has more charts than one.
`,
  zh: (count) => `# 图库

[English](gallery.md)

随附的 ${count} 个情景各一图及其问题。图由小规模市场、少量种子的运行绘成，用 \`npm run gallery\` 数分钟内即可全部重做。图只说明可得到何种
图表，不代表模型的结论：种子不足五个时，图题不作判断。结果见 [findings.zh-CN.md](findings.zh-CN.md) 与
[instrument.zh-CN.md](instrument.zh-CN.md)。[同质化图谱](#同质化图谱)按自身规模运行，也是结果。每图下方列出规模与命令；去掉命令中的选项，即按情景自身的规模运行。过高的图只显示上部；每次运行的报告另有更多图表。
`,
}

const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

function sizeText({ consumers, burnIn, months, arms, seeds }, lang) {
  const parts =
    lang === 'en'
      ? [
          `${number(consumers)} consumers`,
          `${burnIn} + ${months} months`,
          ...(arms > MANY ? [`the first of ${arms} arms`] : arms > 1 ? [`${arms} arms`] : []),
          seeds === 1 ? '1 seed' : `${seeds} seeds`,
        ]
      : [
          `${number(consumers)} 名消费者`,
          `${burnIn} + ${months} 个月`,
          ...(arms > MANY ? [`${arms} 个实验组中的第一个`] : arms > 1 ? [`${arms} 个实验组`] : []),
          `${seeds} 个种子`,
        ]
  return parts.join(lang === 'en' ? ', ' : '，')
}

export const pictureOf = (name, lang) => `images/gallery/${name}${lang === 'zh' ? '.zh-CN' : ''}.png`

/**
 * `shipped` are name, title, question, size and number of arms of each scenario, in order; `record` tells of each by name which
 * chart is shown under what title, the digest of the run, and of one at its own size the commit that made it.
 */
export function galleryPage(shipped, record, lang) {
  const sections = SHOWN.map((heading) => {
    const group = GROUPS.find(({ en }) => en === heading)
    const own = shipped.filter((one) => GROUPS.find(({ has }) => has(one)) === group)
    const entries = own.map((one) => {
      const { digest, title, commit } = record[one.name]
      const { command, ...size } = galleryRun(one, commit !== undefined)
      // What takes long is not made again at each commit.
      const made = commit === undefined ? '' : lang === 'en' ? ` at commit \`${commit}\`` : `（提交 \`${commit}\`）`
      const where = lang === 'en' ? 'scenario' : '情景文件'
      return `### ${one.title[lang]}

${one.question[lang]}

![${title[lang].replace(/[[\]]/g, '\\$&')}](${pictureOf(one.name, lang)})

${sizeText(size, lang)} · digest \`${digest.slice(0, 12)}\`${made} · [${where}](../scenarios/${one.name}.yaml)

\`npx xiaojin ${command}\`
`
    })
    return `## ${group[lang]}\n\n${entries.join('\n')}`
  })
  return `${HEAD[lang](shipped.length)}\n${sections.join('\n')}`
}
