import { join } from 'node:path'
import { REPORT_FILE } from '../compose.ts'
import { say } from '../language.ts'
import { DRAWING, startProgress } from '../progress.ts'
import { redraw } from '../redraw.ts'
import type { Command } from './list.ts'
import { LANG_OPTION, langOf, QUIET_OPTION, warn } from './options.ts'

interface ReportArguments {
  readonly dir: string
  readonly lang: string | undefined
  readonly quiet: boolean
}

export const reportCommand: Command<ReportArguments> = {
  builder: (yargs) =>
    yargs
      .positional('dir', {
        describe: say({ en: 'output folder of a run', zh: '运行的结果文件夹' }),
        type: 'string',
        demandOption: true,
      })
      .option('lang', { ...LANG_OPTION, defaultDescription: say({ en: "the run's own", zh: '与该次运行相同' }) })
      .option('quiet', QUIET_OPTION)
      .example('$0 report out/baseline-2023 --lang zh', say({ en: 'the report in Chinese', zh: '报告为中文' })),
  handler: async ({ dir, lang, quiet }) => {
    const progress = startProgress(DRAWING, 'charts', quiet)
    const { warnings } = await redraw(dir, langOf(lang), false, progress.update).finally(() => progress.stop())
    if (!quiet) warn(warnings)
    process.stdout.write(`${join(dir, REPORT_FILE)}\n`)
  },
}
