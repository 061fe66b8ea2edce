import { join } from 'node:path'
import type { Bilingual } from '../../base/vocabulary.ts'
import { chartThreads } from '../chart-threads.ts'
import { REPORT_FILE } from '../compose.ts'
import { say } from '../language.ts'
import { DRAWING, startProgress } from '../progress.ts'
import { type Redrawn, redraw } from '../redraw.ts'
import { type Command, command, type Given, place } from './command.ts'
import { drawingThreadsOf, LANG, langOf, PICTURES, pngOf, QUIET, warn } from './options.ts'

const OWN: Bilingual = { en: "the run's own", zh: '与该次运行相同' }

const TAKES = {
  dir: place('output folder of a run', '运行的结果文件夹'),
  lang: { ...LANG, usual: OWN },
  png: { ...PICTURES.png, usual: OWN },
  'no-png': { ...PICTURES['no-png'], usual: OWN },
  quiet: QUIET,
}

async function drawnAgain({ dir, lang, quiet, ...asked }: Given<typeof TAKES>, charts: boolean): Promise<Redrawn> {
  const progress = startProgress(DRAWING, 'charts', quiet)
  const png = pngOf(asked)
  const { render, end } = chartThreads(drawingThreadsOf({}))
  const drawn = await redraw(dir, { lang: langOf(lang), charts, png }, { render, onChart: progress.update }).finally(
    () => {
      progress.stop()
      end()
    },
  )
  if (!quiet) warn(drawn.warnings)
  return drawn
}

export const chartCommand: Command = command(
  TAKES,
  [['chart out/baseline-2023 --lang zh', 'the charts in Chinese', '图表为中文']],
  async (args) => {
    const { charts } = await drawnAgain(args, true)
    const folder = join(args.dir, 'charts')
    const told = { en: `${charts} charts in ${folder}`, zh: `${folder} 中有${charts}张图` }
    process.stdout.write(`${args.quiet ? folder : say(told)}\n`)
  },
)

export const reportCommand: Command = command(
  TAKES,
  [['report out/baseline-2023 --lang zh', 'the report in Chinese', '报告为中文']],
  async (args) => {
    await drawnAgain(args, false)
    process.stdout.write(`${join(args.dir, REPORT_FILE)}\n`)
  },
)
