import { join } from 'node:path'
import { say } from '../language.ts'
import { DRAWING, startProgress } from '../progress.ts'
import { redraw } from '../redraw.ts'
import type { Command } from './list.ts'
import { LANG_OPTION, langOf, QUIET_OPTION, warn } from './options.ts'

interface ChartArguments {
  readonly dir: string
  readonly lang: string | undefined
  readonly quiet: boolean
}

export const chartCommand: Command<ChartArguments> = {
  builder: (yargs) =>
    yargs
      .positional('dir', {
        describe: say({ en: 'output folder of a run', zh: '运行的结果文件夹' }),
        type: 'string',
        demandOption: true,
      })
      .option('lang', { ...LANG_OPTION, defaultDescription: say({ en: "the run's own", zh: '与该次运行相同' }) })
      .option('quiet', QUIET_OPTION)
      .example('$0 chart out/baseline-2023 --lang zh', say({ en: 'the charts in Chinese', zh: '图表为中文' })),
  handler: async ({ dir, lang, quiet }) => {
    const progress = startProgress(DRAWING, 'charts', quiet)
    const { charts, warnings } = await redraw(dir, langOf(lang), true, progress.update).finally(() => progress.stop())
    if (!quiet) warn(warnings)
    const place = join(dir, 'charts')
    process.stdout.write(
      `${quiet ? place : say({ en: `${charts} charts in ${place}`, zh: `${place} 中有${charts}张图` })}\n`,
    )
  },
}
